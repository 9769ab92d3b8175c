"""Promises: kept exactly once in effect, in order, however many sweep."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from ledger import efforts, promises
from ledger.efforts import TRIES
from ledger.models import Promise
from ledger.recording import OutsideTransaction, record
from tests.ledger.conftest import squares
from tests.ledger.example import MarketDue, SquareSwept, SweepDue, sweep
from tests.parallel import at_once, errors

COMMITS = pytest.mark.django_db(transaction=True)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sweepers")]
State = Promise.State


def ago(seconds: float) -> datetime:
    return timezone.now() - timedelta(seconds=seconds)


def promise(what: promises.Promised, at: datetime) -> None:
    with transaction.atomic():
        promises.promise(what, at=at)


def due_square(town: int, square: int) -> SweepDue:
    return SweepDue(town_id=town, square_id=square)


def sweep_all() -> int:
    """One pass over what is due, as the tick does it; how many it kept."""
    return promises.keep_due(until=timezone.now())


def states() -> list[str]:
    return list(Promise.objects.order_by("id").values_list("state", flat=True))


@COMMITS
def test_eight_who_sweep_keep_each_promise_once() -> None:
    for number in range(40):
        promise(due_square(number % 20, number), ago(10 - number / 10))
    results = at_once(*[partial(sweep_all)] * 8)
    assert errors(results) == []
    while sweep_all():
        pass
    assert sorted(number for town in range(20) for number in squares(f"town:{town}")) == list(range(40))
    assert set(states()) == {"done"}
    assert sum(result for result in results if isinstance(result, int)) <= 40


@COMMITS
def test_without_the_promises_lock_they_are_kept_more_than_once() -> None:
    """The control: sweepers that look, keep, and mark afterwards."""
    for number in range(10):
        promise(due_square(number, number), ago(10))
    ids = [promise_id for promise_id, _ in promises.due(until=timezone.now())]

    def careless() -> None:
        for promise_id in ids:
            row = Promise.objects.get(id=promise_id)
            with transaction.atomic():
                sweep(SweepDue(**row.data))
            Promise.objects.filter(id=promise_id).update(state=State.DONE)

    at_once(*[careless] * 8)
    assert sum(len(squares(f"town:{town}")) for town in range(10)) > 10


@COMMITS
def test_the_order_within_a_stream_is_kept_however_many_sweep() -> None:
    order = [5, 2, 9, 1, 7, 3]
    for place, square in enumerate(order):
        promise(due_square(1, square), ago(60 - place))
    for _ in range(len(order)):
        at_once(*[partial(sweep_all)] * 8)
    assert squares("town:1") == order


def test_a_promise_is_not_kept_before_its_time() -> None:
    promise(due_square(1, 1), timezone.now() + timedelta(hours=1))
    assert promises.keep(Promise.objects.get().id) is False
    assert squares("town:1") == []


def test_promising_once_leaves_the_time_that_was_promised_until_it_is_kept() -> None:
    first, later = ago(10), timezone.now() + timedelta(hours=1)
    for at in (first, later):
        with transaction.atomic():
            promises.promise_once(due_square(1, 1), at=at)
    assert (Promise.objects.get().due_at, sweep_all()) == (first, 1)
    with transaction.atomic():
        promises.promise_once(due_square(1, 1), at=later)
    assert Promise.objects.get().due_at == later


def test_promising_again_moves_it() -> None:
    promise(due_square(1, 1), ago(10))
    promise(due_square(1, 1), timezone.now() + timedelta(hours=1))
    assert sweep_all() == 0
    promise(due_square(1, 1), ago(1))
    assert (sweep_all(), Promise.objects.count()) == (1, 1)


def test_what_was_kept_can_be_promised_again() -> None:
    for _ in range(2):
        promise(due_square(1, 1), ago(1))
        assert sweep_all() == 1
    assert squares("town:1") == [1, 1]


def test_what_is_withdrawn_is_not_kept() -> None:
    promise(due_square(1, 1), ago(1))
    promise(due_square(1, 2), ago(1))
    with transaction.atomic():
        assert promises.withdraw(due_square(1, 1), due_square(1, 3)) == 1
        assert promises.withdraw(due_square(1, 1)) == 0
    assert (sweep_all(), squares("town:1")) == (1, [2])


def test_a_stream_takes_back_all_its_promises_or_some_kinds() -> None:
    promise(due_square(1, 1), ago(1))
    promise(MarketDue(town_id=1), ago(1))
    promise(due_square(2, 1), ago(1))
    with transaction.atomic():
        assert promises.withdraw_all("town:1", MarketDue) == 1
        assert promises.withdraw_all("town:1") == 1
    assert states() == ["withdrawn", "withdrawn", "due"]


@COMMITS
def test_a_promise_is_made_in_the_transaction_of_its_reason() -> None:
    with pytest.raises(OutsideTransaction):
        promises.promise(due_square(1, 1), at=ago(1))
    with pytest.raises(OutsideTransaction):
        promises.withdraw(due_square(1, 1))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        promises.promise(due_square(1, 1), at=ago(1))
        raise ZeroDivisionError
    assert Promise.objects.count() == 0


def test_what_makes_no_sense_any_more_is_missed_and_shown() -> None:
    promise(MarketDue(town_id=1), ago(3601))
    promise(MarketDue(town_id=2), ago(3500))
    assert sweep_all() == 2
    assert states() == ["missed", "done"]


def _fail(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> None:
    def fail(due: SweepDue) -> None:
        sweep(due)
        if due.square_id in numbers:
            raise ValueError("the broom is broken")

    monkeypatch.setitem(promises.keepers, SweepDue.kind, fail)


def _again() -> None:
    Promise.objects.filter(state=State.DUE).update(due_at=ago(1))


def test_a_keeper_that_fails_leaves_nothing_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, standing_clock: datetime
) -> None:
    _fail(monkeypatch, 1)
    promise(due_square(1, 1), ago(1))
    pauses = []
    for _ in range(4):
        _again()
        assert sweep_all() == 0
        pauses.append((Promise.objects.get().due_at - standing_clock).total_seconds())
    assert (pauses, squares("town:1")) == ([1, 2, 4, 8], [])
    monkeypatch.setitem(promises.keepers, SweepDue.kind, sweep)
    _again()
    assert (sweep_all(), squares("town:1"), Promise.objects.get().error) == (1, [1], "")


def test_after_the_last_try_a_promise_is_parked(monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(monkeypatch, 1)
    promise(due_square(1, 1), ago(1))
    for _ in range(TRIES + 2):
        _again()
        sweep_all()
    assert (states(), Promise.objects.get().tries) == (["parked"], TRIES)
    assert "the broom is broken" in Promise.objects.get().error


def test_one_that_failed_does_not_hold_up_the_next_of_its_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(monkeypatch, 1)
    for number in (1, 2, 3):
        promise(due_square(1, number), ago(10 - number))
    sweep_all()
    assert squares("town:1") == [2, 3]


def test_a_keeper_may_promise_itself_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = timezone.now() + timedelta(days=1)

    def daily(due: SweepDue) -> None:
        sweep(due)
        promises.promise(due, at=tomorrow)

    monkeypatch.setitem(promises.keepers, SweepDue.kind, daily)
    promise(due_square(1, 1), ago(1))
    assert (sweep_all(), sweep_all()) == (1, 0)
    assert squares("town:1") == [1]
    assert (states(), Promise.objects.get().due_at) == (["due"], tomorrow)


@COMMITS
def test_moving_while_it_is_being_kept_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of the two comes first: the promise is moved, and kept at most once before that."""
    tomorrow = timezone.now() + timedelta(days=1)
    for number in range(5):
        promise(due_square(1, number), ago(1))
        (promise_id,) = [promise_id for promise_id, _ in promises.due(until=timezone.now())]
        results = at_once(partial(promises.keep, promise_id), partial(promise, due_square(1, number), tomorrow))
        assert errors(results) == []
        assert Promise.objects.get(id=promise_id).due_at == tomorrow
        assert Promise.objects.get(id=promise_id).state == State.DUE
        assert squares("town:1").count(number) <= 1


