"""How these views find what their address names: foreign things do not exist."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from events.models import Event
from events.stage import places
from events.stage.errors import NoPlace
from events.stage.places import Place
from events.symposia import rights
from events.symposia.views import finding
from events.views.finding import reader
from members.models import Person
from web.preferences import safe_address

P = ParamSpec("P")
Attended = Callable[Concatenate[HttpRequest, Place, P], HttpResponse]


def attending(view: Attended[P]) -> Callable[..., HttpResponse]:
    """Give a view the reader's place instead of the event's slug; without a place there is no such page."""

    @login_required
    @wraps(view)
    def attended(request: HttpRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        event = _event(slug)
        place = _place(event, request) if event else None
        if place is None:
            raise Http404
        return view(request, place, *args, **kwargs)

    return attended


@dataclass(frozen=True)
class Doer:
    """Who does something at which event; whether they may is for the service to say."""

    event: Event
    person: Person


def doing(view: Callable[Concatenate[HttpRequest, Doer, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the event and the reader; whom the service finds no place for finds no such page.

    A thousand people who vote at once have their place looked up once, not twice.
    """

    @login_required
    @wraps(view)
    def done_by(request: HttpRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        event = _event(slug)
        if event is None:
            raise Http404
        try:
            return view(request, Doer(event, reader(request)), *args, **kwargs)
        except NoPlace as error:
            raise Http404 from error

    return done_by


def arriving(view: Attended[P]) -> Callable[..., HttpResponse]:
    """As `attending`; who sees the event but has no place is led to its page, where they can register."""

    @login_required
    @wraps(view)
    def arrived(request: HttpRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        event = _event(slug)
        place = _place(event, request) if event else None
        if place is not None:
            return view(request, place, *args, **kwargs)
        return redirect("events:event", finding.symposium(request, slug).slug)

    return arrived


def _event(slug: str) -> Event | None:
    """The event with an agenda, whoever sees it: people on its agenda need not belong to its audience."""
    rows = Event.objects.filter(kind__in=rights.KINDS).select_related("network", "organiser")
    return None if "\x00" in slug else rows.filter(slug=slug).first()


def _place(event: Event, request: HttpRequest) -> Place | None:
    try:
        return places.require(event, reader(request))
    except NoPlace:
        return None


def moderating(view: Attended[P]) -> Callable[..., HttpResponse]:
    """As `attending`; who moderates nothing of the event finds nothing."""

    @attending
    @wraps(view)
    def moderated(request: HttpRequest, place: Place, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not (place.staff or any(place.moderates(session_id) for session_id in place.on)):
            raise Http404
        return view(request, place, *args, **kwargs)

    return moderated


def done(request: HttpRequest, address: str, told: str = "") -> HttpResponse:
    """What a form's post leads to: for scripts a sentence, else the page it was on."""
    if "X-Fragment" in request.headers:
        return JsonResponse({"told": told})
    return redirect(safe_address(request, request.POST.get("next") or address))


def is_number(text: str | None) -> bool:
    """Whether a field can be an id that databases take."""
    return bool(text) and str(text).isascii() and str(text).isdecimal() and len(str(text)) < 19
