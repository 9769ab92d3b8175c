"""The overview, and a request: its form with drafts that save themselves, its page with suggestions and answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ledger import reading
from members import history
from members.cowriting import ChangedByColleague
from members.errors import NotFound
from members.roles import SECRETARIAT, holds, is_delegate
from members.views.asking import person_of, signed_in_post
from peers import access, due, invitations, requests, states, suggestions
from peers.errors import CannotMove, DraftGoneOn
from peers.forms.asking import FIELD_OF, QUESTIONS, TOPICS, InviteForm, NotForMeForm, ReasonForm, RequestForm
from peers.models import Invitation, Request, Suggestion
from peers.queries import overview as overview_query
from web import autosave
from web.errors import Refused
from web.live.joining import joining

R, V = Request.State, Invitation.State
SHOWN = "peers:request"


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the reader's members have under way, the next step first."""
    return render(request, "peers/overview.html", {"overview": overview_query.of(person_of(request))})


@signed_in_post
def begin(request: HttpRequest, member_id: int) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    person = person_of(request)
    draft = requests.begin(member=access.acting_for(person, member_id), by=person)
    return redirect("peers:edit", draft.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, request_id: int) -> HttpResponse:
    """The form: "Save draft" keeps what is there, "Post" asks for what is missing."""
    person = person_of(request)
    draft = access.own_request(person, request_id)
    form = RequestForm(request.POST if request.method == "POST" else None, draft=draft)
    if draft.state != R.DRAFT:
        return _gone_on(request, draft)
    if request.method == "POST" and form.is_valid() and (answer := _kept(request, form, draft)):
        return answer
    return _form(request, form, draft, status=422 if form.is_bound and form.errors else 200)


def _form(request: HttpRequest, form: RequestForm, draft: Request, *, status: int, **more: Any) -> HttpResponse:
    return render(request, "peers/edit.html", {"form": form, "draft": draft, **more}, status=status)


def _gone_on(request: HttpRequest, draft: Request) -> HttpResponse:
    """What a colleague has posted meanwhile leads to its page; what was typed stays to be copied."""
    if request.method != "POST" or draft.written_by == request.user:
        return redirect(SHOWN, draft.pk)
    form = RequestForm(request.POST, draft=draft)
    form.refuse(_moved(draft))
    return _form(request, form, draft, status=409, gone_on=True)


def _moved(draft: Request) -> DraftGoneOn:
    who = draft.written_by.display_name if draft.written_by else _("A colleague")
    return DraftGoneOn(who, draft.get_state_display())


def _compared(request: HttpRequest, draft: Request, refused: ChangedByColleague) -> HttpResponse:
    """What was typed beside what a colleague has written meanwhile."""
    form = RequestForm(request.POST, draft=draft)
    theirs = form.against(draft)
    form.refuse(refused)
    return _form(request, form, draft, status=refused.status, theirs=theirs)


def _kept(request: HttpRequest, form: RequestForm, draft: Request) -> HttpResponse | None:
    person = person_of(request)
    try:
        requests.save(request_id=draft.pk, by=person, values=form.values(), shown=form.shown())
    except CannotMove:
        return _gone_on(request, access.own_request(person, draft.pk))
    except ChangedByColleague as refused:
        return _compared(request, access.own_request(person, draft.pk), refused)
    if "post" not in request.POST:
        messages.success(request, _("Draft saved. You can go on with it at any time."))
        return redirect("peers:edit", draft.pk)
    try:
        requests.post(request_id=draft.pk, by=person)
    except Refused as refused:
        refused.field = FIELD_OF.get(refused.field, refused.field)
        form.refuse(refused)
        return None
    messages.success(request, _("Posted. We look for members who can teach this; you will get a mail."))
    return redirect(SHOWN, draft.pk)


@signed_in_post
def save(request: HttpRequest, request_id: int) -> HttpResponse:
    """Keep a draft while it is being typed."""
    person = person_of(request)
    form = RequestForm(request.POST, draft=access.own_request(person, request_id))
    try:
        draft = requests.save(request_id=request_id, by=person, values=form.values(), shown=form.shown())
    except CannotMove:
        return autosave.unsaved(_moved(access.own_request(person, request_id)))
    except Refused as refused:
        return autosave.unsaved(refused, compare=isinstance(refused, ChangedByColleague))
    return autosave.saved(form, TOPICS, QUESTIONS, revision=draft.revision)


