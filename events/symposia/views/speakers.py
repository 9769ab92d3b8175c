"""The organiser's list of speakers: who is invited, what is missing from whom."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.models import Event, Slides
from events.symposia import handing_in, roster, speakers
from events.symposia.errors import NoAddress, NoSuchSession
from events.symposia.forms import InviteForm, RoleForm
from events.symposia.speaker_forms import AddressForm
from events.symposia.views import finding
from events.symposia.views.slides import file_of
from events.views.finding import reader
from web.errors import Refused
from web.refusing import refusals_told


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody on the agenda, by state, with what is missing."""
    event = finding.own_symposium(request, slug)
    return _page(request, event, InviteForm(event=event, initial={"language": request.LANGUAGE_CODE}))


def _page(request: HttpRequest, event: Event, form: InviteForm) -> HttpResponse:
    lines = roster.of(event)
    context = {
        "event": event,
        "lines": lines,
        "counts": roster.counts(lines),
        "form": form,
        "role_form": RoleForm(event=event),
        "languages": settings.LANGUAGES,
    }
    return render(request, "symposia/speakers.html", context)


@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody is asked to be on the agenda."""
    event = finding.own_symposium(request, slug)
    form = InviteForm(request.POST, event=event)
    if form.is_valid():
        values = form.cleaned_data
        session_id = values.pop("session")
        try:
            speakers.invite(event, by=reader(request), session_id=session_id, **values)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("events:speakers", slug=slug)
    return _page(request, event, form)


def _post(deed: Callable[[Event, HttpRequest, int], Any]) -> Callable[..., HttpResponse]:
    """A view for a button of the list."""

    @require_POST
    def view(request: HttpRequest, slug: str, number: int) -> HttpResponse:
        event = finding.own_symposium(request, slug)
        with refusals_told(request):
            deed(event, request, number)
        return redirect("events:speakers", slug=slug)

    return view


def _give_role(event: Event, request: HttpRequest, number: int) -> None:
    form = RoleForm(request.POST, event=event)
    if not form.is_valid() or form.cleaned_data["session"] is None:
        raise NoSuchSession(status=409)
    values = form.cleaned_data
    speakers.give_role(event, number, by=reader(request), session_id=values["session"], role=values["role"])


def _give_address(event: Event, request: HttpRequest, number: int) -> None:
    form = AddressForm(request.POST)
    if not form.is_valid():
        raise NoAddress
    speakers.give_address(event, number, by=reader(request), **form.cleaned_data)
    messages.success(request, _("Their private page is on its way to them."))


def _renew_link(event: Event, request: HttpRequest, number: int) -> None:
    speakers.renew_link(event, number, by=reader(request))
    messages.success(request, _("The old link no longer works."))


confirm = _post(lambda event, request, number: speakers.confirm(event, number, by=reader(request)))
remove = _post(lambda event, request, number: speakers.remove(event, number, by=reader(request)))
give_role = _post(_give_role)
give_address = _post(_give_address)
renew_link = _post(_renew_link)
take_role = _post(lambda event, request, number: speakers.take_role(event, number, by=reader(request)))
take_over = _post(lambda event, request, number: handing_in.take_over(event, number, by=reader(request)))


@require_GET
def slides(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The slides somebody handed in."""
    event = finding.own_symposium(request, slug)
    found = Slides.objects.filter(appearance=number, appearance__session__event=event).first()
    if found is None:
        raise Http404
    return file_of(found)
