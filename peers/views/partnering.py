"""A partnership's page: charter, plan, log, transfer and story, team, sessions, history, what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from members.cowriting import ChangedByColleague
from members.views.asking import person_of
from peers import access, outcomes, partnerships, team, writing
from peers.errors import CannotMove, WrittenMeanwhile
from peers.forms.asking import ReasonForm
from peers.forms.together import CharterForm, LogForm, OutcomeForm, StepForm, TeamForm, WritingForm
from peers.models import Check, Partner, Partnership, Request
from peers.queries import workspace
from web.comparing import Theirs
from web.errors import Refused
from web.forms import Form
from web.live.joining import joining
from web.live.streams import is_id

R = Request.State
GO_ON = {
    R.KICKOFF: (R.LEARNING, gettext_lazy("The kick-off was held: begin to learn")),
    R.LEARNING: (R.REFLECTION, gettext_lazy("Look back on what we learnt")),
    R.REFLECTION: (R.CLOSED, gettext_lazy("Close the partnership")),
}
"""The one button that moves a partnership on: where to, and what stands on it."""

OFFERED = {"step_form": "working", "log_form": "working", "team_form": "working", "end_form": "learning"}
"""While the partnership is what, the page offers a form; later one that was filled in stays to be copied."""


def found_for(request: HttpRequest, partnership_id: int) -> tuple[Partnership, Partner | None]:
    """The partnership, and the partner the reader acts for; none for the secretariat, which only looks."""
    person = person_of(request)
    partnership = access.partnership(person, partnership_id)
    mine = Partner.objects.filter(partnership=partnership, member__in=access.members_of(person))
    return partnership, mine.select_related("member").first()


@login_required
@require_safe
def show(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """The page."""
    return page(request, *found_for(request, partnership_id))


def page(
    request: HttpRequest,
    partnership: Partnership,
    mine: Partner | None,
    *,
    wrong: Mapping[str, Any] | None = None,
    status: int = 422,
) -> HttpResponse:
    """The page; `wrong` holds a form that was filled in wrongly, and then the page has this status."""
    at = joining(f"partnership:{partnership.pk}")
    partnership = access.partnership(person_of(request), partnership.pk)
    context = {**at, **_part(partnership, mine), **_forms(partnership, mine), **(wrong or {})}
    passed = {name for name, offered in OFFERED.items() if not getattr(context["space"], offered)}
    context["passed"] = [form for name, form in (wrong or {}).items() if name in passed]
    return render(request, "peers/partnership.html", context, status=status if wrong else 200)


@login_required
@require_safe
def part(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """What changes by itself while others work on it."""
    partnership, mine = found_for(request, partnership_id)
    return render(request, "peers/partnership_part.html", {**_part(partnership, mine), "fragment": True})


def _part(partnership: Partnership, mine: Partner | None) -> dict[str, Any]:
    to, label = GO_ON.get(R(partnership.state), ("", ""))
    return {"space": workspace.of(partnership), "partnership": partnership, "mine": mine, "to": to, "to_label": label}


def _forms(partnership: Partnership, mine: Partner | None) -> dict[str, Any]:
    if mine is None:
        return {}
    open_checks = Check.objects.filter(partnership=partnership, member=mine.member).select_related("written_by")
    return {
        "step_form": StepForm(partnership=partnership),
        "log_form": LogForm(),
        "team_form": TeamForm(partnership=partnership, member=mine.member),
        "end_form": ReasonForm(auto_id="id_end_%s"),
        "checks": [(check, OutcomeForm(check=check)) for check in open_checks],
    }


Act = Callable[[Any, dict[str, Any]], object]


def _posting(
    name: str, make: Callable[[HttpRequest, Partner], Form | None], act: Act, said: Any
) -> Callable[..., HttpResponse]:
    """A view that takes one form of the page: keeps what was typed when it is refused, else does it and says so."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, partnership_id: int, **ids: int) -> HttpResponse:
        mine = access.partner(person_of(request), partnership_id)
        if request.method != "POST":
            return redirect("peers:partnership", partnership_id)
        form = make(request, mine)
        if form is not None and not form.is_valid():
            return page(request, *found_for(request, partnership_id), wrong={name: form})
        given = dict(form.cleaned_data) if form is not None else {}
        who = {"partnership_id": partnership_id, "by": person_of(request)}
        try:
            act(request, {**who, **ids, **given})
        except Refused as refused:
            return _refused(request, partnership_id, name, form, refused)
        messages.success(request, said)
        return redirect("peers:partnership", partnership_id)

    return view


def _refused(request: HttpRequest, partnership_id: int, name: str, form: Form | None, refused: Refused) -> HttpResponse:
    """The page with the form as it was filled in; or, where nothing is filled in, with a sentence on top."""
    if refused.status == 404:
        raise refused
    if form is None:
        messages.error(request, str(refused))
        return redirect("peers:partnership", partnership_id)
    form.refuse(refused)
    return page(request, *found_for(request, partnership_id), wrong={name: form}, status=refused.status)


def _plan(request: HttpRequest, given: dict[str, Any]) -> object:
    due_on: date = given.pop("due_on")
    return writing.plan(owner_id=given.pop("owner"), due_on=due_on, **given)


def _tick(request: HttpRequest, given: dict[str, Any]) -> object:
    return writing.tick(done=request.POST.get("done") == "1", **given)


