"""The moves of a case as posts of forms: who may, what is filled in, which service does it, what is said then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchanges.advisory import (
    access,
    advice,
    cases,
    engagements,
    interpreting,
    meetings,
    outcomes,
    rebooking,
    standing,
    triage,
    withdrawal,
)
from exchanges.advisory.errors import CaseCannotMove, NotFound
from exchanges.advisory.forms import advice as note
from exchanges.advisory.forms import deeds as forms
from exchanges.advisory.forms.deeds import CaseDeed, InterpreterForm, NoInterpreterForm
from exchanges.advisory.models import Case
from exchanges.advisory.standing import Standing
from exchanges.advisory.views import casing
from members.cowriting import ChangedByColleague
from members.models import Person
from members.views.asking import person_of, signed_in_post
from web.errors import Refused


@dataclass(frozen=True)
class Doing:
    """What an act needs: the case's id and its doer, how they stand to it, the form, and the names of its buttons."""

    case_id: int
    by: Person
    how: Standing
    form: CaseDeed | None
    pressed: frozenset[str]

    @property
    def who(self) -> dict[str, Any]:
        """The arguments nearly every service takes."""
        return {"case_id": self.case_id, "by": self.by}

    @property
    def mine(self) -> dict[str, Any]:
        """Those of services about the doer's own engagement."""
        return {"engagement_id": self.how.engagement.pk if self.how.engagement else 0, "by": self.by}

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in."""
        return dict(self.form.cleaned_data) if self.form is not None else {}


@dataclass(frozen=True)
class Deed:
    """A move: who may make it, what it does, what is said afterwards, and its form if it has one."""

    may: Callable[[Standing], bool]
    act: Callable[[Doing], object]
    said: str | Promise
    form: type[CaseDeed] | None = None


def _own(how: Standing) -> bool:
    return how.own


def _office(how: Standing) -> bool:
    return how.office


def _works(how: Standing) -> bool:
    return how.works


def _asked(how: Standing) -> bool:
    return how.stands


def _declare(doing: Doing) -> object:
    form = doing.form
    return engagements.declare(**doing.mine, conflict=form.conflict_or_none() if isinstance(form, DECLARE) else "")


def _decide(doing: Doing) -> object:
    form = doing.form
    given: dict[str, Any] = {"decisions": {}}
    if isinstance(form, note.DecisionsForm):
        given = {"decisions": form.decisions(), "undecided": form.undecided(), "shown": form.shown()}
    return advice.decide(**doing.who, **given, agreed="agree" in doing.pressed)


def _check(doing: Doing) -> object:
    form = doing.form
    became, shown = (form.became(), form.shown()) if isinstance(form, note.CheckForm) else ({}, None)
    answer = {"months": doing.given["months"], "text": doing.given["text"], "became": became, "shown": shown}
    return outcomes.answer(**doing.who, **answer)


DECLARE = forms.DeclareForm
DEEDS: dict[str, Deed] = {
    "withdraw": Deed(
        _own, lambda do: withdrawal.withdraw(**do.who, **do.given), _("The case is withdrawn."), forms.WithdrawForm
    ),
    "restrict": Deed(_own, lambda do: cases.restrict(**do.who, **do.given), _("Saved."), forms.LevelForm),
    "decide": Deed(_own, _decide, _("Saved."), note.DecisionsForm),
    "check": Deed(_own, _check, _("Thank you. This helps others to learn."), note.CheckForm),
    "late": Deed(_own, _check, _("Thank you. This helps others to learn."), note.LateCheckForm),
    "close": Deed(
        lambda how: how.own or how.office,
        lambda do: outcomes.close(**do.who, **do.given),
        _("The case is closed. What came of it stays."),
        forms.CloseForm,
    ),
    "look": Deed(_office, lambda do: triage.look(**do.who), _("You look after it now.")),
    "ask-back": Deed(
        _office,
        lambda do: triage.ask_back(**do.who, **do.given),
        _("Asked. The member gets a mail."),
        forms.AskBackForm,
    ),
    "take-on": Deed(_office, lambda do: triage.accept(**do.who, **do.given), _("Taken on."), forms.TakeOnForm),
    "redirect": Deed(
        _office,
        lambda do: triage.redirect(**do.who, **do.given),
        _("Redirected. The member gets a mail."),
        forms.RedirectForm,
    ),
    "ask": Deed(
        _office, lambda do: engagements.ask(**do.who, **do.given), _("Asked. The advisor gets a mail."), forms.AskForm
    ),
    "release": Deed(
        _office,
        lambda do: engagements.leave(by=do.by, **do.given),
        _("Done. Ask somebody else in time."),
        forms.ReleaseForm,
    ),
    "scope": Deed(
        _works, lambda do: meetings.scope(**do.who, **do.given), _("Written down: the case is scoped."), forms.ScopeForm
    ),
    "not-held": Deed(
        _office,
        lambda do: rebooking.not_held(**do.who),
        _("Noted. Please book the session again."),
    ),
    "interpreter": Deed(
        _office, lambda do: interpreting.invite(**do.who, **do.given), _("Invited. They get a mail."), InterpreterForm
    ),
    "no-interpreter": Deed(
        _office, lambda do: interpreting.release(**do.who, **do.given), _("They do not interpret."), NoInterpreterForm
    ),
    "recommend": Deed(
        _works, lambda do: advice.recommend(**do.who, **do.given), _("It stands in the note."), note.RecommendForm
    ),
    "strike": Deed(_works, lambda do: advice.strike(**do.who, **do.given), _("Taken out."), note.StrikeForm),
    "deliver": Deed(_works, lambda do: advice.deliver(**do.who), _("Delivered. The member gets a mail.")),
    "declare": Deed(_asked, _declare, _("Thank you for saying so."), forms.DeclareForm),
    "accept": Deed(_asked, lambda do: engagements.accept(**do.mine), _("Thank you: you advise on this case.")),
    "decline": Deed(
        _asked,
        lambda do: engagements.decline(**do.mine, **do.given),
        _("Thank you for the answer. Somebody else is asked."),
        forms.DeclineForm,
    ),
    "leave": Deed(
        _asked,
        lambda do: engagements.leave(**do.mine, **do.given),
        _("You have left the case. Somebody else is asked."),
        forms.LeaveForm,
    ),
}
"""By the name in its address."""


def _status(refused: Refused) -> int:
    """Of a page with a form that comes back: it was filled in wrongly, or came too late."""
    return refused.status if isinstance(refused, ChangedByColleague) else 422


@signed_in_post
def do(request: HttpRequest, case_id: int, name: str) -> HttpResponse:
    """Make a move; a form that was filled in wrongly comes back on the page with what was typed."""
    person = person_of(request)
    case = access.known(person, case_id)
    deed, how = DEEDS.get(name), standing.of(person, case)
    if deed is None or not deed.may(how):
        raise NotFound
    form = deed.form(request.POST, case=case) if deed.form else None
    if form is not None and not form.is_valid():
        return _again(request, case, name, form, CaseCannotMove())
    doing = Doing(case_id, person, how, form, frozenset(request.POST))
    try:
        deed.act(doing)
    except Refused as refused:
        return _refused(request, case, name, form, refused)
    messages.success(request, str(deed.said))
    return redirect("advisory:case", case_id)


def _refused(request: HttpRequest, case: Case, name: str, form: CaseDeed | None, refused: Refused) -> HttpResponse:
    if refused.status in (403, 404):
        raise refused
    if form is not None:
        form.refuse(refused)
    return _again(request, case, name, form, refused)


def _again(request: HttpRequest, case: Case, name: str, form: CaseDeed | None, refused: Refused) -> HttpResponse:
    """The page with the form as it was filled in; or, where nothing is filled in, with a sentence on top."""
    if form is not None and form.visible_fields():
        return casing.page(request, case.pk, wrong={name: form}, status=_status(refused))
    messages.error(request, str(refused))
    return redirect("advisory:case", case.pk)
