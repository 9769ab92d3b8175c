"""Messages to participants: the organisers' list and drafts, the preview, what became of them, and one to read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events import audiences
from events.circulars import composing, deliveries, previews, recipients, sending
from events.circulars.forms import ChangeForm, CircularForm, SendForm
from events.models import Circular, Event
from events.views import finding
from members import notices
from web.errors import Refused
from web.refusing import refusals_told


@require_GET
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Every message of an event, the newest first."""
    event = finding.own_event(request, slug)
    rows = Circular.objects.filter(event=event).select_related("author")
    return render(request, "circulars/list.html", {"event": event, "circulars": rows})


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a message."""
    event = finding.own_event(request, slug)
    form = CircularForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        made = composing.draft(event, by=finding.reader(request), **form.values())
        return redirect("events:circular", slug=slug, number=made.pk)
    return render(request, "circulars/edit.html", {"event": event, "form": form})


def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a draft."""
    event = finding.own_event(request, slug)
    row = composing.held(event, number)
    if row.sent_at is not None:
        return redirect("events:circular", slug=slug, number=number)
    initial = {name: getattr(row, name) for name in (*composing.WORDS, "revision")}
    form = ChangeForm(request.POST or None, event=event, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["revision"]
        try:
            composing.change(event, number, by=finding.reader(request), revision=seen, **form.values())
        except Refused as refused:
            form.refuse(refused)
            form.take_over(revision=composing.held(event, number).revision)
        else:
            return redirect("events:circular", slug=slug, number=number)
    return render(request, "circulars/edit.html", {"event": event, "form": form, "circular": row})


@require_GET
@login_required
def show(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A message: for organisers its preview or what became of it, for those it was sent to its text."""
    row = Circular.objects.select_related("event__network", "author").filter(event__slug=slug, pk=number).first()
    if row is None:
        raise Http404
    if audiences.looks_after(row.event, request.user):
        return render(request, *_for_organisers(row))
    person = finding.reader(request)
    if row.sent_at is None or not notices.of(person).filter(key=f"{sending.key_of(row)}:{person.pk}").exists():
        raise Http404
    other = previews.instead(row, request.LANGUAGE_CODE)
    return render(request, "circulars/read.html", {"event": row.event, "circular": row, "instead": other})


def _for_organisers(row: Circular) -> tuple[str, dict[str, Any]]:
    context: dict[str, Any] = {"event": row.event, "circular": row}
    if row.sent_at is not None:
        return "circulars/sent.html", {**context, "delivery": deliveries.of(row)}
    counted = recipients.counted(row)
    return "circulars/draft.html", {**context, "counted": counted, "previews": previews.of(row, counted)}


@require_POST
def send(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send a draft as it was seen; once, however often this is posted."""
    event = finding.own_event(request, slug)
    form = SendForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else -1
    return _done(
        request,
        event,
        number,
        lambda: sending.send(event, number, by=finding.reader(request), revision=revision),
        _("The message is on its way."),
    )


@require_POST
def discard(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    event = finding.own_event(request, slug)
    try:
        composing.discard(event, number, by=finding.reader(request))
    except Refused as refused:
        if refused.status == 404:
            raise
        messages.error(request, str(refused))
        return redirect("events:circular", slug=slug, number=number)
    messages.success(request, _("The draft is gone."))
    return redirect("events:circulars", slug=slug)


def _done(request: HttpRequest, event: Event, number: int, deed: Any, said: str) -> HttpResponse:
    with refusals_told(request):
        deed()
        messages.success(request, said)
    return redirect("events:circular", slug=event.slug, number=number)
