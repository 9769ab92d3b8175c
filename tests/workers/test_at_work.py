"""The tasks at work: a real worker and clock as threads of this process, broker in memory unless REDIS_URL is set."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from hub.embedded import Embedded
from ledger import promises
from ledger.heartbeats import last_seen
from ledger.models import Promise, Receipt
from ledger.recording import record
from tests.ledger.conftest import entries, mayor, squares, sweepers
from tests.ledger.example import SquareSwept, SweepDue
from tests.serving import PATIENCE
from workers import tasks, waking

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mayor", "sweepers")]
__all__ = ["mayor", "sweepers"]


def eventually(true: Callable[[], object]) -> None:
    """Wait until something holds; the other threads make it so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def _nobody_works_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's end waits for nobody for long; a test's end does, so that nothing works in the next test."""
    monkeypatch.setattr("hub.embedded.STOP_SECONDS", PATIENCE)


@pytest.fixture
def at_work() -> Iterator[Embedded]:
    with Embedded(threads=3) as embedded:
        yield embedded


def promise(square: int, seconds: float) -> None:
    with transaction.atomic():
        promises.promise(SweepDue(town_id=1, square_id=square), at=timezone.now() + timedelta(seconds=seconds))


@pytest.mark.alone
def test_reactions_follow_and_promises_are_kept_near_their_time(at_work: Embedded) -> None:
    for square, seconds in ((3, 4.0), (1, 2.0), (2, 3.0)):
        promise(square, seconds)
    with transaction.atomic():
        record(SquareSwept(town_id=9, square_id=9))
    eventually(lambda: squares("mayor:9") == [9])
    eventually(lambda: sorted(squares("mayor:1")) == [1, 2, 3])
    assert squares("town:1") == [1, 2, 3]
    late = [row.done_at - row.promised_at for row in Promise.objects.all() if row.done_at]
    assert len(late) == 3
    assert all(timedelta() <= each < timedelta(seconds=3) for each in late)
    eventually(lambda: {"sweep", "relay"} <= last_seen().keys())


def test_what_fell_due_while_nothing_ran_is_done_in_order_at_the_start() -> None:
    for square, seconds in ((3, -10.0), (1, -30.0), (2, -20.0)):
        promise(square, seconds)
    with transaction.atomic():
        record(SquareSwept(town_id=9, square_id=9))
    with Embedded(threads=3):
        eventually(lambda: not Promise.objects.filter(state="due").exists())
        eventually(lambda: not Receipt.objects.filter(state="due").exists())
    assert squares("town:1") == [1, 2, 3]
    assert sorted(squares("mayor:1")) == [1, 2, 3]  # reactions follow by three threads, in no promised order
    assert squares("mayor:9") == [9]


def test_messages_that_come_many_times_have_their_effect_once(at_work: Embedded) -> None:
    for square in range(10):
        promise(square, -10.0 + square / 10)
    ids = list(Promise.objects.values_list("id", flat=True))
    for _ in range(5):
        tasks.sweep.apply_async()
        tasks.relay_due.apply_async()
        for promise_id in ids:
            tasks.keep.apply_async((promise_id,))
    eventually(lambda: len(entries("mayor:1")) == 10)
    eventually(lambda: not Receipt.objects.filter(state="due").exists())
    assert squares("town:1") == list(range(10))
    assert sorted(squares("mayor:1")) == list(range(10))


@pytest.mark.usefixtures("standing_clock")
def test_a_sweep_alone_keeps_the_overdue_and_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead: list[int] = []
    monkeypatch.setattr(tasks.keep, "apply_async", lambda args, **options: ahead.append(args[0]))
    for square, seconds in ((1, -1.0), (2, 2.0), (3, 60.0)):
        promise(square, seconds)
    tasks.sweep()
    soon = Promise.objects.get(data__square_id=2)
    assert (squares("town:1"), ahead) == ([1], [soon.id])


def test_waking_the_relay_neither_waits_nor_fails_when_the_broker_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred times while the first is still knocking at the broker's door."""
    asked: list[bool] = []
    all_woken = threading.Event()

    def down(**options: object) -> None:
        asked.append(all_woken.wait(PATIENCE))
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.relay_due, "apply_async", down)
    for _ in range(100):
        waking.wake_relay()
    all_woken.set()
    eventually(lambda: asked)
    assert all(asked)
    with transaction.atomic():
        record(SquareSwept(town_id=1, square_id=1))
    tasks.relay_due()
    assert squares("mayor:1") == [1]
