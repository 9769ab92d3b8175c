"""Many people at once for a few places of a session, with and without the lock that orders them."""

import threading
from functools import partial

import pytest
from django.db import OperationalError, connection

from events import registrations
from events.models import Event, Place, Session
from events.symposia.places import line, taking
from ledger.reading import since
from members.models import Person
from tests.events import cast
from tests.events.symposia.places import floor
from tests.events.test_races import open_door
from tests.parallel import at_once, errors, let_readers_begin
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def rush(event: Event, session: Session, people: list[Person]) -> list[Place | Exception]:
    """Everybody wants a place in the session at the same moment."""
    return at_once(*[partial(taking.take, event, session.pk, person=one) for one in people], connected=False)


def few_places(places: int, people: int) -> tuple[Event, Session, list[Person]]:
    event = floor.symposium(cast.organiser(), places={"Shade": places})
    return event, floor.session(event, "Shade"), floor.delegates(people, event)


def waits_in_order(event: Event, session: Session) -> bool:
    """Whether the waiting list stands in the order in which the stream says that people came."""
    said = [entry.data["place_id"] for entry in since(f"event:{event.pk}", 0) if entry.kind == "place_awaited"]
    return [row.pk for row in line.LINE.queue(session.pk)] == said


def test_thirty_at_once_for_five_places_are_five_who_have_one_and_twenty_five_in_order() -> None:
    event, session, people = few_places(5, 30)
    results = rush(event, session, [*people, people[0], people[0]])
    assert errors(results) == []
    assert (line.LINE.taken(session.pk), len(line.LINE.queue(session.pk))) == (5, 25)
    assert waits_in_order(event, session)


def test_places_freed_at_once_while_seats_are_given_back_go_to_the_first_each_once() -> None:
    event, session, people = few_places(4, 12)
    places = [taking.take(event, session.pk, person=one).pk for one in people]
    leave = [partial(taking.leave, event, session.pk, person=one) for one in people[:2]]
    rows = [event.registrations.get(person=one) for one in people[2:4]]
    withdraw = [partial(registrations.withdraw, row, by=row.person) for row in rows]
    assert errors(at_once(*leave, *withdraw)) == []
    held = Place.objects.filter(session=session, state=Place.State.HELD).values_list("pk", flat=True)
    assert sorted(held) == places[4:8]
    assert [row.pk for row in line.LINE.queue(session.pk)] == places[8:]


def test_without_the_events_lock_places_are_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: everybody counts before anybody takes a place; as for an event's seats (see `tests.events`)."""
    event, session, people = few_places(2, 8)
    let_readers_begin(monkeypatch)
    monkeypatch.setattr(registrations, "door", open_door)
    counted, everybody = line.next_state, threading.Barrier(len(people))

    def count_slowly(session: Session) -> str:
        state = counted(session)
        everybody.wait(PATIENCE)
        return state

    monkeypatch.setattr(line, "next_state", count_slowly)
    results = rush(event, session, people)
    if connection.vendor == "sqlite":
        assert {type(error) for error in errors(results)} == {OperationalError}
    else:
        assert (errors(results), line.LINE.taken(session.pk)) == ([], 8)
