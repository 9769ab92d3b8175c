"""The organiser's recap: measures, attendance by country, who met whom; as a page and as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from exchanges.mixers import recap
from exchanges.mixers.models import Mixer
from exchanges.mixers.queries import figures
from exchanges.mixers.views.finding import for_hosts
from members.views.asking import person_of
from web import spreadsheets

FILES = (("measures", _("Measures")), ("countries", _("Attendance by country")), ("people", _("People")))
"""The sheets of the recap in their order: a name for the file, and one for the reader."""


@require_GET
@for_hosts
def page(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """The measures, attendance by country, who met whom."""
    context = {
        "mixer": mixer,
        "recap": recap.of(mixer, by=person_of(request)),
        "meetings": figures.who_met_whom(mixer),
        "files": [label for _name, label in FILES],
    }
    return render(request, "mixers/recap.html", context)


@require_GET
@for_hosts
def file(request: HttpRequest, mixer: Mixer, sheet: int, kind: str) -> HttpResponse:
    """One sheet of the recap as CSV or XLSX."""
    if sheet >= len(FILES) or kind not in ("csv", "xlsx"):
        raise Http404
    chosen = recap.sheets(mixer, by=person_of(request))[sheet]
    return spreadsheets.download(f"{mixer.event.slug}-{FILES[sheet][0]}", chosen.heading, chosen.rows, kind=kind)
