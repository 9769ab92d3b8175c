"""A session nobody came to, although its clock ran: the secretariat says so, and it is booked again."""

from django.db import transaction

from exchanges.advisory import access, engagements, noting, states
from exchanges.advisory.errors import CaseCannotMove
from exchanges.advisory.models import Advisor, Case, Engagement
from members.models import Person

C = Case.State


@transaction.atomic
def not_held(*, case_id: int, by: Person) -> Case:
    """Book the session anew, as it did not take place; advisors who have ended meanwhile are replaced first.

    Raises:
        NotFound: the person is not in the network's secretariat.
        CaseCannotMove: nothing is said to have been held, or something was recommended.
    """
    case = states.require(access.looked_after(by, case_id), C.HELD)
    if case.recommendations.exists():
        raise CaseCannotMove
    noting.moved(case, C.SCOPED, by=by)
    for row in _gone(case):
        row.case = case
        noting.answered(row, Engagement.State.LEFT, by=None, sentence="–")
    engagements.look_again(case)
    return case


def _gone(case: Case) -> list[Engagement]:
    standing = case.engagements.filter(state__in=states.STANDING).select_related("advisor")
    return list(standing.exclude(advisor__state=Advisor.State.ADMITTED, advisor__person__is_active=True))
