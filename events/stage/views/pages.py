"""What people see: the stages now and next, and a session with all that happens in it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from events.models import Podium, Session, StageAnnouncement
from events.stage import applause, asked, channels, circles, polled
from events.stage.forms import BallotForm, BroadcastForm
from events.stage.groups import overview
from events.stage.now import Programme
from events.stage.places import Place, is_open
from events.stage.views.finding import arriving, attending
from ledger import reading
from rooms import admissions, scenes
from rooms.models import Room
from rooms.scenes import Scene

ANNOUNCED = 5
"""Announcements shown on a page."""


def following(place: Place) -> dict[str, Any]:
    """The stream of the event's live stage, from where a page shows it; asked for before anything else."""
    stream = f"stage:{place.event.pk}"
    return {"stream": stream, "position": reading.head(stream), "epoch": reading.epoch(), "place": place}


def announced(place: Place) -> list[StageAnnouncement]:
    """The newest announcements."""
    return list(StageAnnouncement.objects.filter(event=place.event).exclude(text="")[:ANNOUNCED])


@require_GET
@arriving
def show(request: HttpRequest, place: Place) -> HttpResponse:
    """What is on which stage now and next."""
    return page(request, place)


def page(request: HttpRequest, place: Place, *, status: int = 200, **typed: Any) -> HttpResponse:
    """The page of all stages, with what was typed and could not be taken."""
    context = {**following(place), "event": place.event, "opened": is_open(place.event)}
    context["programme"] = programme = Programme(place.event, place.person)
    context["announcements"] = announced(place)
    if place.staff:
        forms = [(one, BroadcastForm(broadcast=one.broadcast, stage_id=one.id)) for one in programme.stages]
        context["forms"] = [
            (one, typed.get("form") if one.id == typed.get("stage_id") else form) for one, form in forms
        ]
    context["moderates"] = place.staff or any(place.moderates(pk) for pk in place.on)
    return render(request, "stage/stage.html", {"nonce": uuid.uuid4().hex, **context, **typed}, status=status)


@require_GET
@attending
def now(request: HttpRequest, place: Place) -> HttpResponse:
    """The part that changes when a session ends and the next one begins."""
    context = {"event": place.event, "programme": Programme(place.event, place.person)}
    return render(request, "stage/now.html", context)


@require_GET
@attending
def session(request: HttpRequest, place: Place, session_id: int) -> HttpResponse:
    """A session: what leads to it, questions, polls, applause, its conversation."""
    return session_page(request, place, session_id)


def session_page(
    request: HttpRequest, place: Place, session_id: int, *, status: int = 200, **typed: Any
) -> HttpResponse:
    """A session's page, with what was typed and could not be taken."""
    shown = _session(place, session_id)
    context, entry = {**following(place), **shown, **_format(place, shown)}, shown["entry"]
    podium = Podium.objects.filter(session=session_id).select_related("conversation", "green_room").first()
    context |= {
        "announcements": announced(place),
        "scene": _scene(podium.conversation if podium else None, place),
        "removed": _removed(podium.conversation if podium else None, place, session_id),
        "green_room": _admitted(podium.green_room if podium else None, place),
        "on_stage": session_id in place.on,
        "signs": applause.SIGNS.items(),
        "channels": channels.of_session(entry.language, entry.interpretation),
        "listens": channels.chosen(place.event, place.person),
        "ballot_form": BallotForm(),
        "nonce": uuid.uuid4().hex,
    }
    return render(request, "stage/session.html", {**context, **typed}, status=status)


def _session(place: Place, session_id: int) -> dict[str, Any]:
    """What the page and its parts show."""
    programme = Programme(place.event, place.person)
    entry = programme.entry(session_id)
    return {
        "event": place.event,
        "opened": is_open(place.event),
        "entry": entry,
        "kind": programme.format(session_id),
        "is_on": programme.is_on(entry),
        "is_ahead": entry.starts_at > programme.at,
        "seconds": round((entry.ends_at - entry.starts_at).total_seconds()),
        "broadcast": programme.broadcast(session_id),
        "questions": asked.of_session(session_id, place),
        "polls": polled.of_session(session_id, place),
        "moderates": place.moderates(session_id),
    }


def _format(place: Place, shown: Mapping[str, Any]) -> dict[str, Any]:
    """What a session's format adds to what is shown of it: the chairs of a fishbowl, or small groups."""
    session_id = shown["entry"].id
    if shown["kind"] == Session.Format.FISHBOWL:
        return {"circle": circles.of_session(session_id, place, is_on=shown["is_on"] and shown["opened"])}
    return {"work": overview.of_session(session_id, place, shown["kind"], shown["seconds"])}


def _scene(room: Room | None, place: Place) -> Scene | None:
    found = admissions.admission(room, place.person) if room is not None else None
    return scenes.scene(found) if found is not None else None


def _removed(room: Room | None, place: Place, session_id: int) -> bool:
    """Whether the reader would not be let into the conversation again."""
    return room is not None and not place.moderates(session_id) and admissions.was_removed(room, place.person)


def _admitted(room: Room | None, place: Place) -> Room | None:
    return room if room is not None and admissions.admission(room, place.person) is not None else None


PARTS = {
    "questions": "stage/questions.html",
    "polls": "stage/polls.html",
    "lead": "stage/lead.html",
    "chairs": "stage/chairs.html",
    "groups": "stage/groups.html",
}
OF_FORMAT = ("chairs", "groups")
"""Parts that show what a session's format adds; a thousand pages ask for the others without it."""


@require_GET
@attending
def part(request: HttpRequest, place: Place, session_id: int, name: str) -> HttpResponse:
    """One part of a session's page, as it is now."""
    if name not in PARTS:
        raise Http404
    shown = _session(place, session_id)
    added = _format(place, shown) if name in OF_FORMAT else {}
    return render(request, PARTS[name], {"place": place, **shown, **added})
