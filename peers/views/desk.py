"""The secretariat's desk: every case by its next step, figures with their records, files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.views.asking import network_of
from peers.queries import desk, desk_sessions
from web import spreadsheets
from web.pagination import page

FILES = ("figures", "requests", "partnerships", "sessions")
"""The sheets in their order, as files are named."""


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk of a network."""
    network = network_of(request, slug)
    cases = desk.open_cases(network)
    requests, partnerships, sessions = desk.posted(network), desk.founded(network), desk_sessions.of(network)
    sheets = desk.sheets(requests, partnerships, sessions)
    context = {
        "network": network,
        "page": page(request, cases, size=50),
        "stuck": [case for case in cases if case.stuck],
        "figures": sheets[0].rows,
        "states": desk.by_state(requests),
        "sessions": desk_sessions.by_state(sessions),
        "burdens": desk.burdens(network),
        "pairs": desk.pairs(partnerships),
        "files": list(zip(FILES, (one.name for one in sheets), strict=True)),
    }
    return render(request, "peers/desk.html", context)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """One sheet as CSV or XLSX."""
    network = network_of(request, slug)
    if name not in FILES or kind not in ("csv", "xlsx"):
        raise Http404
    sheets = desk.sheets(desk.posted(network), desk.founded(network), desk_sessions.of(network))
    sheet = sheets[FILES.index(name)]
    return spreadsheets.download(f"{network.slug}-{name}", sheet.heading, sheet.rows, kind=kind)
