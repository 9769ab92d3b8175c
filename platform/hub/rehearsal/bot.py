"""One bot: signs in, waits in the lobby, goes to its table each round, talks, reads what came after."""

import asyncio
import random
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.rehearsal import page
from hub.rehearsal.listener import Listener
from hub.rehearsal.observations import Bell, Observations
from hub.rehearsal.sitting import AtTable
from hub.rehearsal.visitor import PATIENCE, Unreachable, Visitor

MOVES = {"seat_taken", "seat_moved", "tables_merged"}
"""After these a bot looks again where it sits, when the entry names it."""

CLOCKS = {"phase_changed", "programme_extended", "round_resumed"}
"""These say when the bell is due."""


@dataclass(frozen=True)
class Part:
    """The part a bot plays.

    Attributes:
        person: the person's id; address: the sign-in address made for it.
        slug: the mixer's; talk_seconds: how long it talks in a round; seed: makes it repeatable.
    """

    person: int
    address: str
    slug: str
    talk_seconds: float
    seed: int


class Bot:
    """Plays one part and writes down what it saw.

    Args:
        part: who it is; base_url: where the platform is served.
        sent: when each text was sent, shared by all bots.
    """

    def __init__(self, part: Part, base_url: str, sent: dict[str, float]) -> None:
        self.part, self.sent = part, sent
        self.visitor = Visitor(base_url)
        self.seen = Observations(part.person)
        self.dice = random.Random(part.seed)  # noqa: S311  (a rehearsal is repeatable; nothing is guarded)
        self.table: AtTable | None = None
        self.due: float | None = None
        self.leaving: list[asyncio.Task[None]] = []

    async def play(self) -> Observations:
        """Go through the whole mixer. What goes wrong is noted, never raised."""
        try:
            await self._attend()
        except (Unreachable, OSError, ValueError, KeyError) as trouble:
            self.seen.troubles.append(f"{type(trouble).__name__}: {trouble}")
        finally:
            self._leave_table()
            ways_out = await asyncio.gather(*self.leaving, return_exceptions=True)
            self.seen.troubles += [repr(trouble) for trouble in ways_out if trouble is not None]
            self.seen.reconnects = self.visitor.reconnects
            await self.visitor.close()
        return self.seen

    async def _attend(self) -> None:
        await self.visitor.request("GET", self.part.address)
        lobby, stream = await self._lobby()
        mixer = Listener(self.visitor, lobby, stream, self.seen)
        over = asyncio.Event()
        listening = asyncio.create_task(self._listen(mixer, over))
        await asyncio.wait([listening, asyncio.create_task(over.wait())], return_when=asyncio.FIRST_COMPLETED)
        await mixer.check()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        self.seen.finished = over.is_set() and (await self._get("afterwards")).status_code == 200

    async def _listen(self, mixer: Listener, over: asyncio.Event) -> None:
        async for entry in mixer.entries():
            await self._react(entry, mixer.following.ahead)
            if entry["kind"] == "mixer_ended":
                over.set()

    async def _react(self, entry: dict[str, Any], ahead: float) -> None:
        kind, data = entry["kind"], entry["data"]
        if kind in CLOCKS and data.get("phase") != "round" and data.get("ends_at"):
            self.due = datetime.fromisoformat(data["ends_at"]).timestamp()
        if kind == "round_opened":
            self.seen.bells.append(Bell(data["number"], self.due, time.time() + ahead))
            await self._sit_down()
        elif kind in MOVES and self.part.person in data.get("person_ids", [data.get("person_id")]):
            await self._sit_down()
        elif kind in ("round_closed", "mixer_ended"):
            self._leave_table()

    async def _sit_down(self) -> None:
        self._leave_table()
        table = await self._page("table")
        if table.stream("room") is not None:
            self.table = AtTable(self.visitor, table, self.seen, self.sent, self.dice)
            self.table.begin(self.part.slug, self.part.talk_seconds)

    def _leave_table(self) -> None:
        if self.table is not None:
            self.leaving.append(asyncio.create_task(self.table.leave()))
            self.table = None

    async def _get(self, name: str) -> Any:
        return await self.visitor.request("GET", f"/mixers/{self.part.slug}/{name}/")

    async def _lobby(self) -> tuple[page.Page, str]:
        """The lobby and its stream, as soon as it lets the bot in: a moment after somebody was registered."""
        until = time.monotonic() + PATIENCE
        while True:
            lobby = await self._page("lobby")
            if (stream := lobby.stream("mixer")) is not None:
                return lobby, stream
            if time.monotonic() > until:
                raise ValueError(f"the lobby of {self.part.slug} shows no stream")
            await asyncio.sleep(self.dice.uniform(0.2, 0.8))

    async def _page(self, name: str) -> page.Page:
        return page.read((await self._get(name)).text)
