"""The next step of each case: what it is, and who owes it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchanges.advisory.models import Advisor, Case, Engagement

C = Case.State
Words = str | Promise
MEMBER, SECRETARIAT, ADVISORS, NOBODY = "member", "secretariat", "advisors", ""

STEPS: dict[str, tuple[Words, str]] = {
    C.DRAFT: (_("Finish the draft and submit it"), MEMBER),
    C.SUBMITTED: (_("Look at the case"), SECRETARIAT),
    C.ASKED_BACK: (_("Answer what was asked back"), MEMBER),
    C.TRIAGED: (_("Take the case on, ask back or redirect it"), SECRETARIAT),
    C.ACCEPTED: (_("Find advisors"), SECRETARIAT),
    C.ADVISORS_MATCHED: (_("Hold the scoping call and write down what the session is to answer"), ADVISORS),
    C.SCOPED: (_("Book the session"), SECRETARIAT),
    C.SCHEDULED: (_("Hold the session"), NOBODY),
    C.HELD: (_("Write and deliver the advice note"), ADVISORS),
    C.ADVICE_DELIVERED: (_("Decide on each recommendation: who sees to it, until when"), MEMBER),
    C.ACTIONS_AGREED: (_("Act; the check comes after three months"), NOBODY),
    C.CHECK_3M: (_("Say what became of the advice after three months"), MEMBER),
    C.CHECK_6M: (_("Say what became of the advice, and close the case"), MEMBER),
}
"""What is to be done next in each state, and by whom."""
ANSWERED = (_("Act; the check comes after six months"), NOBODY)
"""What is next once the member has said what became of the advice after three months."""
WHO: dict[str, Words] = {
    MEMBER: _("the member that gives the case"),
    SECRETARIAT: _("secretariat"),
    ADVISORS: _("advisors"),
    NOBODY: _("nobody for now"),
}


def step(case: Case) -> Words:
    """The next step of a case; empty when it has ended."""
    return _next(case)[0]


def owed_by(case: Case, advising: Collection[Engagement] | None = None) -> str:
    """Who owes it, one of the keys of `WHO`; what no advisor is left to do falls to the secretariat.

    Args:
        case: whose step.
        advising: its rows of `working`, when they are known already.
    """
    who = _next(case)[1]
    if who != ADVISORS:
        return who
    left = working().filter(case=case).exists() if advising is None else advising
    return ADVISORS if left else SECRETARIAT


def by(case: Case) -> datetime | None:
    """By when the next step is due: a booked session when it begins."""
    booked = case.session if case.state == C.SCHEDULED else None
    return booked.starts_at if booked is not None else case.due_at


def working() -> QuerySet[Engagement]:
    """The engagements of those who accepted and advise still."""
    return Engagement.objects.filter(
        state=Engagement.State.ACCEPTED, advisor__state=Advisor.State.ADMITTED, advisor__person__is_active=True
    )


def _next(case: Case) -> tuple[Words, str]:
    if case.state == C.CHECK_3M and any(one.months == 3 and one.answered_at for one in case.checks.all()):
        return ANSWERED
    return STEPS.get(case.state, ("", NOBODY))
