"""What the tests of mixers may ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from exchanges.mixers import plans, upkeep
from members.models import Person
from tests.exchanges.mixers import cast


@pytest.fixture(autouse=True, scope="session")
def _the_search_is_loaded() -> None:
    """A round that is due while the search is being loaded is seated without it, and then otherwise."""
    plans.get_ready().join()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[cast.Clock]:
    """Django's clock, turned by the test; it begins at 13:30 UTC. Tables are looked at once a minute, to save time."""
    monkeypatch.setattr(upkeep, "EVERY", timedelta(minutes=1))
    turned = cast.Clock(datetime(2026, 11, 24, 13, 30, tzinfo=UTC))
    monkeypatch.setattr(timezone, "now", turned)
    yield turned


@pytest.fixture
def olga() -> Person:
    """An organiser of the network."""
    return cast.organiser()
