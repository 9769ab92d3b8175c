"""Being at a mixer: the lobby and one's table, whole or by the part that changed."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from exchanges.mixers import cards, hosts, time_wishes
from exchanges.mixers.models import Mixer, Seat
from exchanges.mixers.queries import lobby as lobby_query
from exchanges.mixers.queries import seat as seat_query
from exchanges.mixers.refusals import NotSeated
from exchanges.mixers.views import standing
from exchanges.mixers.views.finding import for_arriving, for_participants, has_place, leads
from members.views.asking import person_of
from rooms import admissions, presence, scenes
from rooms.models import Room
from rooms.scenes import Scene

Shown = Callable[[HttpRequest, Mixer], dict[str, Any]]


def _clock(_request: HttpRequest, mixer: Mixer) -> dict[str, Any]:
    return {"clock": standing.clock(mixer)}


def _programme(_request: HttpRequest, mixer: Mixer) -> dict[str, Any]:
    return {"parts": lobby_query.parts(mixer)}


def _announced(_request: HttpRequest, mixer: Mixer) -> dict[str, Any]:
    return {"announcements": lobby_query.announcements(mixer)}


def _here(_request: HttpRequest, mixer: Mixer) -> dict[str, Any]:
    return {"there": lobby_query.attendance(mixer)}


def _next(request: HttpRequest, mixer: Mixer) -> dict[str, Any]:
    """The reader's seat and why, or why there is none yet."""
    person = person_of(request)
    seat = seat_query.of(mixer, person)
    waits = seat is None and has_place(mixer, request)
    in_round = mixer.phase == Mixer.Phase.ROUND
    return {
        "seat": seat,
        "waits": waits,
        "stepped_out": waits and in_round and _stepped_out(mixer, request),
        "cards": list(cards.of(mixer, person)) if waits and not in_round else (),
        "round": seat.round if seat is not None else lobby_query.coming_round(mixer),
    }


def _stepped_out(mixer: Mixer, request: HttpRequest) -> bool:
    mine = Seat.objects.filter(round__mixer=mixer, round__number=mixer.phase_number, person=person_of(request))
    return mine.filter(left=Seat.Left.STEPPED_OUT).exists()


LOBBY_PARTS: dict[str, tuple[str, Shown]] = {
    "clock": ("mixers/clock.html", _clock),
    "seat": ("mixers/lobby/seat.html", _next),
    "here": ("mixers/lobby/here.html", _here),
    "programme": ("mixers/programme.html", _programme),
    "announcements": ("mixers/announcements.html", _announced),
}


def _company(request: HttpRequest, mixer: Mixer) -> dict[str, Any]:
    seat = seat_query.of(mixer, person_of(request))
    if seat is None or not seat.is_open:
        raise NotSeated
    return {"seat": seat}


def _time(request: HttpRequest, mixer: Mixer) -> dict[str, Any]:
    """Asked for by every table at once when somebody wants more time, so it takes one query."""
    count, mine = time_wishes.standing(mixer, person_of(request))
    return {"time_wishes": count, "wants_time": mine}


TABLE_PARTS: dict[str, tuple[str, Shown]] = {
    "clock": ("mixers/clock.html", _clock),
    "company": ("mixers/table/company.html", _company),
    "time": ("mixers/table/time.html", _time),
}


@require_GET
@for_arriving
def lobby(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """Who is here, what comes when, my next table and why."""
    at, mixer = standing.joined(mixer)
    if mixer.phase == Mixer.Phase.ENDED:
        return redirect("mixers:afterwards", mixer.event.slug)
    _enter(request, mixer)
    scene = _scene(request, mixer.lobby)
    context = {"mixer": mixer, "standing": at, "scene": scene, "leads": leads(mixer, request)}
    for _template, shown in LOBBY_PARTS.values():
        context |= shown(request, mixer)
    return render(request, "mixers/lobby.html", context)


def _enter(request: HttpRequest, mixer: Mixer) -> None:
    """Count the reader as present for a while, also without JavaScript; let organisers in as hosts."""
    if not has_place(mixer, request):
        hosts.enter(mixer, person_of(request))
    presence.seen(f"mixer:{mixer.id}", person_of(request))


def _scene(request: HttpRequest, room: Room) -> Scene | None:
    found = admissions.admission(room, person_of(request))
    return scenes.scene(found) if found is not None else None


@require_GET
@for_participants
def lobby_part(request: HttpRequest, mixer: Mixer, name: str) -> HttpResponse:
    """One part of the lobby, as it is now; it needs no more queries than that part."""
    if name not in LOBBY_PARTS:
        raise Http404
    template, shown = LOBBY_PARTS[name]
    return render(request, template, {"mixer": mixer, **shown(request, mixer)})


@require_GET
@for_participants
def table(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """My table in the round that is open; outside of rounds the way leads to the lobby."""
    at, mixer = standing.joined(mixer)
    presence.seen(f"mixer:{mixer.id}", person_of(request))
    seat = seat_query.of(mixer, person_of(request))
    room = seat.table.room if seat is not None and seat.is_open else None
    scene = _scene(request, room) if room is not None else None
    if seat is None or scene is None:
        return redirect("mixers:lobby", mixer.event.slug)
    context = {
        "mixer": mixer,
        "standing": at,
        "seat": seat,
        "scene": scene,
        "time_wishes": seat.time_wishes,
        "wants_time": seat.wants_time,
        **_clock(request, mixer),
        **_announced(request, mixer),
    }
    return render(request, "mixers/table.html", context)


@require_GET
@for_participants
def table_part(request: HttpRequest, mixer: Mixer, name: str) -> HttpResponse:
    """One part of the table's page, as it is now; 410 when the reader sits at no table any more."""
    if name not in TABLE_PARTS:
        raise Http404
    template, shown = TABLE_PARTS[name]
    try:
        return render(request, template, {"mixer": mixer, **shown(request, mixer)})
    except NotSeated:
        return HttpResponse(status=410)
