"""Positions are contiguous, whoever writes at the same time."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from django.db import transaction

from ledger import positions
from ledger.facts import Entry
from ledger.models import Stream
from ledger.positions import Reserved
from ledger.reading import heads
from ledger.recording import OutsideTransaction, record, reserve
from tests.ledger.conftest import entries
from tests.ledger.example import SquareSwept
from tests.parallel import at_once, errors, let_readers_begin
from tests.statements import counted

COMMITS = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.django_db
WRITERS, EACH = 8, 15


def swept(town: int, square: int = 1) -> SquareSwept:
    return SquareSwept(town_id=town, square_id=square)


def _write(writer: int) -> None:
    for number in range(EACH):
        with transaction.atomic():
            record(swept(1, writer * 100 + number), swept(2), swept(1, writer * 100 + number))


def _check_contiguous() -> None:
    """The invariant: every writer got through, and each stream counts 1, 2, 3 … without a gap."""
    assert errors(at_once(*[partial(_write, writer) for writer in range(WRITERS)])) == []
    for name, expected in {"town:1": 2 * WRITERS * EACH, "town:2": WRITERS * EACH}.items():
        assert [entry.position for entry in entries(name)] == list(range(1, expected + 1))
        assert heads([name]) == {name: expected}


@COMMITS
def test_eight_writers_get_contiguous_positions() -> None:
    _check_contiguous()


def _read_then_write(wanted: Mapping[str, int]) -> dict[str, Reserved]:
    """What `positions.advance` must not be: it looks first and writes afterwards, and holds no lock between."""
    reserved = {}
    for name, size in wanted.items():
        stream, _ = Stream.objects.get_or_create(name=name)
        Stream.objects.filter(id=stream.id).update(position=stream.position + size)
        reserved[name] = Reserved(stream.id, stream.position + 1, size)
    return reserved


@COMMITS
def test_without_the_streams_row_lock_the_check_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    let_readers_begin(monkeypatch)
    monkeypatch.setattr(positions, "advance", _read_then_write)
    with pytest.raises(AssertionError):
        _check_contiguous()


def test_a_rollback_leaves_no_gap() -> None:
    with transaction.atomic():
        record(swept(1, 1))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(swept(1, 2), swept(1, 3))
        raise ZeroDivisionError
    with transaction.atomic():
        record(swept(1, 4))
    assert [(entry.position, entry.data["square_id"]) for entry in entries("town:1")] == [(1, 1), (2, 4)]


@COMMITS
def test_nothing_is_recorded_or_reserved_outside_a_transaction() -> None:
    with pytest.raises(OutsideTransaction):
        record(swept(1))
    with pytest.raises(OutsideTransaction):
        reserve({"town:1": 1})
    assert entries("town:1") == []


def test_entries_come_back_in_the_order_of_the_facts() -> None:
    with transaction.atomic():
        found = record(swept(2, 1), swept(1, 2), swept(2, 3))
    where = [(entry.stream, entry.position, entry.data["square_id"]) for entry in found]
    assert where == [("town:2", 1, 1), ("town:1", 1, 2), ("town:2", 2, 3)]


@COMMITS
def test_writers_of_the_same_streams_in_opposite_order_do_not_wait_in_a_circle() -> None:
    def write(towns: list[int]) -> None:
        for _ in range(EACH):
            with transaction.atomic():
                record(*(swept(town) for town in towns))

    there, back = list(range(1, 9)), list(range(8, 0, -1))
    assert errors(at_once(*[partial(write, towns) for towns in (there, back) * 3])) == []
    assert {name: len(entries(name)) for name in ("town:1", "town:8")} == {"town:1": 6 * EACH, "town:8": 6 * EACH}


def _statements(work: Callable[[], list[Entry]]) -> int:
    with transaction.atomic(), counted() as statements:
        work()
    return len(statements)


def test_a_hundred_facts_in_fifty_streams_cost_two_statements() -> None:
    assert _statements(lambda: record(swept(1))) == 2
    assert _statements(lambda: record(*(swept(town) for town in range(50) for _ in range(2)))) == 2


def test_reserved_positions_are_those_of_the_entries() -> None:
    with transaction.atomic():
        record(swept(1))
        places = reserve({"town:1": 2, "town:2": 1})
        found = record(swept(1), swept(2), swept(1), reserved=places)
    assert (places["town:1"].first, places["town:2"].first) == (2, 1)
    assert [entry.position for entry in found] == [2, 1, 3]


@pytest.mark.parametrize("wanted", [{"town:1": 1}, {"town:1": 3}, {"town:1": 2, "town:2": 1}, {}])
def test_a_reservation_that_would_leave_a_gap_is_refused(wanted: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="as many facts"), transaction.atomic():
        record(swept(1), swept(1), reserved=reserve(wanted))
    assert entries("town:1") == []
    assert heads(["town:1"]) == {"town:1": 0}
