"""The reader: looks at the log on a hint and once a second, and hands new entries to the hubs.

One pass at a time reads for all streams that moved; what moves meanwhile is the next pass.
"""

import asyncio
import logging
from collections.abc import Sequence

from ledger.hints import Hint
from web.live import log
from web.live.desk import Desk
from web.live.hub import Hub
from web.live.log import Run, Wanted
from web.live.rights import Rights

POLL_SECONDS = 1.0
_log = logging.getLogger(__name__)


class Reader:
    """Keeps the hubs of a process at the head of their streams."""

    def __init__(self, desk: Desk, hubs: dict[str, Hub], rights: Rights) -> None:
        self._desk = desk
        self._hubs = hubs
        self._rights = rights
        self._behind: set[str] = set()
        self._woken = asyncio.Event()
        self._failing = False

    def hinted(self, heads: Sequence[Hint]) -> None:
        """Streams have reached positions."""
        for name, position in heads:
            hub = self._hubs.get(name)
            if hub is not None and position > hub.position:
                self._behind.add(name)
        if self._behind:
            self._woken.set()

    def give(self, runs: Sequence[Run]) -> None:
        """Take what somebody else has read, if nothing stands against it; else read it anew."""
        for run in runs:
            hub = self._hubs.get(run.wanted.stream)
            if hub is None or not run.entries:
                continue
            if self._rights.are_fresh and not run.dismissed:
                self._take(hub, run)
            else:
                self.hinted([(hub.stream, run.entries[-1].position)])

    async def keep_reading(self) -> None:
        """Read what moved, for ever."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self._read()
            except Exception:
                self._said_once("New entries cannot be read")
                await asyncio.sleep(POLL_SECONDS / 2)

    async def keep_polling(self) -> None:
        """Look at the heads of all streams once a second, for ever."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self.poll()
            except Exception:
                self._said_once("The heads of the streams cannot be read")
            else:
                self._failing = False

    async def poll(self) -> None:
        """Look once at the heads of all streams."""
        generations = {name: hub.generation for name, hub in self._hubs.items()}
        if not generations:
            return
        epoch, heads = await self._desk.ask(log.heads, list(generations))
        for name, generation in generations.items():
            hub = self._hubs.get(name)
            if hub is not None and hub.generation == generation:
                self._compare(hub, epoch, heads[name])
            if hub is not None:
                hub.tail.rest()
        if self._behind:
            self._woken.set()

    def _compare(self, hub: Hub, epoch: str, head: int) -> None:
        if hub.epoch != epoch:
            hub.restart(epoch, head)
        elif head > hub.position:
            self._behind.add(hub.stream)

    async def _read(self) -> None:
        """Read for every stream that moved, until none does."""
        while self._behind:
            names, self._behind = self._behind, set()
            hubs = [hub for name in names if (hub := self._hubs.get(name))]
            runs = await self._desk.ask(log.read, [Wanted(hub.stream, hub.position, hub.generation) for hub in hubs])
            if not await self._rights.confirm():
                return  # the next poll finds these streams behind again
            for hub, run in zip(hubs, runs, strict=True):
                await self.deliver(hub, run)

    async def deliver(self, hub: Hub, run: Run) -> None:
        """Pass a run on, after asking about those whom it may have dismissed."""
        if run.dismissed:
            await self._rights.check_people(hub.stream, run.dismissed)
        self._take(hub, run)
        if len(run.entries) == run.wanted.limit:
            self._behind.add(hub.stream)

    @staticmethod
    def _take(hub: Hub, run: Run) -> None:
        if run.wanted.generation != hub.generation:
            return
        if not hub.take(run.entries) and run.wanted.after == hub.position:
            hub.restart(hub.epoch, run.entries[-1].position)  # pruned while this process was behind

    def _said_once(self, what: str) -> None:
        if not self._failing:
            _log.exception("%s; tried again each second", what)
        self._failing = True
