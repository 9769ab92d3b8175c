"""The tasks: sweep what is due, keep a promise at its moment, relay entries to their reactions.

Promises due within the next seconds are sent ahead with their exact time, so that a round ends when it was promised
and not at the next tick. Overdue ones are kept in order, one after the other.
"""

from datetime import timedelta

from django.utils import timezone

from events.meetings.own_calendars import upkeep
from ledger import promises, relay
from ledger.heartbeats import beat
from members import mailing
from workers import ahead
from workers.celery import app

AHEAD = timedelta(seconds=3)
"""How far a sweep looks ahead: three ticks, so that a lost tick costs nothing."""


@app.task(name="workers.sweep")
def sweep() -> None:
    """Send the promises of the next seconds ahead to their moment, and keep every overdue one in order."""
    now = timezone.now()
    beat("sweep")
    for promise_id, due_at in ahead.unsent(promises.due(until=now + AHEAD), now=now):
        keep.apply_async((promise_id,), eta=due_at, expires=due_at + timedelta(seconds=30))
    promises.keep_due(until=now)


@app.task(name="workers.keep")
def keep(promise_id: int) -> None:
    """Keep one promise, if it is still due."""
    promises.keep(promise_id)


@app.task(name="workers.relay")
def relay_due() -> None:
    """Deliver entries to the reactions that wait for them."""
    beat("relay")
    relay.drain()


@app.task(name="workers.mail")
def mail_due() -> None:
    """Hand waiting notices to the mail server."""
    beat("mail")
    mailing.mail_due()


@app.task(name="workers.calendars")
def calendars_due() -> None:
    """Have people's own calendars read that are due; each by itself, for the other side may be slow."""
    for availability_id in upkeep.due():
        calendar.delay(availability_id)


@app.task(name="workers.calendar")
def calendar(availability_id: int) -> None:
    """Read one person's own calendar."""
    upkeep.read(availability_id)
