"""Background work inside the web process: Celery's worker and clock as threads, for the embedded default.

Messages live in this process's memory and die with it, which loses nothing: what is due stands in the database, and
the clock's ticks make the worker look.
"""

import logging
import threading
import time
from types import TracebackType
from typing import Self

from celery.beat import Scheduler, Service
from celery.worker import WorkController
from django.db import connections

from ledger.precedence import THREADS
from workers.celery import app

STOP_SECONDS = 4.0
"""How long a stop may take; what a thread has not finished by then is found due at the next start."""

logging.getLogger("celery").setLevel(logging.WARNING)


class Embedded:
    """A running worker and clock; a context manager that stops both."""

    def __init__(self, *, threads: int = THREADS) -> None:
        """Build both without starting them.

        Args:
            threads: how many tasks may run at the same time.
        """
        self.worker = WorkController(
            app=app,
            pool="threads",
            concurrency=threads,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        self.clock = Service(app, max_interval=1, scheduler_cls=Scheduler)
        self._threads = [
            threading.Thread(target=self._work, name="worker", daemon=True),
            threading.Thread(target=self.clock.start, name="clock", daemon=True),
        ]
        self._stopping: threading.Thread | None = None
        self._deadline = float("inf")

    def __enter__(self) -> Self:
        """Start both."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop both and wait for them, but not for ever."""
        self.begin_to_stop()
        for thread in (self._stopping, *self._threads):
            if thread is not None:
                thread.join(max(0.0, self._deadline - time.monotonic()))
        connections.close_all()

    def begin_to_stop(self) -> None:
        """Ask both to stop, without waiting."""
        if self._stopping is None:
            self._deadline = time.monotonic() + STOP_SECONDS
            self._stopping = threading.Thread(target=self._stop, name="stopping", daemon=True)
            self._stopping.start()

    def _work(self) -> None:
        try:
            self.worker.start()
        finally:
            connections.close_all()

    def _stop(self) -> None:
        self.clock.stop(wait=False)
        self.worker.stop()