@login_required
@require_safe
def show(request: HttpRequest, request_id: int) -> HttpResponse:
    """A request with what is to be done about it."""
    at = joining(f"request:{request_id}")
    found = access.request(person_of(request), request_id)
    if found.state == R.DRAFT:
        return redirect("peers:edit", request_id)
    return render(request, "peers/request.html", {**at, **_part(request, found, {})})


def page(request: HttpRequest, found: Request, *, wrong: dict[str, Any] | None = None) -> HttpResponse:
    """The request's page with a form that was filled in wrongly, by its name on the page."""
    at = joining(f"request:{found.pk}")
    fresh = access.request(person_of(request), found.pk)
    context = {**at, **_part(request, fresh, wrong or {})}
    return render(request, "peers/request.html", context, status=422 if wrong else 200)


@login_required
@require_safe
def part(request: HttpRequest, request_id: int) -> HttpResponse:
    """The part of the page that changes by itself."""
    found = access.request(person_of(request), request_id)
    return render(request, "peers/request_part.html", {**_part(request, found, {}), "fragment": True})


def _part(request: HttpRequest, found: Request, wrong: dict[str, Any]) -> dict[str, Any]:
    person = person_of(request)
    own = is_delegate(person, found.member)
    watching = holds(person, SECRETARIAT, found.network)
    sent = list(found.invitations.select_related("host", "topic", "other_topic"))
    standing = [one for one in sent if one.state in states.STANDING]
    shown = suggestions.of(found) if own or watching else Suggestion.objects.none()
    return {
        "found": found,
        "own": own,
        "watching": watching,
        "ranked": list(found.ranked.select_related("topic")),
        "invitations": sent if own or watching else [],
        "cards": [Card(one, own, found, wrong) for one in shown],
        "looked": reading.head(f"request:{found.pk}") > 1,
        "may_invite": own and found.state in (R.MATCHED, R.INVITED) and len(standing) < found.wants,
        "may_begin": own and found.state == R.INVITED and any(one.state == V.ACCEPTED for one in standing),
        "may_withdraw": own and found.state in states.SEEKING,
        "partnership": access.partnership_of(person, found),
        "step": due.step(found),
        "reason_form": wrong.get("reason") or ReasonForm(auto_id="id_reason_%s"),
        "history": history.of(f"request:{found.pk}", watching or own),
    }


class Card:
    """A suggestion with its two forms; the one that was filled in wrongly stays open."""

    def __init__(self, suggestion: Suggestion, own: bool, found: Request, wrong: dict[str, Any]) -> None:
        self.suggestion = suggestion
        self.invite = wrong.get(f"invite-{suggestion.pk}") or InviteForm(auto_id=f"id_{suggestion.pk}_%s")
        self.not_for_me = wrong.get(f"not-{suggestion.pk}") or NotForMeForm(auto_id=f"id_not_{suggestion.pk}_%s")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Stop seeking, with a reason."""
    person = person_of(request)
    found = access.own_request(person, request_id)
    if request.method != "POST":
        return redirect(SHOWN, request_id)
    form = ReasonForm(request.POST, auto_id="id_reason_%s")
    if not form.is_valid():
        return page(request, found, wrong={"reason": form})
    requests.withdraw(request_id=request_id, by=person, reason=form.cleaned_data["reason"])
    messages.success(request, _("Withdrawn. Whoever was invited has been told."))
    return redirect("peers:overview")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, request_id: int) -> HttpResponse:
    """The secretariat cannot take a request on."""
    person = person_of(request)
    found = access.request(person, request_id)
    if not holds(person, SECRETARIAT, found.network):
        raise NotFound
    if request.method != "POST":
        return redirect(SHOWN, request_id)
    form = ReasonForm(request.POST, auto_id="id_reason_%s")
    if not form.is_valid():
        return page(request, found, wrong={"reason": form})
    requests.decline(request_id=request_id, by=person, reason=form.cleaned_data["reason"])
    return redirect("peers:desk", found.network.slug)


@signed_in_post
def together(request: HttpRequest, request_id: int) -> HttpResponse:
    """Begin with those who have accepted."""
    found = invitations.begin(request_id=request_id, by=person_of(request))
    return redirect("peers:partnership", found.partnership.pk)
