"""Calendar files for download and subscription, and the reader's own dates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from events import calendar_files, calendar_tokens, personal_feed
from events.models import Registration
from events.states import HOLDS_A_SEAT
from events.views import finding
from events.views.answers import private
from members import roles


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The event's calendar file, for whoever sees the event."""
    found = finding.event(request, slug)
    mine = None
    if roles.active(request.user):
        seats = Registration.objects.filter(event=found, person=request.user, state__in=HOLDS_A_SEAT)
        mine = seats.first()
    return _file(calendar_files.for_event(found, mine), found.slug)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """All dates of the token's person, in the person's language; needs no sign-in."""
    person = calendar_tokens.person_of(token)
    if person is None:
        raise Http404
    with translation.override(person.language):
        content = personal_feed.of(person)
    return private(request, content, "ics")


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The private address of the reader's own feed, if they have one, and how to make, renew and end it."""
    token = calendar_tokens.of(finding.reader(request))
    address = request.build_absolute_uri(f"/calendar/{token}.ics") if token else ""
    return render(request, "events/my_calendar.html", {"address": address})


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    """A new private address; an old one stops working."""
    person = finding.reader(request)
    had_one = bool(calendar_tokens.of(person))
    calendar_tokens.renew(person)
    said = _("Your calendar has a new address. The old one no longer works.")
    messages.success(request, said if had_one else _("Your calendar has an address now."))
    return redirect("events:my_calendar")


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    """No private address any more."""
    calendar_tokens.revoke(finding.reader(request))
    messages.success(request, _("The address no longer works. Calendars that used it get nothing any more."))
    return redirect("events:my_calendar")
