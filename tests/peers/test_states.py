"""The table of moves: random moves follow it, the rest is refused, and the next step is always looked after."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ledger.models import Promise
from peers import states
from peers.announcements import keep_promise
from peers.errors import CannotMove
from peers.models import Invitation, Request
from peers.promises import StepDue
from tests.peers import cast

R = Request.State
WAY = (
    R.DRAFT, R.POSTED, R.MATCHED, R.INVITED, R.BOTH_ACCEPTED, R.CHARTER, R.KICKOFF, R.LEARNING, R.REFLECTION, R.CLOSED,
    R.CHECK_6M, R.CHECK_12M,
)  # fmt: skip


def test_every_state_has_its_row_and_leads_to_known_ones() -> None:
    assert set(states.MOVES) == set(R.values)
    assert {to for moves in states.MOVES.values() for to in moves} <= set(R.values)
    assert set(states.INVITATION_MOVES) == set(Invitation.State.values)


def test_the_way_of_the_domain_can_be_gone_to_its_end() -> None:
    for here, to in pairwise(WAY):
        assert to in states.MOVES[here]


@pytest.mark.parametrize("state", [*states.SEEKING, *states.TOGETHER])
def test_whatever_is_under_way_can_be_withdrawn(state: str) -> None:
    assert R.WITHDRAWN in states.MOVES[state]


@pytest.mark.parametrize("state", [R.CHECK_12M, R.WITHDRAWN, R.DECLINED])
def test_from_the_end_leads_no_way(state: str) -> None:
    assert states.MOVES[state] == ()


class RandomMoves(TestCase):
    """Hypothesis walks; each example is rolled back."""

    @settings(max_examples=60, deadline=None)
    @given(moves=st.lists(st.sampled_from(R.values), max_size=20))
    def test_only_moves_of_the_table_change_anything(self, moves: list[str]) -> None:
        row = Request.objects.create(member=cast.member("Pirna"), network=cast.network())
        states.touch(row)
        for to in moves:
            before = row.state
            if to in states.MOVES[before]:
                states.move(row, to)
                assert Request.objects.get(pk=row.pk).state == to
            else:
                with pytest.raises(CannotMove):
                    states.move(row, to)
                assert Request.objects.get(pk=row.pk).state == before
        promised = Promise.objects.filter(kind="step_due", state=Promise.State.DUE)
        assert promised.count() == (row.due_at is not None)
        assert all(one.promised_at == row.due_at for one in promised)


@pytest.mark.django_db
def test_who_is_to_act_is_reminded_once_when_the_day_has_come() -> None:
    pirna, kochi = cast.member("Pirna"), cast.member("Kochi")
    katrin = cast.delegate("Katrin", pirna)
    cast.delegate("Anu", kochi)
    cast.offer(kochi)
    row = cast.posted(katrin, pirna)
    keep_promise(StepDue(request_id=row.pk))
    assert cast.told("peer_step_due") == []
    Request.objects.update(due_at=cast.in_days(-1))
    keep_promise(StepDue(request_id=row.pk))
    keep_promise(StepDue(request_id=row.pk))
    assert cast.told("peer_step_due") == ["Katrin"]
    cast.invited(cast.fresh(row), kochi, katrin)
    Request.objects.update(due_at=cast.in_days(-1))
    keep_promise(StepDue(request_id=row.pk))
    assert cast.told("peer_step_due") == ["Anu", "Katrin"]
