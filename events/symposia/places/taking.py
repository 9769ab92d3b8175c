"""Taking a place in a session, giving it back, and how many there are. Everything goes through the event's door.

So two people never get the last place of a session, and a freed one goes to the first who waits in the same
transaction.
"""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from events import registrations
from events.errors import NotOpen
from events.models import Bookmark, Event, Place, Registration, Session
from events.states import SEATED, SEATS_ARE_GIVEN
from events.symposia.errors import NoSuchSession
from events.symposia.places import facts, line, overlaps
from events.symposia.places.errors import NeedsSeat, NoPlace, NotLimited, PlacesTaken, SessionHasBegun
from events.symposia.snapshots import Snapshot
from ledger.recording import record
from members.models import Person


def take(event: Event, session_id: int, *, person: Person) -> Place:
    """Take a place in a session, or one in its waiting list; the session then stands in the person's own agenda.

    Doing it again changes nothing.

    Raises:
        NotOpen: the event gives no seats any more.
        NoSuchSession: the published agenda has no such session.
        NotLimited: nobody needs a place in it.
        SessionHasBegun: it is too late.
        NeedsSeat: the person has no seat at the event.
    """
    with registrations.door(event.pk) as held:
        if held.state not in SEATS_ARE_GIVEN:
            raise NotOpen
        session = _limited(held, session_id)
        if not Registration.objects.filter(event=held, person=person, state__in=SEATED).exists():
            raise NeedsSeat
        mine = Place.objects.filter(session=session, person=person, state__in=line.ACTIVE).first()
        if mine is not None:
            return mine
        state, now = line.next_state(session), timezone.now()
        made = Place.objects.create(session=session, person=person, state=state, queued_at=now, changed_at=now)
        Bookmark.objects.get_or_create(session=session, person=person)
        record(line.fact(held, made, facts.PlaceTaken if state == line.P.HELD else facts.PlaceAwaited))
    return made


def _limited(event: Event, session_id: int) -> Session:
    published = line.shown(event)
    session = Session.objects.filter(event=event, pk=session_id).first()
    if session is None or session.pk not in published:
        raise NoSuchSession
    if session.places is None:
        raise NotLimited
    if overlaps.span(published[session.pk])[0] <= timezone.now():
        raise SessionHasBegun
    return session


def leave(event: Event, session_id: int, *, person: Person) -> None:
    """Give a place back, or the wish for one; the first who waits gets it at once.

    Args:
        event: whose agenda.
        session_id: which session; it may have been taken out of the agenda.
        person: whose place.

    Raises:
        NoPlace: the person neither has one nor waits.
    """
    with registrations.door(event.pk) as held:
        mine = Place.objects.filter(session=session_id, session__event=held, person=person, state__in=line.ACTIVE)
        if not (places := list(mine)):
            raise NoPlace
        line.give_up(held, places, line.shown(held))


def give_back(event: Event, person_ids: Collection[int]) -> None:
    """Give back every place of people who no longer take part, but for sessions that are over.

    The row of `event` is held.
    """
    theirs = Place.objects.filter(session__event=event, person__in=person_ids, state__in=line.ACTIVE)
    if not (places := list(theirs.order_by("session_id", "pk"))):
        return
    published, now = line.shown(event), timezone.now()
    over = {pk for pk, one in published.items() if overlaps.span(one)[1] <= now}
    line.give_up(event, [place for place in places if place.session_id not in over], published)


def follow_publication(event: Event, snapshot: Snapshot) -> None:
    """Let the places of a newly published version hold; free ones go to those who wait. The event's row is held.

    A session that is in the agenda again may have free places from the time when it was not.

    Raises:
        PlacesTaken: more people have a place in a session than it would have.
    """
    published: dict[int, dict[str, Any]] = {one["id"]: one for one in snapshot["sessions"]}
    changed = []
    rows = Session.objects.select_for_update(of=("self",), no_key=True).filter(event=event, pk__in=published)
    for row in rows.order_by("pk"):
        wanted = published[row.pk]["capacity"]
        if row.places == wanted:
            continue
        if wanted is not None and line.LINE.taken(row.pk) > wanted:
            raise PlacesTaken
        row.places = wanted
        changed.append(row)
    Session.objects.bulk_update(changed, ["places"])
    awaited = Place.objects.filter(session__event=event, session__in=published, state=line.P.WAITING).values("session")
    line.promote(event, Session.objects.filter(pk__in=awaited).order_by("pk"), published)
