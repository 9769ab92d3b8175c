"""The switchboard: everything live in one process, on one event loop."""

import asyncio
from collections import Counter
from collections.abc import Collection, Coroutine, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from ledger.hints import Hint
from web.live import catching_up, frames, hints, log
from web.live.batching import Questions
from web.live.courier import PROCESS, courier
from web.live.desk import Desk
from web.live.hub import Hub, Step
from web.live.limits import limits
from web.live.listening import listen
from web.live.log import Wanted
from web.live.presence import LivePresence
from web.live.reader import Reader
from web.live.rights import Rights
from web.live.sockets import LiveSocket
from web.live.speech import Speech

TRY_AGAIN_LATER = 1013
"""A client's page reads the log over HTTP meanwhile."""

_boards: "WeakKeyDictionary[asyncio.AbstractEventLoop, Switchboard]" = WeakKeyDictionary()


def switchboard() -> "Switchboard":
    """The running loop's, made when the first socket comes."""
    loop = asyncio.get_running_loop()
    if loop not in _boards:
        _boards[loop] = Switchboard(loop)
    return _boards[loop]


def boards() -> list["Switchboard"]:
    """Those of all loops, for a look from outside."""
    return list(_boards.values())


class Switchboard:
    """Hubs by stream, the sockets on them, and the tasks that keep them going.

    Attributes:
        desk: threads that read.
        pen: the thread that stores what people say.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.hubs: dict[str, Hub] = {}
        self.sockets: set[LiveSocket] = set()
        self._of_person: Counter[int] = Counter()
        self.desk = Desk(loop, threads=4, name="live-desk")
        self.pen = Desk(loop, threads=1, name="live-pen")
        self.rights = Rights(self.desk, lambda: self.sockets)
        self.reader = Reader(self.desk, self.hubs, self.rights)
        self.presence = LivePresence(self)
        self.speech = Speech(self)
        self._opening: Questions[str, tuple[str, int]] = Questions(self.desk, _heads)
        self._tasks: set[asyncio.Task[None]] = set()
        for work in self._duties():
            self._keep(work)
        hints.add(self)

    async def open(self, stream: str) -> Hub:
        """The hub of a stream, new or not, held until `release`."""
        hub = self.hubs.get(stream)
        if hub is None:
            epoch, head = await self._opening.ask(stream)
            hub = self.hubs.get(stream)
            if hub is None:
                hub = self.hubs[stream] = Hub(stream, epoch=epoch, head=head)
        hub.visitors += 1
        return hub

    def release(self, hub: Hub) -> None:
        """Let go of a hub; nobody holding it, it is dropped."""
        hub.visitors -= 1
        if hub.visitors <= 0 and self.hubs.get(hub.stream) is hub:
            del self.hubs[hub.stream]
            self.presence.forget(hub.stream)

    def enter(self, socket: LiveSocket) -> None:
        """A socket is open: welcome it, and bring it up to date."""
        self.sockets.add(socket)
        self._of_person[socket.person_id] += 1
        if self._of_person[socket.person_id] > limits().sockets_per_person:
            socket.end(TRY_AGAIN_LATER, "too many sockets")
            return
        socket.send(frames.welcome(socket.hub.stream, socket.hub.epoch, socket.hub.position))
        if self.rights.are_fresh and socket.hub.advance(socket) is Step.JOINED:
            catching_up.arrive(self, socket)
        else:
            self._keep(catching_up.catch_up(self, socket))

    def left(self, socket: LiveSocket) -> None:
        """A socket is closing."""
        self.sockets.discard(socket)
        self._of_person[socket.person_id] -= 1
        if not self._of_person[socket.person_id]:
            del self._of_person[socket.person_id]
        socket.hub.leave(socket)
        self.presence.left(socket)
        self.release(socket.hub)

    # --- told from elsewhere -----------------------------------------------------------------------------------------
    def hinted(self, heads: Sequence[Hint]) -> None:
        """Streams have reached positions; from any thread."""
        self._soon(self.reader.hinted, heads)

    def newest(self, names: Collection[str]) -> list[Wanted]:
        """What the hubs of these streams want next; from any thread."""
        hubs = [hub for name in names if (hub := self.hubs.get(name))]
        return [Wanted(hub.stream, hub.position, hub.generation) for hub in hubs]

    def typed(self, stream: str, person_id: int) -> None:
        """Somebody is writing: tell the others, here and on other processes."""
        self._tell_typing(stream, person_id)
        courier.carry({"typing": {f"{stream} {person_id}": True}})

    def told(self, message: dict[str, Any]) -> None:
        """Another process has told something; unknown parts are left alone."""
        if str(message.get("process", "")).startswith(PROCESS):
            return
        parts = message.get("parts", {})
        self.reader.hinted(list(parts.get("heads", {}).items()))
        self.presence.changed_elsewhere(parts.get("present", ()))
        for told in parts.get("typing", ()):
            stream, _, person = told.rpartition(" ")
            self._tell_typing(stream, int(person))

    async def close(self) -> None:
        """End the tasks and threads; the sockets are the server's to close."""
        hints.remove(self)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        _boards.pop(self._loop, None)
        for desk in (self.desk, self.pen):
            desk.close()
        for desk in (self.desk, self.pen):
            await self._loop.run_in_executor(None, desk.join, 10)

    # --- within ------------------------------------------------------------------------------------------------------
    def _duties(self) -> list[Coroutine[Any, Any, None]]:
        return [
            self.reader.keep_reading(),
            self.reader.keep_polling(),
            self.rights.keep_checking(),
            self.presence.keep_telling(),
            self.presence.keep_beating(),
            listen(self.told),
        ]

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _soon(self, work: Any, *args: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(work, *args)
        except RuntimeError:  # the loop is closed: this process's sockets are gone
            hints.remove(self)

    def _tell_typing(self, stream: str, person_id: int) -> None:
        hub = self.hubs.get(stream)
        if hub is not None:
            hub.tell_others(frames.wire(frames.typing(stream, person_id)), person_id)


def _heads(names: Sequence[str]) -> list[tuple[str, int]]:
    epoch, heads = log.heads(set(names))
    return [(epoch, heads[name]) for name in names]
