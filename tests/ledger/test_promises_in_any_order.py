"""Any sequence of promising, moving, withdrawing, failing and keeping, held against a model of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ledger import promises
from ledger.efforts import TRIES
from ledger.models import Entry, Promise, Stream
from tests.ledger.conftest import squares
from tests.ledger.example import SweepDue, sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sweepers")]
NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)
SQUARES = st.integers(0, 3)


@dataclass
class Held:
    """A promise as the model knows it: seconds after noon, and failed tries."""

    promised: int
    due: int
    tries: int = 0


class Town(RuleBasedStateMachine):
    """One town, four squares, a clock, and a broom that sometimes breaks."""

    current: ClassVar["Town"]

    def __init__(self) -> None:
        super().__init__()
        Town.current = self
        self.now = 0
        self.held: dict[int, Held] = {}
        self.swept: list[int] = []
        self.parked: set[int] = set()
        self.broken: set[int] = set()
        self.frame = transaction.atomic()
        self.frame.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @rule(square=SQUARES, seconds=st.integers(-5, 30))
    def promise(self, square: int, seconds: int) -> None:
        at = self.now + seconds
        promises.promise(SweepDue(town_id=1, square_id=square), at=NOON + timedelta(seconds=at))
        self.held[square] = Held(at, at)
        self.parked.discard(square)

    @rule(square=SQUARES)
    def withdraw(self, square: int) -> None:
        found = promises.withdraw(SweepDue(town_id=1, square_id=square))
        assert found == int(self.held.pop(square, None) is not None)

    @rule(square=SQUARES)
    def toggle_broom(self, square: int) -> None:
        self.broken ^= {square}

    @rule(seconds=st.integers(1, 40))
    def wait(self, seconds: int) -> None:
        self.now += seconds

    @rule()
    def tick(self) -> None:
        with patch("django.utils.timezone.now", lambda: NOON + timedelta(seconds=self.now)):
            promises.keep_due(until=NOON + timedelta(seconds=self.now))
        for square, mine in sorted(self.held.items(), key=lambda pair: (pair[1].due, self._id(pair[0]))):
            first = not any(other.tries == 0 and other.promised < mine.promised for other in self.held.values())
            if mine.due <= self.now and first:
                self._keep(square, mine)

    def _id(self, square: int) -> int:
        return Promise.objects.get(data__square_id=square).id

    def _keep(self, square: int, mine: Held) -> None:
        if square not in self.broken:
            self.swept.append(square)
            del self.held[square]
            return
        mine.tries += 1
        mine.due = self.now + 2 ** (mine.tries - 1)
        if mine.tries >= TRIES:
            del self.held[square]
            self.parked.add(square)

    @invariant()
    def the_database_says_the_same(self) -> None:
        rows = {row.data["square_id"]: row for row in Promise.objects.all()}
        due = {square: row for square, row in rows.items() if row.state == Promise.State.DUE}
        assert {square: self._held(row) for square, row in due.items()} == self.held
        assert {square for square, row in rows.items() if row.state == Promise.State.PARKED} == self.parked
        assert squares("town:1") == self.swept

    @staticmethod
    def _held(row: Promise) -> Held:
        promised, due = (round((when - NOON).total_seconds()) for when in (row.promised_at, row.due_at))
        return Held(promised, due, row.tries)


def test_promises_are_what_the_steps_make_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def maybe(due: SweepDue) -> None:
        sweep(due)
        if due.square_id in Town.current.broken:
            raise ValueError("the broom is broken")

    monkeypatch.setitem(promises.keepers, SweepDue.kind, maybe)
    run_state_machine_as_test(Town, settings=settings(max_examples=40, stateful_step_count=25, deadline=None))
    assert Stream.objects.count() == 0


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=st.lists(st.tuples(SQUARES, st.integers(-100, -1)), max_size=12))
def test_after_an_outage_everything_is_kept_in_order(plan: list[tuple[int, Any]]) -> None:
    with transaction.atomic():
        last: dict[int, int] = {}
        for square, seconds in plan:
            promises.promise(SweepDue(town_id=1, square_id=square), at=NOON + timedelta(seconds=seconds))
            last[square] = seconds
        promises.keep_due(until=NOON)
        found = squares("town:1")
        assert sorted(found) == sorted(last)
        assert [last[square] for square in found] == sorted(last.values())
        assert Entry.objects.count() == len(last)
        transaction.set_rollback(True)
