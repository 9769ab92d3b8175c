"""What every test may ask for, and which tests this machine can run."""

import fcntl
import itertools
import os
import shutil
from collections.abc import Generator, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests import needs
from tests.mailbox import Mailbox, mail_server
from tests.serving import PATIENCE, Platform, postgres_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Hypothesis' own profile for CI: the same examples every time, and no hurry. How long an example takes says more about
# who else is at work on the machine than about the code.
settings.load_profile("ci")

FIRST = (
    "tests/journeys/test_mixer",
    "tests/web/test_live_browser",
    "tests/exchanges/mixers/test_leading_browser",
    "tests/journeys/",
    "tests/web/live/",
    "tests/packaging/test_fresh_clone",
    "tests/security/",
)
"""What begins first, in this order: a file of two minutes that begins last keeps the other processors waiting. While
one of the browser's processes makes the demo data, the others have what needs none."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here: nothing when services are required; browser tests where asyncio is on.

    The browser's driver runs an event loop of its own, so its tests have a run of their own (`make test-browser`).
    `SUITE=services` leaves out what would run on PostgreSQL and Redis just as it does without: CI's second run.
    """
    absent = set() if needs.REQUIRED else {marker for marker, present in needs.MARKERS.items() if not present()}
    if config.pluginmanager.hasplugin("asyncio"):
        absent.add("browser")
    left_out = [item for item in items if any(item.get_closest_marker(marker) for marker in absent)]
    if os.environ.get("SUITE") == "services":
        left_out += [item for item in items if item not in left_out and not _differs_on_services(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
    items.sort(key=lambda item: next((n for n, begin in enumerate(FIRST) if item.nodeid.startswith(begin)), len(FIRST)))


def _differs_on_services(item: pytest.Item) -> bool:
    """Whether a test touches the configured database, or starts processes on services."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if "prepared_folder" in fixtures or item.get_closest_marker("any_database"):
        return False
    touches = item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "client", "live_server"}
    return bool(touches or item.get_closest_marker("services"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that says it cannot run has failed where services are required."""
    report = yield
    if needs.REQUIRED and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} did not run although services are required: {call.excinfo}"
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A PostgreSQL database per test run, so that several runs share a server; SQLite's writers wait patiently."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"]["timeout"] = PATIENCE
    else:
        from tests import postgres

        postgres.prepare(database)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tables made from the models, in a fifth of the time migrations take, with the triggers these add.

    That migrations lead to the same tables is a test of its own (`tests/packaging/test_migrations.py`).
    """
    from django.db import connection

    final = import_module("ledger.migrations.0002_entries_are_final")
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        final.refuse_changes(None, editor)


@pytest.fixture(autouse=True, scope="session")
def _middleware_is_loaded_once() -> None:
    from tests import middleware

    middleware.load_once()


@pytest.fixture(scope="session", autouse=True)
def _redis_may_be_slow() -> None:
    """A Redis that does not answer for half a second counts as away, and limits are counted anew; not in tests."""
    from django.conf import settings

    if settings.REDIS_URL:
        settings.CACHES["default"]["OPTIONS"] = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}


@pytest.fixture(autouse=True)
def _no_language_left() -> Iterator[None]:
    """A test's requests leave their language on the thread, as a server's do until the next one."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def _nobody_was_hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits on attempts know nothing of earlier tests, whose people had the same ids, and no window ends in a test."""
    monkeypatch.setattr("web.throttle.time", itertools.repeat(next(_windows) * 1e7).__next__)


_windows = itertools.count(100, step=2)


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The moment at which the platform's clock stands still, for tests that count the seconds."""
    from django.utils import timezone

    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture(autouse=True)
def _entries_may_go(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit are emptied afterwards; the ledger lets entries go only below their stream's floor."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if not commits:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db.models import F

    from ledger.models import Stream

    Stream.objects.update(floor=F("position"))


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an embedded database that has its schema and the demo data, to copy from and never to serve.

    Whichever of the test processes needs it first makes it, for all.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prepared"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "filled").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            fill(Platform(folder, settings={"DEMO": "1"}))
            (folder / "filled").touch()
    return folder


def fill(platform: Platform) -> None:
    """Fill an installation with demo data."""
    done = platform.run("demo", timeout=20 * PATIENCE)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def platform(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """An embedded installation with demo data, served once for all tests of a module."""
    folder = tmp_path_factory.mktemp("platform") / "var"
    shutil.copytree(prepared_folder, folder)
    served = Platform(folder, settings={"DEMO": "1"})
    served.start("serve")
    yield served
    served.close()


@pytest.fixture
def embedded(prepared_folder: Path, tmp_path: Path) -> Iterator[Platform]:
    """An embedded installation with demo data, not started."""
    folder = tmp_path / "var"
    shutil.copytree(prepared_folder, folder)
    platform = Platform(folder, settings={"DEMO": "1"})
    yield platform
    platform.close()


@pytest.fixture
def served(embedded: Platform) -> Platform:
    """An embedded installation with demo data, served on a free port by `vernetzt serve`."""
    embedded.start("serve")
    return embedded


@pytest.fixture(scope="session")
def postgres_schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a PostgreSQL database that has the schema, to copy from."""
    name = f"vernetzt_schema_{os.getpid()}"
    with postgres_database(name) as url:
        settings = {"DATABASE_URL": url, "SECRET_KEY": "only for the schema"}
        done = Platform(tmp_path_factory.mktemp("schema"), settings=settings).run("manage", "migrate")
        assert done.returncode == 0, done.stderr
        yield name


@pytest.fixture
def postgres_url(postgres_schema: str) -> Iterator[str]:
    """A PostgreSQL database of this test's own, with the schema."""
    with postgres_database(f"vernetzt_{os.getpid()}", copy_of=postgres_schema) as url:
        yield url


@pytest.fixture
def redis_url() -> str:
    """An empty Redis database."""
    import redis

    with redis.Redis.from_url(needs.REDIS_URL) as connection:
        connection.flushdb()
    return needs.REDIS_URL


@pytest.fixture
def separate(postgres_url: str, redis_url: str, tmp_path: Path) -> Iterator[Platform]:
    """An installation on PostgreSQL and Redis with demo data, not started: web, worker and clock are processes."""
    shared = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url, "DEMO": "1", "SECRET_KEY": "only for this test"}
    platform = Platform(tmp_path, settings=shared)
    fill(platform)
    yield platform
    platform.close()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real mail server; give its `url` to a process as EMAIL_URL."""
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def chromium() -> str:
    """Where Chromium is."""
    assert needs.browser(), "Chromium and playwright are needed"
    return needs.CHROMIUM


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium, started once for all tests: its driver does not bear a second one in the same thread."""
    from playwright.sync_api import sync_playwright

    assert needs.browser(), "Chromium and playwright are needed"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=needs.CHROMIUM, args=needs.CHROMIUM_FLAGS, timeout=2 * 1000 * PATIENCE
        )
        yield started
        started.close()
