"""The organisers' pages: the desk with steps, homework, groups and competences, and what each button does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.models import Event, WorkshopTask
from events.views.finding import reader
from events.workshops import groups, measures, ratings, steps, tasks
from events.workshops.desk import Desk
from events.workshops.forms import CompetenceForm, GroupForm, NeedsForm, ProposalForm, TaskForm
from events.workshops.views import finding
from members.cowriting import ChangedByColleague, Cowritten
from members.forms.cowriting import CowrittenForm
from members.models import Person
from web.errors import Refused
from web.forms import Form
from web.refusing import refusals_told
from web.spreadsheets import download


@require_GET
@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk."""
    return _page(request, finding.own_workshop(request, slug))


def _page(request: HttpRequest, event: Event, *, status: int = 200, **typed: Form) -> HttpResponse:
    context = {
        "event": event,
        "desk": Desk(finding.beside(event)),
        "group_form": GroupForm(),
        "proposal_form": ProposalForm(),
        "competence_form": CompetenceForm(),
        **typed,
    }
    return render(request, "workshops/desk.html", context, status=status)


@login_required
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """What members need to learn."""
    event = finding.own_workshop(request, slug)
    form = NeedsForm(request.POST or None, workshop=finding.beside(event))
    deed: Callable[[Person], Any] = lambda by: tasks.write_needs(  # noqa: E731
        event, by=by, shown=form.shown(), **form.written()
    )
    try:
        return _written(request, event, form, deed)
    except ChangedByColleague as refused:
        workshop = finding.beside(event)
        return _compared(request, event, NeedsForm(request.POST, workshop=workshop), workshop, refused)


@login_required
def new_task(request: HttpRequest, slug: str) -> HttpResponse:
    """Another task."""
    event = finding.own_workshop(request, slug)
    form = TaskForm(request.POST or None, event=event)
    return _written(request, event, form, lambda by: tasks.set_task(event, by=by, **form.details()))


@login_required
def edit_task(request: HttpRequest, slug: str, task_id: int) -> HttpResponse:
    """A task, changed."""
    event = finding.own_workshop(request, slug)
    task = _task(event, task_id)
    form = TaskForm(request.POST or None, event=event, task=task)
    deed: Callable[[Person], Any] = lambda by: tasks.change(  # noqa: E731
        event, task_id, by=by, shown=form.shown(), **form.details()
    )
    try:
        return _written(request, event, form, deed, task=task)
    except ChangedByColleague as refused:
        task = _task(event, task_id)
        return _compared(request, event, TaskForm(request.POST, event=event, task=task), task, refused)


def _task(event: Event, task_id: int) -> WorkshopTask:
    task = WorkshopTask.objects.filter(workshop__event=event, pk=task_id).first()
    if task is None:
        raise Http404
    return task


def _compared(
    request: HttpRequest, event: Event, form: CowrittenForm, row: Cowritten, refused: ChangedByColleague
) -> HttpResponse:
    """What was typed beside what a colleague has written meanwhile."""
    theirs = form.against(row)
    form.refuse(refused)
    context = {"event": event, "form": form, "theirs": theirs, "task": row if isinstance(row, WorkshopTask) else None}
    return render(request, "workshops/form.html", context, status=refused.status)


def _written(
    request: HttpRequest, event: Event, form: Form, deed: Callable[[Person], Any], **context: Any
) -> HttpResponse:
    """The form; or the desk, once it is done.

    Raises:
        ChangedByColleague: somebody has changed it after what was shown.
    """
    if request.method == "POST" and form.is_valid():
        try:
            deed(reader(request))
        except ChangedByColleague:
            raise
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("events:workshop_desk", slug=event.slug)
    return render(request, "workshops/form.html", {"event": event, "form": form, **context})


def _post(deed: Callable[[Event, HttpRequest, Person, int], Any]) -> Callable[..., HttpResponse]:
    """A view for a button of the desk."""

    @require_POST
    @login_required
    def view(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
        event = finding.own_workshop(request, slug)
        with refusals_told(request):
            deed(event, request, reader(request), number)
        return redirect("events:workshop_desk", slug=slug)

    return view


def _put(event: Event, request: HttpRequest, by: Person, number: int) -> None:
    chosen = request.POST.get("group", "")
    group = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 19 else None
    groups.put(event, number, by=by, group_id=group)


move = _post(lambda event, request, by, _number: steps.move(event, to=request.POST.get("to", ""), by=by))
drop_task = _post(lambda event, _request, by, number: tasks.drop(event, number, by=by))
drop_group = _post(lambda event, _request, by, number: groups.drop(event, number, by=by))
drop_competence = _post(lambda event, _request, by, number: ratings.drop_competence(event, number, by=by))
put = _post(_put)


def _filled(
    name: str, make: Callable[..., Form], deed: Callable[[Event, Person, dict[str, Any]], Any]
) -> Callable[..., HttpResponse]:
    """A view for a small form of the desk."""

    @require_POST
    @login_required
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        event = finding.own_workshop(request, slug)
        form = make(request.POST)
        if form.is_valid():
            try:
                deed(event, reader(request), form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                return redirect("events:workshop_desk", slug=slug)
        return _page(request, event, status=400, **{name: form})

    return view


add_group = _filled("group_form", GroupForm, lambda event, by, data: groups.add(event, by=by, **data))
propose = _filled("proposal_form", ProposalForm, lambda event, by, data: groups.propose(event, by=by, **data))
add_competence = _filled(
    "competence_form", CompetenceForm, lambda event, by, data: ratings.add_competence(event, by=by, **data)
)


@require_POST
@login_required
def enter(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Into one of the workshop's rooms, as its host."""
    event = finding.own_workshop(request, slug)
    groups.enter(event, number, by=reader(request))
    return redirect("rooms:room", room_id=number)


@require_GET
@login_required
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The self-ratings before and after, in aggregate, as CSV or XLSX."""
    event = finding.own_workshop(request, slug)
    return download(f"self-ratings-{event.slug}", measures.HEADINGS, measures.export_rows(event), kind=kind)
