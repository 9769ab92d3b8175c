"""The agenda editor: the board, sessions, moving them, stages and tracks, publishing."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.models import Event, Placement, Session
from events.symposia import board, compared, placements, publishing, sessions, stages
from events.symposia.errors import ChangedMeanwhile
from events.symposia.forms import ChangeOverForm, MoveForm, SessionForm, StageForm, TrackForm
from events.symposia.sessions import DETAILS
from events.symposia.views import finding
from events.views.finding import reader
from ledger import reading
from web import times
from web.errors import Refused
from web.forms import Form, RevisionForm
from web.refusing import refusals_told


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft on the host's clock beside what is published, with its clashes."""
    event = finding.own_symposium(request, slug)
    stream = f"agenda:{event.pk}"
    position = reading.head(stream)
    context = {
        "event": event,
        "stream": stream,
        "position": position,
        "epoch": reading.epoch(),
        "board": (found := board.Board(event)),
        "change_form": ChangeOverForm(initial={"minutes": found.agenda.change_minutes}),
        "stage_form": StageForm(),
        "track_form": TrackForm(),
    }
    return render(request, "symposia/editor.html", context)


@require_GET
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft beside the published version."""
    event = finding.own_symposium(request, slug)
    return render(request, "symposia/compared.html", {"event": event, "pairs": compared.pairs(event)})


@require_GET
def part(request: HttpRequest, slug: str) -> HttpResponse:
    """The board alone, when somebody changed something."""
    event = finding.own_symposium(request, slug)
    return render(request, "symposia/board.html", {"event": event, "board": board.Board(event)})


def new_session(request: HttpRequest, slug: str) -> HttpResponse:
    """A session is added; it waits beside the agenda."""
    event = finding.own_symposium(request, slug)
    form = SessionForm(request.POST or None, event=event, initial={"revision": 0, "language": "en"})
    if request.method == "POST" and form.is_valid():
        try:
            sessions.plan(event, by=reader(request), **form.details())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("events:agenda_editor", slug=slug)
    return render(request, "symposia/session.html", {"event": event, "form": form})


def edit_session(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """A session's words, format and languages."""
    event = finding.own_symposium(request, slug)
    session = finding.session(event, session_id)
    initial = {name: getattr(session, name) for name in (*DETAILS, "revision")}
    placement = Placement.objects.filter(session=session).first()
    initial["minutes"] = placement.minutes if placement else session.minutes
    form = SessionForm(request.POST or None, event=event, initial=initial)
    if request.method == "POST" and form.is_valid():
        deed = _changing(event, session, form, request)
        if _done(form, deed, session):
            return redirect(_at(event, session))
    return render(request, "symposia/session.html", {"event": event, "form": form, "session": session})


def _changing(event: Event, session: Session, form: SessionForm, request: HttpRequest) -> Callable[[], Any]:
    revision, by = form.cleaned_data["revision"], reader(request)
    return lambda: sessions.change(event, session.pk, by=by, revision=revision, **form.details())


