"""The forms that stand on a case's page for a reader, by the name of the deed they lead to."""

from collections.abc import Callable

from exchanges.advisory import states, withdrawal
from exchanges.advisory.forms import advice as note
from exchanges.advisory.forms import deeds
from exchanges.advisory.forms.deeds import CaseDeed
from exchanges.advisory.models import Case
from exchanges.advisory.standing import Standing

C = Case.State
Forms = dict[str, CaseDeed]
IN_STATE: dict[str, dict[str, tuple[type[CaseDeed], Callable[[Standing], bool]]]] = {
    C.SUBMITTED: {"ask-back": (deeds.AskBackForm, lambda how: how.office)},
    C.TRIAGED: {
        "take-on": (deeds.TakeOnForm, lambda how: how.office),
        "ask-back": (deeds.AskBackForm, lambda how: how.office),
        "redirect": (deeds.RedirectForm, lambda how: how.office),
    },
    C.ADVISORS_MATCHED: {"scope": (deeds.ScopeForm, lambda how: how.works)},
    C.SCHEDULED: {"interpreter": (deeds.InterpreterForm, lambda how: how.office)},
    C.HELD: {"recommend": (note.RecommendForm, lambda how: how.works)},
    C.ADVICE_DELIVERED: {"decide": (note.DecisionsForm, lambda how: how.own)},
    C.CHECK_6M: {"close": (deeds.CloseForm, lambda how: how.own or how.office)},
}
CHECKS = {C.CHECK_3M: 3, C.CHECK_6M: 6}


def of(case: Case, how: Standing) -> Forms:
    """The forms for a reader of a case."""
    stated = IN_STATE.get(C(case.state), {})
    found = {name: make(case=case) for name, (make, may) in stated.items() if may(how)}
    if how.own and withdrawal.possible(case):
        found["withdraw"] = deeds.WithdrawForm(case=case)
    if how.own and case.state in states.SHOWABLE:
        found["restrict"] = deeds.LevelForm(case=case)
    if how.own and case.state in CHECKS:
        found |= _of_checks(case, CHECKS[C(case.state)])
    release = deeds.ReleaseForm(case=case) if how.office and case.state in states.SEEKING else None
    if release is not None and release.anybody:
        found["release"] = release
    return found | _of_advisor(case, how)


def _of_checks(case: Case, months: int) -> Forms:
    """The check that is due, and one before it that nobody has answered."""
    missed = case.checks.filter(months__lt=months, answered_at=None).first()
    late: Forms = {} if missed is None else {"late": note.LateCheckForm(case=case, months=missed.months)}
    return {**late, "check": note.CheckForm(case=case, months=months)}


def _of_advisor(case: Case, how: Standing) -> Forms:
    if how.asked:
        return {"declare": deeds.DeclareForm(case=case), "decline": deeds.DeclineForm(case=case)}
    if how.advises and case.state in states.SEEKING:
        return {"declare": deeds.DeclareForm(case=case), "leave": deeds.LeaveForm(case=case)}
    return {}
