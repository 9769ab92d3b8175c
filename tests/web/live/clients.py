"""Clients and a server for the tests of the live sockets."""

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

import hub.asgi  # noqa: F401  (sets up logging, which in the middle of a test takes away what listens to it)
from members.models import Person
from tests.ports import free_port
from tests.serving import PATIENCE


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, by the session's cookie."""

    id: int
    session_key: str

    @property
    def cookie(self) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={self.session_key}"


def sign_in(person: Person) -> Visitor:
    """Sign somebody in as Django does."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    assert session.session_key
    return Visitor(person.pk, session.session_key)


def visitors(count: int) -> list[Visitor]:
    """People from Kochi, Jena, Piura and so on, signed in."""
    cities = ["Kochi", "Jena", "Piura", "Cajamarca", "Kolding"]
    start = Person.objects.count()
    return [
        sign_in(Person.objects.create_user(f"{cities[n % 5].lower()}-{start + n}@example.org", name=cities[n % 5]))
        for n in range(count)
    ]


@dataclass
class Client:
    """A socket as a page has it: entries are collected in order, everything else beside them."""

    connection: ClientConnection
    entries: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    frames: int = 0

    async def read(self) -> None:
        try:
            async for text in self.connection:
                self.frames += 1
                frame = json.loads(text)
                for each in frame if isinstance(frame, list) else [frame]:
                    is_entry = "position" in each and each["kind"] not in ("welcome", "reset", "said")
                    (self.entries if is_entry else self.others).append(each)
                self.changed.set()
        except ConnectionClosed:
            pass
        self.closed.set()
        self.changed.set()

    @property
    def positions(self) -> list[int]:
        return [entry["position"] for entry in self.entries]

    @property
    def code(self) -> int | None:
        return self.connection.close_code

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.others if frame["kind"] == kind]

    async def send(self, **frame: Any) -> None:
        await self.connection.send(json.dumps(frame))

    async def until(self, holds: Any, seconds: float = PATIENCE) -> None:
        """Wait until something holds of this client."""
        async with asyncio.timeout(seconds):
            while not holds(self):
                self.changed.clear()
                if holds(self):
                    return
                await self.changed.wait()

    async def next(self, kind: str, count: int = 1) -> dict[str, Any]:
        """The count-th frame of a kind."""
        await self.until(lambda client: len(client.of(kind)) >= count)
        return self.of(kind)[count - 1]

    async def reached(self, position: int, seconds: float = PATIENCE) -> None:
        await self.until(lambda client: client.entries and client.entries[-1]["position"] >= position, seconds)

    async def end(self, seconds: float = PATIENCE) -> int | None:
        """Wait for the close and return its code."""
        async with asyncio.timeout(seconds):
            await self.closed.wait()
        return self.code


@dataclass
class LiveServer:
    """uvicorn in a thread, with the platform's own application and protocol."""

    port: int
    server: uvicorn.Server

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def address(self, path: str) -> str:
        return f"ws://localhost:{self.port}/live/{path}"

    @contextlib.asynccontextmanager
    async def visit(
        self,
        path: str,
        visitor: Visitor | None,
        *,
        origin: str | None = "",
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> AsyncIterator[Client]:
        """A page's socket; `path` such as `lab:7/?since=3`."""
        cookie = {"Cookie": visitor.cookie} if visitor else {}
        async with connect(
            self.address(path),
            origin=self.url if origin == "" else origin,  # type: ignore[arg-type]
            additional_headers=cookie | (headers or {}),
            compression=None,
            max_size=2**20,
            proxy=None,
            open_timeout=PATIENCE,
            ping_interval=None,
            **options,
        ) as connection:
            client = Client(connection)
            reading = asyncio.create_task(client.read())
            try:
                yield client
            finally:
                reading.cancel()


@contextlib.contextmanager
def live_server(ws: str = "web.live.protocol:LiveProtocol") -> Iterator[LiveServer]:
    """Serve `hub.asgi` in this process, over the test database."""
    port = free_port()
    config = uvicorn.Config(
        "hub.asgi:application",
        port=port,
        ws=ws,
        lifespan="off",
        log_config=None,
        access_log=False,
        ws_ping_interval=20,
        timeout_graceful_shutdown=2,
    )
    server = Quiet(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.ready.wait(PATIENCE)
    try:
        yield LiveServer(port, server)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
    assert not thread.is_alive()


class Quiet(uvicorn.Server):
    """Says when it is up, and puts the switchboard away when it ends."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: Any = None) -> None:
        from web.live.switchboard import switchboard

        await super().shutdown(sockets)
        await switchboard().close()
