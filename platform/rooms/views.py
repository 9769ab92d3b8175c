"""A room's page, its parts, and what people do in it.

Every action is a form's post. Without JavaScript it leads back to the page it came from; with `X-Fragment: 1` it
answers with the changed part, or with the reason why not.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rooms import admissions, belonging, clock, conversation, notes, presence, rendering, scenes
from rooms.consultation import leading
from rooms.consultation.board import Board
from rooms.entering import entering
from rooms.forms import ActionForm, AnswerForm, ClosingForm
from rooms.models import Admission, Message
from rooms.notes import NotesConflict
from web.errors import Refused
from web.middleware import refusal
from web.preferences import safe_address


def _fragment(request: HttpRequest) -> bool:
    return "X-Fragment" in request.headers


def _position(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) <= 18 else None


@require_GET
@entering
def show(request: HttpRequest, found: Admission) -> HttpResponse:
    """The room by itself: people, conversation, notes, clock; `?before=` leads to earlier messages."""
    presence.seen(f"room:{found.room_id}", found.person)
    return page(request, found)


def page(request: HttpRequest, found: Admission, *, status: int = 200, **typed: Any) -> HttpResponse:
    """The room's page, with what was typed and could not be taken."""
    scene = scenes.scene(found, before=_position(request.GET.get("before")))
    given = {
        "scene": scene,
        "belongs_to": belonging.page_of(found),
        "room_title": belonging.title_of(found),
        **(_forms(found, scene.board, typed.pop("answered", None)) if scene.board else {}),
        **typed,
    }
    return render(request, "rooms/room.html", given, status=status)


def _forms(found: Admission, board: Board, answered: AnswerForm | None) -> dict[str, Any]:
    """What a consultation's page has to fill in; `answered` is an answer that could not be taken."""
    answers = {f"outcome-{asked.pk}": (asked, AnswerForm(prefix=f"outcome-{asked.pk}")) for asked in board.asked}
    if answered is not None and answered.prefix in answers:
        answers[answered.prefix] = (answers[answered.prefix][0], answered)
    return {
        "action_form": ActionForm(room=found.room),
        "closing_form": ClosingForm(),
        "answers": answers.values(),
        "castable": leading.CASTABLE_CHOICES,
    }


PARTS = {
    "people": "rooms/people_list.html",
    "clock": "rooms/clock_face.html",
    "messages": "rooms/messages.html",
}
CONSULTING_PARTS = {
    "board": "rooms/consultation/board.html",
    "actions": "rooms/consultation/actions_list.html",
    "written": "rooms/consultation/written.html",
    "compose": "rooms/compose.html",
    "recording": "rooms/consultation/recording.html",
}
"""Parts that only a consultation's page has."""


@require_GET
@entering
def part(request: HttpRequest, found: Admission, name: str) -> HttpResponse:
    """One part of the page, as it is now."""
    template = PARTS.get(name) or (CONSULTING_PARTS.get(name) if found.room.programme else None)
    if template is None:
        raise Http404
    scene = scenes.scene(found, before=_position(request.GET.get("before")))
    return render(request, template, {"scene": scene, "castable": leading.CASTABLE_CHOICES})


def back(request: HttpRequest, found: Admission) -> HttpResponse:
    """To the page the form was on, else to the room's."""
    here = found.room.address or f"/rooms/{found.room_id}/"
    return HttpResponseRedirect(safe_address(request, request.POST.get("next") or here))


def _line(request: HttpRequest, found: Admission, message_id: int) -> HttpResponse:
    line = rendering.of_ids([message_id])[message_id]
    tools = scenes.tools(line.message, found, timezone.now())
    return render(
        request,
        "rooms/message.html",
        {"line": line, "tools": tools, "labels": scenes.LABELS, "room_id": found.room_id},
    )


@require_POST
@entering
def say(request: HttpRequest, found: Admission) -> HttpResponse:
    """Say something; answers with the message."""
    text, nonce = request.POST.get("text", ""), request.POST.get("nonce", "")
    try:
        spoken = conversation.say(room=found.room, by=found.person, text=text, nonce=nonce)
    except Refused as refused:
        if _fragment(request):
            return refusal(request, refused)
        return page(request, found, status=refused.status, said=text, say_refused=refused)
    return _line(request, found, spoken.message_id) if _fragment(request) else back(request, found)


