"""A fishbowl: six chairs, of which one is to stay free. Who wants to speak takes it, and somebody else gives theirs up.

One at a time decides about the chairs of an event (`registrations.door`), so the sixth is taken once.
"""

from collections.abc import Collection

from events import registrations
from events.models import Chair, Event, Session
from events.stage import facts, formats, places
from events.stage.errors import ChairsTaken, NoSuchThing
from events.stage.promised import ChairsEmpty
from ledger.facts import Entry
from ledger.promises import promise, promise_once
from ledger.recording import record
from members.models import Person
from web.throttle import throttle

CHAIRS, PER_MINUTE = 6, 20
NUMBERS = range(1, CHAIRS + 1)


def take(event: Event, session_id: int, *, by: Person) -> int:
    """Sit down on the first free chair; who sits already stays there.

    Args:
        event: at which event.
        session_id: a fishbowl that is on.
        by: who sits down.

    Returns:
        The chair's number, from 1.

    Raises:
        NoPlace, StageIsClosed: see `places.require_acting`.
        NoSuchThing: there is no such fishbowl.
        NotOnNow: it is not on.
        ChairsTaken: all six are.
        TooOften: more than twenty in a minute.
    """
    throttle("stage-chair", by.pk, PER_MINUTE, 60)
    with registrations.door(event.pk) as held:
        places.require_acting(held, by)
        found = formats.require_on(held, session_id, Session.Format.FISHBOWL)
        taken = dict(Chair.objects.filter(session=session_id).values_list("person_id", "number"))
        if by.pk in taken:
            return taken[by.pk]
        number = next((one for one in NUMBERS if one not in taken.values()), None)
        if number is None:
            raise ChairsTaken
        Chair.objects.create(session=found.session, number=number, person=by)
        promise_once(ChairsEmpty(session_id=session_id), at=found.ends_at)
        record(facts.ChairTaken(event_id=held.pk, session_id=session_id, chair=number, person_id=by.pk))
    return number


def leave(event: Event, session_id: int, *, by: Person) -> None:
    """Give one's chair up; without one nothing happens.

    Raises:
        NoPlace, StageIsClosed: see `places.require_acting`.
    """
    with registrations.door(event.pk) as held:
        places.require_acting(held, by)
        _free(list(Chair.objects.filter(session__event=held, session=session_id, person=by)), held)


def free(event: Event, session_id: int, person_id: int, *, by: Person) -> None:
    """Free the chair on which a person sits; if they sit on none, nothing happens.

    Raises:
        NoPlace, StageIsClosed, OnlyForModerators: see `places.require_moderator`.
    """
    with registrations.door(event.pk) as held:
        places.require_moderator(held, session_id, by)
        _free(list(Chair.objects.filter(session__event=held, session=session_id, person=person_id)), held)


def keep_promise(due: ChairsEmpty) -> None:
    """Free the chairs of a session that is over; one that was moved keeps them until its new end."""
    session = Session.objects.filter(pk=due.session_id).first()
    if session is None:
        return
    with registrations.door(session.event_id) as held:
        look_through(held)
        if Chair.objects.filter(session=session).exists():
            promise(due, at=formats.of(held, session.pk, Session.Format.FISHBOWL).ends_at)


def follow(entry: Entry) -> None:
    """Somebody may have lost their place, or the event its time: free the chairs of those. A reaction."""
    with registrations.door(entry.data["event_id"]) as held:
        look_through(held)


def office_taken(entry: Entry) -> None:
    """An office ended: who has no other place gives up a chair at events of that network. A reaction."""
    with registrations.doors(places.open_in(entry.data["network_id"])) as events:
        for held in events:
            look_through(held)


def look_through(held: Event) -> None:
    """Free the chairs of sessions that are not on any more, and of people who have no place; the event is held."""
    taken = list(Chair.objects.filter(session__event=held).order_by("session", "number"))
    if taken:
        on = {pk for pk in {one.session_id for one in taken} if _is_on(held, pk)}
        here = {place.person.pk for place in places.many({held.pk}, {one.person_id for one in taken}) if place.acts}
        _free([one for one in taken if one.session_id not in on or one.person_id not in here], held)


def _is_on(held: Event, session_id: int) -> bool:
    try:
        found = formats.of(held, session_id, Session.Format.FISHBOWL)
    except NoSuchThing:
        return False
    return places.is_open(held) and found.is_on


def _free(taken: Collection[Chair], held: Event) -> None:
    Chair.objects.filter(pk__in=[one.pk for one in taken]).delete()
    record(
        *(
            facts.ChairLeft(event_id=held.pk, session_id=one.session_id, chair=one.number, person_id=one.person_id)
            for one in taken
        )
    )
