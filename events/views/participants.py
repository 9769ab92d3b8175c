"""An organiser's view of who takes part: decide about requests, note attendance, export."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from events import participants, registrations
from events.models import Event, Registration
from events.views import finding
from members.models import Person
from web.errors import Refused
from web.pagination import page
from web.spreadsheets import download


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who asked, has a seat or waits, by state."""
    event = finding.own_event(request, slug)
    state = request.GET.get("state", "")
    rows = participants.of(event, state if state in Registration.State.values else "")
    context = {
        "event": event,
        "page": (found := page(request, rows, size=100)),
        "lines": participants.lines(event, list(found.object_list)),
        "counts": participants.counts(event),
        "chosen": state,
        "decidable": state in ("", Registration.State.REQUESTED),
    }
    return render(request, "events/participants.html", context)


@require_GET
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The list as CSV or XLSX."""
    event = finding.own_event(request, slug)
    rows = participants.export_rows(event)
    return download(f"participants-{event.slug}", participants.headings(event), rows, kind=kind)


Deed = Callable[[Event, list[Registration], Person], int]


def _one_by_one(service: Callable[..., Any]) -> Deed:
    def done(event: Event, rows: list[Registration], by: Person) -> int:
        """Each in its own transaction, so that one that cannot be changed does not hold back the others."""
        changed = 0
        for row in rows:
            try:
                service(row, by=by)
                changed += 1
            except Refused:
                continue
        return changed

    return done


DEEDS: dict[str, Deed] = {
    "confirm": _one_by_one(registrations.confirm),
    "withdraw": _one_by_one(registrations.withdraw),
    "attended": lambda event, rows, by: registrations.mark_attended(event, [row.person_id for row in rows], by=by),
    "missed": lambda event, rows, by: registrations.mark_missed(event, [row.person_id for row in rows], by=by),
}


def _deed(posted: QueryDict) -> Deed | None:
    if posted.get("deed") == "decline":
        return _one_by_one(partial(registrations.decline, reason=posted.get("reason", "").strip()[:300]))
    return DEEDS.get(posted.get("deed", ""))


@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Do one thing with every registration that was ticked."""
    event = finding.own_event(request, slug)
    rows = finding.registrations(event, request.POST.getlist("registration"))
    deed = _deed(request.POST)
    if deed is None or not rows:
        messages.error(request, _("Tick at least one person, then choose what to do."))
        return redirect("events:participants", slug=slug)
    changed = deed(event, rows, finding.reader(request))
    if changed:
        said = ngettext("%(count)d registration changed.", "%(count)d registrations changed.", changed)
        messages.success(request, said % {"count": changed})
    if changed < len(rows):
        left = len(rows) - changed
        said = ngettext("%(count)d was left as it is.", "%(count)d were left as they are.", left)
        messages.warning(request, said % {"count": left})
    return redirect("events:participants", slug=slug)
