"""Windows of Chromium as tests open them: patient, and the same wherever they run."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 2 * 1000 * serving.PATIENCE
"""How long anything in a browser may take, in milliseconds; a page and its server may each have to wait."""
WINDOW: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "timezone_id": "UTC", "locale": "en-GB"}


def window(browser: "Browser", **options: Any) -> "BrowserContext":
    """A window with cookies of its own; in the time zone of a platform that does not know its visitor's yet.

    A page about days that learns another zone fetches itself anew, under the hands of whoever has begun to use it.

    Args:
        browser: a running one.
        options: what differs, as `Browser.new_context` names it.
    """
    context = browser.new_context(**WINDOW | options)
    context.set_default_timeout(PATIENCE)
    return context


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def standstill(page: "Page", now: datetime = NOON) -> None:
    """From its next load on, time passes on a page only as far as `page.clock.run_for` says."""
    page.clock.install(time=now - timedelta(seconds=1))
    page.clock.pause_at(now)
