"""A case is withdrawn by its member before anything was recommended."""

from django.db import transaction

from exchanges.advisory import access, meetings, noting, states
from exchanges.advisory.errors import CaseCannotMove
from exchanges.advisory.models import Case
from members.models import Person


def possible(case: Case) -> bool:
    """Whether a case may be withdrawn as it stands."""
    begun = case.state == Case.State.HELD and case.recommendations.exists()
    return Case.State.WITHDRAWN in states.MOVES[case.state] and not begun


@transaction.atomic
def withdraw(*, case_id: int, by: Person, reason: str = "") -> Case:
    """Withdraw a case; its meetings are called off.

    Raises:
        NotFound: it is not the person's member's.
        CaseCannotMove: something was recommended, or it has ended.
        BegunAlready: its session is running.
    """
    case = access.own(by, case_id)
    if not possible(case):
        raise CaseCannotMove
    meetings.call_off(case)
    return noting.moved(case, Case.State.WITHDRAWN, by=by, remark=reason)
