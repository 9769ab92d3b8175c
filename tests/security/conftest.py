"""One platform for all tests of a module: each test looks at it and leaves it as it was."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from events.stage import ticking
from tests.security import world as worlds
from tests.security.world import World


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock():
        yield from worlds.standing()


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is counted behind a test's back, in a thread that sees another database."""
    monkeypatch.setattr(ticking.counting, "work", None)
    monkeypatch.setattr(ticking.applauding, "work", None)


@pytest.fixture
def world(standing: World, db: None) -> World:
    worlds.fresh_limits()
    return standing
