"""The platform as its own processes: started on a free port over a database of its own, stopped or killed by tests."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests import needs
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "hub"]
READY = {"serve": "Vernetzt is at", "worker": "The worker works", "clock": "The clock ticks"}
"""What each process prints once it is up."""
DONE = "done: "
SHELL = f"""
import contextlib, io, json, sys
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(json.loads(line), {{}})
    print({DONE!r} + json.dumps(said.getvalue()), flush=True)
"""
"""Runs code line by line; an error ends it."""
ALIEN = (
    "PYTHONDONTWRITEBYTECODE",
    "DATABASE_URL",
    "REDIS_URL",
    "BASE_URL",
    "EMAIL_URL",
    "DEMO",
    "SECRET_KEY",
    "PORT",
    "DJANGO_SETTINGS_MODULE",
)
"""Variables of the test run that must not reach a process unless a test says so."""
PATIENCE = 60.0
"""How long what certainly comes may take, in seconds: the machine may stand still while others are busy."""


@dataclass
class Platform:
    """One installation: an environment, and the processes that run in it.

    Attributes:
        folder: where its database, keys and logs lie.
        port: where it is served.
        settings: further environment variables.
        processes: those that run.
        shell: the one in which `inside` runs its code, once there is one.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)
    shell: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables its processes see."""
        own = {name: value for name, value in os.environ.items() if name not in ALIEN}
        return own | {"VERNETZT_VAR": str(self.folder), "PORT": str(self.port)} | self.settings

    def start(self, command: str = "serve", *words: str, program: str = "") -> subprocess.Popen[str]:
        """Start a process and wait until it says that it is up.

        Args:
            command: which.
            words: its further arguments.
            program: Python that runs instead, with the same arguments, to plant a fault; ends in `main()`.

        Raises:
            RuntimeError: it ended instead; the message is what it said.
        """
        extra = ("--port", str(self.port)) if command == "serve" else ()
        log = (self.folder / f"{command}-{len(self.processes)}.log").open("w+", encoding="utf-8")
        process = subprocess.Popen(
            [*([sys.executable, "-c", program] if program else COMMAND), command, *extra, *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        self.processes.append(process)
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(READY[command]):
                threading.Thread(target=_read_on, args=[process.stdout], daemon=True).start()
                return process
        log.seek(0)
        raise RuntimeError(f"{command} ended with {process.wait()}: {log.read()}")

    def run(self, *words: str, timeout: float = 10 * PATIENCE) -> subprocess.CompletedProcess[str]:
        """Run a command of `vernetzt` to its end."""
        return subprocess.run(
            [*COMMAND, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def inside(self, code: str) -> str:
        """What code prints that runs in the installation, beside its processes; all such code in one process.

        Raises:
            RuntimeError: it failed; the message is what it said.
        """
        if self.shell is None:
            self.shell = subprocess.Popen(
                [*COMMAND, "manage", "shell", "--verbosity", "0", "-c", SHELL],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
            self.processes.append(self.shell)
        assert self.shell.stdin is not None
        assert self.shell.stdout is not None
        print(json.dumps(code), file=self.shell.stdin, flush=True)
        said = []
        for line in self.shell.stdout:
            if line.startswith(DONE):
                return str(json.loads(line.removeprefix(DONE))).strip()
            said.append(line)
        raise RuntimeError("".join(said))

    def log(self) -> str:
        """What all its processes wrote to standard error."""
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.log")))

    def stop(self, process: subprocess.Popen[str], number: int = signal.SIGTERM, timeout: float = PATIENCE) -> int:
        """Ask a process to end; returns its exit code."""
        process.send_signal(number)
        try:
            return process.wait(timeout)
        finally:
            self._forget(process)

    def kill(self, process: subprocess.Popen[str]) -> None:
        """End a process and its children as a crash would (SIGKILL)."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._forget(process)

    def close(self) -> None:
        """End whatever still runs."""
        for process in list(self.processes):
            self.kill(process)

    def _forget(self, process: subprocess.Popen[str]) -> None:
        if process in self.processes:
            self.processes.remove(process)


def _read_on(output: IO[str]) -> None:
    """Take what a process prints to its end: one that nobody reads stands still once the pipe is full."""
    with output:
        for _ in output:
            pass


@contextmanager
def postgres_database(name: str, *, copy_of: str = "template1") -> Iterator[str]:
    """A fresh PostgreSQL database for the time of the context, empty or like another; yields its URL."""
    address = urlsplit(needs.POSTGRES_URL)
    with psycopg.connect(needs.POSTGRES_URL.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
        try:
            yield urlunsplit(address._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def wait_until(true: Callable[[], bool], *, seconds: float = PATIENCE, every: float = 0.02) -> None:
    """Wait until a condition holds.

    Args:
        true: a callable without arguments that says whether it holds.
        seconds: how long it may take.
        every: pause between looks, in seconds.

    Raises:
        TimeoutError: it did not hold in time.
    """
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not true within {seconds} s: {true}")
        time.sleep(every)
