"""What this worker has sent ahead to its moment already.

A sweep looks three ticks ahead and there is more than one clock, so it sees each promise several times; one message is
enough. Should that message be lost with whoever held it, a sweep keeps the promise when it is overdue.
"""

import threading
from collections.abc import Iterable
from datetime import datetime

Moment = tuple[int, datetime]
"""A promise's id, and when it is due: moved, it is another moment."""

_sent: set[Moment] = set()
_turn = threading.Lock()


def unsent(due: Iterable[Moment], *, now: datetime) -> list[Moment]:
    """Those still to come that this process has not sent yet; from now on they count as sent."""
    coming = {moment for moment in due if moment[1] > now}
    with _turn:
        fresh = coming - _sent
        _sent.difference_update([moment for moment in _sent if moment[1] <= now])
        _sent.update(fresh)
    return sorted(fresh, key=lambda moment: moment[1])
