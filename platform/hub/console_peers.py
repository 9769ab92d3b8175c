"""Peer learning in the console: cases whose next step is overdue, and calls whose result waits for review."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.console import Desk, Item, Panel, register
from peers import states
from peers.models import Call, Request
from peers.queries import cases
from web.translated import translated

R = Request.State
MOST = 200


def overdue(desk: Desk) -> Sequence[Item]:
    """Requests and partnerships of the secretariat's networks whose step is overdue, longest first."""
    rows = Request.objects.filter(network__in=desk.secretariat).exclude(state__in=(R.DRAFT, *states.ENDED))
    late = [
        case for case in cases.of(cases.with_all(rows.exclude(due_at=None).order_by("due_at")[:MOST])) if case.overdue
    ]
    return [
        Item(str(case.request.pk), case.names, case.step, case.at, case.address, gettext_lazy("Open the case"))
        for case in late
    ]


def calls(desk: Desk) -> Sequence[Item]:
    """Calls that were matched and wait for their review."""
    rows = Call.objects.filter(network__in=desk.networks, state=Call.State.REVIEW).order_by("deadline")[:MOST]
    return [
        Item(
            str(call.pk),
            translated(call.titles).text,
            _("Matched; nobody is invited before you release the result."),
            call.deadline,
            f"/peers/calls/{call.pk}/review/",
            gettext_lazy("Review the result"),
        )
        for call in rows
    ]


def connect() -> None:
    """Add these panels."""
    register("peer-calls", Panel(gettext_lazy("Calls to review"), calls))
    register("peer-cases", Panel(gettext_lazy("Peer learning: steps overdue"), overdue))