def _go_on(request: HttpRequest, given: dict[str, Any]) -> object:
    return partnerships.go_on(to=request.POST.get("to", ""), **given)


def _agree(request: HttpRequest, given: dict[str, Any]) -> object:
    """Agree to the charter that was shown; a form without its revision shows none."""
    shown = request.POST.get("revision", "")
    known = shown.isascii() and shown.isdigit() and len(shown) <= 9
    return partnerships.agree(revision=int(shown) if known else -1, **given)


def _leave(request: HttpRequest, given: dict[str, Any]) -> object:
    text = request.POST.get("person", "")
    if not is_id(text):
        raise Http404
    return team.leave(person_id=int(text), **given)


def _nothing(request: HttpRequest, mine: Partner) -> None:
    """A deed without a form."""


add_step = _posting(
    "step_form",
    lambda request, mine: StepForm(request.POST, partnership=mine.partnership),
    _plan,
    gettext_lazy("The step is planned."),
)
tick_step = _posting("", _nothing, _tick, gettext_lazy("Noted."))
add_log = _posting(
    "log_form",
    lambda request, mine: LogForm(request.POST),
    lambda request, given: writing.log(**given),
    gettext_lazy("Written down."),
)
agree = _posting("", _nothing, _agree, gettext_lazy("You have agreed to the charter."))
go_on = _posting("", _nothing, _go_on, gettext_lazy("Done."))
end = _posting(
    "end_form",
    lambda request, mine: ReasonForm(request.POST, auto_id="id_end_%s"),
    lambda request, given: partnerships.end(**given),
    gettext_lazy("The partnership has ended. What you wrote stays."),
)
join_team = _posting(
    "team_form",
    lambda request, mine: TeamForm(request.POST, partnership=mine.partnership, member=mine.member),
    lambda request, given: team.join(person_id=given.pop("person"), **given),
    gettext_lazy("Welcome to the team."),
)
leave_team = _posting("", _nothing, _leave, gettext_lazy("Done. What they did stays in the history."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def charter(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """Write the charter."""
    partnership = access.partner(person_of(request), partnership_id).partnership
    form = CharterForm(request.POST if request.method == "POST" else None, partnership=partnership)

    def save(**who: Any) -> object:
        return partnerships.write_charter(**who, **form.charter())

    said = gettext_lazy("Saved. Now each of you agrees to it.")
    return _writing(request, partnership, form, Writing(_("Charter"), save, said))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """Write the transfer plan and the story."""
    partnership = access.partner(person_of(request), partnership_id).partnership
    form = WritingForm(request.POST if request.method == "POST" else None, partnership=partnership)

    def save(**who: Any) -> object:
        return writing.write(**{**who, **form.written()}, revisions=form.revisions())

    return _writing(request, partnership, form, Writing(_("Transfer plan and story"), save, gettext_lazy("Saved.")))


@dataclass(frozen=True)
class Writing:
    """A page on which a text is written: its title, what saves it, and what is said then."""

    title: str
    save: Callable[..., object]
    said: Any


def _writing(
    request: HttpRequest, partnership: Partnership, form: CharterForm | WritingForm, doing: Writing
) -> HttpResponse:
    """The page; where somebody else wrote meanwhile, with their text beside what was typed."""
    theirs: Theirs = []
    gone_on = False
    if request.method == "POST" and form.is_valid():
        try:
            doing.save(partnership_id=partnership.pk, by=person_of(request))
        except WrittenMeanwhile as refused:
            form.refuse(refused)
            partnership.refresh_from_db()
            theirs = form.show_theirs(partnership, refused.names)
        except CannotMove as refused:
            form.refuse(refused)
            gone_on = True
        else:
            messages.success(request, doing.said)
            return redirect("peers:partnership", partnership.pk)
    status = (409 if theirs or gone_on else 422) if form.is_bound and form.errors else 200
    context = {"form": form, "partnership": partnership, "title": doing.title, "theirs": theirs, "gone_on": gone_on}
    return render(request, "peers/writing.html", context, status=status)


def _answered_meanwhile(
    request: HttpRequest, partnership: Partnership, mine: Partner, check: Check, refused: ChangedByColleague
) -> HttpResponse:
    """The page with a colleague's answer before what was typed."""
    check.refresh_from_db()
    form = OutcomeForm(request.POST, check=check)
    form.add_to(check, refused, text="text")
    return page(request, partnership, mine, wrong={"checks": [(check, form)]}, status=refused.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell_outcome(request: HttpRequest, partnership_id: int, months: int) -> HttpResponse:
    """Say what came of it."""
    partnership, mine = found_for(request, partnership_id)
    if mine is None:
        raise Http404
    check = access.found(Check.objects.filter(partnership=partnership, member=mine.member, months=months))
    if request.method == "POST":
        form = OutcomeForm(request.POST, check=check)
        if not form.is_valid():
            return page(request, partnership, mine, wrong={"checks": [(check, form)]})
        person, answer = person_of(request), {**form.written(), "shown": form.shown()}
        try:
            outcomes.tell(partnership_id=partnership_id, months=months, by=person, **answer)
        except ChangedByColleague as refused:
            return _answered_meanwhile(request, partnership, mine, check, refused)
        messages.success(request, _("Thank you. This helps others to learn."))
    return redirect("peers:partnership", partnership_id)
