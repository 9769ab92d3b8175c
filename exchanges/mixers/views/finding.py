"""How a view finds the mixer its address names; what the reader has no business with does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from events import audiences
from events.models import Registration
from events.states import ACTIVE, HOLDS_A_SEAT
from exchanges.mixers import hosts, participants
from exchanges.mixers.models import Mixer
from members.views.asking import person_of
from web.errors import Refused
from web.live.streams import is_id
from web.preferences import safe_address

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Mixer, P], HttpResponse]
Test = Callable[[Mixer, HttpRequest], bool]


def mixer(request: HttpRequest, slug: str) -> Mixer:
    """The mixer of an event the reader may see.

    Raises:
        Http404: there is none, or not for this reader.
    """
    seen = audiences.visible(request.user).filter(slug=slug)
    found = Mixer.objects.select_related("event__network", "event__organiser", "lobby").filter(event__in=seen).first()
    if found is None:
        raise Http404
    return found


def _once(test: Test) -> Test:
    """Ask the database once per request, however many parts of a page want to know."""

    @wraps(test)
    def asked(found: Mixer, request: HttpRequest) -> bool:
        known: dict[tuple[str, int], bool] = request.__dict__.setdefault("_mixer_answers", {})
        key = (test.__name__, found.pk)
        if key not in known:
            known[key] = test(found, request)
        return known[key]

    return asked


def registered(found: Mixer, request: HttpRequest) -> bool:
    """Whether the reader has a place, asked for one, or stands in the waiting list."""
    return Registration.objects.filter(event=found.event_id, person=person_of(request).pk, state__in=ACTIVE).exists()


@_once
def has_place(found: Mixer, request: HttpRequest) -> bool:
    """Whether the reader has a place and was not shown out."""
    return participants.takes_part(found, person_of(request))


def takes_part(found: Mixer, request: HttpRequest) -> bool:
    """Whether the reader has a place or leads the mixer."""
    return has_place(found, request) or leads(found, request)


@_once
def leads(found: Mixer, request: HttpRequest) -> bool:
    """Whether the reader leads the mixer."""
    return hosts.is_host(found, request.user)


@_once
def organises(found: Mixer, request: HttpRequest) -> bool:
    """Whether the reader is an organiser of the mixer's network."""
    return audiences.looks_after(found.event, request.user)


def _only(test: Test, *, others_to_event: bool = False) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Let those pass for whom the test holds; for others the address does not exist, or it leads to the event."""

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def found_first(request: HttpRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            found = mixer(request, slug)
            if test(found, request):
                return view(request, found, *args, **kwargs)
            if others_to_event:
                return redirect("events:event", slug)
            raise Http404

        return found_first

    return decorate


for_registered = _only(registered)
for_placed = _only(has_place)
for_participants = _only(takes_part)
for_arriving = _only(takes_part, others_to_event=True)
"""Of somebody who sees the event but has no place, to whom a link was sent on: the event says how to get one."""
for_hosts = _only(leads)
for_organisers = _only(organises)


def posted(page: str) -> Callable[[View[P]], View[P]]:
    """Do what is posted; whoever only looks (reloads, changes the language) is led to the page the form was on.

    Args:
        page: name of that page's address.
    """

    def decorate(view: View[P]) -> View[P]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def only_posted(request: HttpRequest, found: Mixer, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST":
                return view(request, found, *args, **kwargs)
            return redirect(page, found.event.slug)

        return only_posted

    return decorate


def number(request: HttpRequest, name: str) -> int:
    """An id from a form of ours.

    Raises:
        Http404: it is none.
    """
    text = request.POST.get(name, "")
    if not is_id(text):
        raise Http404
    return int(text)


def participant(request: HttpRequest, found: Mixer, name: str) -> int:
    """The id of somebody with a place in this mixer, from a form of ours.

    Raises:
        Http404: it is nobody's who takes part here.
    """
    person_id = number(request, name)
    places = Registration.objects.filter(event=found.event_id, person=person_id, state__in=HOLDS_A_SEAT)
    if not places.exists():
        raise Http404
    return person_id


def refusing(request: HttpRequest, refused: Refused, back: str) -> HttpResponse:
    """Tell why not, and lead back to the page the form was on."""
    messages.error(request, str(refused))
    return redirect(safe_address(request, request.POST.get("next") or back))
