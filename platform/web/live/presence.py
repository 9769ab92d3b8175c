"""Presence: who is on a stream, stored in batches and told when it changes."""

import asyncio
import logging
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from web.live import frames, streams
from web.live.courier import PROCESS, courier

if TYPE_CHECKING:
    from web.live.sockets import LiveSocket
    from web.live.switchboard import Switchboard

BEAT_SECONDS = 15.0
LOOK_SECONDS = 5.0
"""How often it is looked who is there on other processes, should their word get lost."""

GATHER_SECONDS = 0.25
"""Comings and goings are told together, at most this often."""

_log = logging.getLogger(__name__)
_Pair = tuple[int, str]


class LivePresence:
    """Who is here, for the sockets of this process."""

    def __init__(self, board: "Switchboard") -> None:
        self._board = board
        self._sockets: Counter[_Pair] = Counter()
        self._stored: set[_Pair] = set()
        self._changed: set[_Pair] = set()
        self._elsewhere: set[str] = set()
        self._told: dict[str, bytes] = {}
        self._woken = asyncio.Event()

    def arrived(self, socket: "LiveSocket") -> None:
        """A socket says that its person is here."""
        if socket.here or socket.closing or streams.registry.presence is None:
            return
        socket.here = True
        self._count(socket, 1)

    def left(self, socket: "LiveSocket") -> None:
        """A socket has closed."""
        if socket.here:
            socket.here = False
            self._count(socket, -1)

    def changed_elsewhere(self, names: Collection[str]) -> None:
        """Another process has told of comings and goings."""
        self._elsewhere.update(names)
        self._woken.set()

    def known(self, stream: str) -> bytes | None:
        """The frame that was told last."""
        return self._told.get(stream)

    def forget(self, stream: str) -> None:
        """The stream has no sockets here any more."""
        self._told.pop(stream, None)

    async def keep_telling(self) -> None:
        """Store and tell changes, for ever."""
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()
            await self._guarded(self._tell)
            await asyncio.sleep(GATHER_SECONDS)

    async def keep_beating(self) -> None:
        """Say for ever that this process lives."""
        while True:
            if self._stored:
                await self._guarded(self._beat)
            await asyncio.sleep(BEAT_SECONDS)

    async def _guarded(self, work: object) -> None:
        if streams.registry.presence is None:
            return
        try:
            await work()  # type: ignore[operator]
        except Exception:
            _log.exception("Presence could not be stored")

    def _count(self, socket: "LiveSocket", by: int) -> None:
        pair = (socket.person_id, socket.hub.stream)
        self._sockets[pair] += by
        if self._sockets[pair] <= 0:
            del self._sockets[pair]
        self._changed.add(pair)
        self._woken.set()

    async def _tell(self) -> None:
        stored = await self._store()
        names = {name for _person, name in stored} | self._elsewhere | set(self._board.hubs)
        self._elsewhere.clear()
        hosted = [name for name in names if name in self._board.hubs]
        if stored:
            courier.carry({"present": {name: True for _person, name in stored}})
        if not hosted:
            return
        present = await self._board.desk.ask(streams.registry.presence.present, hosted)  # type: ignore[union-attr]
        for name, people in present.items():
            self._tell_if_new(name, frames.present(name, people))

    async def _store(self) -> set[_Pair]:
        """Store what changed; what failed to be stored is changed still."""
        changed = {pair for pair in self._changed if (pair in self._sockets) != (pair in self._stored)}
        self._changed.clear()
        if not changed:
            return changed
        joined = [pair for pair in changed if pair in self._sockets]
        left = [pair for pair in changed if pair not in self._sockets]
        try:
            await self._board.desk.ask(streams.registry.presence.sync, PROCESS, joined, left)  # type: ignore[union-attr]
        except Exception:
            self._changed |= changed
            asyncio.get_running_loop().call_later(1.0, self._woken.set)
            raise
        self._stored.update(joined)
        self._stored.difference_update(left)
        return changed

    async def _beat(self) -> None:
        await self._board.desk.ask(streams.registry.presence.beat, PROCESS)  # type: ignore[union-attr]

    def _tell_if_new(self, name: str, payload: bytes) -> None:
        hub = self._board.hubs.get(name)
        if hub is not None and self._told.get(name) != payload:
            self._told[name] = payload
            hub.tell(frames.wire(payload))
