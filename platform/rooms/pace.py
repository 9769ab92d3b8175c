"""How fast a person may speak in a room.

Counted in this process's memory: a conversation's batch of a thousand messages must not ask a cache a thousand times,
and must go on when Redis is away. A person whose sockets are spread over several processes has the limit in each.
"""

import threading
import time
from collections import deque

from django.conf import settings

SECONDS = 10.0
"""Length of the window the limit counts in."""

LIMIT = int(getattr(settings, "SAY_LIMIT", 30))
"""Messages per person and room in one window; nobody types that fast."""

TRACKED = 20_000
"""Pairs of person and room remembered before the quiet ones are forgotten."""

_said: dict[tuple[int, int], deque[float]] = {}
_lock = threading.Lock()


def take(person_id: int, room_id: int, *, now: float | None = None) -> bool:
    """Count one message if it is within the limit. Returns whether it is.

    Args:
        person_id: who speaks.
        room_id: where.
        now: seconds on a monotonic clock, for tests.
    """
    now = time.monotonic() if now is None else now
    with _lock:
        times = _said.get((person_id, room_id))
        if times is None:
            _forget(now)
            times = _said[person_id, room_id] = deque()
        while times and times[0] <= now - SECONDS:
            times.popleft()
        if len(times) >= LIMIT:
            return False
        times.append(now)
        return True


def _forget(now: float) -> None:
    if len(_said) < TRACKED:
        return
    for pair in [pair for pair, times in _said.items() if not times or times[-1] <= now - SECONDS]:
        del _said[pair]


def forget_all() -> None:
    """Begin anew, as a process does that has just started."""
    with _lock:
        _said.clear()
