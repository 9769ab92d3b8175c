"""Pages around symposia and workshops that no journey leads through: without barriers, light and dark, on a phone."""

from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.journeys.symposium_steps import ask, look
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
COMING, LIVE, HELD = (("symposium", state) for state in ("registration_open", "live", "documentation"))
MIXER, WORKSHOP = ("mixer", "registration_open"), ("workshop", "registration_open")
PAGES: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    "Organiser": {
        COMING: (
            "agenda/edit/compare/", "agenda/versions/", "agenda/places/", "questions/", "participants/", "messages/",
            "messages/new/", "check-in/codes/", "edit/",
        ),
        HELD: ("documentation/edit/", "documentation/edit/new/", "report/"),
        LIVE: ("stage/",),
        WORKSHOP: ("workshop/desk/", "workshop/desk/tasks/new/"),
    },
    "João": {COMING: ("register/details/", "agenda/mine/"), HELD: ("documentation/", "feedback/", "")},
    "Anu": {MIXER: ("register/details/", "group/kochi/"), WORKSHOP: ("workshop/", "register/details/")},
}  # fmt: skip
"""By who looks at them and by which event of the demo, the ends of their addresses."""


def address_of(platform: Platform, which: tuple[str, str]) -> str:
    kind, state = which
    slug = ask(
        platform, f"SELECT slug FROM events_event WHERE kind = '{kind}' AND state = '{state}' ORDER BY id LIMIT 1"
    )
    return f"/events/{slug}/"


@pytest.mark.parametrize("who", PAGES)
def test_pages_around_symposia_have_no_barriers(platform: Platform, chromium_browser: "Browser", who: str) -> None:
    visitor = Visitor(chromium_browser, platform.url)
    visitor.sign_in(who)
    for which, ends in PAGES[who].items():
        for end in ends:
            visitor.go(address_of(platform, which) + end)
            look(visitor)
