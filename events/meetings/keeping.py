"""What happens to a meeting by itself: reminders, the room opens, it closes, burdens are noted.

Keepers hold their promise, then the meeting's row; whoever changes a meeting takes them in the same order, so neither
a move nor a cancellation can cross what is being kept.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from events import slots
from events.meetings import facts, owners, rights
from events.meetings.availability import attendees_of, search_for
from events.meetings.promises import REMINDERS, WINDING_UP, MeetingCloses, MeetingOpens, MeetingPromise
from events.meetings.states import UPCOMING
from events.models import Meeting, Participant
from ledger.promises import promise, withdraw
from ledger.recording import record
from members.notices import tell
from rooms.models import Consultation
from rooms.rooms import close_room

M = Meeting.State
LOOK_AGAIN = timedelta(minutes=10)
"""How long a room stays open whose clock still runs when it should close."""


def opening(starts_at: datetime) -> datetime:
    """When the room of a meeting opens."""
    return starts_at - MeetingOpens.before


def keep_in_step(meeting: Meeting) -> None:
    """Promise, move or withdraw all that follows from a meeting, in the transaction that changed it.

    Reminders whose time is over are not promised; the room opens at once when a meeting begins within ten minutes.
    """
    upcoming = meeting.state in UPCOMING
    for kind in REMINDERS:
        at = meeting.starts_at - kind.before
        if upcoming and at > timezone.now():
            promise(kind(meeting_id=meeting.pk), at=at)
        else:
            withdraw(kind(meeting_id=meeting.pk))
    if upcoming:
        promise(MeetingOpens(meeting_id=meeting.pk), at=opening(meeting.starts_at))
        promise(MeetingCloses(meeting_id=meeting.pk), at=meeting.ends_at + WINDING_UP)
    else:
        withdraw(MeetingOpens(meeting_id=meeting.pk), MeetingCloses(meeting_id=meeting.pk))


def _locked(meeting_id: int) -> Meeting | None:
    """The meeting, locked, if people still reckon with it."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("room", "network")
    return rows.filter(pk=meeting_id, state__in=UPCOMING).first()


def remind(due: MeetingPromise) -> None:
    """Keep a reminder: tell everybody who takes part, each in their language and zone."""
    meeting = _locked(due.meeting_id)
    if meeting is None:
        return
    people = Participant.objects.filter(meeting=meeting, left_at=None)
    tell(
        people.values_list("person_id", flat=True),
        kind=due.kind,
        key=f"{due.kind}:{meeting.pk}:{meeting.starts_at:%Y%m%dT%H%M}",
        data={"meeting_id": meeting.pk},
        address=owners.of(meeting).live_address(meeting),
    )


def open_meeting(due: MeetingOpens) -> None:
    """Keep the opening: from now on everybody may enter the room."""
    meeting = _locked(due.meeting_id)
    if meeting is None or meeting.state == M.OPEN:
        return
    meeting.state, meeting.changed_at = M.OPEN, timezone.now()
    meeting.save(update_fields=["state", "changed_at"])
    record(facts.MeetingOpened(**rights.about(meeting)))


def close_meeting(due: MeetingCloses) -> None:
    """Keep the closing: the meeting is over; while the room's clock still runs, look again later."""
    meeting = _locked(due.meeting_id)
    if meeting is None:
        return
    if meeting.room.phase:
        promise(due, at=timezone.now() + LOOK_AGAIN)
        return
    note_over(meeting)


def note_over(meeting: Meeting) -> None:
    """The locked meeting is over: note who bore how much if it was held, close its room. Does nothing a second time."""
    if meeting.state not in UPCOMING:
        return
    held = _was_begun(meeting)
    meeting.state, meeting.changed_at = M.HELD if held else M.MISSED, timezone.now()
    if held:
        meeting.held_at = meeting.changed_at
        _note_burdens(meeting)
    meeting.save(update_fields=["state", "held_at", "changed_at"])
    rooms_close(meeting)
    record((facts.MeetingHeld if held else facts.MeetingMissed)(**rights.about(meeting)))


def _was_begun(meeting: Meeting) -> bool:
    """Whether it took place: not when its consultation never began; where none is planned, nobody has to begin."""
    return not Consultation.objects.filter(room=meeting.room_id, began_at=None).exists()


def _note_burdens(meeting: Meeting) -> None:
    bore = outside_minutes(meeting)
    rows = list(Participant.objects.filter(meeting=meeting, left_at=None))
    for row in rows:
        row.outside_minutes = bore.get(row.person_id, 0)
    Participant.objects.bulk_update(rows, ["outside_minutes"])


def outside_minutes(meeting: Meeting) -> Mapping[int, int]:
    """How many of the meeting's minutes lie outside each person's hours, by person's id."""
    attendees = attendees_of(meeting)
    if not attendees:
        return {}
    day = meeting.starts_at.date()
    search = search_for(attendees, minutes=meeting.minutes, first=day, last=day, without=meeting)
    [slot] = slots.at(search, [meeting.starts_at])
    return {int(person.id): person.outside_minutes for person in slot.people}


def rooms_close(meeting: Meeting) -> None:
    """Close the meeting's room."""
    close_room(meeting.room)
