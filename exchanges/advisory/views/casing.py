"""A case: its form with a draft that saves itself, and its page as each reader may see it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exchanges.advisory import access, cases, letters, standing, states
from exchanges.advisory.errors import CaseCannotMove, CaseGoneOn
from exchanges.advisory.forms.cases import FIELD_OF, QUESTIONS, TOPICS, CaseForm
from exchanges.advisory.models import Case
from exchanges.advisory.queries import audience, case_page, moves, suggested
from exchanges.advisory.standing import Standing
from exchanges.advisory.views import page_forms
from members.cowriting import ChangedByColleague
from members.models import Person
from members.views.asking import person_of, signed_in_post
from web import autosave
from web.errors import Refused
from web.live.joining import joining

C = Case.State
SHOWN = "advisory:case"


@signed_in_post
def begin(request: HttpRequest, programme_id: int, member_id: int) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    draft = cases.begin(programme_id=programme_id, member_id=member_id, by=person_of(request))
    return redirect("advisory:edit", draft.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, case_id: int) -> HttpResponse:
    """The form: "Save draft" keeps what is there, "Submit" asks for what is missing."""
    draft = access.written(person_of(request), case_id)
    form = CaseForm(request.POST if request.method == "POST" else None, draft=draft)
    if draft.state not in states.WRITABLE:
        return _gone_on(request, form, draft)
    if request.method == "POST" and form.is_valid() and (answer := _kept(request, form, draft)):
        return answer
    return _form(request, form, draft, status=422 if form.is_bound and form.errors else 200)


def _compared(request: HttpRequest, draft: Case, refused: ChangedByColleague) -> HttpResponse:
    """What was typed beside what a colleague has written meanwhile."""
    form = CaseForm(request.POST, draft=draft)
    theirs = form.against(draft)
    form.refuse(refused)
    return _form(request, form, draft, status=refused.status, theirs=theirs)


def _form(request: HttpRequest, form: CaseForm, draft: Case, *, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "draft": draft, "audience": audience.of(draft), **more}
    return render(request, "advisory/edit.html", context, status=status)


def _gone_on(request: HttpRequest, form: CaseForm, draft: Case) -> HttpResponse:
    """What a colleague has submitted meanwhile leads to its page, with a word; what was typed stays to be copied."""
    if moves.last_by(draft) == person_of(request):
        return redirect(SHOWN, draft.pk)
    if request.method == "POST":
        form.refuse(CaseGoneOn(moves.told(draft)))
        return _form(request, form, draft, status=409, gone_on=True)
    messages.info(request, moves.told(draft))
    return redirect(SHOWN, draft.pk)


def _kept(request: HttpRequest, form: CaseForm, draft: Case) -> HttpResponse | None:
    person = person_of(request)
    try:
        cases.save(case_id=draft.pk, by=person, values=form.values(), shown=form.shown())
    except CaseCannotMove:
        return _gone_on(request, form, access.written(person, draft.pk))
    except ChangedByColleague as refused:
        return _compared(request, access.written(person, draft.pk), refused)
    if "submit" not in request.POST:
        messages.success(request, _("Draft saved. You can go on with it at any time."))
        return redirect("advisory:edit", draft.pk)
    try:
        cases.submit(case_id=draft.pk, by=person)
    except Refused as refused:
        if refused.status == 404:
            raise
        refused.field = FIELD_OF.get(refused.field, refused.field)
        form.refuse(refused)
        return None
    messages.success(request, _("Submitted. The secretariat looks at it; you will get a mail."))
    return redirect(SHOWN, draft.pk)


@signed_in_post
def save(request: HttpRequest, case_id: int) -> HttpResponse:
    """Keep a draft while it is being typed."""
    person = person_of(request)
    draft = access.written(person, case_id)
    form = CaseForm(request.POST, draft=draft)
    try:
        case = cases.save(case_id=case_id, by=person, values=form.values(), shown=form.shown())
    except CaseCannotMove:
        return autosave.unsaved(CaseGoneOn(moves.told(access.written(person, case_id))))
    except Refused as refused:
        return autosave.unsaved(refused, compare=isinstance(refused, ChangedByColleague))
    return autosave.saved(form, TOPICS, QUESTIONS, revision=case.revision)


@login_required
@require_safe
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """A case with what is to be done about it."""
    case = access.known(person_of(request), case_id)
    if case.state == C.DRAFT:
        return redirect("advisory:edit", case_id)
    return page(request, case_id)


def page(
    request: HttpRequest, case_id: int, *, wrong: Mapping[str, Any] | None = None, status: int = 422
) -> HttpResponse:
    """The page; `wrong` holds a form that was filled in wrongly, by its deed, and then the page has this status."""
    at = joining(f"case:{case_id}")
    case = access.known(person_of(request), case_id)
    context = {**at, **_part(person_of(request), case, wrong or {})}
    return render(request, "advisory/case.html", context, status=status if wrong else 200)


@login_required
@require_safe
def part(request: HttpRequest, case_id: int) -> HttpResponse:
    """What changes by itself while others work on the case."""
    case = access.known(person_of(request), case_id)
    return render(request, "advisory/case_part.html", _part(person_of(request), case, {}))


def _part(person: Person, case: Case, wrong: Mapping[str, Any]) -> dict[str, Any]:
    how = standing.of(person, case)
    offered = page_forms.of(case, how)
    return {
        "case": case,
        "standing": how,
        "space": case_page.of(case, how, person),
        "forms": {**offered, **{name: form for name, form in wrong.items() if name in offered}},
        "passed": [(name, form) for name, form in wrong.items() if name not in offered],
        "wrong": set(wrong),
        "suggested": suggested.of(case, how),
        "lacking": suggested.lacking(case) if how.office else 0,
        "letter": _letter(case, how),
    }


def _letter(case: Case, how: Standing) -> letters.Letter | None:
    """The prepared mail to the KTS, for the secretariat that redirects a German-only case or has done so."""
    wanted = how.office and case.state in (C.TRIAGED, C.REDIRECTED) and letters.only_german(case)
    return letters.to_kts(case) if wanted else None
