"""A consultation in real browsers: led by keyboard, followed live, without barriers at 320 pixels and in the dark."""

from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
ANU, JONAS = "Anu (Kochi, demo)", "Jonas (Jena, demo)"
SET_UP = """
from datetime import timedelta
from django.utils import timezone
from members.models import Person
from rooms import admissions, rooms
from rooms.consultation import leading
anu, jonas = (Person.objects.get(email=address) for address in ("kochi@demo.invalid", "jena@demo.invalid"))
room = rooms.open_room("How do we warn people of floods?")
admissions.admit_all({room.id: {anu.pk: "host", jonas.pk: "case_giver"}})
leading.plan(room, starts_at=timezone.now() + timedelta(hours=1), seconds=3600)
print(room.id)
"""
NOW = ".consultation [aria-current=step]"


@pytest.fixture
def room(platform: Platform) -> str:
    """The address of a consultation that Anu moderates and Jonas gives the case for."""
    return f"/rooms/{int(platform.inside(SET_UP))}/"


def enters(browser: "Browser", platform: Platform, name: str, room: str, *, width: int = 1280) -> Visitor:
    visitor = Visitor(browser, platform.url, width=width)
    visitor.sign_in(name)
    visitor.go(room)
    visitor.page.wait_for_selector("[data-conversation][data-state=open]")
    return visitor


def phase(visitor: Visitor, number: int) -> None:
    """Wait until the phase of this number, from 1, is the current one."""
    visitor.page.wait_for_selector(f".consultation .steps li:nth-child({number})[aria-current=step]")


def test_a_consultation_is_led_by_keyboard_and_followed_live(browser: "Browser", platform: Platform, room: str) -> None:
    anu, jonas = enters(browser, platform, ANU, room), enters(browser, platform, JONAS, room, width=320)
    for visitor in (anu, jonas):
        visitor.check()
    anu.follow("form[action$='/begin/'] button")
    phase(jonas, 1)
    for number in range(2, 6):
        phase(anu, number - 1)
        anu.follow("form[action$='/clock/end/'] button")
        phase(jonas, number)
    jonas.page.wait_for_selector(".compose", state="detached")
    jonas.page.locator(".conversation__closed[role=status]").wait_for()
    for visitor in (anu, jonas):
        visitor.check()
    anu.page.fill("#id_action-text", "Ask the fishermen")
    with anu.page.expect_navigation():
        anu.page.get_by_role("button", name="Agree on this action").click()
    jonas.page.wait_for_selector("#actions li:has-text('Ask the fishermen')")
    with anu.page.expect_navigation():
        anu.page.get_by_role("button", name="Close the consultation").click()
    anu.page.wait_for_selector(".consultation .note--success")
    jonas.page.wait_for_selector(".consultation .note--success")
    for visitor in (anu, jonas):
        visitor.check()
        assert not visitor.troubles


def test_a_recording_may_be_on_only_while_both_agree(browser: "Browser", platform: Platform, room: str) -> None:
    anu, jonas = enters(browser, platform, ANU, room), enters(browser, platform, JONAS, room, width=320)
    both = (anu, jonas)

    def presses(visitor: Visitor, deed: str) -> None:
        visitor.follow(f"form[action$='/recording/{deed}/'] button")

    def stands(where: str) -> None:
        for visitor in both:
            visitor.page.wait_for_selector(f"[data-recording={where}]")

    stands("off")
    presses(anu, "ask")
    stands("asked")
    for visitor in both:
        presses(visitor, "agree")
    stands("on")
    for visitor in both:
        visitor.check()
    presses(jonas, "refuse")
    stands("asked")
    assert not any(visitor.troubles for visitor in both)
