"""Reactions: carried out exactly once in effect, tried again, parked."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from ledger import relay
from ledger.efforts import TRIES
from ledger.facts import Entry
from ledger.hints import on_hint, on_receipts, tell
from ledger.models import Receipt
from ledger.recording import record
from tests.ledger.conftest import squares
from tests.ledger.example import REACTION, SquareSwept, tell_mayor
from tests.parallel import at_once, errors

COMMITS = pytest.mark.django_db(transaction=True)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mayor")]


def waiting() -> list[int]:
    due = Receipt.objects.filter(state=Receipt.State.DUE, due_at__lte=timezone.now())
    return list(due.order_by("due_at", "id").values_list("id", flat=True))


def swept(*numbers: int) -> None:
    with transaction.atomic():
        record(*(SquareSwept(town_id=1, square_id=number) for number in numbers))


@COMMITS
def test_four_relays_at_once_react_exactly_once() -> None:
    swept(*range(1, 41))
    results = at_once(*[partial(relay.drain)] * 4)
    assert errors(results) == []
    while waiting():
        relay.drain()
    assert sorted(squares("mayor:1")) == list(range(1, 41))
    assert Receipt.objects.filter(state=Receipt.State.DONE).count() == 40


@COMMITS
def test_without_the_receipt_in_the_same_transaction_reactions_happen_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a relay that reacts first and marks afterwards, in parallel."""
    swept(*range(1, 11))

    def careless(receipt_id: int) -> None:
        entry = Receipt.objects.select_related("entry__stream").get(id=receipt_id).entry
        with transaction.atomic():
            tell_mayor(Entry(entry.stream.name, entry.position, entry.kind, entry.at, entry.data))
        Receipt.objects.filter(id=receipt_id).update(state=Receipt.State.DONE)

    ids = waiting()

    def relay_carelessly() -> None:
        for receipt_id in ids:
            careless(receipt_id)

    at_once(*[relay_carelessly] * 4)
    assert len(squares("mayor:1")) > 10


def test_an_entry_rolled_back_has_no_consequences() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(SquareSwept(town_id=1, square_id=1))
        raise ZeroDivisionError
    assert (relay.drain(), Receipt.objects.count()) == (0, 0)


def _fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(entry: Entry) -> None:
        tell_mayor(entry)
        raise ValueError("the mayor is out")

    monkeypatch.setitem(relay.reactions, REACTION, fail)


def _now_due() -> None:
    Receipt.objects.filter(state=Receipt.State.DUE).update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_failed_reaction_leaves_nothing_and_is_tried_again_after_growing_pauses(
    monkeypatch: pytest.MonkeyPatch, standing_clock: datetime
) -> None:
    _fail(monkeypatch)
    swept(1)
    pauses = []
    for _ in range(4):
        _now_due()
        assert relay.drain() == 0
        pauses.append((Receipt.objects.get().due_at - standing_clock).total_seconds())
        assert relay.drain() == 0
    assert pauses == [1, 2, 4, 8]
    assert squares("mayor:1") == []
    assert "the mayor is out" in Receipt.objects.get().error
    monkeypatch.setitem(relay.reactions, REACTION, tell_mayor)
    _now_due()
    assert relay.drain() == 1
    assert squares("mayor:1") == [1]
    assert Receipt.objects.get().error == ""


def test_after_the_last_try_it_is_parked_for_a_person_to_see(monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(monkeypatch)
    swept(1)
    for _ in range(TRIES + 2):
        _now_due()
        relay.drain()
    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.tries) == ("parked", TRIES)
    assert waiting() == []


def test_one_that_fails_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def picky(entry: Entry) -> None:
        if entry.data["square_id"] == 1:
            raise ValueError("not this one")
        tell_mayor(entry)

    monkeypatch.setitem(relay.reactions, REACTION, picky)
    swept(1, 2, 3)
    relay.drain()
    assert squares("mayor:1") == [2, 3]


@COMMITS
def test_hints_come_after_the_commit_and_a_listener_that_fails_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    from ledger import hints

    heard: list[list[tuple[str, int]]] = []
    woken: list[bool] = []
    monkeypatch.setattr(hints, "_listeners", [])
    monkeypatch.setattr(hints, "_relays", [])
    on_hint(lambda told: 1 / 0)  # type: ignore[arg-type]
    on_hint(lambda told: heard.append(list(told)))
    on_receipts(lambda: woken.append(True))
    with transaction.atomic():
        record(SquareSwept(town_id=1, square_id=1), SquareSwept(town_id=1, square_id=2))
        assert (heard, woken) == ([], [])
    assert (heard, woken) == ([[("town:1", 2)]], [True])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(SquareSwept(town_id=1, square_id=3))
        raise ZeroDivisionError
    assert len(heard) == 1
    tell([("town:9", 1)])
    assert heard[-1] == [("town:9", 1)]
