"""The tables of moves: random moves follow them, the rest is refused, and the next step is always looked after."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from exchanges.advisory import states
from exchanges.advisory.errors import CaseCannotMove
from exchanges.advisory.models import Case, Engagement, Programme
from ledger.models import Promise
from members.models import Member, Network

C = Case.State
WAY = (
    C.DRAFT, C.SUBMITTED, C.TRIAGED, C.ACCEPTED, C.ADVISORS_MATCHED, C.SCOPED, C.SCHEDULED, C.HELD, C.ADVICE_DELIVERED,
    C.ACTIONS_AGREED, C.CHECK_3M, C.CHECK_6M, C.CLOSED,
)  # fmt: skip


def test_every_state_has_its_row_and_leads_to_known_ones() -> None:
    assert set(states.MOVES) == set(C.values)
    assert {to for moves in states.MOVES.values() for to in moves} <= set(C.values)
    assert set(states.ENGAGEMENT_MOVES) == set(Engagement.State.values)


def test_the_way_of_the_domain_can_be_gone_to_its_end() -> None:
    for here, to in pairwise(WAY):
        assert to in states.MOVES[here]


@pytest.mark.parametrize("state", [C.DRAFT, C.SUBMITTED, C.ASKED_BACK, C.TRIAGED, *states.SEEKING, C.HELD])
def test_whatever_was_not_advised_on_can_be_withdrawn(state: str) -> None:
    assert C.WITHDRAWN in states.MOVES[state]


@pytest.mark.parametrize("state", states.ENDED)
def test_from_the_end_leads_no_way_and_nothing_is_due(state: str) -> None:
    assert (states.MOVES[state], states.DAYS.get(state)) == ((), None)


class RandomMoves(TestCase):
    """Hypothesis walks; each example is rolled back."""

    @settings(max_examples=60, deadline=None)
    @given(moves=st.lists(st.sampled_from(C.values), max_size=24))
    def test_only_moves_of_the_table_change_anything(self, moves: list[str]) -> None:
        network = Network.objects.get(slug="iscn")
        deadline = timezone.now() + timedelta(days=9)
        season = Programme.objects.create(network=network, titles={"en": "2027"}, deadline=deadline, capacity=1)
        member = Member.objects.create(slug="piura", name="Piura", country="PE", time_zone="America/Lima")
        row = Case.objects.create(programme=season, member=member)
        states.touch(row)
        for to in moves:
            before = row.state
            if to in states.MOVES[before]:
                states.move(row, to)
                assert Case.objects.get(pk=row.pk).state == to
            else:
                with pytest.raises(CaseCannotMove):
                    states.move(row, to)
                assert Case.objects.get(pk=row.pk).state == before
        promised = Promise.objects.filter(kind="case_step_due", state=Promise.State.DUE)
        assert promised.count() == (row.due_at is not None)
        assert all(one.promised_at == row.due_at for one in promised)
