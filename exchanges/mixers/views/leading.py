"""Leading a mixer: the floor plan, and what a host does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from exchanges.mixers import hosting, hosts, tables, wishes
from exchanges.mixers.forms import AnnouncementForm, ExtensionForm
from exchanges.mixers.models import Mixer, Table
from exchanges.mixers.queries import floor, people
from exchanges.mixers.queries import lobby as lobby_query
from exchanges.mixers.refusals import BadProgramme, NoSharedLanguage, NothingToAnnounce
from exchanges.mixers.views import standing
from exchanges.mixers.views.finding import for_hosts, has_place, number, organises, participant, posted
from members.views.asking import person_of
from rooms import presence
from rooms.models import Admission
from web.errors import Refused
from web.live.streams import is_id
from web.middleware import refusal, wants_json
from web.preferences import safe_address

Shown = Callable[[Mixer], dict[str, Any]]


@dataclass(frozen=True)
class Refusal:
    """What was asked for and why it was not done.

    Attributes:
        action: last part of the address it was posted to; fields: what was posted with it.
        about: whom and which table, for the reader.
        sentence: why not.
        can_be_forced: whether the host may decide otherwise.
    """

    action: str
    fields: dict[str, str]
    about: str
    sentence: str
    can_be_forced: bool


def _clock(mixer: Mixer) -> dict[str, Any]:
    return {"clock": standing.clock(mixer)}


def _controls(mixer: Mixer) -> dict[str, Any]:
    return {"parts": lobby_query.parts(mixer), "time_wishes": floor.time_wishes(mixer)}


def _floor(mixer: Mixer) -> dict[str, Any]:
    view = floor.view(mixer)
    rooms = [mixer.lobby_id, *(one.table.room_id for one in view.tables if one.table.room_id)]
    standing_out = Q(muted=True) | Q(role=Admission.Role.HOST, room=mixer.lobby_id)
    rows = list(Admission.objects.filter(standing_out, room_id__in=rooms, dismissed_at=None))
    leading = {row.person_id for row in rows if row.room_id == mixer.lobby_id and row.role == Admission.Role.HOST}
    return {"floor": view, "muted": {row.person_id for row in rows if row.muted}, "leading": leading}


def _announced(mixer: Mixer) -> dict[str, Any]:
    return {"announcements": lobby_query.announcements(mixer)}


PARTS: dict[str, tuple[str, Shown]] = {
    "clock": ("mixers/clock.html", _clock),
    "controls": ("mixers/host/controls.html", _controls),
    "floor": ("mixers/host/floor.html", _floor),
    "announcements": ("mixers/announcements.html", _announced),
}


@require_GET
@for_hosts
def host(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """All tables as a floor plan, and the programme in the host's hands."""
    if not has_place(mixer, request):
        hosts.enter(mixer, person_of(request))
    presence.seen(f"mixer:{mixer.id}", person_of(request))
    return _page(request, mixer)


