"""Soon, but together: what many people do at once is counted a moment after the first of them, and told once.

A vote for each of a thousand sockets would be a thousand entries for a thousand sockets each. So a process notes
which sessions have something to count and counts them together after a tick. What is counted stands in the database:
when a process dies before its tick, the promise made with the first vote has it counted (`promised.CountDue`).
"""

import logging
import threading
import time
from collections.abc import Callable, Collection
from datetime import timedelta

from django.db import connections, transaction
from django.utils import timezone

from events.stage.promised import CountDue
from ledger.promises import promise_once

TICK = 0.2
"""Seconds from the first vote to the entry that tells of it."""
APPLAUSE_TICK = 1.0
AT_THE_LATEST = timedelta(seconds=3)
_log = logging.getLogger(__name__)


class Ticker:
    """Does a piece of work for the sessions that were named since it was done last.

    Args:
        seconds: from the first name to the work.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.work: Callable[[Collection[int]], object] | None = None
        self._named: set[int] = set()
        self._lock = threading.Lock()
        self._runs = False

    def soon(self, session_id: int) -> None:
        """Name a session; called after the commit of what is to be counted."""
        with self._lock:
            self._named.add(session_id)
            if self._runs or self.work is None:
                return
            self._runs = True
        threading.Thread(target=self._run, name="stage-ticker", daemon=True).start()

    def _run(self) -> None:
        while True:
            time.sleep(self.seconds)
            with self._lock:
                named, self._named = self._named, set()
                if not named:
                    self._runs = False
                    return
            self._count(named)

    def _count(self, named: Collection[int]) -> None:
        """Do the work; what fails is left to the promise and to the next tick."""
        try:
            if self.work is not None:
                self.work(named)
        except Exception:
            _log.exception("Sessions could not be counted now")
        finally:
            connections.close_all()


counting, applauding = Ticker(TICK), Ticker(APPLAUSE_TICK)


def count_soon(session_id: int) -> None:
    """Have a session counted soon after the running transaction; promised, should this process die before."""
    promise_once(CountDue(session_id=session_id), at=timezone.now() + AT_THE_LATEST)
    transaction.on_commit(lambda: counting.soon(session_id), robust=True)