def _done(form: RevisionForm, deed: Callable[[], Any], session: Session) -> bool:
    """Whether it was done; a refusal stands in the form, with what was typed."""
    try:
        deed()
    except ChangedMeanwhile as refused:
        form.refuse(refused)
        session.refresh_from_db()
        form.take_over(revision=session.revision)
        return False
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def move(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Day, time and stage of a session; also what dropping it on the board sends."""
    event = finding.own_symposium(request, slug)
    session = finding.session(event, session_id)
    placement = Placement.objects.filter(session=session).first()
    form = MoveForm(request.POST or None, event=event, days=_days(event), initial=_where(event, session, placement))
    if request.method == "POST" and form.is_valid():
        values, by = form.cleaned_data, reader(request)
        deed = _placing(event, session, values, by)
        if _done(form, deed, session):
            return redirect(_at(event, session))
    context = {"event": event, "form": form, "session": session, "placement": placement}
    return render(request, "symposia/move.html", context)


def _placing(event: Event, session: Session, values: dict[str, Any], by: Any) -> Callable[[], Any]:
    return lambda: placements.place(
        event,
        session.pk,
        by=by,
        stage_id=int(values["stage"]),
        starts_at=values["starts_at"],
        minutes=values["minutes"],
        revision=values["revision"],
    )


def _days(event: Event) -> list[tuple[str, str]]:
    return [(day.isoformat(), times.written(day, skeletons=times.DAY)) for day in board.days_of(event)]


def _where(event: Event, session: Session, placement: Placement | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"revision": session.revision, "minutes": session.minutes}
    if placement is None:
        return initial
    local = placement.starts_at.astimezone(ZoneInfo(event.zone))
    where = {"day": local.date().isoformat(), "time": local.time(), "stage": str(placement.stage_id)}
    return {**initial, **where, "minutes": placement.minutes}


def _at(event: Event, session: Session) -> str:
    return f"/events/{event.slug}/agenda/edit/#session-{session.pk}"


def _post(deed: Callable[[Event, HttpRequest, dict[str, Any]], str]) -> Callable[..., HttpResponse]:
    """A view for a button of the editor: does it, says what became of it, and shows the editor again."""

    @require_POST
    def view(request: HttpRequest, slug: str, **named: Any) -> HttpResponse:
        event = finding.own_symposium(request, slug)
        with refusals_told(request):
            said = deed(event, request, named)
            messages.success(request, said)
        return redirect("events:agenda_editor", slug=slug)

    return view


def _revision(request: HttpRequest) -> int:
    """The revision the page showed; none that can be right when it is not there."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _unplace(event: Event, request: HttpRequest, named: dict[str, Any]) -> str:
    placements.unplace(event, named["session_id"], by=reader(request), revision=_revision(request))
    return _("The session waits beside the agenda.")


def _drop(event: Event, request: HttpRequest, named: dict[str, Any]) -> str:
    sessions.drop(event, named["session_id"], by=reader(request), revision=_revision(request))
    return _("The session is deleted.")


def _drop_stage(event: Event, request: HttpRequest, named: dict[str, Any]) -> str:
    stages.drop_stage(event, named["stage_id"], by=reader(request))
    return _("The stage is deleted.")


def _drop_track(event: Event, request: HttpRequest, named: dict[str, Any]) -> str:
    stages.drop_track(event, named["track_id"], by=reader(request))
    return _("The track is deleted.")


def _publish(event: Event, request: HttpRequest, named: dict[str, Any]) -> str:
    version = publishing.publish(event, by=reader(request), revision=_revision(request))
    return _("Version %(number)d is published. Whom a change concerns is told in a few minutes.") % {
        "number": version.number
    }


unplace, drop, drop_stage, drop_track, publish = map(_post, (_unplace, _drop, _drop_stage, _drop_track, _publish))


@require_POST
def add_stage(request: HttpRequest, slug: str) -> HttpResponse:
    """A stage is added."""
    event = finding.own_symposium(request, slug)
    form = StageForm(request.POST)
    return _added(request, event, form, lambda: stages.add_stage(event, by=reader(request), **form.cleaned_data))


@require_POST
def add_track(request: HttpRequest, slug: str) -> HttpResponse:
    """A track is added."""
    event = finding.own_symposium(request, slug)
    form = TrackForm(request.POST)
    return _added(request, event, form, lambda: stages.add_track(event, by=reader(request), **form.cleaned_data))


@require_POST
def change_over(request: HttpRequest, slug: str) -> HttpResponse:
    """How long people need between two sessions."""
    event = finding.own_symposium(request, slug)
    form = ChangeOverForm(request.POST)
    by = reader(request)
    return _added(request, event, form, lambda: stages.set_change_minutes(event, by=by, **form.cleaned_data))


def _added(request: HttpRequest, event: Event, form: Form, deed: Callable[[], Any]) -> HttpResponse:
    if form.is_valid():
        try:
            deed()
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("events:agenda_editor", slug=event.slug)
    return render(request, "symposia/stage.html", {"event": event, "form": form})
