"""A bot at one table: looks who is there, talks by socket and by form, wishes for a contact, measures."""

import asyncio
import random
import re
import time
from contextlib import suppress
from typing import Any

from hub.rehearsal.listener import Listener
from hub.rehearsal.observations import Observations, Sitting
from hub.rehearsal.page import Page
from hub.rehearsal.visitor import Unreachable, Visitor

NONCE = re.compile(r"\[([\w-]+)\]")
SOONEST, LATEST = 1.0, 3.0
"""Seconds between two things a bot says."""


class AtTable:
    """One bot's time at one table.

    Args:
        visitor: whose cookies are used; page: the table's page; seen: where observations go.
        sent: when each nonce was sent, by any bot, in seconds of the monotonic clock.
        dice: decides when and to whom the bot speaks.
    """

    def __init__(self, visitor: Visitor, page: Page, seen: Observations, sent: dict[str, float], dice: random.Random):
        self.visitor, self.page, self.seen, self.sent, self.dice = visitor, page, seen, sent, dice
        self.stream = page.stream("room") or ""
        self.listener = Listener(visitor, page, self.stream, seen)
        self.tasks: list[asyncio.Task[None]] = []

    def begin(self, slug: str, seconds: float) -> None:
        """Listen, and talk for so many seconds."""
        if self.page.table is not None and self.page.round is not None:
            self.seen.sittings.append(Sitting(self.page.round, self.page.table, frozenset(self.page.people)))
        self.tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._talk(slug, seconds))]

    async def leave(self) -> None:
        """Stop talking, wait for what is still under way, and go."""
        listening, talking = self.tasks
        talking.cancel()
        with suppress(asyncio.CancelledError):
            await talking
        await self.listener.check()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening

    async def _listen(self) -> None:
        try:
            async for entry in self.listener.entries():
                self._measure(entry)
        except Unreachable as trouble:
            self.seen.troubles.append(f"unreachable: {trouble}")

    def _measure(self, entry: dict[str, Any]) -> None:
        found = NONCE.search(entry.get("html", ""))
        if entry["kind"] == "message_said" and found and (sent := self.sent.get(found[1])):
            self.seen.delivery_ms.append(1000 * (time.monotonic() - sent))

    async def _talk(self, slug: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        await asyncio.sleep(self.dice.uniform(0, SOONEST))
        neighbours = sorted(self.page.people - {self.seen.person})
        if neighbours:
            await self._wish(slug, self.dice.choice(neighbours))
        count = 0
        while time.monotonic() < until:
            count += 1
            await self._speak(count)
            await asyncio.sleep(self.dice.uniform(SOONEST, LATEST))

    async def _speak(self, count: int) -> None:
        nonce = f"{self.seen.person}-{self.stream.replace(':', '-')}-{count}-{self.dice.getrandbits(32):08x}"
        text = f"Rehearsal, {count} from {self.seen.person} [{nonce}]"
        self.sent[nonce] = time.monotonic()
        answer = await (self._post(nonce, text) if count % 4 == 0 else self.listener.following.say(nonce, text))
        self.seen.said += answer == "said"
        self.seen.refused += answer == "refused"
        self.seen.unanswered += not answer

    async def _post(self, nonce: str, text: str) -> str:
        address = f"/rooms/{self.stream.removeprefix('room:')}/say/"
        with suppress(Unreachable):
            answer = await self.visitor.request("POST", address, {"text": text, "nonce": nonce})
            return "said" if answer.status_code < 400 else "refused"
        return ""

    async def _wish(self, slug: str, other: int) -> None:
        with suppress(Unreachable):
            answer = await self.visitor.request("POST", f"/mixers/{slug}/contacts/", {"other": other})
            self.seen.contacts += answer.status_code < 400
