"""A meeting as it is for everybody who takes part: whose hour it is, and how far outside their hours."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from events import slots
from events.meetings.availability import Attendee, search_for
from events.models import Meeting, Participant

FAR = 90
"""From so many minutes outside somebody's hours on, a row is shaded darkest."""


@dataclass(frozen=True)
class PersonHour:
    """A meeting as it is for one person.

    Attributes:
        row: who, for which member, as what.
        local: the hour there.
    """

    row: Participant
    local: slots.LocalSlot

    @property
    def zone(self) -> str:
        """The IANA name of the person's zone."""
        return str(self.local.start.tzinfo)

    @property
    def shade(self) -> str:
        """How heavy the hour is: nothing, "outside" or "far"."""
        if self.local.outside_minutes >= FAR or self.local.day_off:
            return "far"
        return "outside" if self.local.outside_minutes else ""


class Hours:
    """The hours of everybody at a meeting; asked for once, when a template needs them."""

    def __init__(self, meeting: Meeting) -> None:
        """Remember the meeting; nothing is looked up yet."""
        self.meeting = meeting

    @cached_property
    def rows(self) -> list[PersonHour]:
        """One row per person who takes part, in the order in which they came in."""
        people = Participant.objects.filter(meeting=self.meeting, left_at=None).select_related("person", "member")
        rows = list(people)
        if not rows:
            return []
        attendees = [Attendee(person_id=row.person_id, member_id=row.member_id) for row in rows]
        day = self.meeting.starts_at.date()
        search = search_for(attendees, minutes=self.meeting.minutes, first=day, last=day, without=self.meeting)
        [slot] = slots.at(search, [self.meeting.starts_at])
        return [PersonHour(row, local) for row, local in zip(rows, slot.people, strict=True)]
