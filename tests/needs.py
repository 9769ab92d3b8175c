"""What this machine offers to the tests: PostgreSQL and Redis on their standard loopback ports, Chromium.

Loaded by pytest before Django's settings (`-p tests.needs`): where tests run in several processes at once, each gets
a Redis database of its own.
"""

import importlib.util
import os
import shutil
import socket
from collections.abc import Callable
from urllib.parse import urlsplit


def _redis_of_this_process(url: str) -> str:
    """The same server; of sixteen databases the one so many below as this process has a number among its like."""
    server, _, database = url.rpartition("/")
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return f"{server}/{int(database) - number}"


REQUIRED = os.environ.get("REQUIRE_SERVICES") == "1"
"""CI sets this: then what is missing is a failure instead of tests left out."""
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
"""A PostgreSQL server on which tests may create databases of their own."""
REDIS_URL = _redis_of_this_process(
    os.environ.get("REDIS_URL") or os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
)
"""A Redis database that tests may empty."""
if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = REDIS_URL
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How tests start it: headless, without a sandbox of its own, talking to nobody."""
_found = (shutil.which(name) for name in ("chromium-headless-shell", "chromium", "chromium-browser"))
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, _found), "")
"""Best without what only a window on a screen needs: the same pages in two thirds of the time."""


def listens(url: str) -> bool:
    """Whether something answers at a URL's host and port."""
    address = urlsplit(url)
    try:
        with socket.create_connection((address.hostname or "127.0.0.1", address.port or 0), timeout=1):
            return True
    except OSError:
        return False


def services() -> bool:
    """Whether both PostgreSQL and Redis are there."""
    return listens(POSTGRES_URL) and listens(REDIS_URL)


def browser() -> bool:
    """Whether Chromium and what drives it are there."""
    return bool(CHROMIUM) and importlib.util.find_spec("playwright") is not None


MARKERS: dict[str, Callable[[], bool]] = {"services": services, "browser": browser}
