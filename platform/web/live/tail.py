"""The tail of a stream: its newest entries, encoded, kept so that whoever comes back is served from memory."""

from collections import deque
from collections.abc import Iterable

from web.live.log import Encoded

MOST_ENTRIES = 2_000
MOST_BYTES = 2_000_000
RESTING_SECONDS = 30
RESTING_BYTES = 200_000
"""What a tail shrinks to when nobody has come back for a while."""


class Tail:
    """Contiguous encoded entries ending at `last`."""

    __slots__ = ("_bytes", "_payloads", "_rested", "last")

    def __init__(self, last: int) -> None:
        self.last = last
        self._payloads: deque[bytes] = deque()
        self._bytes = 0
        self._rested = 0

    @property
    def first(self) -> int:
        """Position of the oldest entry kept; `last` + 1 when there is none."""
        return self.last - len(self._payloads) + 1

    def append(self, entries: Iterable[Encoded]) -> None:
        """Add entries that follow `last`."""
        for entry in entries:
            self._payloads.append(entry.payload)
            self._bytes += len(entry.payload)
            self.last = entry.position
        self.trim(MOST_BYTES)

    def prepend(self, entries: Iterable[Encoded]) -> None:
        """Add entries that end right before `first`; others are ignored."""
        self._rested = 0
        older = list(entries)
        if older and older[-1].position == self.first - 1:
            self._payloads.extendleft(entry.payload for entry in reversed(older))
            self._bytes += sum(len(entry.payload) for entry in older)

    def after(self, position: int, most_bytes: int) -> list[bytes]:
        """Payloads that follow a position (at least `first` - 1): one at least, and as many as fit."""
        self._rested = 0
        start = position - self.first + 1
        found: list[bytes] = []
        size = 0
        for index in range(start, len(self._payloads)):
            size += len(self._payloads[index])
            if found and size > most_bytes:
                break
            found.append(self._payloads[index])
        return found

    def rest(self) -> None:
        """Called once a second: what nobody has come back for in half a minute is let go of."""
        self._rested += 1
        if self._rested > RESTING_SECONDS:
            self.trim(RESTING_BYTES)

    def trim(self, most_bytes: int) -> None:
        """Forget the oldest entries over the bound."""
        while self._payloads and (self._bytes > most_bytes or len(self._payloads) > MOST_ENTRIES):
            self._bytes -= len(self._payloads.popleft())
