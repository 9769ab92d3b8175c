"""A line in which threads wait for their turn, first come, first served."""

from collections import deque
from threading import Event, Lock


class Line:
    """One at a time; who came first is next."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._taken = False

    def take(self, seconds: float) -> bool:
        """Wait for one's turn.

        Args:
            seconds: how long at most.

        Returns:
            Whether it came; then `leave` must follow, from any thread.
        """
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = Event()
            self._waiting.append(turn)
        return turn.wait(seconds) or self._came_late(turn)

    def _came_late(self, turn: Event) -> bool:
        with self._guard:
            if not turn.is_set():
                self._waiting.remove(turn)
            return turn.is_set()

    def leave(self) -> None:
        """Let the next one have their turn."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
