"""The organiser's report: a page with charts, a PDF, and sheets for spreadsheets."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from events.documentation import figures, paper, sheets
from events.symposia.views import finding
from events.views.finding import reader
from web import spreadsheets
from web.documents import files


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Attendance by country, ratings, downloads."""
    event = finding.own_symposium(request, slug)
    found = figures.of(event, by=reader(request))
    language = get_language() or "en"
    context = {
        "event": event,
        "figures": found,
        "countries": [(paper.country(one.country, language), one.attended, one.registered) for one in found.countries],
        "stars": paper.stars(found.rated),
        "sessions": [(one, paper.stars(one.rated), paper.answers(one)) for one in found.sessions],
        "sheets": [(name, label) for name, (label, _) in sheets.SHEETS.items()],
    }
    return render(request, "documentation/report.html", context)


@require_GET
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as an accessible PDF."""
    event = finding.own_symposium(request, slug)
    return files.download(f"report-{event.slug}", paper.of(event, figures.of(event, by=reader(request))))


@require_GET
def sheet(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """One sheet as CSV or XLSX."""
    event = finding.own_symposium(request, slug)
    if name not in sheets.SHEETS or kind not in ("csv", "xlsx"):
        raise Http404
    found = sheets.sheet(event, name, by=reader(request))
    return spreadsheets.download(f"{name}-{event.slug}", found.heading, found.rows, kind=kind)
