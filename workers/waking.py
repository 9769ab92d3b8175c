"""Waking the relay: asks Celery for a run at once, from a thread of its own.

A request must not wait for a broker that is down. If the broker cannot be reached the call is dropped: the tick each
second finds the same work in the database.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celery import Task

_log = logging.getLogger(__name__)
_wanted = threading.Event()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def wake_relay() -> None:
    """Have the relay run soon; many calls while it is being asked become one."""
    global _thread  # noqa: PLW0603  (one thread per process, started when first needed, anew after a fork)
    with _starting:
        if _thread is None or not _thread.is_alive():
            # Imported here, not in the new thread: Celery cannot be imported by two threads at once.
            from workers.tasks import relay_due

            _thread = threading.Thread(target=_ask, args=[relay_due], name="wake-relay", daemon=True)
            _thread.start()
    _wanted.set()


def _ask(relay_due: Task[[], None]) -> None:
    while True:
        _wanted.wait()
        _wanted.clear()
        try:
            relay_due.apply_async(retry=False, expires=5)
        except Exception as error:
            _log.warning("The broker did not take a call for the relay (%s); the next tick does the work.", error)
