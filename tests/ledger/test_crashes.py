"""A process killed with SIGKILL right after it acknowledged: nothing of what it acknowledged is lost."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from ledger import promises, relay
from tests.ledger.conftest import squares
from tests.serving import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mayor", "sweepers")]


def _database_url() -> str:
    """Where the test's own database is."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    who = quote(found["USER"]) + (f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else "")
    return f"postgres://{who}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"


def _killed_after(when: str) -> None:
    """Run a child up to a moment, and kill it there."""
    environment = {**os.environ, "DATABASE_URL": _database_url(), "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"}
    command = [sys.executable, "-m", "tests.ledger.child", when]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        child.kill()
    assert said == "done\n"
    assert child.returncode == -9


def _go_on() -> None:
    """What the next process does."""
    relay.drain()
    promises.keep_due(until=timezone.now())
    relay.drain()


def _kept_once() -> None:
    assert (squares("town:1"), squares("mayor:1")) == ([7], [7])
    assert (squares("town:2"), squares("mayor:2")) == ([8], [8])


@pytest.mark.parametrize("when", ["committed", "reacting", "keeping"])
def test_what_was_acknowledged_happens_exactly_once(when: str) -> None:
    _killed_after(when)
    _go_on()
    _go_on()
    _kept_once()


def test_an_acknowledgement_before_the_commit_would_lose_it() -> None:
    _killed_after("uncommitted")
    _go_on()
    with pytest.raises(AssertionError):
        _kept_once()
    assert (squares("town:1"), squares("mayor:1"), squares("town:2")) == ([], [], [])
