"""What stands in one reader's calendar: the events they see and the meetings they take part in.

A meeting of a few people is nobody else's business, so of meetings only the reader's own are shown, staff or not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events import formats, listing
from events.listing import Filters
from events.meetings import owners
from events.meetings.states import OVER, UPCOMING
from events.models import Event, Meeting, Registration
from events.states import ACTIVE
from members import roles

UNUSUAL = (Event.State.DRAFT, Event.State.POSTPONED, Event.State.CANCELLED)
"""States a reader must learn of before reckoning with a date."""


@dataclass(frozen=True)
class Appointment:
    """An event or a meeting as a reader's calendar shows it.

    Attributes:
        titles: by language code.
        address: its page.
        label: what kind it is, such as "Symposium".
        mine: whether the reader registered or takes part.
        state, state_label: when it is a draft, postponed or cancelled; else empty.
        slug: an event's; a meeting has none.
    """

    starts_at: datetime
    ends_at: datetime
    titles: dict[str, str]
    address: str
    label: str | Promise
    mine: bool = False
    state: str = ""
    state_label: str = ""
    slug: str = ""


def between(person: roles.Somebody, chosen: Filters, first: datetime, last: datetime) -> list[Appointment]:
    """All that touches a time, in its order; three queries, however much there is."""
    rows = list(listing.between(person, chosen, first, last).prefetch_related(None))
    mine = _registered(person, rows)
    events = [of_event(row, mine=row.pk in mine) for row in rows]
    meetings = meetings_of(person, chosen).filter(starts_at__lt=last, ends_at__gt=first)
    found = [*events, *(of_meeting(row) for row in meetings)]
    return sorted(found, key=lambda one: (one.starts_at, one.address))


def _registered(person: roles.Somebody, rows: Iterable[Event]) -> set[int]:
    if not roles.active(person):
        return set()
    mine = Registration.objects.filter(person=person, state__in=ACTIVE, event__in=[row.pk for row in rows])
    return set(mine.order_by().values_list("event_id", flat=True))


def meetings_of(person: roles.Somebody, chosen: Filters) -> QuerySet[Meeting]:
    """The person's meetings that fit the filters; those have neither topic nor language, and no drafts."""
    if not roles.active(person) or chosen.topic or chosen.language or chosen.when == "drafts":
        return Meeting.objects.none()
    rows = Meeting.objects.filter(participants__person=person, participants__left_at=None)
    rows = rows.exclude(state=Meeting.State.CANCELLED).order_by("starts_at", "id")
    if chosen.network:
        rows = rows.filter(network__slug=chosen.network)
    if chosen.kind:
        rows = rows.filter(subject_kind__in=owners.kinds_of(chosen.kind))
    return rows


def meetings_of_time(person: roles.Somebody, chosen: Filters) -> QuerySet[Meeting]:
    """As `meetings_of`, only those that come or that were, as the filter says."""
    rows, now = meetings_of(person, chosen), timezone.now()
    if chosen.when == "next":
        return rows.filter(state__in=UPCOMING, ends_at__gt=now)
    if chosen.when == "past":
        return rows.filter(Q(ends_at__lte=now) | Q(state__in=OVER))
    return rows


def of_event(row: Event, *, mine: bool = False) -> Appointment:
    """An event in the calendar."""
    unusual = row.state in UNUSUAL
    return Appointment(
        row.starts_at,
        row.ends_at,
        row.titles,
        formats.event_page(row),
        Event.Kind(row.kind).label,
        mine=mine,
        state=row.state if unusual else "",
        state_label=str(Event.State(row.state).label) if unusual else "",
        slug=row.slug,
    )


def of_meeting(row: Meeting) -> Appointment:
    """A meeting of the reader's in the calendar."""
    return Appointment(row.starts_at, row.ends_at, row.titles, owners.meeting_page(row), _("Meeting"), mine=True)
