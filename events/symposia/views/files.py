"""Agendas as files: out for everybody, in and out for organisers."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from events.symposia import exports, imports, session_sheets
from events.symposia.forms import ImportForm
from events.symposia.views import finding
from events.views.finding import reader
from members import sheets
from web.errors import Refused
from web.spreadsheets import download


@require_GET
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """The published agenda as `schedule.json`."""
    event = finding.symposium(request, slug)
    document = exports.schedule(event)
    if document is None:
        raise Http404
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_GET
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft's sessions as CSV."""
    event = finding.own_symposium(request, slug)
    return download(f"sessions-{event.slug}", session_sheets.HEADINGS, exports.rows(event), kind="csv")


def take_in(request: HttpRequest, slug: str) -> HttpResponse:
    """A file is taken in, or what is wrong with it is said."""
    event = finding.own_symposium(request, slug)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"event": event, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read(sheets.LIMIT + 1)
            talks, stages = imports.parse(content, event)
            context["outcomes"] = imports.take_in(event, talks, stages, by=reader(request))
        except sheets.Unreadable as unreadable:
            context["problems"] = unreadable.problems[:50]
        except Refused as refused:
            form.refuse(refused)
    return render(request, "symposia/import.html", context)
