"""The servers that are compared, each a fresh process over a fresh database."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import databases
from benchmarks.surroundings import REDIS_URL, ROOT, environment, free_port, listens, prepared, services


@dataclass
class Served:
    """A server that is up.

    Attributes:
        urls: one address per socket.
        kind: how the load wraps messages: `ours`, `stock`, `loop`.
    """

    name: str
    kind: str
    pid: int
    origin: str
    urls: list[str]
    cookies: list[str]
    extra: dict[str, Any] = field(default_factory=dict)


@contextmanager
def send_loop(sockets: int) -> Iterator[Served]:
    """The least a server can do; in C where a compiler is."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, process(_loop_command(Path(folder), port), {}, "ready") as pid:
        yield Served(
            "send() loop", "loop", pid, "http://localhost", [f"ws://127.0.0.1:{port}/"] * sockets, [""] * sockets
        )


def compiler() -> str | None:
    """A C compiler, if there is one."""
    return shutil.which("cc") or shutil.which("gcc")


def _loop_command(folder: Path, port: int) -> list[str]:
    found = compiler()
    if found is None:
        return [sys.executable, "-m", "benchmarks.send_loop", str(port)]
    binary = folder / "send_loop"
    subprocess.run([found, "-O2", "-o", str(binary), str(ROOT / "benchmarks/send_loop.c")], check=True)
    return [str(binary), str(port)]


@contextmanager
def ours(
    sockets: int, *, rooms: int = 1, embedded: bool = False, tickets: bool = False, messages: int = 0
) -> Iterator[Served]:
    """The platform as `vernetzt serve` starts it: rooms, admissions, sessions, the ledger."""
    port = free_port()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        settings = {
            "VERNETZT_VAR": folder,
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": "only for benchmarks",
        }
        if services() and not embedded:
            settings |= {"DATABASE_URL": stack.enter_context(databases.fresh("benchmarks.rooms", settings))}
            settings |= {"REDIS_URL": REDIS_URL}
        else:
            databases.copy("benchmarks.rooms", settings, Path(folder) / "vernetzt.sqlite3")
        crowd = prepared("benchmarks.rooms", settings, sockets, rooms, messages)
        command = [sys.executable, "-m", "hub", "serve", "--port", str(port)]
        pid = stack.enter_context(process(command, settings, "Vernetzt is at"))
        ticket = [f"?ticket={each}" for each in crowd["tickets"]] if tickets else [""] * sockets
        urls = [
            f"ws://127.0.0.1:{port}/live/{each}/{more}" for each, more in zip(crowd["streams"], ticket, strict=True)
        ]
        yield Served("ours", "ours", pid, f"http://127.0.0.1:{port}", urls, crowd["cookies"])


@contextmanager
def stock(sockets: int, *, rooms: int = 1, durable: bool = False) -> Iterator[Served]:
    """The tutorial's consumer on uvicorn, with Redis and PostgreSQL where they are."""
    port = free_port()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        settings = {"DATABASE_URL": f"sqlite:///{folder}/stock.sqlite3"}
        if services():
            fresh = databases.fresh("benchmarks.stock.prepare", settings)
            settings = {"DATABASE_URL": stack.enter_context(fresh), "REDIS_URL": REDIS_URL}
        if durable:
            settings |= {"BENCH_PERSISTENT": "1"}
        crowd = prepared("benchmarks.stock.prepare", settings, sockets)
        command = [sys.executable, "-m", "uvicorn", "benchmarks.stock.asgi:application", "--port", str(port)]
        pid = stack.enter_context(process([*command, "--lifespan", "off", "--log-level", "warning"], settings, None))
        _wait_for(port)
        path = "durable" if durable else "chat"
        urls = [f"ws://127.0.0.1:{port}/ws/{path}/{n % rooms}/" for n in range(sockets)]
        yield Served("stock", "stock", pid, f"http://127.0.0.1:{port}", urls, crowd["cookies"])


@contextmanager
def process(command: list[str], settings: dict[str, str], ready: str | None) -> Iterator[int]:
    """A process that is up when it has printed `ready`; ended with SIGTERM, and SIGKILL if that does not help."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(settings), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        if ready is not None:
            assert process.stdout is not None
            if not any(line.startswith(ready) for line in process.stdout):
                raise RuntimeError(f"{command} ended with {process.wait()}")
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        if listens(f"http://127.0.0.1:{port}"):
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not come up")
