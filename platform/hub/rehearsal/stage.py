"""Where a rehearsal is held: a platform that is served already, or one started for it over the same database."""

import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread

import httpx

STOPPING = 15.0
"""Seconds a process may take to end."""


def answers(base_url: str) -> bool:
    """Whether a platform is served there."""
    try:
        return httpx.get(f"{base_url}/health/", timeout=3).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def served(base_url: str | None, default: str) -> Iterator[str]:
    """An address at which the platform answers for the time of the context.

    Args:
        base_url: where it is served; `None` lets this machine's own be used, or started and stopped again.
        default: the configured address.

    Raises:
        ConnectionError: nothing answers at the address that was asked for.
    """
    if base_url is not None:
        base_url = base_url.rstrip("/")
        if not answers(base_url):
            raise ConnectionError(base_url)
        yield base_url
    elif answers(default):
        yield default
    else:
        with _started() as address:
            yield address


@contextmanager
def _started() -> Iterator[str]:
    port = _free_port()
    address = f"http://localhost:{port}"
    environment = os.environ | {"PORT": str(port), "BASE_URL": address}
    commands = [["serve", "--port", str(port)]]
    if os.environ.get("REDIS_URL"):
        commands = [["serve", "--port", str(port), "--workers", "2"], ["worker"], ["clock"]]
    with ExitStack() as running:
        for words in commands:
            running.enter_context(_process(words, environment))
        yield address


@contextmanager
def _process(words: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "-m", "hub", *words], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        if process.stdout is None or not process.stdout.readline():
            raise ConnectionError(f"`vernetzt {' '.join(words)}` did not start.")
        # What nobody reads would hold the process up as soon as the pipe is full: printed mails, for example.
        Thread(target=deque, args=(process.stdout, 0), daemon=True).start()
        yield
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
