"""A live stage in real browsers: asked, voted and polled live, also after a time without a network."""

import json
from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.rooms.corpus import CORPUS
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

WHO = """
import json
from events.models import Event, Session
from hub.demo.live_stage import TITLE, texts
event = Event.objects.get(titles=texts(TITLE), state="live")
session = Session.objects.filter(event=event).first()
people = list(event.registrations.order_by("pk").values_list("person__name", flat=True))
chair = session.appearances.get(role="moderator").speaker.person.name
print(json.dumps([f"/events/{event.slug}/stage/", session.pk, people[0], people[1], chair]))
"""
CUT_OFF = """async () => {
  const page = document.querySelector("script[type=module][src*=page]").src;
  const live = await import(page.replace("page", "live"));
  live.streamOf(document.querySelector("[data-stage]")).stop();
}"""
FOREIGN = ".questions :is(script, img, svg, iframe, style, math)"


@pytest.fixture
def platform(served: Platform) -> Platform:
    """One of each test's own: how fast somebody may ask is limited."""
    return served


@pytest.fixture
def hall(platform: Platform) -> tuple[str, str, str, str]:
    """The address of the session that is on, two of the audience, and who moderates."""
    stage, session, *people = json.loads(platform.inside(WHO))
    return (f"{stage}sessions/{session}/", *people)


def enters(browser: "Browser", platform: Platform, name: str, address: str, *, width: int = 1280) -> Visitor:
    visitor = Visitor(browser, platform.url, width=width)
    visitor.page.on("dialog", lambda dialog: visitor.troubles.append(f"a script ran: {dialog.message}"))
    visitor.sign_in(name)
    visitor.go(address)
    visitor.page.wait_for_selector("[data-stage][data-state=open]", state="attached")
    return visitor


def ask(visitor: Visitor, text: str) -> None:
    visitor.page.fill("#ask-text", text)
    visitor.page.press("#ask-text", "Tab")
    visitor.page.locator("form[action$='/ask/'] button").first.click()
    visitor.page.wait_for_function("() => document.getElementById('ask-text').value === ''")


def refused(visitor: Visitor, text: str) -> None:
    """The reason stands beside the field, which has the focus again."""
    visitor.page.fill("#ask-text", text)
    visitor.page.locator("form[action$='/ask/'] button").first.click()
    visitor.page.locator("#ask-error:not(:empty)").wait_for()
    visitor.page.locator("#ask-text[aria-invalid=true]:focus").wait_for()


def question(visitor: Visitor, text: str) -> str:
    """The selector of the question once it stands on the page."""
    line = visitor.page.locator(".question", has_text=text)
    line.wait_for()
    return f"#{line.get_attribute('id')}"


def votes(visitor: Visitor, selector: str, number: int) -> None:
    visitor.page.locator(f"{selector}[data-votes='{number}']").wait_for()


def test_an_audience_asks_votes_and_chooses_without_reloading(
    browser: "Browser", platform: Platform, hall: tuple[str, str, str, str]
) -> None:
    address, one, other, chair = hall
    first, second = enters(browser, platform, one, address), enters(browser, platform, other, address, width=360)
    host = enters(browser, platform, chair, address)
    refused(first, "  ")
    ask(first, "Which roots drink at night?")
    first.page.locator("#ask-error").wait_for(state="hidden")
    asked = question(second, "Which roots drink at night?")
    second.use(f"{asked} button")
    for visitor in (first, second, host):
        votes(visitor, asked, 1)
    host.page.locator(f"{asked} form[action$='/answer/'] button").click()
    first.page.locator(f"{asked}.question--answered").wait_for()
    second.page.locator("#questions:focus").wait_for()
    host.page.locator(".poll form[action$='/conceal/'] button").click()
    second.page.locator(".poll .results").wait_for(state="detached")
    second.page.locator(".poll input[type=radio]").last.check()
    second.page.locator(".poll form button").click()
    second.page.locator("[data-stage-told]:not([hidden])").wait_for()
    host.page.locator(".poll form[action$='/show/'] button").click()
    second.page.locator(".poll .result", has_text="We do not water").locator("span", has_text="1").wait_for()
    host.page.locator(".poll form[action$='/close/'] button").click()
    first.page.locator(".poll [data-closed]").wait_for()
    for visitor in (first, second, host):
        visitor.check()


def test_after_a_time_without_network_everything_missed_is_there_once(
    browser: "Browser", platform: Platform, hall: tuple[str, str, str, str]
) -> None:
    address, one, other, _chair = hall
    first, second = enters(browser, platform, one, address), enters(browser, platform, other, address)
    second.page.evaluate(CUT_OFF)
    for number in range(3):
        ask(first, f"Missed {number}?")
        question(first, f"Missed {number}?")
    second.page.evaluate("dispatchEvent(new Event('online'))")
    question(second, "Missed 2?")
    assert second.page.locator(".question", has_text="Missed").count() == 3
    assert not second.troubles


def test_hostile_questions_are_words_live_and_after_loading(
    browser: "Browser", platform: Platform, hall: tuple[str, str, str, str]
) -> None:
    address, one, other, _chair = hall
    first, second = enters(browser, platform, one, address), enters(browser, platform, other, address)
    asked = [text for text in CORPUS if 0 < len(text) <= 500][:5]
    for text in asked:
        ask(first, text)
    question(second, asked[-1])
    for _ in range(2):
        assert second.page.locator(FOREIGN).count() == 0
        second.page.reload()
    assert not first.troubles
    assert not second.troubles
