"""What every test of peer learning begins with."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Attempts counted in one test do not count in the next."""
    cache.clear()
    yield
    cache.clear()
