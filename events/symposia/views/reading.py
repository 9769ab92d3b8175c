"""The published agenda for its readers: by day, track and language, their own, its versions, and as files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from events import audiences
from events.models import AgendaVersion
from events.symposia import bookmarks, versions
from events.symposia.reading import Chosen, Published
from events.symposia.views import finding
from events.views.finding import reader
from ledger import reading as ledger


@require_GET
def agenda(request: HttpRequest, slug: str, *, mine: bool = False) -> HttpResponse:
    """What takes place when, on the reader's own clock."""
    event = finding.symposium(request, slug)
    stream, chosen = f"event:{event.pk}", Chosen.of(request.GET)
    position = ledger.head(stream) if request.user.is_authenticated else 0
    context = {
        "event": event,
        "chosen": chosen,
        "mine": mine,
        "stream": stream,
        "position": position,
        "epoch": ledger.epoch() if request.user.is_authenticated else "",
        "agenda": Published(event, request.user, chosen, mine=mine),
        "edits": audiences.looks_after(event, request.user),
    }
    return render(request, "symposia/agenda.html", context)


@require_GET
@login_required
def my_agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions the reader wants to attend."""
    return agenda(request, slug, mine=True)


@require_POST
@login_required
def keep(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Put a session into the reader's own agenda, or take it out."""
    event = finding.symposium(request, slug)
    bookmarks.keep(event, session_id, person=reader(request), wanted=request.POST.get("wanted") == "1")
    mine = "mine/" if request.POST.get("mine") == "1" else ""
    return redirect(f"/events/{event.slug}/agenda/{mine}#session-{session_id}")


@require_GET
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version, and what it changed."""
    event = finding.symposium(request, slug)
    if not AgendaVersion.objects.filter(event=event).exists():
        raise Http404
    return render(request, "symposia/versions.html", {"event": event, "versions": versions.told(event)})
