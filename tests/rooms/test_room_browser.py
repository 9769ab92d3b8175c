"""A room in real browsers: talking, editing, notes, no scripts of others, no barriers."""

import json
from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.rooms.corpus import CORPUS
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

FOREIGN = ".conversation__log :is(script, img, svg, iframe, style, math, form:not([data-message-form]))"
ANU, JONAS = "Anu (Kochi, demo)", "Jonas (Jena, demo)"
SET_UP = """
import json
from members.models import Person
from rooms import admissions, clock, conversation, notes, pace, rooms
pace.LIMIT = 1000
corpus = json.loads(CORPUS)
anu, jonas = (Person.objects.get(email=address) for address in ("kochi@demo.invalid", "jena@demo.invalid"))
room = rooms.open_room("Table 3 " + corpus[0], prompt={"en": "What would you do again?"})
admissions.admit(room, [jonas.pk])
admissions.admit(room, [anu.pk], role="host")
clock.begin(room, phase="round", seconds=72000)
for number, text in enumerate(corpus):
    said = conversation.say(room=room, by=jonas, text=text, nonce=str(number))
written = notes.write(room, by=jonas, text="\\n".join(corpus), version=0)
print(room.id)
"""


@pytest.fixture
def room(platform: Platform) -> str:
    """The address of a room with Anu as its host and Jonas, who has tried every attack of the corpus."""
    return f"/rooms/{int(platform.inside(SET_UP.replace('CORPUS', repr(json.dumps(CORPUS)), 1)))}/"


def enters(browser: "Browser", platform: Platform, name: str, room: str, *, width: int = 1280) -> Visitor:
    visitor = Visitor(browser, platform.url, width=width)
    visitor.page.on("dialog", lambda dialog: visitor.troubles.append(f"a script ran: {dialog.message}"))
    visitor.sign_in(name)
    visitor.go(room)
    visitor.page.wait_for_selector("[data-conversation][data-state=open]")
    return visitor


def say(visitor: Visitor, text: str) -> None:
    visitor.page.fill(".compose textarea", text)
    visitor.page.press(".compose textarea", "Enter")


def last(visitor: Visitor, text: str) -> str:
    """The last message once it holds a text."""
    visitor.page.wait_for_function(
        "text => [...document.querySelectorAll('.conversation__log .message')].at(-1).innerText.includes(text)",
        arg=text,
    )
    return visitor.page.locator(".conversation__log .message").last.inner_text()


def test_two_people_talk_change_and_note_without_reloading(browser: "Browser", platform: Platform, room: str) -> None:
    anu, jonas = enters(browser, platform, ANU, room), enters(browser, platform, JONAS, room, width=360)
    say(jonas, "Trees that live on rain alone. @Anu?")
    assert "Jena" in last(anu, "rain alone")
    anu.page.locator(".message.is-mention:last-child").wait_for()
    jonas.page.wait_for_selector(".message.is-mine:last-child .message__tools")
    mine = jonas.page.locator(".message.is-mine:last-child")
    mine.locator("summary").click()
    mine.locator("textarea").fill("Trees that live on fog.")
    mine.locator("form[action$='/edit/'] button").click()
    assert "edited" in last(anu, "on fog.")
    assert "bearbeitet" in last(jonas, "on fog.")
    theirs = anu.page.locator(".message:last-child")
    theirs.locator("summary").click()
    theirs.locator("form[action$='/withdraw/'] button").click()
    last(jonas, "Diese Nachricht wurde zurückgezogen.")
    jonas.page.locator(".message:last-child .message__tools").wait_for(state="detached")
    for visitor in (anu, jonas):
        visitor.check()


def test_notes_of_two_are_brought_together_while_they_write(browser: "Browser", platform: Platform, room: str) -> None:
    anu, jonas = enters(browser, platform, ANU, room), enters(browser, platform, JONAS, room)
    field = "textarea[name=notes]"
    text = anu.page.input_value(field)
    anu.page.press(field, "Control+Home")
    anu.page.keyboard.insert_text("Anu: vines\n")
    jonas.page.press(field, "Control+End")
    jonas.page.keyboard.insert_text("\nJonas: roofs")  # fill() would take out what Anu has sent
    both = f"Anu: vines\n{text}\nJonas: roofs"
    for visitor in (anu, jonas):
        visitor.page.wait_for_function(
            "([field, text]) => document.querySelector(field).value === text", arg=[field, both]
        )
        assert not visitor.troubles


def test_nothing_anybody_writes_runs_in_page_or_socket(browser: "Browser", platform: Platform, room: str) -> None:
    anu, jonas = enters(browser, platform, ANU, room), enters(browser, platform, JONAS, room)
    shown = anu.page.locator(".conversation__log .message__text").all_text_contents()
    assert len(shown) == len(CORPUS)
    for text in CORPUS:
        say(jonas, text)
        last(anu, text.split()[0])
    live = anu.page.locator(".conversation__log .message__text").all_text_contents()[len(CORPUS) :]
    assert live == shown
    for visitor in (anu, jonas):
        assert (
            visitor.page.locator(
                ".conversation__log :is(script, img, svg, iframe, form:not([data-message-form]))"
            ).count()
            == 0
        )
        assert not visitor.troubles


def test_without_scripts_one_reads_writes_and_notes(browser: "Browser", platform: Platform, room: str) -> None:
    with_scripts = enters(browser, platform, ANU, room)
    cookies = with_scripts.context.cookies()
    visitor = Visitor(browser, platform.url, scripts=False)
    visitor.context.add_cookies(cookies)  # type: ignore[arg-type]
    visitor.go(room)
    visitor.page.fill(".compose textarea", "Said without a script")
    with visitor.page.expect_navigation():
        visitor.page.click(".compose button[type=submit]")
    visitor.page.locator(".message:last-child", has_text="Said without a script").wait_for()
    visitor.page.fill("textarea[name=notes]", "Noted without a script")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Save notes").click()
    assert visitor.page.input_value("textarea[name=notes]") == "Noted without a script"
    assert "Said without a script" in last(with_scripts, "without a script")
