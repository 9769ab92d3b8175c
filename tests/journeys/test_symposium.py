"""A symposium's agenda in the browser: moved by keyboard and by mouse, seen by another editor, read and kept."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
WHERE = """
from events.models import Event
from hub.demo.symposia import TITLE, texts
print(Event.objects.get(titles=texts(TITLE)).slug)
"""
VERSIONS = """
from events.models import AgendaVersion
from hub.demo.symposia import TITLE, texts
of_demo = AgendaVersion.objects.filter(event__titles=texts(TITLE))
print(list(of_demo.order_by("number").values_list("number", flat=True)))
"""
SPEAKER = """
from events.models import Speaker
print(*Speaker.objects.filter(email="speaker.demo@example.org").values_list("token", "state").get())
"""


def drag(visitor: Visitor, source: str, target: str) -> None:
    """Take something with the mouse and let it go elsewhere; it is held before the page scrolls to the target."""
    page = visitor.page
    page.locator(source).hover()
    box = page.locator(source).bounding_box()
    assert box is not None
    page.mouse.down()
    page.mouse.move(box["x"] + 12, box["y"] + 12, steps=4)
    for _ in range(2):
        page.locator(target).hover()
    page.mouse.up()


@pytest.fixture
def symposium(platform: Platform) -> str:
    """The address of the demo symposium."""
    return f"/events/{platform.inside(WHERE)}/"


def test_an_agenda_is_moved_by_keyboard_and_by_mouse(
    platform: Platform, chromium_browser: "Browser", symposium: str
) -> None:
    organiser, other = (Visitor(chromium_browser, platform.url) for _ in range(2))
    for editor in (organiser, other):
        editor.sign_in("Organiser")
        editor.go(f"{symposium}agenda/edit/")
    organiser.check()
    tile = organiser.page.locator(".agenda-tile").first
    number = tile.get_attribute("data-session")

    organiser.follow(f'[href$="sessions/{number}/move/"]')
    assert organiser.page.url.endswith("/move/")
    organiser.check()
    organiser.fill("[name=time]", "1630")
    organiser.follow("form button.kern-btn--primary")
    assert organiser.page.url.endswith(f"#session-{number}")
    moved = f'td[data-clock="16:30"] [data-session="{number}"]'
    organiser.page.locator(moved).wait_for()
    other.page.locator(moved).wait_for()
    other.page.locator(".agenda-clashes li").first.wait_for()

    with other.page.expect_navigation(url=re.compile(f"#session-{number}$")):
        drag(other, f'[data-session="{number}"]', 'td[data-clock="13:30"] >> nth=1')
    other.page.locator(f'td[data-clock="13:30"] [data-session="{number}"]').wait_for()
    organiser.page.locator(f'td[data-clock="13:30"] [data-session="{number}"]').wait_for()
    organiser.resize(360)
    organiser.check()

    organiser.follow("form[action$='publish/'] button")
    assert platform.inside(VERSIONS) == "[1, 2]"


def test_a_reader_keeps_sessions_without_scripts(
    platform: Platform, chromium_browser: "Browser", symposium: str
) -> None:
    guest = Visitor(chromium_browser, platform.url, width=360)
    guest.go(f"{symposium}agenda/")
    guest.check()
    reader = Visitor(chromium_browser, platform.url, scripts=False)
    reader.sign_in("Jonas")
    reader.go(f"{symposium}agenda/")
    with reader.page.expect_navigation():
        reader.page.locator(".agenda-entry form button").first.click()
    reader.go(f"{symposium}agenda/mine/")
    assert reader.page.locator(".agenda-entry").count() == 1


def test_a_speaker_without_account_answers_by_keyboard(platform: Platform, chromium_browser: "Browser") -> None:
    token, _ = platform.inside(SPEAKER).split()
    speaker = Visitor(chromium_browser, platform.url, width=360)
    speaker.go(f"/speakers/{token}/")
    speaker.check()
    speaker.follow("button[value=accept]")
    speaker.page.locator("[name=biography]").wait_for()
    speaker.fill("[name=biography]", "Plants trees")
    speaker.follow("form[action$='about/'] button")
    speaker.page.locator("main .note--success").first.wait_for()
    speaker.check()
    assert platform.inside(SPEAKER).split() == [token, "accepted"]
