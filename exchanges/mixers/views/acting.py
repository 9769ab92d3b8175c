"""What participants do at a mixer: stay in touch, ask for time, step out and in, say what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchanges.mixers import contacts, followups, meetings, ratings, tables, time_wishes
from exchanges.mixers.models import Mixer
from exchanges.mixers.views.finding import for_participants, number, participant, refusing
from members.views.asking import person_of
from web.errors import Refused
from web.middleware import refusal, wants_json
from web.preferences import safe_address
from web.throttle import throttle

Action = Callable[[HttpRequest, Mixer], str]
"""Does something; returns what is told to the person, or nothing."""


def _post(page: str) -> Callable[[Action], Callable[..., HttpResponse]]:
    """Make a view of an action: do it, tell what became of it, and lead back to the page it was on.

    A script that asks (`X-Fragment`) stays on its page and gets `{"told"}` or the reason why not.
    """

    def decorate(action: Action) -> Callable[..., HttpResponse]:
        @require_POST
        @for_participants
        def view(request: HttpRequest, mixer: Mixer) -> HttpResponse:
            back = f"/mixers/{mixer.event.slug}/{page}/"
            try:
                throttle("mixer", person_of(request).pk, 60, 60)
                told = action(request, mixer)
            except Refused as refused:
                return refusal(request, refused) if wants_json(request) else refusing(request, refused, back)
            if wants_json(request):
                return JsonResponse({"told": told})
            if told:
                messages.success(request, told)
            return redirect(safe_address(request, request.POST.get("next") or back))

        view.__doc__ = action.__doc__
        return view

    return decorate


@_post("table")
def contact(request: HttpRequest, mixer: Mixer) -> str:
    """Wish to stay in touch with somebody."""
    if contacts.wish(mixer, by=person_of(request), other_id=participant(request, mixer, "other")):
        return _("You both want to stay in touch: you see each other’s contact card now.")
    return _("Noted. If the other person wishes the same, you both get the contact card.")


@_post("table")
def take_contact_back(request: HttpRequest, mixer: Mixer) -> str:
    """Take back a wish that nobody answered."""
    contacts.unwish(mixer, by=person_of(request), other_id=_acquaintance(request, mixer))
    return _("Taken back. Nobody has learnt of it.")


def _acquaintance(request: HttpRequest, mixer: Mixer) -> int:
    """Somebody who takes part, or whom the person met or wished for before they gave up their place.

    Raises:
        Http404: none of these.
    """
    other_id, person = number(request, "other"), person_of(request)
    known = other_id in contacts.wished(mixer, person) or meetings.have_met(mixer, person, other_id)
    return other_id if known else participant(request, mixer, "other")


@_post("table")
def more_time(request: HttpRequest, mixer: Mixer) -> str:
    """Wish for more time in this round."""
    time_wishes.wish(mixer, by=person_of(request))
    return _("The hosts see that you need more time.")


@_post("lobby")
def step_out(request: HttpRequest, mixer: Mixer) -> str:
    """Leave the table for this round and stay in the lobby."""
    tables.step_out(mixer, by=person_of(request))
    return ""


@_post("lobby")
def step_in(request: HttpRequest, mixer: Mixer) -> str:
    """Be seated again; the seat is there within seconds."""
    tables.step_in(mixer, by=person_of(request))
    return _("You have a seat again within seconds.")


@_post("afterwards")
def rate_meeting(request: HttpRequest, mixer: Mixer) -> str:
    """Say whether a meeting was useful."""
    useful = request.POST.get("useful") == "yes"
    ratings.rate_meeting(mixer, by=person_of(request), other_id=_acquaintance(request, mixer), useful=useful)
    return ""


@_post("afterwards")
def follow_up(request: HttpRequest, mixer: Mixer) -> str:
    """Say what came of a contact."""
    followups.answer(
        mixer,
        by=person_of(request),
        other_id=_acquaintance(request, mixer),
        days=number(request, "days"),
        outcome=request.POST.get("outcome", ""),
    )
    return _("Thank you. It counts in what this network achieves.")