def _message(found: Admission, message_id: int) -> Message:
    return get_object_or_404(Message, id=message_id, room_id=found.room_id)


@require_POST
@entering
def edit(request: HttpRequest, found: Admission, message_id: int) -> HttpResponse:
    """Change one's message; answers with it."""
    message, text = _message(found, message_id), request.POST.get("text", "")
    try:
        conversation.edit(message=message, by=found.person, text=text)
    except Refused as refused:
        if _fragment(request):
            return refusal(request, refused)
        return page(request, found, status=refused.status, said=text, say_refused=refused)
    return _line(request, found, message_id) if _fragment(request) else back(request, found)


@require_POST
@entering
def withdraw(request: HttpRequest, found: Admission, message_id: int) -> HttpResponse:
    """Take a message back; answers with what is left of it."""
    conversation.withdraw(message=_message(found, message_id), by=found.person)
    return _line(request, found, message_id) if _fragment(request) else back(request, found)


@entering
def shared_notes(request: HttpRequest, found: Admission) -> HttpResponse:
    """The notes and their version as JSON; a post replaces them."""
    if request.method != "POST":
        return JsonResponse({"text": found.room.notes, "version": found.room.notes_version})
    text = request.POST.get("notes", "")
    version = _position(request.POST.get("version")) or 0
    try:
        written = notes.write(found.room, by=found.person, text=text, version=version, base=request.POST.get("base"))
    except NotesConflict as conflict:
        return _conflict(request, found, conflict)
    except Refused as refused:
        if _fragment(request):
            return refusal(request, refused)
        return page(request, found, status=refused.status, noted=text, notes_refused=refused)
    if _fragment(request):
        told = {"text": written.text, "version": written.version, "merged": written.merged}
        return JsonResponse({**told, "saved": _("Saved.")})
    return back(request, found)


def _conflict(request: HttpRequest, found: Admission, conflict: NotesConflict) -> HttpResponse:
    """Both texts: what was typed stays in the field, the other stands above it."""
    if _fragment(request):
        told = {"reason": str(conflict), "field": "notes", "theirs": conflict.theirs, "version": conflict.version}
        return JsonResponse(told, status=conflict.status)
    found.room.notes, found.room.notes_version = conflict.theirs, conflict.version
    return page(request, found, status=conflict.status, noted=conflict.yours, notes_refused=conflict, theirs=True)


PEOPLE_ACTIONS = {"mute": admissions.mute, "unmute": admissions.unmute, "dismiss": admissions.dismiss}


@require_POST
@entering
def person(request: HttpRequest, found: Admission, person_id: int, action: str) -> HttpResponse:
    """Mute, unmute or dismiss somebody, as a host; answers with the list of people."""
    if action not in PEOPLE_ACTIONS:
        raise Http404
    get_object_or_404(Admission, room_id=found.room_id, person_id=person_id, dismissed_at=None)
    PEOPLE_ACTIONS[action](found.room, [person_id], by=found.person)
    if _fragment(request):
        return render(request, PARTS["people"], {"scene": scenes.scene(found), "castable": leading.CASTABLE_CHOICES})
    return back(request, found)


CLOCK_ACTIONS: dict[str, Callable[[Admission, str], object]] = {
    "pause": lambda found, _: clock.pause(found.room, by=found.person),
    "resume": lambda found, _: clock.resume(found.room, by=found.person),
    "end": lambda found, phase: clock.end(found.room, phase=phase, by=found.person),
    "extend": lambda found, phase: clock.extend(found.room, seconds=120, phase=phase, by=found.person),
}


@require_POST
@entering
def time(request: HttpRequest, found: Admission, action: str) -> HttpResponse:
    """Pause, resume, end the phase the page showed, or give it two more minutes, as a host; answers with the clock."""
    if action not in CLOCK_ACTIONS:
        raise Http404
    CLOCK_ACTIONS[action](found, request.POST.get("phase", ""))
    if _fragment(request):
        found.room.refresh_from_db()
        return render(request, PARTS["clock"], {"scene": scenes.scene(found)})
    return back(request, found)
