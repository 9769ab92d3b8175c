"""The overview, and a season of the programme: its call, and the form its network's staff fill in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exchanges.advisory import access, programmes
from exchanges.advisory.errors import NotFound
from exchanges.advisory.forms.programmes import ProgrammeForm
from exchanges.advisory.models import Programme
from exchanges.advisory.queries import overview as overview_query
from exchanges.advisory.queries import seasons
from members import roles
from members.cowriting import ChangedByColleague
from members.views.asking import person_of
from web.errors import Refused
from web.pagination import page

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the reader has to do with the programme, the next step first."""
    return render(request, "advisory/overview.html", {"overview": overview_query.of(person_of(request))})


@login_required
@require_safe
def show(request: HttpRequest, programme_id: int) -> HttpResponse:
    """A season: its call, what the reader can do, and the cases that are open to the network."""
    season = seasons.of(person_of(request), programme_id)
    return render(request, "advisory/season.html", {"season": season, "page": page(request, season.cases, size=20)})


@login_required
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Open a season."""
    person = person_of(request)
    if not roles.organises(person):
        raise NotFound
    networks = roles.networks_of(person)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, networks=networks)
    if request.method == "POST" and form.is_valid():
        try:
            made = programmes.add(network=form.chosen_network(), by=person, values=form.values())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The call is open."))
            return redirect("advisory:programme", made.pk)
    return _form(request, form)


@login_required
@require_http_methods(FORM)
def edit(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Change a season."""
    person = person_of(request)
    season = access.staffed_programme(person, programme_id)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, season=season)
    if request.method == "POST" and form.is_valid():
        try:
            programmes.change(programme_id=programme_id, by=person, values=form.values(), shown=form.shown())
        except ChangedByColleague as refused:
            return _compared(request, access.staffed_programme(person, programme_id), refused)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("advisory:programme", programme_id)
    return _form(request, form, season)


def _compared(request: HttpRequest, season: Programme, refused: ChangedByColleague) -> HttpResponse:
    """What was typed beside what a colleague has written meanwhile."""
    form = ProgrammeForm(request.POST, season=season)
    theirs = form.against(season)
    form.refuse(refused)
    return _form(request, form, season, status=refused.status, theirs=theirs)


def _form(
    request: HttpRequest, form: ProgrammeForm, season: Programme | None = None, *, status: int = 422, **more: Any
) -> HttpResponse:
    status = status if form.is_bound and form.errors else 200
    return render(request, "advisory/season_form.html", {"form": form, "season": season, **more}, status=status)
