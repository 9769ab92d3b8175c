"""What a poll promises for a time."""

from dataclasses import dataclass
from datetime import timedelta

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class PollPromise(Promised):
    """Something promised about a poll."""

    stream = "poll:{poll_id}"
    poll_id: int


class PollReminder(PollPromise):
    """A day before it closes, who has not answered is asked again."""

    stale_after = timedelta(hours=12)


class PollCloses(PollPromise):
    """The time to answer is over."""


ALL = (PollReminder, PollCloses)
REMINDS = timedelta(days=1)
"""How long before the end."""
