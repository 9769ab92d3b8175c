"""A participant's pages: the workshop, handing in, rating oneself, actions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events import audiences, pdf_files
from events.models import Event, PreparationFile, Workshop
from events.views.finding import reader
from events.workshops import agreeing, handing_in, page, people, ratings
from events.workshops.forms import PreparationForm, RatingForm
from events.workshops.homework import Homework, Piece
from events.workshops.views import finding
from rooms.forms import ActionForm, AnswerForm
from web.errors import Refused
from web.refusing import refusals_told


@require_GET
@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The workshop as the reader sees it."""
    return _page(request, finding.workshop(request, slug))


def _page(request: HttpRequest, event: Event, *, status: int = 200, **typed: Any) -> HttpResponse:
    who = reader(request)
    found = page.open_page(event, who, takes_part=people.takes_part(event, who))
    context = {"event": event, "page": found, "organises": audiences.looks_after(event, who)}
    context["joins_stage"] = people.joins_stage(event, who)
    if found is not None:
        context |= _forms(found, typed)
    return render(request, "workshops/workshop.html", context, status=status)


def _forms(found: page.Page, typed: dict[str, Any]) -> dict[str, Any]:
    rating = RatingForm(rated=found.rated, moment=found.moment) if found.moment else None
    answered = typed.pop("answered", None)
    forms = [AnswerForm(prefix=f"outcome-{asked.pk}") for asked in found.agreed.asked]
    answers = [answered if answered is not None and answered.prefix == form.prefix else form for form in forms]
    return {
        "rating_form": rating,
        "action_form": ActionForm(room=found.workshop.room),
        "answers": list(zip(found.agreed.asked, answers, strict=True)),
        **typed,
    }


@login_required
def hand_in(request: HttpRequest, slug: str, task_id: int) -> HttpResponse:
    """A task, and what the reader prepared for it."""
    event, who = finding.workshop(request, slug), reader(request)
    piece = _piece(event, request, task_id)
    form = PreparationForm(request.POST or None, request.FILES or None, initial=_handed_in(piece))
    if request.method == "POST" and form.is_valid():
        try:
            handing_in.hand_in(event, task_id, by=who, **_values(form))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. You can change it until the workshop is over."))
            return redirect("events:workshop", slug=slug)
    context = {"event": event, "piece": piece, "form": form, "file": _file_of(piece)}
    return render(request, "workshops/task.html", context)


def _piece(event: Event, request: HttpRequest, task_id: int) -> Piece:
    who = reader(request)
    pieces = Homework(event).of(who) if people.takes_part(event, who) else []
    found = next((piece for piece in pieces if piece.task.pk == task_id), None)
    if found is None:
        raise Http404
    return found


def _handed_in(piece: Piece) -> dict[str, Any]:
    return {name: getattr(piece.done, name) for name in ("kind", "title", "text", "link")} if piece.done else {}


def _file_of(piece: Piece) -> PreparationFile | None:
    return PreparationFile.objects.defer("content").filter(preparation=piece.done).first() if piece.done else None


def _values(form: PreparationForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    upload = values.pop("file")
    return {**values, "file": (upload.name or "", upload.read(pdf_files.LARGEST + 1)) if upload else None}


@require_POST
@login_required
def hand_back(request: HttpRequest, slug: str, task_id: int) -> HttpResponse:
    """Take back what the reader handed in."""
    event, who = finding.workshop(request, slug), reader(request)
    return _done(request, event, lambda: handing_in.withdraw(event, task_id, by=who), _("Taken back."))


@require_GET
@login_required
def file(request: HttpRequest, slug: str, preparation_id: int) -> HttpResponse:
    """The file that came with what somebody prepared; for everybody who takes part."""
    event = finding.workshop(request, slug)
    rows = PreparationFile.objects.filter(preparation__task__workshop__event=event)
    seated = people.registrations(event).values("person")
    found = rows.filter(preparation=preparation_id, preparation__person__in=seated).first()
    if found is None:
        raise Http404
    return pdf_files.download(found.name, found.content)


@require_POST
@login_required
def rate(request: HttpRequest, slug: str) -> HttpResponse:
    """The reader rates themselves."""
    event, who = finding.workshop(request, slug), reader(request)
    workshop = Workshop.objects.select_related("room", "event").filter(event=event).first()
    found = page.Page(workshop, who, takes_part=people.takes_part(event, who)) if workshop else None
    if found is None or found.moment is None:
        messages.error(request, _("You cannot rate yourself now."))
        return redirect("events:workshop", slug=slug)
    form = RatingForm(request.POST, rated=found.rated, moment=found.moment)
    if not form.is_valid():
        return _page(request, event, status=400, rating_form=form)
    return _done(request, event, lambda: ratings.rate(event, by=who, scores=form.scores()), _("Saved."))


def _done(request: HttpRequest, event: Event, deed: Any, said: str) -> HttpResponse:
    with refusals_told(request):
        deed()
        messages.success(request, said)
    return redirect("events:workshop", slug=event.slug)


@require_POST
@login_required
def agree(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down an action."""
    event, who = finding.workshop(request, slug), reader(request)
    form = ActionForm(request.POST, room=finding.beside(event).room)
    if not form.is_valid():
        return _page(request, event, status=400, action_form=form)
    data = form.cleaned_data
    try:
        agreeing.agree(event, by=who, text=data["text"], owner_id=data["owner"], due_on=data["due_on"])
    except Refused as refused:
        form.refuse(refused)
        return _page(request, event, status=refused.status, action_form=form)
    messages.success(request, _("Saved."))
    return redirect("events:workshop", slug=slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, action_id: int) -> HttpResponse:
    """Take an action back."""
    event, who = finding.workshop(request, slug), reader(request)
    return _done(request, event, lambda: agreeing.take_back(event, action_id, by=who), _("Taken back."))


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, outcome_id: int) -> HttpResponse:
    """Say what became of one's action."""
    event, who = finding.workshop(request, slug), reader(request)
    agreeing.asked(event, outcome_id, who)
    form = AnswerForm(request.POST, prefix=f"outcome-{outcome_id}")
    if not form.is_valid():
        return _page(request, event, status=400, answered=form)
    said, sentence = form.cleaned_data["result"], form.cleaned_data["sentence"]
    deed = lambda: agreeing.answer(event, outcome_id, by=who, result=said, sentence=sentence)  # noqa: E731
    return _done(request, event, deed, _("Thank you for telling us."))