def _page(
    request: HttpRequest,
    mixer: Mixer,
    *,
    refusal: Refusal | None = None,
    announcement: AnnouncementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at, mixer = standing.joined(mixer)
    context = {
        "mixer": mixer,
        "standing": at,
        "refusal": refusal,
        "announcement_form": announcement or AnnouncementForm(),
        "wishes": wishes.all_of(mixer, by=person_of(request)) if organises(mixer, request) else (),
        "takes_part": has_place(mixer, request),
    }
    for _template, shown in PARTS.values():
        context |= shown(mixer)
    return render(request, "mixers/host.html", context, status=status)


@require_GET
@for_hosts
def host_part(request: HttpRequest, mixer: Mixer, name: str) -> HttpResponse:
    """One part of the host's page, as it is now; it needs no more queries than that part."""
    if name not in PARTS:
        raise Http404
    template, shown = PARTS[name]
    return render(request, template, {"mixer": mixer, **shown(mixer)})


@for_hosts
@posted("mixers:host")
def act(request: HttpRequest, mixer: Mixer, name: str) -> HttpResponse:
    """Do one of the things a host can do, and lead back to the floor plan; say there why it was refused."""
    if name not in ACTIONS:
        raise Http404
    try:
        ACTIONS[name](request, mixer)
    except Refused as refused:
        if wants_json(request):
            return refusal(request, refused)
        return _refused(request, mixer, name, refused)
    done = str(DONE.get(name, ""))
    if wants_json(request):
        return JsonResponse({"told": done})
    if done:
        messages.success(request, done)
    return redirect(safe_address(request, request.POST.get("next") or f"/mixers/{mixer.event.slug}/host/"))


def _refused(request: HttpRequest, mixer: Mixer, name: str, refused: Refused) -> HttpResponse:
    """The floor plan as it is now, with the reason and, where the host may decide otherwise, a button for that."""
    if isinstance(refused, NothingToAnnounce):
        form = AnnouncementForm(request.POST)
        if form.is_valid():
            form.refuse(refused)
        return _page(request, mixer, announcement=form, status=_status(refused))
    given = {key: request.POST.get(key, "") for key in ("person", "table", "into")}
    fields = {key: text for key, text in given.items() if is_id(text)}
    forced = isinstance(refused, NoSharedLanguage)
    told = Refusal(name, fields, _about(mixer, fields), str(refused), forced)
    return _page(request, mixer, refusal=told, status=_status(refused))


def _about(mixer: Mixer, fields: dict[str, str]) -> str:
    known = people.participants(mixer, [int(fields["person"])]) if "person" in fields else {}
    whom = [one.name for one in known.values()]
    ids = [int(fields[key]) for key in ("table", "into") if key in fields]
    numbers = dict(Table.objects.filter(round__mixer=mixer, id__in=ids).values_list("id", "number"))
    return " → ".join(
        [*whom, *(gettext("Table %(number)d") % {"number": numbers[each]} for each in ids if each in numbers)]
    )


def _status(refused: Refused) -> int:
    """Bad values are 422 like those of other forms; what the state of things forbids keeps its own status."""
    return 422 if refused.status == 400 else refused.status


def _running(request: HttpRequest) -> dict[str, Any]:
    """What the host saw running when the button was pressed; outside of rounds its number is 0."""
    outside = request.POST.get("number") == "0"
    return {"phase": request.POST.get("phase", ""), "number": 0 if outside else number(request, "number")}


def _table(request: HttpRequest, mixer: Mixer, name: str) -> int:
    table_id = number(request, name)
    if not Table.objects.filter(round__mixer=mixer, id=table_id).exists():
        raise Http404
    return table_id


def _extend(request: HttpRequest, mixer: Mixer) -> None:
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        raise BadProgramme(gettext("A part is extended by at most 60 minutes at a time."), field="minutes")
    hosting.extend(mixer, by=person_of(request), minutes=form.cleaned_data["minutes"], **_running(request))


def _announce(request: HttpRequest, mixer: Mixer) -> None:
    hosting.announce(mixer, by=person_of(request), text=request.POST.get("text", ""))


def _move(request: HttpRequest, mixer: Mixer) -> None:
    tables.move(
        mixer,
        by=person_of(request),
        person_id=participant(request, mixer, "person"),
        table_id=_table(request, mixer, "table"),
        anyway="anyway" in request.POST,
    )


def _merge(request: HttpRequest, mixer: Mixer) -> None:
    tables.merge(
        mixer,
        by=person_of(request),
        table_id=_table(request, mixer, "table"),
        into_id=_table(request, mixer, "into"),
        anyway="anyway" in request.POST,
    )


def _visit(request: HttpRequest, mixer: Mixer) -> None:
    tables.visit(mixer, by=person_of(request), table_id=_table(request, mixer, "table"))


def _mute(request: HttpRequest, mixer: Mixer, *, muted: bool) -> None:
    tables.mute(mixer, by=person_of(request), person_id=participant(request, mixer, "person"), muted=muted)


def _appoint(request: HttpRequest, mixer: Mixer) -> None:
    hosts.appoint(mixer, participant(request, mixer, "person"), by=person_of(request))


def _remove(request: HttpRequest, mixer: Mixer) -> None:
    tables.remove(mixer, by=person_of(request), person_id=participant(request, mixer, "person"))


ACTIONS: dict[str, Callable[[HttpRequest, Mixer], object]] = {
    "start": lambda request, mixer: hosting.start(mixer, by=person_of(request)),
    "go-on": lambda request, mixer: hosting.go_on(mixer, by=person_of(request), **_running(request)),
    "pause": lambda request, mixer: hosting.pause(mixer, by=person_of(request)),
    "resume": lambda request, mixer: hosting.resume(mixer, by=person_of(request)),
    "extend": _extend,
    "end": lambda request, mixer: hosting.end(mixer, by=person_of(request)),
    "announce": _announce,
    "move": _move,
    "merge": _merge,
    "visit": _visit,
    "remove": _remove,
    "appoint": _appoint,
    "mute": lambda request, mixer: _mute(request, mixer, muted=True),
    "unmute": lambda request, mixer: _mute(request, mixer, muted=False),
}

DONE: dict[str, str | Promise] = {
    "start": _("The mixer has begun."),
    "go-on": _("The next part has begun."),
    "pause": _("The clock stands still."),
    "resume": _("The clock goes on."),
    "extend": _("Everybody has more time now."),
    "end": _("The mixer is over."),
    "announce": _("Announced to everybody."),
    "move": _("Seated at the other table."),
    "merge": _("The two tables are one now."),
    "remove": _("Removed from the mixer."),
    "appoint": _("They lead this mixer with you now."),
    "mute": _("Muted: they can listen, not write."),
    "unmute": _("They may speak again."),
}
"""What a host is told when it is done."""
