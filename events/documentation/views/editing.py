"""Putting a documentation together: what is there, whose consent is missing, publish and withdraw."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.documentation import consent, figures, items, publishing
from events.documentation.content import Content
from events.documentation.forms import ItemForm
from events.models import DocumentationItem, Event
from events.symposia.views import finding
from events.views.finding import reader
from members.cowriting import ChangedByColleague
from members.models import Person
from web.errors import Refused
from web.refusing import refusals_told


@require_GET
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that is there, with its state, its downloads and the consents it lacks."""
    event = finding.own_symposium(request, slug)
    counted = figures.items_of(event)
    lacking = consent.lacking([one.item for one in counted])
    lines = [(one, Content.of(one.item), lacking.get(one.item.pk, [])) for one in counted]
    return render(request, "documentation/index.html", {"event": event, "lines": lines})


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Put something in."""
    event = finding.own_symposium(request, slug)
    form = ItemForm(request.POST or None, request.FILES or None, event=event)
    person = reader(request)
    if request.method == "POST" and form.is_valid() and _kept(form, lambda v: items.add(event, by=person, **v)):
        messages.success(request, _("It is in the documentation, but not public yet."))
        return redirect("events:documentation_index", slug=slug)
    return render(request, "documentation/edit.html", {"event": event, "form": form})


def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change something that is not public."""
    event = finding.own_symposium(request, slug)
    row, person = items.held(event, number), reader(request)
    form = _form_of(request, event, row, request.FILES or None)
    deed: Callable[[dict[str, Any]], object] = lambda values: items.change(  # noqa: E731
        event, number, by=person, shown=form.shown(), **values
    )
    try:
        if request.method == "POST" and form.is_valid() and _kept(form, deed):
            messages.success(request, _("Saved."))
            return redirect("events:documentation_index", slug=slug)
    except ChangedByColleague as refused:
        return _compared(request, event, items.held(event, number), refused)
    return render(request, "documentation/edit.html", {"event": event, "form": form, "item": row})


def _form_of(request: HttpRequest, event: Event, row: DocumentationItem, files: Any = None) -> ItemForm:
    initial = {name: getattr(row, name) for name in items.WORDS}
    initial |= {"session": row.session_id, "appearance": row.appearance_id}
    return ItemForm(request.POST or None, files, event=event, item=row, initial=initial)


def _compared(request: HttpRequest, event: Event, row: DocumentationItem, refused: ChangedByColleague) -> HttpResponse:
    """What was typed beside what a colleague has written meanwhile; a browser does not send a chosen file again."""
    form = _form_of(request, event, row)
    context = {"event": event, "form": form, "item": row, "theirs": form.against(row)}
    form.refuse(refused)
    if request.FILES:
        form.add_error("file", _("Please choose your file again before you save."))
    return render(request, "documentation/edit.html", context, status=refused.status)


def _kept(form: ItemForm, deed: Callable[[dict[str, Any]], object]) -> bool:
    try:
        deed(form.details())
    except ChangedByColleague:
        raise
    except Refused as refused:
        if refused.status == 404:
            raise
        form.refuse(refused)
        return False
    return True


def _post(deed: Callable[[Event, int, Person], object], said: Callable[[], str]) -> Callable[..., HttpResponse]:
    """A view for a button of the list."""

    @require_POST
    def view(request: HttpRequest, slug: str, number: int) -> HttpResponse:
        event = finding.own_symposium(request, slug)
        with refusals_told(request):
            deed(event, number, reader(request))
            messages.success(request, said())
        return redirect("events:documentation_index", slug=slug)

    return view


publish = _post(lambda event, pk, by: publishing.publish(event, pk, by=by), lambda: _("It is public now."))
withdraw = _post(lambda event, pk, by: publishing.withdraw(event, pk, by=by), lambda: _("It is not public any more."))
delete = _post(lambda event, pk, by: items.delete(event, pk, by=by), lambda: _("It is deleted."))
