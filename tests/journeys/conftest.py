"""Chromium for the journeys."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium_browser(browser: "Browser") -> "Browser":
    """A headless Chromium."""
    return browser
