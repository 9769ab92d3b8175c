"""Tables of the advisory programme, gathered."""

from exchanges.advisory.case_models import Case, CaseCheck, CaseTopic, Engagement, Recommendation
from exchanges.advisory.people_models import Absence, Advisor, Expertise, Programme

__all__ = [
    "Absence",
    "Advisor",
    "Case",
    "CaseCheck",
    "CaseTopic",
    "Engagement",
    "Expertise",
    "Programme",
    "Recommendation",
]
