"""Fifty people at once for ten seats, with and without the lock that orders them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from events import registrations, waiting
from events.models import Event, Registration
from ledger.reading import since
from members.models import Member, Person
from tests.events import cast
from tests.parallel import at_once, errors, let_readers_begin
from tests.serving import PATIENCE

R = Registration.State
pytestmark = pytest.mark.django_db(transaction=True)


def rush(event: Event, people: list[Person], kochi: Member) -> list[Registration | Exception]:
    """Everybody registers at the same moment."""
    return at_once(*[partial(registrations.register, event, one, kochi) for one in people], connected=False)


def queue_is_in_order(event: Event) -> bool:
    """Whether the waiting list stands in the order in which the stream says that people came."""
    said = [entry.data["registration_id"] for entry in since(f"event:{event.pk}", 0) if "waitlisted" in entry.kind]
    return [row.pk for row in waiting.queue(event)] == said


def test_fifty_at_once_for_ten_seats_are_ten_confirmed_and_forty_in_order() -> None:
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=cast.organiser(), capacity=10)
    results = rush(event, cast.delegates(50, acts_for=kochi), kochi)
    assert errors(results) == []
    states = [row.state for row in results if isinstance(row, Registration)]
    assert (states.count(R.CONFIRMED), states.count(R.WAITLISTED)) == (10, 40)
    assert waiting.taken(event) == 10
    assert queue_is_in_order(event)
    entries = since(f"event:{event.pk}", 0)
    assert [entry.position for entry in entries] == list(range(1, 51))
    assert [entry.kind for entry in entries] == ["registration_confirmed"] * 10 + ["registration_waitlisted"] * 40


def test_the_same_person_clicking_eight_times_at_once_is_registered_once() -> None:
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=cast.organiser())
    [asha] = cast.delegates(1, acts_for=kochi)
    results = rush(event, [asha] * 8, kochi)
    assert len(errors(results)) == 7
    assert {type(error).__name__ for error in errors(results)} == {"AlreadyRegistered"}
    assert Registration.objects.count() == 1


def test_seats_freed_at_the_same_moment_go_to_the_first_ones_each_once() -> None:
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=cast.organiser(), capacity=6)
    rows = [registrations.register(event, one, kochi) for one in cast.delegates(14, acts_for=kochi)]
    results = at_once(*[partial(registrations.withdraw, row, by=row.person) for row in rows[:6]])
    assert errors(results) == []
    assert waiting.taken(event) == 6
    seated = Registration.objects.filter(event=event, state=R.CONFIRMED).values_list("pk", flat=True)
    assert sorted(seated) == [row.pk for row in rows[6:12]]
    assert [row.pk for row in waiting.queue(event)] == [row.pk for row in rows[12:]]


@contextmanager
def open_door(event_id: int) -> Iterator[Event]:
    """What `registrations.door` would be without its lock."""
    with transaction.atomic():
        yield Event.objects.select_related("network").get(pk=event_id)


def test_without_the_events_lock_seats_are_sold_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: everybody counts before anybody takes a seat.

    PostgreSQL then sells the two seats eight times; SQLite, whose snapshots do not let a late writer go on, turns
    people away with an error.
    """
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=cast.organiser(), capacity=2)
    people = cast.delegates(8, acts_for=kochi)
    let_readers_begin(monkeypatch)
    monkeypatch.setattr(registrations, "door", open_door)
    counted, everybody = waiting.next_state, threading.Barrier(len(people))

    def count_slowly(held: Event) -> str:
        state = counted(held)
        everybody.wait(PATIENCE)
        return state

    monkeypatch.setattr(waiting, "next_state", count_slowly)
    results = rush(event, people, kochi)
    if connection.vendor == "sqlite":
        assert {type(error) for error in errors(results)} == {OperationalError}
    else:
        assert (errors(results), waiting.taken(event)) == ([], 8)
