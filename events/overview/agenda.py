"""The list by days: cards of events and, between them, the reader's own meetings, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from events import listing
from events.listing import Card, Filters
from events.models import Event, Meeting
from events.overview import appointments
from events.overview.appointments import Appointment
from members import roles

Key = tuple[datetime, bool, int]
"""When, whether it is a meeting, its id: enough to put a long list into pages without loading it."""


@dataclass
class Day:
    """A day of the list: cards of events and appointments for meetings, in the list's order."""

    date: date
    entries: list[Card | Appointment] = field(default_factory=list)


def keys(person: roles.Somebody, chosen: Filters) -> list[Key]:
    """All that fits the filters, in the list's order; two queries."""
    events = listing.events(person, chosen).values_list("starts_at", "pk")
    meetings = appointments.meetings_of_time(person, chosen).values_list("starts_at", "pk")
    found = [*((at, False, pk) for at, pk in events), *((at, True, pk) for at, pk in meetings)]
    return sorted(found, reverse=chosen.when in ("past", "mine"))


def loaded(found: Sequence[Key], person: roles.Somebody) -> list[Card | Appointment]:
    """What stands behind some of the keys, in their order and in a fixed number of queries."""
    events = listing.loaded(Event.objects.filter(pk__in=[pk for _, meeting, pk in found if not meeting]))
    cards = {card.event.pk: card for card in listing.cards(list(events), person)}
    ids = [pk for _, meeting, pk in found if meeting]
    meetings = {row.pk: appointments.of_meeting(row) for row in Meeting.objects.filter(pk__in=ids)} if ids else {}
    return [meetings[pk] if meeting else cards[pk] for _, meeting, pk in found]


def days(entries: Sequence[Card | Appointment]) -> list[Day]:
    """Neighbours of one day, in the reader's zone, put together."""
    found: list[Day] = []
    for entry in entries:
        starts_at = entry.event.starts_at if isinstance(entry, Card) else entry.starts_at
        day = timezone.localtime(starts_at).date()
        if not found or found[-1].date != day:
            found.append(Day(day))
        found[-1].entries.append(entry)
    return found
