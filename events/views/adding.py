"""Adding people to an event: by choosing delegates, or with a list that is looked at before anything is written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import imports, waiting
from events.adding import choosing, wording
from events.adding.forms import MOST, ListForm, WishForm
from events.imports import Outcome
from events.models import Event, Registration
from events.states import SEATS_ARE_GIVEN
from events.views import finding
from members.models import Person
from members.sheets import Problem, Unreadable
from web.errors import Refused
from web.pagination import page
from web.throttle import throttle

PER_MINUTE = 30
SHOWN = 50
"""How many problems of a list are shown at once."""


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Delegates of the network's members: looked for, ticked, added."""
    event, person = finding.own_event(request, slug), finding.reader(request)
    status = 200
    if request.method == "POST":
        try:
            throttle("add_people", person.pk, PER_MINUTE, 60)
            if _add_chosen(request, event, person):
                return redirect("events:participants", slug=slug)
        except Refused as refused:
            messages.error(request, str(refused))
            status = refused.status
    form = WishForm(request.GET, event=event)
    wish = form.wish()
    found = page(request, choosing.delegates(event, wish), size=100)
    context = {"form": form, "page": found, "ticked": _numbers(request), "filtered": wish != choosing.Wish()}
    return render(request, "adding/choose.html", {**_seats(event), **context}, status=status)


def _add_chosen(request: HttpRequest, event: Event, by: Person) -> bool:
    chosen = _numbers(request)
    if not chosen:
        messages.error(request, _("Tick at least one person."))
        return False
    try:
        outcomes = choosing.add(event, chosen, by=by)
    except Unreadable as unreadable:
        messages.error(request, " ".join(map(wording.problem, unreadable.problems)))
        return False
    _say(request, outcomes)
    return True


def _numbers(request: HttpRequest) -> list[int]:
    return [int(text) for text in request.POST.getlist("delegate") if text.isdecimal() and len(text) < 19]


@require_http_methods(["GET", "POST"])
def from_list(request: HttpRequest, slug: str) -> HttpResponse:
    """A list: read, shown with what would become of each row, and taken when the organiser says so."""
    event, person = finding.own_event(request, slug), finding.reader(request)
    if request.method == "GET":
        return render(request, "adding/list.html", {**_seats(event), "form": ListForm()})
    form = ListForm(request.POST, request.FILES)
    context: dict[str, Any] = {**_seats(event), "form": form}
    status = 200
    try:
        throttle("add_people", person.pk, PER_MINUTE, 60)
        if form.is_valid() and _take_or_show(request, event, person, context):
            return redirect("events:participants", slug=slug)
    except Unreadable as unreadable:
        context["problems"] = [wording.problem(one) for one in unreadable.problems[:SHOWN]]
        context["more"] = len(unreadable.problems) - SHOWN
    except Refused as refused:
        form.is_valid()
        form.refuse(refused)
        status = refused.status
    return render(request, "adding/list.html", context, status=status)


def _take_or_show(request: HttpRequest, event: Event, by: Person, context: dict[str, Any]) -> bool:
    """Register everybody if that was asked for and say so; else put what would become of them into the context."""
    text = context["form"].cleaned_data["text"]
    wanted = imports.parse(text.encode(), imports.members_of(event))
    if len(wanted) > MOST:
        counts = {"count": len(wanted), "most": MOST}
        raise Unreadable([Problem(0, "", "has %(count)d people; add at most %(most)d in one step", counts)])
    if "confirm" in request.POST:
        _say(request, imports.register_all(event, wanted, by=by))
        return True
    outcomes = imports.outlook(event, wanted)
    context.update(
        rows=list(zip(wanted, outcomes, strict=True)),
        text=text,
        coming=sum(outcome.what != "unchanged" for outcome in outcomes),
        waits=sum(outcome.what == Registration.State.WAITLISTED for outcome in outcomes),
    )
    return False


def _seats(event: Event) -> dict[str, Any]:
    """The event, whether it gives seats, and how many are left."""
    free = max(0, event.capacity - waiting.taken(event))
    return {"event": event, "open": event.state in SEATS_ARE_GIVEN, "free": free}


def _say(request: HttpRequest, outcomes: list[Outcome]) -> None:
    """Say what became of everybody."""
    there = sum(outcome.what == "unchanged" for outcome in outcomes)
    if added := len(outcomes) - there:
        said = ngettext("%(count)d person was added.", "%(count)d people were added.", added)
        messages.success(request, said % {"count": added})
    if waits := sum(outcome.what == Registration.State.WAITLISTED for outcome in outcomes):
        said = ngettext("%(count)d of them waits for a seat.", "%(count)d of them wait for a seat.", waits)
        messages.info(request, said % {"count": waits})
    if there:
        said = ngettext("%(count)d person was there already.", "%(count)d people were there already.", there)
        messages.info(request, said % {"count": there})
