"""An event's page, and registering in one click."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events import audiences, calendar, formats, groups, hours, registrations, standing, states, steps
from events.errors import AlreadyRegistered, EventIsFixed
from events.feeds import schema_org
from events.models import Event, Registration
from events.views import finding, registering
from ledger import reading
from members.models import Member
from web.errors import Refused
from web.throttle import throttle

R = Registration.State


@require_GET
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """An event: one button, everyone's hour, what it is about, and for its organisers the next step.

    A visitor who may not see it is asked to sign in, whether it exists or not: mails lead here.
    """
    try:
        found = finding.event(request, slug)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    return render(request, "events/event.html", _event_page(request, found))


def _event_page(request: HttpRequest, found: Event) -> dict[str, Any]:
    person = request.user if request.user.is_authenticated else None
    zones = calendar.zones_of_members(found.network)
    rows = hours.local_hours(found.starts_at, zones, end=found.ends_at, zones=zones, host_zone=found.zone)
    what = formats.of(found)
    stream = f"event:{found.pk}"
    return {
        "event": found,
        "standing": standing.of(found, request.user),
        "hours": hours.shared(rows, host_zone=found.zone),
        "format": what,
        "format_context": what.context(found, person),
        "live_address": what.live_address(found),
        "edit_address": what.edit_address(found),
        "stream": stream,
        "position": reading.head(stream) if person else 0,
        "epoch": reading.epoch() if person else "",
        "leads": groups.led_by(found, request.user) if found.state == Event.State.REGISTRATION_OPEN else [],
        "looks_after": audiences.looks_after(found, request.user),
        "moves": steps.of(found),
        "data_block": schema_org.block(found),
    }


@require_GET
def seat(request: HttpRequest, slug: str) -> HttpResponse:
    """The part of the page with the one button, for pages that follow the event live."""
    found = finding.event(request, slug)
    context = {"event": found, "standing": standing.of(found, request.user), "fragment": True}
    return render(request, "events/seat.html", {**context, "live_address": formats.of(found).live_address(found)})


@require_POST
@login_required
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Register the reader, for the member chosen or the only one; questions of the organiser come first."""
    person = finding.reader(request)
    throttle("register", person.pk, 30, 60)
    found = finding.event(request, slug)
    if found.questions.exists():
        return redirect("events:register_details", slug=slug)
    try:
        made = registrations.register(found, person, _member(request, found))
    except AlreadyRegistered as refused:
        messages.info(request, str(refused))
        return redirect(formats.event_page(found))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(formats.event_page(found))
    messages.success(request, registering.after(made))
    address = formats.of(found).after_registering if made.state == R.CONFIRMED else formats.event_page
    return redirect(address(found))


def _member(request: HttpRequest, found: Event) -> Member | None:
    """The member named in the form, or the first the reader acts for in the event's network."""
    members = audiences.members_for(found, finding.reader(request))
    wanted = request.POST.get("member")
    if not wanted:
        return members[0] if members else None
    chosen = next((member for member in members if str(member.pk) == wanted), None)
    if chosen is None:
        raise Http404
    return chosen


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the reader's own registration back."""
    found, person = finding.event(request, slug), finding.reader(request)
    mine = Registration.objects.filter(event=found, person=person, state__in=states.ACTIVE).first()
    if mine is None:
        raise Http404
    try:
        registrations.withdraw(mine, by=person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You are no longer registered. Thank you for telling us: somebody else can come."))
    return redirect(formats.event_page(found) if audiences.may_see(found, request.user) else "/events/")


@require_POST
@login_required
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the event to another state."""
    found = finding.own_event(request, slug)
    to = request.POST.get("to", "")
    try:
        if to not in Event.State.values:
            raise EventIsFixed
        states.move(found, to=to, by=finding.reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The event is now: %(state)s.") % {"state": Event.State(to).label})
    return redirect(formats.event_page(found))
