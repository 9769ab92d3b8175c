"""A member's dossier as page and as file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import dossiers
from members.dossiers import Filters
from members.errors import NotFound
from members.models import Member
from members.views.asking import member_of
from web.pagination import page
from web.spreadsheets import download


def _filters(request: HttpRequest) -> Filters:
    """What the address asks for; what it cannot mean counts as not asked."""
    about, year = request.GET.get("about", ""), request.GET.get("year", "")
    known = about if about in dossiers.topics_of_kinds else ""
    return Filters(known, int(year) if year.isascii() and year.isdigit() and 2000 <= int(year) <= 2999 else None)


def _member(request: HttpRequest, slug: str) -> Member:
    """The member, for those who may see its dossier; for others the address does not exist."""
    member = member_of(request, slug)
    if not dossiers.may_see(request.user, member):
        raise NotFound
    return member


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the member did here, newest first."""
    member, filters = _member(request, slug), _filters(request)
    context = {
        "member": member,
        "page": page(request, dossiers.entries(member, request.user, filters)),
        "filters": filters,
        "years": dossiers.years(member),
        "abouts": [(code, label) for code, (label, kinds) in dossiers.topics_of_kinds.items() if kinds],
    }
    return render(request, "members/dossier.html", context)


@login_required
@require_safe
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    member = _member(request, slug)
    lines = dossiers.entries(member, request.user, _filters(request))
    rows = ((line.at, str(line.about), str(line.sentence)) for line in lines[: dossiers.MOST])
    return download(f"dossier-{member.slug}", [_("When (UTC)"), _("About"), _("What")], rows, kind=kind)
