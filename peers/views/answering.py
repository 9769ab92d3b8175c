"""What is done with suggestions and invitations: invite, not for me, accept, decline, propose something else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from members.models import Topic
from members.roles import is_delegate
from members.views.asking import person_of
from peers import access, invitations, suggestions
from peers.forms.asking import CounterForm, InviteForm, NotForMeForm, ReasonForm
from peers.models import Invitation
from peers.views import asking
from web.errors import Refused
from web.live.joining import joining

V = Invitation.State
posted = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@posted
def invite(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """Invite the host of a suggestion with a sentence."""
    person = person_of(request)
    suggestion = access.suggestion(person, suggestion_id)
    if request.method == "POST":
        form = InviteForm(request.POST, auto_id=f"id_{suggestion_id}_%s")
        if form.is_valid():
            try:
                invitations.invite(suggestion_id=suggestion_id, by=person, sentence=form.cleaned_data["sentence"])
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Invited: %(host)s. They get a mail.") % {"host": suggestion.host.name})
        if form.errors:
            found = access.request(person, suggestion.request_id)
            return asking.page(request, found, wrong={f"invite-{suggestion_id}": form})
    return redirect(asking.SHOWN, suggestion.request_id)


@login_required
@posted
def not_for_me(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """Say why a suggestion does not fit; the next one takes that into account."""
    person = person_of(request)
    suggestion = access.suggestion(person, suggestion_id)
    if request.method == "POST":
        form = NotForMeForm(request.POST, auto_id=f"id_not_{suggestion_id}_%s")
        if not form.is_valid():
            found = access.request(person, suggestion.request_id)
            return asking.page(request, found, wrong={f"not-{suggestion_id}": form})
        suggestions.decline(suggestion_id=suggestion_id, by=person, **form.cleaned_data)
        messages.success(request, _("Thank you. We have looked again with that in mind."))
    return redirect(asking.SHOWN, suggestion.request_id)


@login_required
@require_safe
def show(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """An invitation with the request behind it and what can be answered."""
    return _page(request, access.invitation(person_of(request), invitation_id))


def _page(request: HttpRequest, found: Invitation, *, wrong: dict[str, Any] | None = None) -> HttpResponse:
    at = joining(f"request:{found.request_id}")
    found = access.invitation(person_of(request), found.pk)
    forms = {"decline_form": ReasonForm(auto_id="id_no_%s"), "counter_form": CounterForm(auto_id="id_other_%s")}
    context = {
        "invitation": found,
        "found": found.request,
        "ranked": list(found.request.ranked.select_related("topic")),
        "received": is_delegate(request.user, found.host),
        "sent": is_delegate(request.user, found.request.member),
        "partnership": access.partnership_of(request.user, found.request),
        **at,
        **forms,
        **(wrong or {}),
    }
    return render(request, "peers/invitation.html", context, status=422 if wrong else 200)


@login_required
@require_safe
def part(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The state of an invitation, for pages that follow it live."""
    found = access.invitation(person_of(request), invitation_id)
    partnership = access.partnership_of(request.user, found.request)
    context = {"invitation": found, "partnership": partnership, "fragment": True}
    return render(request, "peers/invitation_state.html", context)


def _deed(
    service: Callable[..., Invitation], said: Any, *, received: bool, begun: Any = ""
) -> Callable[..., HttpResponse]:
    """A view that does one thing with an invitation and nothing else; `begun` is said when a partnership began."""

    @login_required
    @posted
    def view(request: HttpRequest, invitation_id: int) -> HttpResponse:
        person = person_of(request)
        (access.received if received else access.sent)(person, invitation_id)
        if request.method == "POST":
            try:
                done = service(invitation_id=invitation_id, by=person)
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                partnership = getattr(done.request, "partnership", None)
                messages.success(request, said if partnership is None else begun or said)
                if partnership is not None:
                    return redirect("peers:partnership", partnership.pk)
        return redirect("peers:invitation", invitation_id)

    return view


@login_required
@posted
def decline(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Decline with a reason."""
    person = person_of(request)
    found = access.received(person, invitation_id)
    if request.method == "POST":
        form = ReasonForm(request.POST, auto_id="id_no_%s")
        if not form.is_valid():
            return _page(request, found, wrong={"decline_form": form})
        invitations.decline(invitation_id=invitation_id, by=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("Declined. %(member)s has been told why.") % {"member": found.request.member.name})
    return redirect("peers:invitation", invitation_id)


@login_required
@posted
def counter(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Propose another topic or time."""
    person = person_of(request)
    found = access.received(person, invitation_id)
    if request.method != "POST":
        return redirect("peers:invitation", invitation_id)
    form = CounterForm(request.POST, auto_id="id_other_%s")
    if form.is_valid():
        given = form.cleaned_data
        topic = Topic.objects.filter(slug=given["topic"]).first()
        try:
            invitations.counter(
                invitation_id=invitation_id,
                by=person,
                topic=topic,
                time=given["other_time"],
                sentence=given["sentence"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Proposed. They get a mail and answer."))
            return redirect("peers:invitation", invitation_id)
    return _page(request, found, wrong={"counter_form": form})


ACCEPTED = gettext_lazy("Accepted. It begins once the other host has accepted as well.")
BEGUN = gettext_lazy("Accepted. You learn from each other from now on.")
accept = _deed(invitations.accept, ACCEPTED, begun=BEGUN, received=True)
take_counter = _deed(invitations.take_counter, ACCEPTED, begun=BEGUN, received=False)
take_back = _deed(invitations.take_back, gettext_lazy("The invitation is taken back."), received=False)
