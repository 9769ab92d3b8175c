"""Reading the log, and heartbeats."""

from datetime import timedelta

import pytest
from django.db import transaction

from ledger.heartbeats import beat, last_seen
from ledger.pruning import prune
from ledger.reading import head, heads, since, since_each
from ledger.recording import record
from tests.ledger.example import SquareSwept
from tests.statements import counted

pytestmark = pytest.mark.django_db


def test_entries_after_a_position_come_in_order_and_at_most_so_many() -> None:
    with transaction.atomic():
        record(*(SquareSwept(town_id=1, square_id=n) for n in range(1, 11)))
    assert [entry.position for entry in since("town:1", 4)] == [5, 6, 7, 8, 9, 10]
    assert [entry.position for entry in since("town:1", 4, limit=2)] == [5, 6]
    assert since("town:1", 10) == []
    assert since("town:2", 0) == []


def test_an_entry_holds_ids_and_not_whom_it_concerns() -> None:
    with transaction.atomic():
        record(SquareSwept(town_id=1, square_id=2, concerns=(9,)))
    (entry,) = since("town:1", 0)
    assert (entry.kind, entry.data) == ("square_swept", {"town_id": 1, "square_id": 2})


def test_the_entries_of_many_streams_take_one_query_and_each_has_its_own_position() -> None:
    with transaction.atomic():
        record(*(SquareSwept(town_id=town, square_id=n) for n in range(1, 6) for town in (1, 2, 3)))
    with counted() as statements:
        found = since_each({"town:3": 2, "town:1": 0}, limit=4)
    assert len(statements) == 1
    assert {name: [entry.position for entry in entries] for name, entries in found.items()} == {
        "town:3": [3, 4, 5],
        "town:1": [1, 2, 3, 4],
    }
    assert found["town:3"] == since("town:3", 2)
    assert found["town:1"][0].at.utcoffset() == timedelta(0)


def test_a_stream_whose_next_positions_are_gone_continues_after_them() -> None:
    with transaction.atomic():
        record(*(SquareSwept(town_id=1, square_id=n) for n in range(1, 6)))
        record(SquareSwept(town_id=2, square_id=1))
    prune("town:1", up_to=4)
    found = since_each({"town:1": 0, "town:2": 0}, limit=2)
    assert {name: [entry.position for entry in entries] for name, entries in found.items()} == {
        "town:1": [5],
        "town:2": [1],
    }


def test_the_heads_of_many_streams_take_one_query() -> None:
    with transaction.atomic():
        record(*(SquareSwept(town_id=town, square_id=1) for town in (1, 1, 2)))
    with counted() as statements:
        assert heads(["town:1", "town:2", "town:3"]) == {"town:1": 2, "town:2": 1, "town:3": 0}
    assert len(statements) == 1
    assert head("town:1") == 2


def test_a_heartbeat_is_the_last_one() -> None:
    beat("tick")
    first = last_seen()["tick"]
    beat("tick")
    assert last_seen()["tick"] >= first
    assert list(last_seen()) == ["tick"]
