"""A bot's browser: pages over HTTP and one socket per stream, both tried again when the server is away."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

PATIENCE = 30.0
"""Seconds for which a bot tries to reach a server that does not answer."""

Frame = dict[str, Any]


class Unreachable(Exception):
    """The server did not answer for longer than a bot's patience."""


class Turned(Exception):
    """The server said that this bot may not follow the stream (any more)."""


class Visitor:
    """Cookies, retries and sockets of one bot.

    Args:
        base_url: where the platform is served, without a trailing slash.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.AsyncClient(
            base_url=base_url, timeout=15, follow_redirects=True, headers={"Accept-Language": "en"}
        )
        self.reconnects = 0

    async def request(self, method: str, address: str, data: Mapping[str, Any] | None = None) -> httpx.Response:
        """Ask for an address until the server answers below 500; forms carry the CSRF token of the last page.

        Raises:
            Unreachable: no answer within the bot's patience.
        """
        until = time.monotonic() + PATIENCE
        while True:
            headers = {"X-CSRFToken": self.http.cookies.get("csrftoken") or "", "Referer": f"{self.base_url}/"}
            with suppress(httpx.HTTPError):
                answer = await self.http.request(method, address, data=data, headers=headers)
                if answer.status_code < 500 and answer.status_code != 429:
                    return answer
            if time.monotonic() > until:
                raise Unreachable(f"{method} {address}")
            await asyncio.sleep(random.uniform(0.2, 0.8))  # noqa: S311  (spreads the bots, guards nothing)

    def socket(self, stream: str, *, since: int, ticket: str | None) -> connect:
        """A connection attempt to a stream, resuming after a position."""
        query = urlencode({"since": since} | ({"ticket": ticket} if ticket else {}))
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies.jar)
        return connect(
            f"ws{self.base_url.removeprefix('http')}/live/{stream}/?{query}",
            additional_headers={"Cookie": cookies},
            origin=self.base_url,  # type: ignore[arg-type]
            open_timeout=10,
            compression=None,
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self.http.aclose()


class Following:
    """A stream followed by a bot: reconnects with the last position, answers to `say`, server's clock.

    Args:
        visitor: whose cookies are used.
        stream: such as `room:7`.
        since: the position the bot's page stands at.
        ticket: the page's ticket, used for the first connection.
    """

    def __init__(self, visitor: Visitor, stream: str, *, since: int, ticket: str | None = None) -> None:
        self.visitor, self.stream, self.position, self.ticket = visitor, stream, since, ticket
        self.connection: ClientConnection | None = None
        self.said: dict[str, asyncio.Future[Frame]] = {}
        self.ahead = 0.0
        self.connected = asyncio.Event()

    async def frames(self) -> AsyncIterator[Frame]:
        """Every frame with a position, across reconnections, until the bot is turned away.

        Raises:
            Turned: close code 4401, 4403 or 4404.
            Unreachable: no connection within the bot's patience.
        """
        lost_at = time.monotonic()
        while True:
            try:
                async with self.visitor.socket(self.stream, since=self.position, ticket=self.ticket) as connection:
                    self.connection = connection
                    async for text in connection:
                        lost_at = time.monotonic()
                        for frame in self._read(text):
                            yield frame
                    code = connection.close_code
            except ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else None
            except (OSError, InvalidHandshake, TimeoutError):
                code = None
            self._lose()
            if code in (4401, 4403, 4404):
                raise Turned(f"{self.stream}: {code}")
            if time.monotonic() - lost_at > PATIENCE:
                raise Unreachable(self.stream)
            self.visitor.reconnects += 1
            self.ticket = None
            await asyncio.sleep(random.uniform(0.1, 0.6))  # noqa: S311

    async def say(self, nonce: str, text: str) -> str:
        """Say something, with the same nonce again until it is answered: `said`, `refused`, or "" for no answer."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            answer = self.said.setdefault(nonce, asyncio.get_running_loop().create_future())
            with suppress(ConnectionClosed, TimeoutError):
                await asyncio.wait_for(self.connected.wait(), 5)
                if (connection := self.connection) is not None:  # it may be lost again before this task's turn comes
                    await connection.send(json.dumps({"kind": "say", "nonce": nonce, "text": text}))
                    frame = await asyncio.wait_for(asyncio.shield(answer), 5)
                    return str(frame["kind"])
            await asyncio.sleep(0.1)
        return ""

    def _read(self, text: str | bytes) -> list[Frame]:
        frames = json.loads(text)
        entries = []
        for frame in frames if isinstance(frames, list) else [frames]:
            match frame["kind"]:
                case "welcome":
                    self.ahead = _seconds(frame["server_now"]) - time.time()
                    self.connected.set()
                case "said" | "refused":
                    if (answer := self.said.get(frame.get("nonce", ""))) and not answer.done():
                        answer.set_result(frame)
                case "reset":
                    self.position = frame["position"]
                case _ if "position" in frame:
                    self.position = max(self.position, frame["position"])
                    entries.append(frame)
        return entries

    def _lose(self) -> None:
        self.connection = None
        self.connected.clear()


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
