"""The courier: takes hints to the other processes through the channel layer, from a thread of its own.

Nobody ever waits for it. While Redis is down, hints are dropped, which costs the readers a second.
"""

import asyncio
import logging
import os
import threading
import uuid
from collections.abc import Mapping
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

GROUP = "live"
TYPE = "live.hint"
"""The one message type there is; everything else is in the payload."""

PROCESS = uuid.uuid4().hex
GATHER_SECONDS = 0.02
"""After a message, what is to be told is gathered this long; the first after a pause goes at once."""

_SECONDS = 1.0
_MOST = 10_000
_log = logging.getLogger(__name__)


def is_shared() -> bool:
    """Whether the channel layer reaches other processes at all."""
    layer = get_channel_layer()
    return layer is not None and not isinstance(layer, InMemoryChannelLayer)


class Courier:
    """Collects what is to be told and sends it as one message at a time."""

    def __init__(self) -> None:
        self._forget()
        os.register_at_fork(after_in_child=self._forget)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken: asyncio.Event | None = None
        self._failing = False

    def carry(self, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """Add to the next message, from any thread; the newest value of a key counts."""
        if not is_shared():
            return
        with self._lock:
            if not self._started:
                self._start()
            for part, values in parts.items():
                held = self._bag.setdefault(part, {})
                held.update(values)
                if len(held) > _MOST:
                    held.clear()
        if self._loop and self._woken:
            self._loop.call_soon_threadsafe(self._woken.set)

    def _forget(self) -> None:
        """Begin anew: a forked child has neither the thread nor whoever held the lock."""
        self._lock = threading.Lock()
        self._bag: dict[str, dict[str, Any]] = {}
        self._started = False

    def _start(self) -> None:
        self._started = True
        ready = threading.Event()
        threading.Thread(target=self._run, args=[ready], name="live-courier", daemon=True).start()
        ready.wait()

    def _run(self, ready: threading.Event) -> None:
        asyncio.run(self._deliver(ready))

    async def _deliver(self, ready: threading.Event) -> None:
        self._loop, self._woken = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        while True:
            await self._woken.wait()
            self._woken.clear()
            with self._lock:
                bag, self._bag = self._bag, {}
            if bag:
                await self._send(bag)
                await asyncio.sleep(GATHER_SECONDS)

    async def _send(self, bag: dict[str, dict[str, Any]]) -> None:
        message = {"type": TYPE, "process": f"{PROCESS}-{os.getpid()}", "parts": bag}
        try:
            await asyncio.wait_for(get_channel_layer().group_send(GROUP, message), _SECONDS)
        except Exception as error:
            if not self._failing:
                _log.warning("Hints cannot reach other processes, which now read the log each second: %r", error)
            self._failing = True
            await asyncio.sleep(_SECONDS / 2)
        else:
            if self._failing:
                _log.warning("Hints reach other processes again")
            self._failing = False


courier = Courier()
