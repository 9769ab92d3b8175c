"""Every piece of the shell is accessible, in light and dark, wide and narrow, and fits 320 px."""

from typing import TYPE_CHECKING

import pytest

from tests.barriers import barriers
from tests.chromium import window
from tests.journeys.person import Visitor
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(platform: Platform) -> str:
    """The platform as `make run` serves it."""
    return platform.url


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    "address", ["/style/?errors=1&messages=1", "/style/", "/preferences/", "/accessibility/", "/feedback/"]
)
def test_axe_finds_nothing(browser: "Browser", site: str, address: str, width: int) -> None:
    visitor = Visitor(browser, site, width=width)
    visitor.go(address)
    assert barriers(visitor.page) == []
    visitor.context.close()


@pytest.mark.parametrize("language", ["de", "pt-br"])
def test_nothing_reaches_over_the_edge_at_320_px(browser: "Browser", site: str, language: str) -> None:
    context = window(browser, viewport={"width": 320, "height": 700}, extra_http_headers={"Accept-Language": language})
    page = context.new_page()
    for address in ("/style/?errors=1&messages=1", "/preferences/", "/imprint/", "/nowhere/"):
        page.goto(site + address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == 320, address
    context.close()


def test_the_page_runs_under_its_own_content_security_policy(page: "Page", site: str) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    page.goto(f"{site}/style/")
    page.wait_for_timeout(500)
    assert told == []


def test_a_visitor_reads_times_of_the_device_at_once(page: "Page", site: str) -> None:
    page.goto(f"{site}/style/")
    assert page.inner_text("[data-zone-city]") == "Berlin"
    assert "· Berlin" in page.locator("time[data-time=weekday]").first.inner_text()
    page.goto(f"{site}/imprint/")
    assert page.get_attribute("html", "data-zone") == "Europe/Berlin"


def test_the_skip_link_and_the_error_summary_move_the_focus(page: "Page", site: str) -> None:
    page.goto(f"{site}/imprint/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#main:focus")
    page.goto(f"{site}/feedback/")
    with page.expect_navigation():
        page.click("main button[type=submit]")
    page.wait_for_selector("[data-error-summary]:focus")
    page.click("[data-error-summary] a")
    page.wait_for_selector("#id_text:focus")


def test_without_javascript_language_and_display_are_chosen_and_a_report_is_sent(browser: "Browser", site: str) -> None:
    context = window(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/feedback/")
    page.click("button[name=language][value=es]")
    page.wait_for_selector("html[lang=es]")
    page.click("button[name=theme][value=dark]")
    page.wait_for_selector("html[lang=es][data-kern-theme=dark]")
    page.fill("[name=text]", "Kein Vorlesen möglich")
    with page.expect_navigation():
        page.click("main button[type=submit]")
    page.wait_for_selector(".note--success")
    context.close()
