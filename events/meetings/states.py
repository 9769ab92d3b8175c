"""Where a meeting may go from where it is: the one table.

A meeting that is moved while its room is open goes back to being scheduled.
"""

from events.meetings.errors import MeetingIsOver
from events.models import Meeting

M = Meeting.State

MOVES: dict[str, tuple[str, ...]] = {
    M.SCHEDULED: (M.SCHEDULED, M.OPEN, M.HELD, M.MISSED, M.CANCELLED),
    M.OPEN: (M.SCHEDULED, M.OPEN, M.HELD, M.MISSED, M.CANCELLED),
    M.HELD: (),
    M.MISSED: (),
    M.CANCELLED: (),
}
UPCOMING = (M.SCHEDULED, M.OPEN)
"""In these people reckon with it."""
OVER = (M.HELD, M.MISSED)
"""Its time has passed."""


def check(meeting: Meeting, to: str) -> None:
    """Refuse a move that is not in the table.

    Raises:
        MeetingIsOver: it is over or cancelled.
    """
    if to not in MOVES[meeting.state]:
        raise MeetingIsOver
