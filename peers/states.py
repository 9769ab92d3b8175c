"""The states of a request and the partnership that grows from it, of invitations and calls: one table of moves each.

Added to the table of the domain: a request goes back to its suggestions when everybody invited has declined, and every
state before the end can be left by withdrawing.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from ledger.promises import promise, withdraw
from peers.errors import CannotMove
from peers.models import Call, Invitation, Request
from peers.promises import StepDue

R, V, C = Request.State, Invitation.State, Call.State

MOVES: dict[str, tuple[str, ...]] = {
    R.DRAFT: (R.POSTED, R.WITHDRAWN),
    R.POSTED: (R.MATCHED, R.WITHDRAWN, R.DECLINED),
    R.MATCHED: (R.POSTED, R.INVITED, R.WITHDRAWN, R.DECLINED),
    R.INVITED: (R.MATCHED, R.BOTH_ACCEPTED, R.WITHDRAWN, R.DECLINED),
    R.BOTH_ACCEPTED: (R.CHARTER, R.WITHDRAWN),
    R.CHARTER: (R.KICKOFF, R.WITHDRAWN),
    R.KICKOFF: (R.LEARNING, R.WITHDRAWN),
    R.LEARNING: (R.REFLECTION, R.WITHDRAWN),
    R.REFLECTION: (R.CLOSED, R.WITHDRAWN),
    R.CLOSED: (R.CHECK_6M,),
    R.CHECK_6M: (R.CHECK_12M,),
    R.CHECK_12M: (),
    R.WITHDRAWN: (),
    R.DECLINED: (),
}
INVITATION_MOVES: dict[str, tuple[str, ...]] = {
    V.OPEN: (V.ACCEPTED, V.DECLINED, V.COUNTERED, V.WITHDRAWN),
    V.COUNTERED: (V.ACCEPTED, V.DECLINED, V.WITHDRAWN),
    V.ACCEPTED: (),
    V.DECLINED: (),
    V.WITHDRAWN: (),
}
CALL_MOVES: dict[str, tuple[str, ...]] = {
    C.OPEN: (C.REVIEW, C.CANCELLED),
    C.REVIEW: (C.RELEASED, C.CANCELLED),
    C.RELEASED: (),
    C.CANCELLED: (),
}

SEEKING = (R.POSTED, R.MATCHED, R.INVITED)
TOGETHER = (R.BOTH_ACCEPTED, R.CHARTER, R.KICKOFF, R.LEARNING, R.REFLECTION)
"""In these a host teaches, and its place is taken."""
AFTERWARDS = (R.CLOSED, R.CHECK_6M, R.CHECK_12M)
ENDED = (R.WITHDRAWN, R.DECLINED)
STANDING = (V.OPEN, V.COUNTERED, V.ACCEPTED)
"""Invitations that still count."""

DAYS: dict[str, int | None] = {
    R.DRAFT: 14,
    R.POSTED: 2,
    R.MATCHED: 14,
    R.INVITED: 14,
    R.BOTH_ACCEPTED: 7,
    R.CHARTER: 30,
    R.KICKOFF: 30,
    R.LEARNING: 60,
    R.REFLECTION: 30,
    R.CLOSED: 200,
    R.CHECK_6M: 30,
    R.CHECK_12M: 30,
}
"""By when the next step is to be taken, in days; each sign of life begins them anew."""


def check(moves: dict[str, tuple[str, ...]], here: str, to: str) -> None:
    """Refuse a move that is not in the table.

    Raises:
        CannotMove: it is not.
    """
    if to not in moves[here]:
        raise CannotMove


def move(request: Request, to: str, *, due_at: datetime | None = None, reason: str = "") -> None:
    """Move a request whose row the caller has locked, and promise to look after its next step.

    Args:
        request: the locked row.
        to: one of `Request.State`.
        due_at: by when the next step is due; by default after so many days as `DAYS` says.
        reason: why it is withdrawn or declined.

    Raises:
        CannotMove: the table has no such move.
    """
    check(MOVES, request.state, to)
    request.state = to
    request.reason = reason
    touch(request, due_at=due_at, more=("state", "reason", "posted_at", "call", "written_by"))


def touch(request: Request, *, due_at: datetime | None = None, more: tuple[str, ...] = ()) -> None:
    """Something was done about the request: its next step is due so many days from now."""
    now = timezone.now()
    days = DAYS.get(request.state)
    request.changed_at = now
    request.due_at = due_at if due_at is not None or days is None else now + timedelta(days=days)
    request.save(update_fields=["changed_at", "due_at", *more])
    if request.due_at is None:
        withdraw(StepDue(request_id=request.pk))
    else:
        promise(StepDue(request_id=request.pk), at=request.due_at)


def settle(request: Request) -> None:
    """There is no next step any more."""
    request.due_at = None
    request.save(update_fields=["due_at"])
    withdraw(StepDue(request_id=request.pk))
