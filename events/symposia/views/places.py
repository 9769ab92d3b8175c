"""Taking and giving back places in sessions, and the organisers' lists of who has one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.models import Event, Place
from events.symposia.places import line, overlaps, roster, taking
from events.symposia.views import finding
from events.views.finding import reader
from members.models import Person
from web.refusing import refusals_told
from web.spreadsheets import download
from web.throttle import throttle
from web.translated import translated


@require_POST
@login_required
def place(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Take a place in a session, or give it back."""
    event, person = finding.symposium(request, slug), reader(request)
    throttle("place", person.pk, 60, 60)
    with refusals_told(request):
        if request.POST.get("wanted") == "1":
            _take(request, event, session_id, person)
        else:
            taking.leave(event, session_id, person=person)
            messages.success(request, _("Thank you for telling us: somebody else can come."))
    mine = "mine/" if request.POST.get("mine") == "1" else ""
    return redirect(f"/events/{event.slug}/agenda/{mine}#session-{session_id}")


def _take(request: HttpRequest, event: Event, session_id: int, person: Person) -> None:
    made = taking.take(event, session_id, person=person)
    if made.state == Place.State.HELD:
        messages.success(request, _("You have a place. A calendar entry is on its way to you by mail."))
    else:
        messages.success(request, _("All places are taken. You are in the waiting list and move up by yourself."))
    shown = line.shown(event)
    rows = Place.objects.filter(session__event=event, person=person, state__in=line.ACTIVE)
    meanwhile = overlaps.with_session(shown, session_id, list(rows.values_list("session_id", flat=True)))
    for other in meanwhile:
        title = translated(shown[other]["titles"]).text
        messages.warning(request, _("At the same time you also have “%(title)s”.") % {"title": title})


@require_GET
def lists(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has a place in which session, and who waits."""
    event = finding.own_symposium(request, slug)
    return render(request, "symposia/places.html", {"event": event, "lists": roster.of(event)})


@require_GET
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The lists as CSV or XLSX."""
    event = finding.own_symposium(request, slug)
    return download(f"places-{event.slug}", roster.HEADINGS, roster.export_rows(event), kind=kind)
