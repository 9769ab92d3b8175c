"""Advisors suggested for a case, as the secretariat sees them."""

from dataclasses import dataclass

from exchanges.advisory import states, suggestions
from exchanges.advisory.fitting import Fit
from exchanges.advisory.models import Advisor, Case, Engagement
from exchanges.advisory.standing import Standing


@dataclass(frozen=True)
class Suggested:
    """An advisor who fits: two reasons and honest limits."""

    advisor: Advisor
    fit: Fit


def of(case: Case, standing: Standing) -> list[Suggested]:
    """Who could be asked now, the best first; nobody when enough were asked, or for other readers."""
    if not standing.office or case.state not in states.SEEKING:
        return []
    fits = suggestions.for_case(case)
    rows = Advisor.objects.select_related("person", "member").in_bulk([fit.advisor for fit in fits])
    return [Suggested(rows[fit.advisor], fit) for fit in fits]


def lacking(case: Case) -> int:
    """How many advisors a case still needs, those asked counted in."""
    standing = Engagement.objects.filter(case=case, state__in=states.STANDING).count()
    return max(0, case.wants - standing) if case.state in states.SEEKING else 0
