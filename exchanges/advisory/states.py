"""The states of a case and of an advisor's engagement: one table of moves each.

Added to the table of the domain: the secretariat asks back and the case-giver answers; when an advisor drops out, a
case goes back to looking for advisors; a session that was not held, or to which nobody came, is booked again; a case is
withdrawn before anything is recommended.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from exchanges.advisory.errors import CaseCannotMove
from exchanges.advisory.models import Case, Engagement
from exchanges.advisory.promises import CaseStepDue
from ledger.promises import promise, withdraw

C, E = Case.State, Engagement.State

MOVES: dict[str, tuple[str, ...]] = {
    C.DRAFT: (C.SUBMITTED, C.WITHDRAWN),
    C.SUBMITTED: (C.TRIAGED, C.ASKED_BACK, C.WITHDRAWN),
    C.ASKED_BACK: (C.SUBMITTED, C.WITHDRAWN),
    C.TRIAGED: (C.ACCEPTED, C.REDIRECTED, C.ASKED_BACK, C.WITHDRAWN),
    C.ACCEPTED: (C.ADVISORS_MATCHED, C.WITHDRAWN),
    C.ADVISORS_MATCHED: (C.ACCEPTED, C.SCOPED, C.WITHDRAWN),
    C.SCOPED: (C.ACCEPTED, C.SCHEDULED, C.WITHDRAWN),
    C.SCHEDULED: (C.SCOPED, C.HELD, C.WITHDRAWN),
    C.HELD: (C.ADVICE_DELIVERED, C.SCOPED, C.WITHDRAWN),
    C.ADVICE_DELIVERED: (C.ACTIONS_AGREED,),
    C.ACTIONS_AGREED: (C.CHECK_3M,),
    C.CHECK_3M: (C.CHECK_6M,),
    C.CHECK_6M: (C.CLOSED,),
    C.CLOSED: (),
    C.REDIRECTED: (),
    C.WITHDRAWN: (),
}
ENGAGEMENT_MOVES: dict[str, tuple[str, ...]] = {
    E.ASKED: (E.CONFLICT, E.CLEAR, E.DECLINED, E.LEFT),
    E.CLEAR: (E.CONFLICT, E.ACCEPTED, E.DECLINED, E.LEFT),
    E.ACCEPTED: (E.CONFLICT, E.LEFT),
    E.CONFLICT: (),
    E.DECLINED: (),
    E.LEFT: (),
}
WRITABLE = (C.DRAFT, C.ASKED_BACK)
"""In these the case-giver writes it."""
SEEKING = (C.ACCEPTED, C.ADVISORS_MATCHED, C.SCOPED, C.SCHEDULED)
"""In these advisors can be asked, and can leave."""
TAKEN_ON = (*SEEKING, C.HELD, C.ADVICE_DELIVERED, C.ACTIONS_AGREED, C.CHECK_3M, C.CHECK_6M, C.CLOSED)
"""In these it counts against the capacity, and members of the network may read one that is open to them."""
BUSY = (*SEEKING, C.HELD)
"""In these it counts against the load of its advisors."""
SHOWABLE = tuple(state for state in MOVES if state not in (C.REDIRECTED, C.WITHDRAWN))
"""In these its member says who may read it, also when it is closed."""
ENDED = (C.CLOSED, C.REDIRECTED, C.WITHDRAWN)
READING = (E.CLEAR, E.ACCEPTED)
"""Whoever declared no conflict may read the case in full; who has not accepted, only while it seeks advisors."""
STANDING = (E.ASKED, E.CLEAR, E.ACCEPTED)
"""Engagements that still count."""

DAYS: dict[str, int] = {
    C.DRAFT: 14, C.SUBMITTED: 7, C.ASKED_BACK: 14, C.TRIAGED: 7, C.ACCEPTED: 14, C.ADVISORS_MATCHED: 14, C.SCOPED: 14,
    C.SCHEDULED: 60, C.HELD: 7, C.ADVICE_DELIVERED: 14, C.ACTIONS_AGREED: 100, C.CHECK_3M: 14, C.CHECK_6M: 14,
}  # fmt: skip
"""By when the next step is to be taken, in days; each sign of life begins them anew."""


def check(moves: dict[str, tuple[str, ...]], here: str, to: str) -> None:
    """Refuse a move that is not in the table.

    Raises:
        CaseCannotMove: it is not.
    """
    if to not in moves[here]:
        raise CaseCannotMove


def require(case: Case, *where: str) -> Case:
    """The case, if it stands in one of these states.

    Raises:
        CaseCannotMove: it does not.
    """
    if case.state not in where:
        raise CaseCannotMove
    return case


def move(case: Case, to: str, *, remark: str = "", due_at: datetime | None = None) -> None:
    """Move a case whose row the caller has locked, and promise to look after its next step.

    Args:
        case: the locked row; what else was changed in it is saved by the caller.
        to: one of `Case.State`.
        remark: what is asked back, why it is redirected or withdrawn.
        due_at: by when the next step is due; by default after so many days as `DAYS` says.

    Raises:
        CaseCannotMove: the table has no such move.
    """
    check(MOVES, case.state, to)
    case.state, case.remark = to, remark
    touch(case, due_at=due_at)


def touch(case: Case, *, due_at: datetime | None = None) -> None:
    """Something was done about the case: its next step is due so many days from now, or never when it has ended."""
    now, days = timezone.now(), DAYS.get(case.state)
    case.changed_at = now
    case.due_at = due_at if due_at is not None or days is None else now + timedelta(days=days)
    case.save(update_fields=["state", "remark", "changed_at", "due_at"])
    if case.due_at is None:
        withdraw(CaseStepDue(case_id=case.pk))
    else:
        promise(CaseStepDue(case_id=case.pk), at=case.due_at)


def answer(row: Engagement, to: str, sentence: str = "") -> None:
    """Move an engagement whose case the caller has locked.

    Raises:
        CaseCannotMove: the table has no such move.
    """
    check(ENGAGEMENT_MOVES, row.state, to)
    row.state, row.sentence, row.answered_at = to, sentence[:400], timezone.now()
    row.save(update_fields=["state", "sentence", "answered_at"])
