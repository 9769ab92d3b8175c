"""What came of the advice, for the secretariat: figures with their records, and files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exchanges.advisory.queries import figures
from members.views.asking import network_of
from web import spreadsheets

FILES = ("figures", "cases", "recommendations", "answers")
"""The sheets in their order, as files are named."""


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Figures, each with the cases behind it."""
    network = network_of(request, slug)
    cases = figures.submitted(network)
    files = list(zip(FILES, (one.name for one in figures.sheets(cases)), strict=True))
    context = {"network": network, "groups": figures.groups(cases), "cases": cases, "files": files}
    return render(request, "advisory/figures.html", context)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """One sheet as CSV or XLSX."""
    network = network_of(request, slug)
    if name not in FILES or kind not in ("csv", "xlsx"):
        raise Http404
    sheet = figures.sheets(figures.submitted(network))[FILES.index(name)]
    return spreadsheets.download(f"{network.slug}-{name}", sheet.heading, sheet.rows, kind=kind)
