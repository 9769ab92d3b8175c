"""Whether this worker still works: a heartbeat row while it does, the end of the process when it no longer does.

A worker may stop consuming after a reconnect to Redis while its process looks well. Ticks arrive every second, so
silence means trouble: the process ends with exit code 1 and its supervisor starts another.
"""

import logging
import os
import threading
import time
from datetime import timedelta
from typing import Any

from celery import signals
from django.db import connection
from django.utils import timezone

from ledger.heartbeats import beat
from ledger.models import Heartbeat

PREFIX = "worker "
"""Every worker's heartbeat is named so, followed by its host and process."""
FORGOTTEN = timedelta(days=1)
BEAT_SECONDS = 30.0
SILENCE_SECONDS = 120.0
"""No task for so long: either the clocks are down, and a restart does no harm, or this worker is stuck."""

_log = logging.getLogger(__name__)


class Life:
    """When the last task was done and when that was last written down."""

    def __init__(self, name: str) -> None:
        """Begin with now.

        Args:
            name: the heartbeat's name.
        """
        self.name = name
        self.last_task = time.monotonic()
        self._last_beat = float("-inf")
        self._lock = threading.Lock()

    def task_done(self, **_: Any) -> None:
        """Note a finished task; write the heartbeat when the last one is half a minute old."""
        self.last_task = time.monotonic()
        with self._lock:
            if self.last_task - self._last_beat < BEAT_SECONDS:
                return
            self._last_beat = self.last_task
        try:
            beat(self.name)
        except Exception:
            _log.warning("The heartbeat of %s could not be written.", self.name, exc_info=True)
        finally:
            connection.close()

    def silent_for(self) -> float:
        """Seconds since the last task."""
        return time.monotonic() - self.last_task


def watch(hostname: str) -> Life:
    """Keep this worker's heartbeat, and end the process when it falls silent."""
    Heartbeat.objects.filter(name__startswith=PREFIX, at__lt=timezone.now() - FORGOTTEN).delete()
    life = Life(PREFIX + hostname)
    signals.task_postrun.connect(life.task_done, weak=False)
    threading.Thread(target=_end_when_silent, args=[life], name="watch", daemon=True).start()
    return life


def _end_when_silent(life: Life) -> None:
    while life.silent_for() < SILENCE_SECONDS:
        time.sleep(SILENCE_SECONDS / 10)
    _log.error("No task for %d s: this worker ends, so that its supervisor starts another.", SILENCE_SECONDS)
    os._exit(1)
