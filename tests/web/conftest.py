"""A browser and a stage for the tests of the front end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.chromium import window
from tests.web import stage as staging

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A fresh page; an error of a script fails the test."""
    context = window(browser, viewport={"width": 1280, "height": 800}, timezone_id="Europe/Berlin")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def stage() -> Iterator[staging.Stage]:
    """The server's part, played by hand."""
    with staging.opened() as opened:
        yield opened
