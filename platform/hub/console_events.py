"""Events in the console: requests to decide, registration not opened, events nobody began or ended, empty seats."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import formats, registrations, states, streams
from events.models import Event, Registration
from hub.console import Deed, Desk, Item, Panel, register
from web.errors import Refused
from web.translated import translated

E, R = Event.State, Registration.State
OPEN_BEFORE = timedelta(days=21)
FULL_BEFORE = timedelta(days=7)
NO_DATE_FOR = timedelta(days=14)
LINGERS = timedelta(hours=2)


def requests(desk: Desk) -> Sequence[Item]:
    """People who asked for a seat that an organiser decides about."""
    waiting = Registration.objects.filter(
        event__network__in=desk.networks, state=R.REQUESTED, event__state__in=states.SEATS_ARE_GIVEN
    )
    return [
        Item(
            str(row.pk),
            f"{row.person.display_name} → {translated(row.event.titles).text}",
            _("asks for a seat"),
            row.queued_at,
            f"{formats.event_page(row.event)}participants/",
            gettext_lazy("All participants"),
        )
        for row in waiting.select_related("person", "event").order_by("queued_at")[:200]
    ]


def _decide(name: str) -> Deed:
    service, label = {
        "confirm": (registrations.confirm, gettext_lazy("Give a seat")),
        "decline": (registrations.decline, gettext_lazy("Decline")),
    }[name]

    def done(desk: Desk, keys: Collection[str]) -> int:
        changed = 0
        for row in Registration.objects.filter(pk__in=keys).order_by("queued_at", "id"):
            try:
                service(row, by=desk.person)
            except Refused:
                continue
            changed += 1
        return changed

    return Deed(label, done)


def events(desk: Desk) -> Sequence[Item]:
    """Events whose next step is due or late."""
    rows = Event.objects.filter(network__in=desk.networks).exclude(state__in=(E.DOCUMENTATION, E.ARCHIVED, E.CANCELLED))
    now = timezone.now()
    live = list(rows.order_by("starts_at")[:500])
    seats = streams.seats_of([event.pk for event in live])
    return [
        Item(
            str(event.pk),
            translated(event.titles).text,
            why,
            event.starts_at,
            formats.event_page(event),
            gettext_lazy("Open the event"),
        )
        for event in live
        for why in reasons(event, seats[event.pk]["taken"], now)
    ]


def reasons(event: Event, taken: int, now: datetime) -> Iterator[str | Promise]:
    """What is stuck about an event, in plain words; nothing when all is well.

    Args:
        event: which.
        taken: how many seats are taken.
        now: the moment it is looked at.
    """
    begun, over = event.starts_at <= now, event.ends_at + LINGERS <= now
    if event.state == E.POSTPONED and event.changed_at < now - NO_DATE_FOR:
        yield _("Postponed for two weeks, and no new date yet.")
    elif event.state == E.DRAFT and event.starts_at - OPEN_BEFORE < now:
        yield _("Begins in less than three weeks and is still a draft.")
    elif event.state == E.PUBLISHED and event.starts_at - OPEN_BEFORE < now:
        yield _("Begins in less than three weeks, and registration is not open.")
    elif event.state in (E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.LIVE) and over:
        yield _("Is over, but was not ended.")
    elif event.state == E.REGISTRATION_OPEN and begun:
        yield _("Has begun, but registration is still open.")
    elif event.state == E.REGISTRATION_OPEN and event.starts_at - FULL_BEFORE < now and taken * 2 < event.capacity:
        yield _("Begins within a week, and only %(taken)d of %(capacity)d seats are taken.") % {
            "taken": taken,
            "capacity": event.capacity,
        }


def connect() -> None:
    """Add these panels."""
    register("events", Panel(gettext_lazy("Events that need a step"), events))
    deeds = {name: _decide(name) for name in ("confirm", "decline")}
    register("requests", Panel(gettext_lazy("Requests for a seat"), requests, deeds))
