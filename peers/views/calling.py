"""Calls: what is open, opening one, and reviewing the whole result before invitations go out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import delegates
from members.roles import networks_of
from members.views.asking import person_of, signed_in_post
from peers import access, calls, states
from peers.forms.together import CallForm, DeadlineForm, ReleaseForm
from peers.models import Call, Request
from web.errors import Refused


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The calls a reader can post into, and those the reader organises."""
    person = person_of(request)
    members = [member.pk for member in delegates.acting_members(person)]
    staffed = Call.objects.filter(network__in=networks_of(person)).select_related("network")
    context = {"calls": list(calls.open_to(members)), "staffed": list(staffed), "staff": networks_of(person).exists()}
    return render(request, "peers/calls.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a call, for staff of a network."""
    person = person_of(request)
    networks = list(networks_of(person))
    if not networks:
        raise Http404
    form = CallForm(request.POST if request.method == "POST" else None, networks=networks)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("titles", "summaries", "deadline")}
        try:
            made = calls.open_call(network=form.chosen_network(), by=person, **given)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("peers:review", made.pk)
    return render(request, "peers/call_form.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def review(request: HttpRequest, call_id: int) -> HttpResponse:
    """A call with what was posted; after the deadline the whole result, to be looked at before it is released."""
    return _page(request, access.staffed_call(person_of(request), call_id))


def _page(request: HttpRequest, call: Call, *, wrong: dict[str, Any] | None = None) -> HttpResponse:
    rows = Request.objects.filter(call=call).exclude(state=Request.State.DRAFT).select_related("member")
    proposals = list(calls.proposals(call))
    placed = {one.request_id for one in proposals if one.state != one.State.PASSED}
    posted = list(rows.order_by("member__name", "pk"))
    context = {
        "call": call,
        "posted": posted,
        "proposals": proposals,
        "left_over": [row for row in posted if row.pk not in placed and row.state not in states.ENDED],
        "release_form": ReleaseForm(initial={"sentence": _("The programme has matched us. Shall we learn together?")}),
        "deadline_form": DeadlineForm(initial={"deadline": call.deadline}),
        **(wrong or {}),
    }
    return render(request, "peers/review.html", context, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, call_id: int) -> HttpResponse:
    """Release the result."""
    person = person_of(request)
    call = access.staffed_call(person, call_id)
    if request.method == "POST":
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            return _page(request, call, wrong={"release_form": form})
        calls.release(call_id=call_id, by=person, sentence=form.cleaned_data["sentence"])
        messages.success(request, _("Released. The invitations are on their way."))
    return redirect("peers:review", call_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_deadline(request: HttpRequest, call_id: int) -> HttpResponse:
    """Give the call another deadline."""
    person = person_of(request)
    call = access.staffed_call(person, call_id)
    if request.method != "POST":
        return redirect("peers:review", call_id)
    form = DeadlineForm(request.POST)
    if form.is_valid():
        try:
            calls.move_deadline(call_id=call_id, by=person, deadline=form.cleaned_data["deadline"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("peers:review", call_id)
    return _page(request, call, wrong={"deadline_form": form})


@signed_in_post
def keep(request: HttpRequest, call_id: int, suggestion_id: int) -> HttpResponse:
    """Leave a proposal out, or take it in again."""
    kept = request.POST.get("kept") == "1"
    calls.keep(call_id=call_id, suggestion_id=suggestion_id, by=person_of(request), kept=kept)
    return redirect("peers:review", call_id)


@signed_in_post
def cancel(request: HttpRequest, call_id: int) -> HttpResponse:
    """Cancel the call."""
    calls.cancel(call_id=call_id, by=person_of(request))
    messages.success(request, _("Cancelled. Its requests are matched one by one."))
    return redirect("peers:calls")
