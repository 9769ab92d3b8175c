"""The line of a session: who has a place, who waits, and who moves up. Called with the event's row held."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from events.lines import Line
from events.models import Bookmark, Event, Place, Session
from events.states import SEATS_ARE_GIVEN
from events.symposia import snapshots
from events.symposia.places import facts
from events.symposia.places.overlaps import Shown, span
from ledger.recording import record

P = Place.State
ACTIVE = (P.HELD, P.WAITING)
LINE = Line(Place, "session", (P.HELD,), P.HELD, P.WAITING)


def shown(event: Event) -> Mapping[int, Shown]:
    """The sessions of the published version by id; none before the first."""
    version = snapshots.latest(event)
    return {one["id"]: one for one in version.snapshot["sessions"]} if version else {}


def next_state(session: Session) -> str:
    """What somebody who comes now gets."""
    return LINE.next_state(session.pk, session.places)


def promote(event: Event, sessions: Iterable[Session], published: Mapping[int, Shown]) -> list[Place]:
    """Give the free places of sessions that are still to come to those who wait first."""
    if event.state not in SEATS_ARE_GIVEN:
        return []
    now = timezone.now()
    coming = [row for row in sessions if row.pk in published and span(published[row.pk])[0] > now]
    promoted = [place for row in coming for place in LINE.promote(row.pk, row.places)]
    if promoted:
        record(*[fact(event, place, facts.PlacePromoted) for place in promoted])
    return promoted


def give_up(event: Event, places: Iterable[Place], published: Mapping[int, Shown]) -> None:
    """End places, with what follows for those who wait; the sessions leave the agendas of those who had them."""
    ended = list(places)
    for place in ended:
        Bookmark.objects.filter(session=place.session_id, person=place.person_id).delete()
        had_place, place.state, place.changed_at = place.state == P.HELD, P.LEFT, timezone.now()
        record(fact(event, place, facts.PlaceLeft, had_place=had_place))
    Place.objects.bulk_update(ended, ["state", "changed_at"])
    sessions = Session.objects.filter(pk__in=[place.session_id for place in ended]).order_by("pk")
    promote(event, sessions, published)


def fact(event: Event, place: Place, kind: type[facts.PlaceFact], **more: Any) -> facts.PlaceFact:
    """The fact about a place."""
    return kind(event_id=event.pk, session_id=place.session_id, place_id=place.pk, person_id=place.person_id, **more)
