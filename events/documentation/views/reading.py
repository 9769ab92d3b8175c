"""The documentation for everybody who sees the event."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from events import audiences, pdf_files
from events.documentation import downloads, rating, reading
from events.documentation.states import AFTERWARDS
from events.symposia.views import finding
from members import roles


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """What stays of the event, session by session."""
    event = finding.symposium(request, slug)
    context = {
        "event": event,
        "parts": reading.parts(event),
        "over": event.state in AFTERWARDS,
        "looks_after": audiences.looks_after(event, request.user),
        "may_rate": rating.may_rate(event, request.user),
    }
    return render(request, "documentation/show.html", context)


@require_GET
def take(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A file as a download, or the way to where it lies; counted once per reader and hour."""
    event = finding.symposium(request, slug)
    shown = reading.taken(event, number)
    downloads.count(shown.item, _reader(request))
    if shown.content.file is not None:
        return pdf_files.download(shown.content.file.name, shown.content.file.content)
    return HttpResponseRedirect(shown.content.address)


def _reader(request: HttpRequest) -> str:
    return str(request.user.pk) if roles.active(request.user) else str(get_adapter().get_client_ip(request))
