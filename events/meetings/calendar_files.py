"""Calendar files of meetings (RFC 5545, 5546): REQUEST and CANCEL in mails, PUBLISH for download and in the feed.

A meeting has one UID for everybody. Its SEQUENCE rises with each move, with its cancellation, and when somebody leaves
or steps in, so that whichever file arrives last, the newest one wins.
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event as Entry

from events.calendar_files import Dated, attendee, one_line, organiser, written
from events.meetings import owners
from events.meetings.states import UPCOMING
from events.models import Meeting
from members.models import Notice, Person
from web.translated import translated

M = Meeting.State
TAKES_OUT = ("meeting_cancelled", "meeting_left")
"""Notices whose calendar file takes the meeting out of the calendar; the others put it in."""
WITH_FILE = ("meeting_booked", "meeting_moved", *TAKES_OUT)


def for_meeting(meeting: Meeting) -> bytes:
    """The meeting as one who takes part may import it; with `network` loaded."""
    return written([meeting], [entry_of(meeting, stamp=meeting.changed_at)], "PUBLISH")


def for_person(meeting: Meeting, person: Person, *, sequence: int, off: bool) -> bytes:
    """The file in a person's mail: a request to put the meeting into the calendar, or to take it out.

    Args:
        meeting: with `network` loaded.
        person: whose calendar it is.
        sequence: as it was when the person was told.
        off: whether the person is not, or no longer, to come.
    """
    entry = entry_of(meeting, stamp=timezone.now(), sequence=sequence, off=off)
    entry.add("attendee", attendee(person.email, person.name, off=off))
    return written([meeting], [entry], "CANCEL" if off else "REQUEST")


def of_person(person: Person) -> list[tuple[Dated, Entry]]:
    """The meetings in a person's feed, earliest first; one query."""
    mine = Meeting.objects.filter(participants__person=person, participants__left_at=None).select_related("network")
    rows = mine.exclude(state=M.CANCELLED).order_by("starts_at", "id")
    return [(row, entry_of(row, stamp=row.changed_at)) for row in rows]


def uid(meeting: Meeting) -> str:
    """What a calendar knows the meeting by, for ever."""
    return f"meeting-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}"


def entry_of(meeting: Meeting, *, stamp: datetime, sequence: int | None = None, off: bool = False) -> Entry:
    """The meeting as an entry of a calendar file, in the reader's language; arguments as for `for_person`."""
    zone = ZoneInfo(meeting.zone)
    address = f"{settings.BASE_URL}{owners.of(meeting).live_address(meeting)}"
    entry = Entry()
    entry.add("uid", uid(meeting))
    entry.add("sequence", meeting.sequence if sequence is None else sequence)
    entry.add("dtstamp", stamp)
    entry.add("created", meeting.created_at)
    entry.add("last-modified", meeting.changed_at)
    entry.add("dtstart", meeting.starts_at.astimezone(zone))
    entry.add("dtend", meeting.ends_at.astimezone(zone))
    entry.add("summary", one_line(translated(meeting.titles).text))
    entry.add("description", f"{_('The room opens ten minutes before.')}\n\n{address}")
    entry.add("location", address)
    entry.add("url", address)
    entry.add("status", "CANCELLED" if off or meeting.state == M.CANCELLED else "CONFIRMED")
    entry.add("transp", "OPAQUE")
    entry.add("organizer", organiser(meeting.network))
    return entry


def files(notice: Notice) -> Iterable[tuple[str, bytes, str]]:
    """The calendar file that goes with a notice's mail, as (name, content, MIME type).

    None goes with an invitation that was overtaken by the meeting's end or cancellation: the later mail says it.
    """
    meeting = Meeting.objects.select_related("network").filter(pk=notice.data["meeting_id"]).first()
    off = notice.kind in TAKES_OUT
    if meeting is None or notice.person is None or not (off or meeting.state in UPCOMING):
        return []
    content = for_person(meeting, notice.person, sequence=notice.data["sequence"], off=off)
    return [("invitation.ics", content, f"text/calendar; method={'CANCEL' if off else 'REQUEST'}")]
