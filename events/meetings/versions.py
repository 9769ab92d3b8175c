"""Which meeting a page about times showed, and how it was booked then: nobody moves what they have not seen."""

from events.meetings.errors import MeetingChangedMeanwhile
from events.models import Meeting


def version(meeting: Meeting | None) -> str:
    """Says in a form which state of what is booked its page showed."""
    return "none" if meeting is None else f"{meeting.pk}.{meeting.sequence}"


def require(meeting: Meeting | None, seen: str | None) -> None:
    """Make sure that what is booked is what was seen.

    Args:
        meeting: what is booked now.
        seen: its `version` on the page; None when no page was shown.

    Raises:
        MeetingChangedMeanwhile: something else is booked.
    """
    if seen not in (None, version(meeting)):
        raise MeetingChangedMeanwhile(meeting)
