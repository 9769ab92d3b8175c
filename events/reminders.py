"""Reminders before an event: promised when it is announced, moved and withdrawn with it.

There is one promise per event and distance, not one per person: whoever is confirmed when its time has come is told,
so registering and withdrawing need no promise of their own, and moving an event of 300 people moves three rows.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from django.utils import timezone

from events import formats
from events.models import Event, Registration
from ledger.promises import Promised, promise, withdraw
from members.notices import tell

REMINDED = (Event.State.PUBLISHED, Event.State.REGISTRATION_OPEN, Event.State.REGISTRATION_CLOSED, Event.State.LIVE)
"""States in which people are reminded; a mixer may be live already when its last reminder is due."""


@dataclass(frozen=True, kw_only=True)
class EventReminder(Promised):
    """A reminder some time before an event.

    Attributes:
        before: how long before the start.
    """

    stream = "event:{event_id}"
    before: ClassVar[timedelta]
    event_id: int


class WeekReminder(EventReminder):
    """Seven days before; a day late it is still of use."""

    before = timedelta(days=7)
    stale_after = timedelta(days=1)


class DayReminder(EventReminder):
    """One day before."""

    before = timedelta(days=1)
    stale_after = timedelta(hours=12)


class LastReminder(EventReminder):
    """A quarter of an hour before, with the address to join; worthless once the event has begun."""

    before = timedelta(minutes=15)
    stale_after = timedelta(minutes=15)


REMINDERS: tuple[type[EventReminder], ...] = (WeekReminder, DayReminder, LastReminder)


def keep_in_step(event: Event) -> None:
    """Promise, move or withdraw the event's reminders, in the transaction that changed it."""
    for kind in REMINDERS:
        at = event.starts_at - kind.before
        if event.state in REMINDED and at > timezone.now():
            promise(kind(event_id=event.pk), at=at)
        else:
            withdraw(kind(event_id=event.pk))


def remind(due: EventReminder) -> None:
    """Keep a reminder: tell everybody who has a seat, with the address to join."""
    event = Event.objects.filter(pk=due.event_id, state__in=REMINDED).first()
    if event is None:
        return
    confirmed = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED)
    tell(
        confirmed.values_list("person_id", flat=True),
        kind=due.kind,
        key=f"{due.kind}:{event.pk}:{event.starts_at:%Y%m%dT%H%M}",
        data={"event_id": event.pk},
        address=formats.of(event).live_address(event),
    )
