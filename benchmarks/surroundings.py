"""What the benchmarks find around them: services, free ports, an environment of their own for each process."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
POSTGRES_URL = os.environ.get("BENCH_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/13")
ALIEN = ("DATABASE_URL", "REDIS_URL", "BASE_URL", "EMAIL_URL", "DEMO", "PORT", "DJANGO_SETTINGS_MODULE")


def services() -> bool:
    """Whether PostgreSQL and Redis answer; then they are used."""
    return all(listens(url) for url in (POSTGRES_URL, REDIS_URL))


def listens(url: str) -> bool:
    """Whether something answers at a URL's host and port."""
    address = urlsplit(url)
    try:
        with socket.create_connection((address.hostname or "", address.port or 0), timeout=1):
            return True
    except OSError:
        return False


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(settings: dict[str, str]) -> dict[str, str]:
    """The variables of a process: ours with the settings given, and none that would lead it elsewhere."""
    own = {name: value for name, value in os.environ.items() if name not in ALIEN}
    return own | {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"} | settings


def prepared(module: str, settings: dict[str, str], *words: int) -> dict[str, Any]:
    """Run a module that prepares something; returns what it printed as JSON.

    Raises:
        RuntimeError: it failed; the message is what it said.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT,
        env=environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return dict(json.loads(done.stdout))
