"""What will happen around an agenda."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ledger.promises import Promised

DEBOUNCE = timedelta(minutes=10)
"""News go out this long after the last version, so that several changes become one notice."""
LATEST = timedelta(minutes=30)
"""News never wait longer than this for the organiser to stop changing things."""
DISTANCES = (30, 14, 7)
"""Days before the event on which speakers are reminded of what is missing."""


@dataclass(frozen=True, kw_only=True)
class AgendaNewsDue(Promised):
    """People are told what changed for them since they were told last."""

    stream = "agenda:{event_id}"
    event_id: int


@dataclass(frozen=True, kw_only=True)
class PiecesReminder(Promised):
    """A speaker is reminded of what is still missing some days before the event; two days late it is still of use."""

    stream = "agenda:{event_id}"
    stale_after: ClassVar[timedelta | None] = timedelta(days=2)
    event_id: int
    speaker_id: int
    days: int