def test_moved_after_it_failed_and_before_that_was_noted_it_keeps_its_new_time() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    promise(due_square(1, 1), ago(1))
    tried = Promise.objects.get()
    promise(due_square(1, 1), tomorrow)
    efforts.failed(tried, RuntimeError("the broom is broken"))
    moved = Promise.objects.get()
    assert (moved.due_at, moved.tries) == (tomorrow, 0)


def _plainly(writer: int) -> None:
    """A quarter of five hundred transactions that do no more than a keeper does."""
    for number in range(125):
        with transaction.atomic():
            record(SquareSwept(town_id=writer, square_id=number))


@pytest.mark.alone
@COMMITS
def test_five_hundred_due_at_once_are_kept_within_five_seconds() -> None:
    """On a machine too busy for that: within ten times what as many bare transactions take just now."""
    begun = timezone.now()
    at_once(*[partial(_plainly, 1000 + writer) for writer in range(4)])
    allowed = max(timedelta(seconds=5), 10 * (timezone.now() - begun))
    with transaction.atomic():
        for number in range(500):
            promises.promise(due_square(number % 100, number), at=ago(0))
    begun = timezone.now()
    while Promise.objects.filter(state=State.DUE).exists():
        assert errors(at_once(*[partial(sweep_all)] * 4)) == []
    late = sorted(done - begun for done in Promise.objects.values_list("done_at", flat=True) if done)
    assert len(late) == 500
    assert late[494] < allowed
    assert sum(len(squares(f"town:{town}")) for town in range(100)) == 500


def test_a_promise_of_a_kind_nobody_keeps_is_parked_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(promises.keepers, SweepDue.kind)
    promise(due_square(1, 1), ago(1))
    for _ in range(TRIES):
        _again()
        sweep_all()
    assert states() == ["parked"]
    with transaction.atomic():
        record(SquareSwept(town_id=1, square_id=1))
