"""What becomes of a person's meetings when the person leaves: reactions, run by `workers`.

Somebody else of the member steps in by the owner's own reaction; here only who cannot come is taken off the list.
"""

from events.meetings import booking
from events.meetings.states import UPCOMING
from events.models import Availability, BusyTime, Participant
from ledger.facts import Entry


def person_deactivated(entry: Entry) -> None:
    """Take a person who may no longer sign in out of the meetings that are to come."""
    rows = Participant.objects.filter(person=entry.data["person_id"], left_at=None, meeting__state__in=UPCOMING)
    for row in rows.select_related("meeting", "person").order_by("meeting_id"):
        booking.replace_participant(row.meeting, row.person, instead=None, by=None)


def person_erased(entry: Entry) -> None:
    """Take an erased person out of the meetings to come, and forget when they can meet."""
    person_deactivated(entry)
    Availability.objects.filter(person=entry.data["person_id"]).delete()
    BusyTime.objects.filter(person=entry.data["person_id"]).delete()
