"""Checking in, the codes for the stage, and the certificate."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from events import formats
from events import standing as joining
from events.attendance import certificate, checking_in, codes, standing
from events.models import Registration
from events.symposia.errors import NoSuchSession
from events.views import finding
from web.documents.files import download
from web.errors import Refused
from web.throttle import throttle


@require_http_methods(["GET", "POST"])
@login_required
def check_in(request: HttpRequest, slug: str) -> HttpResponse:
    """What the reader can check in for now; a form posts the session, or none for the event as a whole."""
    event, person = finding.event(request, slug), finding.reader(request)
    if request.method == "POST":
        throttle("check_in", person.pk, 20, 60)
        number, code = request.POST.get("session", ""), request.POST.get("code", "")[:20]
        try:
            if number:
                checking_in.in_session(event, _number(number), person=person, code=code)
            else:
                checking_in.at_event(event, person=person, code=code)
            messages.success(request, _("You are checked in. Welcome!"))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("events:check_in", slug=slug)
    door = standing.of(event, person)
    context = {
        "event": event,
        "door": door,
        "needs_code": codes.wanted(event),
        "joins": door.there and joining.of(event, person).joins,
        "live_address": formats.of(event).live_address(event),
    }
    return render(request, "attendance/check_in.html", context)


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise NoSuchSession
    return int(text)


@require_GET
def show_codes(request: HttpRequest, slug: str) -> HttpResponse:
    """The codes in large digits, for the stage, and how many have checked in."""
    event = finding.own_event(request, slug)
    there = Registration.objects.filter(event=event, state=Registration.State.ATTENDED).count()
    context = {
        "event": event,
        "code": codes.of(event),
        "there": there,
        "sessions": standing.on_stage(event),
        "needs_code": codes.wanted(event),
    }
    return render(request, "attendance/codes.html", context)


@require_GET
@login_required
def certify(request: HttpRequest, slug: str) -> HttpResponse:
    """The reader's certificate of attendance, also of an event they no longer see."""
    event = finding.any_event(slug)
    return download(f"certificate-{event.slug}", certificate.of(event, finding.reader(request)))
