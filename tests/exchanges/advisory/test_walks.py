"""Anybody tries anything with cases and engagements, one after the other and at the same time.

Only moves of the tables happen, each with its fact, none twice; and only those do something whose it is to do.
"""

from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from exchanges.advisory.models import Case
from ledger.models import Entry
from tests.exchanges.advisory import cast, walking
from tests.exchanges.advisory.walking import Ground, Step
from tests.parallel import at_once, errors

NUMBERS = st.integers(0, 9999)
STEPS = st.builds(
    Step,
    deed=NUMBERS,
    case=NUMBERS,
    who=NUMBERS,
    advisor=NUMBERS,
    fits=st.sampled_from((True,) * 5 + (False,)),
)
STRAIGHT = [Step(deed=number, case=0, who=0, advisor=0, fits=True) for number in range(48)]
"""Always what fits: this walk gets to the end."""


def tried(there: Ground, step: Step) -> None:
    """One step; what is refused changes nothing, what is done was the doer's to do."""
    before, entries = walking.told(there), Entry.objects.count()
    with transaction.atomic():
        done = walking.walk(there, step)
    if not done:
        assert (walking.told(there), Entry.objects.count()) == (before, entries)
    else:
        assert walking.was_theirs(there, *done)
    walking.check(there)


class OneAfterTheOther(TestCase):
    """Each walk is rolled back."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(STEPS, min_size=30, max_size=60))
    def test_only_moves_of_the_tables_happen_each_with_its_fact(self, steps: list[Step]) -> None:
        there = walking.ground()
        for step in steps:
            tried(there, step)

    def test_a_walk_can_get_to_the_end(self) -> None:
        there = walking.ground()
        for step in STRAIGHT:
            tried(there, step)
        assert Case.objects.get(pk=there.cases[0].pk).state == Case.State.CLOSED


@pytest.mark.django_db(transaction=True)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(walks=st.lists(st.lists(STEPS, min_size=12, max_size=18), min_size=4, max_size=4))
def test_at_the_same_moment_as_well(walks: list[list[Step]]) -> None:
    """Several walk over the same cases, each step in a transaction of its own, while the workers work."""
    there = walking.ground()

    def along(steps: list[Step]) -> None:
        for step in steps:
            walking.walk(there, step)

    def work() -> None:
        for _ in range(12):
            cast.keep_everything_due()

    assert errors(at_once(*[partial(along, steps) for steps in walks], work)) == []
    cast.keep_everything_due()
    walking.check(there)
