"""Who has a place in which session and who waits, as the event's organisers see and export it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Attendance, Event, Place, Registration, Session
from events.symposia.places import line
from members.models import Member
from web.translated import translated

HEADINGS = (
    pgettext_lazy("agenda", "Session"),
    _("Name"),
    _("E-mail address"),
    _("Member"),
    _("State"),
    _("Place in the waiting list"),
    _("Access needs"),
    _("Was there"),
)


@dataclass(frozen=True)
class Line:
    """Somebody in the list of a session.

    Attributes:
        member: whom the person comes for.
        position: in the waiting list, from 1; 0 for who has a place.
        attended: whether the person was in the session.
    """

    place: Place
    member: Member | None
    access_needs: str
    position: int
    attended: bool


@dataclass
class SessionList:
    """A session with limited places, those who have one first, then those who wait in their order."""

    session: Session
    lines: list[Line] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many have a place."""
        return sum(one.position == 0 for one in self.lines)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self.lines) - self.taken


def of(event: Event) -> list[SessionList]:
    """The lists of every session with limited places, in five queries."""
    sessions = list(Session.objects.filter(event=event, places__isnull=False, dropped=False))
    found = {row.pk: SessionList(row) for row in sessions}
    positions = line.LINE.positions(list(found))
    going = Registration.objects.filter(event=event).exclude(state=Registration.State.WITHDRAWN)
    registered = {row.person_id: row for row in going.select_related("member").order_by("id")}
    attended = set(Attendance.objects.filter(session__in=found).values_list("session_id", "person_id"))
    rows = Place.objects.filter(session__in=found, state__in=line.ACTIVE).select_related("person")
    for row in rows.order_by("state", "queued_at", "id"):  # "held" stands before "waiting"
        mine = registered.get(row.person_id)
        there = (row.session_id, row.person_id) in attended
        needs = mine.access_needs if mine else ""
        member = mine.member if mine else None
        found[row.session_id].lines.append(Line(row, member, needs, positions.get(row.pk, 0), there))
    return list(found.values())


def export_rows(event: Event) -> Iterator[Sequence[Any]]:
    """The rows below `HEADINGS`."""
    for one in of(event):
        title = translated(one.session.titles).text
        for row in one.lines:
            person = row.place.person
            yield (
                title,
                person.display_name,
                person.email if person.is_active else "",
                row.member.name if row.member else "",
                str(Place.State(row.place.state).label),
                row.position or "",
                row.access_needs,
                _("yes") if row.attended else "",
            )
