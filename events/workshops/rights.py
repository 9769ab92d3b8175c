"""The one door through which a workshop is changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from events import audiences
from events.errors import EventIsFixed, NotYourEvent
from events.models import Event, Workshop
from events.workshops import people
from members.errors import NotFound
from members.models import Person
from rooms import admissions, rooms
from rooms.consultation import actions
from web.translated import translated

FIXED = (Event.State.ARCHIVED, Event.State.CANCELLED)


def address_of(event: Event) -> str:
    """The workshop's own page."""
    return f"/events/{event.slug}/workshop/"


@contextmanager
def door(event: Event, *, by: Person | None) -> Iterator[Workshop]:
    """Open a transaction and hold the event's row, so that neither its state nor its seats change meanwhile.

    Args:
        event: of the kind workshop; what it has beside the event is made when it is first asked for.
        by: an organiser; None for participants and the platform, checked by the caller.

    Raises:
        NotFound: the event is of another kind.
        NotYourEvent: the person does not look after the event.
        EventIsFixed: an organiser changes something of an archived or cancelled event.
    """
    with transaction.atomic():
        held = Event.objects.select_for_update(of=("self",)).select_related("network").get(pk=event.pk)
        if held.kind != Event.Kind.WORKSHOP:
            raise NotFound
        if by is not None and not audiences.looks_after(held, by):
            raise NotYourEvent
        workshop = _of(held)
        if by is not None:
            require_open(workshop)
        yield workshop


def require_open(workshop: Workshop) -> None:
    """Let only those workshops pass of which something can still change.

    Raises:
        EventIsFixed: the event is archived or cancelled.
    """
    if workshop.event.state in FIXED:
        raise EventIsFixed


def _of(event: Event) -> Workshop:
    found = Workshop.objects.select_related("room").filter(event=event).first() or _begin(event)
    found.event = event
    return found


def _begin(event: Event) -> Workshop:
    room = rooms.open_room(translated(event.titles, "en").text[:160], address_of(event))
    actions.take(room.pk, True)
    admissions.admit(room, people.registrations(event).values_list("person_id", flat=True))
    return Workshop.objects.create(event=event, room=room)
