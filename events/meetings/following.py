"""A meeting follows its room: when the consultation there is closed, the meeting is over. A reaction."""

from django.db import transaction

from events.meetings import keeping
from events.meetings.promises import REMINDERS, MeetingCloses, MeetingOpens
from events.models import Meeting
from ledger import promises
from ledger.facts import Entry


@transaction.atomic
def follow_room(entry: Entry) -> None:
    """Note that the meeting in a room is over; what it still promised is withdrawn."""
    meeting_id = Meeting.objects.filter(room=entry.data["room_id"]).values_list("pk", flat=True).first()
    if meeting_id is None:
        return
    promises.hold(f"meeting:{meeting_id}", MeetingOpens, MeetingCloses, *REMINDERS)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("room", "network")
    meeting = rows.get(pk=meeting_id)
    keeping.note_over(meeting)
    keeping.keep_in_step(meeting)
