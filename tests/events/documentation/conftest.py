"""A symposium of the day before yesterday, over and being documented, for these tests."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.models import Event, Session
from members.models import Person
from tests.events import cast
from tests.events.documentation.over import placed_and_published
from tests.events.symposia import stage as on


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def event(olga: Person) -> Event:
    start = timezone.now() - timedelta(days=2)
    return on.symposium(olga, starts_at=start, ends_at=start + timedelta(hours=6), state="live", audience="public")


@pytest.fixture
def heat(event: Event, olga: Person) -> Session:
    """The one session of the agenda; the event goes into documentation."""
    return placed_and_published(event, olga, "Heat plans")[0]
