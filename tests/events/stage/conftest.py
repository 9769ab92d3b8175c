"""Limits on tries count from anew in each test, and nothing is counted behind a test's back."""

import pytest
from django.core.cache import cache

from events.stage import ticking


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(ticking.counting, "work", None)
    monkeypatch.setattr(ticking.applauding, "work", None)
