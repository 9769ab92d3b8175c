"""The server's part of "Live streams", played by hand: the browser's modules are the thing under test.

A stage serves one page with the real modules and styles under the real content security policy, keeps a log for
`?since=`, and gives tests each socket the page opens.
"""

import asyncio
import json
import mimetypes
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from tests.ports import free_port
from tests.serving import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "platform" / "web" / "static"
FOLDERS = (STATIC, ROOT / "platform" / "rooms" / "static", ROOT / "exchanges" / "static")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
)
SCRIPT = '<script type="module" src="/static/web/page.js"></script>'
Answer = tuple[int, str, bytes]


@dataclass
class Socket:
    """One socket the page opened, seen from the server."""

    since: str
    loop: asyncio.AbstractEventLoop
    deliver: Any
    heard: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)

    def tell(self, *frames: Any) -> None:
        """Send frames, each as JSON."""
        for frame in frames:
            self._do({"type": "websocket.send", "text": json.dumps(frame)})

    def close(self, code: int) -> None:
        """Close with a code."""
        self._do({"type": "websocket.close", "code": code})

    def hear(self, kind: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next frame of that kind."""
        while True:
            frame = self.heard.get(timeout=seconds)
            if frame["kind"] == kind:
                return frame

    def _do(self, message: dict[str, Any]) -> None:
        asyncio.run_coroutine_threadsafe(self.deliver(message), self.loop).result(PATIENCE)


@dataclass
class Stage:
    """What the page gets.

    Attributes:
        page: the inside of `<body>`.
        epoch, log: the stream's history; the first entry has position 1.
        sockets: those the page opened, in order.
        refuses: whether handshakes are refused.
        most: how many entries one answer over HTTP holds.
        answers: what an address answers, by "METHOD /path"; it is given the request's body.
        requests: every request that was not for a static file.
    """

    port: int = field(default_factory=free_port)
    page: str = ""
    epoch: str = "e1"
    log: list[dict[str, Any]] = field(default_factory=list)
    sockets: "queue.Queue[Socket]" = field(default_factory=queue.Queue)
    refuses: bool = False
    most: int = 1000
    answers: dict[str, Callable[[bytes], Answer]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def entry(self, position: int, html: str = "", kind: str = "message_said") -> dict[str, Any]:
        """An entry with that position; by default a message that says its position."""
        html = html or f'<p id="message-{position}">{position}</p>'
        return {
            "v": 1,
            "kind": kind,
            "stream": "room:7",
            "position": position,
            "at": "2026-11-24T13:30:00Z",
            "data": {},
            "html": html,
        }

    def welcome(self, position: int, server_now: str = "2026-11-24T13:30:00Z") -> dict[str, Any]:
        return {
            "v": 1,
            "kind": "welcome",
            "stream": "room:7",
            "epoch": self.epoch,
            "position": position,
            "server_now": server_now,
        }

    def socket(self, seconds: float = PATIENCE) -> Socket:
        """The next socket the page opens."""
        return self.sockets.get(timeout=seconds)

    def _answer(self, method: str, path: str, query: str, body: bytes) -> Answer:
        if f"{method} {path}" in self.answers:
            return self.answers[f"{method} {path}"](body)
        if path.startswith("/static/"):
            files = [folder / path.removeprefix("/static/") for folder in FOLDERS]
            found = next(file for file in files if file.exists())
            return 200, mimetypes.guess_type(path)[0] or "", found.read_bytes()
        if path == "/live/room:7/":
            since = int(parse_qs(query).get("since", ["0"])[0])
            after = [entry for entry in self.log if entry["position"] > since]
            entries = after[: self.most]
            head = self.log[-1]["position"] if self.log else since
            answer = {"epoch": self.epoch, "position": entries[-1]["position"] if entries else head, "entries": entries}
            more = {"more": True} if len(entries) < len(after) else {}
            return 200, "application/json", json.dumps({**answer, **more}).encode()
        if path != "/":
            return 404, "text/plain", b""
        styles = "".join(
            f'<link rel="stylesheet" href="/static/web/{css.name}">' for css in (STATIC / "web").glob("*.css")
        )
        head = f'<meta charset="utf-8"><title>Stage</title>{styles}{SCRIPT}'
        start = f'<!doctype html><html lang="en" data-zone="UTC" data-zone-fixed><head>{head}</head><body class="page">'
        page = f"{start}{self.page}</body></html>"
        return 200, "text/html; charset=utf-8", page.encode()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """The application."""
        if scope["type"] == "websocket":
            await self._play(scope, receive, send)
            return
        message = await receive()
        path, query = scope["path"], scope["query_string"].decode()
        if not path.startswith("/static/"):
            self.requests.append(f"{scope['method']} {path}{'?' + query if query else ''}")
        status, kind, body = self._answer(scope["method"], path, query, message.get("body", b""))
        headers = [(b"content-type", kind.encode()), (b"content-security-policy", POLICY.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _play(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        if self.refuses:
            await send({"type": "websocket.close", "code": 1000})
            return
        await send({"type": "websocket.accept"})
        since = parse_qs(scope["query_string"].decode()).get("since", [""])[0]
        socket = Socket(since, asyncio.get_running_loop(), send)
        self.sockets.put(socket)
        while (message := await receive())["type"] == "websocket.receive":
            socket.heard.put(json.loads(message["text"]))


@contextmanager
def opened() -> Iterator[Stage]:
    """A stage on a free port, served in a thread for the time of the context."""
    stage = Stage()
    config = uvicorn.Config(stage, port=stage.port, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield stage
    server.should_exit = True
    thread.join(PATIENCE)
