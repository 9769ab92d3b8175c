"""Following a stream and writing down every position, then comparing it with the log."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from hub.rehearsal.observations import Listening, Observations
from hub.rehearsal.page import Page
from hub.rehearsal.visitor import Following, Turned, Unreachable, Visitor

CATCH_UP = 15.0
"""Seconds a bot waits for entries that the log holds and its socket has not brought yet."""


class Listener:
    """One stream of one bot, from the position its page stood at."""

    def __init__(self, visitor: Visitor, page: Page, stream: str, seen: Observations) -> None:
        self.visitor = visitor
        self.following = Following(visitor, stream, since=page.streams[stream], ticket=page.tickets.get(stream))
        self.listening = Listening(stream, page.streams[stream])
        self.arrived = asyncio.Condition()
        self.turned_away = False
        seen.listenings.append(self.listening)

    async def entries(self) -> AsyncIterator[dict[str, Any]]:
        """Every entry as it arrives; ends when the bot is turned away."""
        try:
            async for entry in self.following.frames():
                self.listening.positions.append(entry["position"])
                async with self.arrived:
                    self.arrived.notify_all()
                yield entry
        except Turned:
            self.turned_away = True
            async with self.arrived:
                self.arrived.notify_all()

    async def check(self) -> None:
        """Read the log back and wait until the socket has brought what it holds, or has failed to."""
        with suppress(Unreachable):
            self.listening.log = await self._log()
        with suppress(TimeoutError):
            async with asyncio.timeout(CATCH_UP), self.arrived:
                await self.arrived.wait_for(lambda: self.turned_away or not self.listening.lost)

    async def _log(self) -> list[int] | None:
        """The log's positions; what arrived where the bot may read no more, `None` where the answer is no log."""
        positions: list[int] = []
        since = self.listening.start
        while True:
            answer = await self.visitor.request("GET", f"/live/{self.listening.stream}/?since={since}")
            if answer.status_code in (403, 404):
                return list(self.listening.positions)
            if answer.status_code != 200:
                return None
            log = answer.json()
            positions += [entry["position"] for entry in log["entries"]]
            if not log.get("more"):
                return positions
            since = log["position"]
