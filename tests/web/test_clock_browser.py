"""Clocks run on the server's time, and say aloud when five minutes, one minute and nothing are left."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.chromium import standstill
from tests.web.stage import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CLOCK = (
    '<section data-live="room:7" data-position="0" data-epoch="e1">'
    '<div data-clock data-ends-at="2026-11-24T13:36:00Z" data-seconds="720" data-say-five="5 minutes left."'
    ' data-say-one="1 minute left." data-say-end="Time is up."><svg><circle data-clock-ring r="1"/></svg>'
    '<span data-clock-time role="timer">?</span><span role="status" data-clock-status></span></div></section>'
    "<time data-now></time>"
)


def test_the_clock_follows_the_server_and_announces(page: "Page", stage: Stage) -> None:
    stage.page = CLOCK
    standstill(page, datetime(2026, 11, 24, 12, 0, tzinfo=UTC))  # this device is an hour and a half slow
    page.goto(stage.url)
    stage.socket().tell(stage.welcome(0, "2026-11-24T13:30:00Z"))
    page.wait_for_selector("[data-live][data-state=open]")
    page.clock.run_for(2100)
    assert page.inner_text("[data-clock-time]") == "5:58"
    assert page.inner_text("[data-now]") == "13:30"
    page.evaluate("document.addEventListener('clock:ended', () => (document.title = 'ended'))")
    page.clock.run_for(60_000)
    assert page.inner_text("[data-clock-status]") == "5 minutes left."
    page.clock.run_for(240_000)
    assert page.inner_text("[data-clock-status]") == "1 minute left."
    assert "is-last" in (page.get_attribute("[data-clock]", "class") or "")
    ring = float(page.get_attribute("[data-clock-ring]", "stroke-dashoffset") or 0)
    assert 91.6 < ring < 93
    page.clock.run_for(65_000)
    assert page.inner_text("[data-clock-status]") == "Time is up."
    assert page.inner_text("[data-clock-time]") == "0:00"
    assert page.title() == "ended"


def test_whoever_comes_late_is_not_told_about_minutes_long_gone(page: "Page", stage: Stage) -> None:
    stage.page = CLOCK
    standstill(page, datetime(2026, 11, 24, 13, 33, tzinfo=UTC))
    page.goto(stage.url)
    page.clock.run_for(3100)
    assert page.inner_text("[data-clock-time]") == "2:57"
    assert page.inner_text("[data-clock-status]") == ""
