"""Where a socket's frames go: straight to the server's transport, or through ASGI's `send`."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from web.live import frames
from web.live.limits import limits


class Outlet(Protocol):
    """The sending side of one connection."""

    def writer(self) -> Callable[[bytes], None]:
        """Takes whole frames; neither waits nor raises. Over the limit it tells its socket by `paused`."""

    def settle(self) -> None:
        """The socket is up to date: from now on `backlog_bytes` is the limit, not `catch_up_bytes`."""

    def end(self, code: int, reason: str) -> None:
        """Close with a code; whoever does not take it in time is cut."""

    def rest(self, seconds: float) -> None:
        """Read nothing from the client for a while."""


class Sink(Protocol):
    """The receiving side: what an outlet tells its socket."""

    def received(self, text: str) -> None:
        """A text frame came."""

    def received_binary(self) -> None:
        """A binary frame came."""

    def spent(self) -> None:
        """A frame came that says nothing, such as a ping."""

    def paused(self) -> None:
        """More is unsent than the limit allows."""

    def resumed(self) -> None:
        """Most of it was taken."""

    def gone(self) -> None:
        """The connection is closed."""


class AsgiOutlet:
    """For servers without our protocol: a queue and a task that sends it, so that no socket waits for another."""

    def __init__(self, send: Callable[[dict[str, Any]], Any], sink: Sink) -> None:
        self._send = send
        self._sink = sink
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._limit = limits().catch_up_bytes
        self._over = False
        self._woken = asyncio.Event()
        self._end: tuple[int, str] | None = None
        self.resting = 0.0

    def writer(self) -> Callable[[bytes], None]:
        """Append to the queue."""
        return self._write

    def settle(self) -> None:
        """Allow the full backlog."""
        self._limit = limits().backlog_bytes

    def end(self, code: int, reason: str) -> None:
        """Close after what is queued."""
        if self._end is None:
            self._end = (code, reason)
            self._woken.set()

    def rest(self, seconds: float) -> None:
        """Ask the reading task to wait."""
        self.resting = max(self.resting, seconds)

    async def drain(self) -> None:
        """Send what is queued until the end was sent; a reader that stalls after the end is given up."""
        while not (self._end and not self._frames):
            await self._woken.wait()
            self._woken.clear()
            await self._send_queued()
        code, reason = self._end
        await self._send({"type": "websocket.close", "code": code, "reason": reason})

    @property
    def ending(self) -> bool:
        """Whether the end was asked for."""
        return self._end is not None

    async def _send_queued(self) -> None:
        while self._frames:
            frame = self._frames.popleft()
            await self._send({"type": "websocket.send", "text": frames.unwire(frame).decode()})
            self._bytes -= len(frame)
            if self._over and self._bytes < self._limit // 4:
                self._over = False
                self._sink.resumed()

    def _write(self, frame: bytes) -> None:
        if self._end is not None:
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        self._woken.set()
        if self._bytes > self._limit and not self._over:
            self._over = True
            self._sink.paused()
