"""What a meeting promises for a time; all of it on its own stream, so it happens in order."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class MeetingPromise(Promised):
    """Something promised about a meeting.

    Attributes:
        before: how long before the start.
    """

    stream = "meeting:{meeting_id}"
    before: ClassVar[timedelta]
    meeting_id: int


class MeetingDayReminder(MeetingPromise):
    """One day before; half a day late it is still of use."""

    before = timedelta(days=1)
    stale_after = timedelta(hours=12)


class MeetingHourReminder(MeetingPromise):
    """One hour before; the next reminder replaces it."""

    before = timedelta(hours=1)
    stale_after = timedelta(minutes=40)


class MeetingLastReminder(MeetingPromise):
    """A quarter of an hour before, with the address to join; worthless once the meeting has begun."""

    before = timedelta(minutes=15)
    stale_after = timedelta(minutes=15)


class MeetingOpens(MeetingPromise):
    """The room opens ten minutes before."""

    before = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class MeetingCloses(Promised):
    """The room closes some time after the end; later when the room's clock still runs."""

    stream = "meeting:{meeting_id}"
    meeting_id: int


REMINDERS: tuple[type[MeetingPromise], ...] = (MeetingDayReminder, MeetingHourReminder, MeetingLastReminder)
WINDING_UP = timedelta(minutes=30)
"""How long after the end the room stays open: people write down what they agreed."""
