"""How people are led through a mixer: the page's own modules, the server's part played by hand."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import standstill, window
from tests.web import stage as staging
from tests.web.stage import Socket, Stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LONGEST = 2500
"""So many milliseconds at most people are given before they are led on."""
SAYS = ("round_opened", "round_closed", "seat_left", "moved", "mixer_ended", "mixer_ended_host", "failed")
ROOM = (
    '<div id="banner" hidden></div><main id="main" tabindex="-1"><header>'
    '<div role="status" data-mixer-way></div><div role="status" data-mixer-announced></div>'
    '<div role="status" data-mixer-told></div></header>'
    '<div hidden data-mixer data-page="{page}" data-live="room:7" data-position="41" data-epoch="e1"'
    ' data-me="2"{more}'
    ' data-lobby="/lobby/" data-table-page="/table/" data-afterwards="/afterwards/" data-recap="/recap/"'
    ' data-lobby-draft="/rooms/1/say/"></div>{says}'
    '<template data-mixer-note><div class="note news__note"><p data-note-text></p><a data-note-way href="">Go</a>'
    '<button type="button" data-note-close>Close</button></div></template>'
    '<form data-compose method="post" action="/rooms/{room}/say/">'
    '<textarea name="text" aria-label="Message"></textarea></form><button id="elsewhere">Elsewhere</button>'
    "{inside}</main>"
    '<script type="module" src="/static/mixers/mixer.js"></script>'
)


def room(page: str, *, more: str = "", inside: str = "") -> str:
    says = "".join(f'<template data-mixer-says="{name}">{name}</template>' for name in SAYS)
    return ROOM.format(page=page, more=more, inside=inside, says=says, room=1 if page == "lobby" else 9)


LOBBY = room("lobby")
TABLE = room("table", more=' data-round-now="1"', inside='<p data-table="31" data-round="1"></p>')
BODIES = {"lobby": LOBBY, "table": TABLE}


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staging.opened() as opened:
        for name in ("lobby", "table", "afterwards", "recap"):
            opened.answers[f"GET /{name}/"] = lambda body: (200, "text/html", b"<title>There</title><p>There")
        yield opened


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    context = window(browser)
    opened = context.new_page()
    standstill(opened)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def enter(page: "Page", stage: Stage, body: str) -> Socket:
    stage.page = body
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    return socket


def lead(page: "Page", address: str) -> None:
    """Time passes in which whoever does nothing is led on."""
    page.clock.run_for(LONGEST)
    page.wait_for_url(f"**{address}")


def happened(stage: Stage, position: int, kind: str, **data: Any) -> dict[str, Any]:
    return stage.entry(position, html="", kind=kind) | {"data": data, "html": ""}


@pytest.mark.parametrize(
    ("where", "kind", "data", "there"),
    [
        ("lobby", "round_opened", {"number": 1}, "/table/"),
        ("lobby", "seat_taken", {"person_id": 2, "table_id": 31}, "/table/"),
        ("lobby", "mixer_ended", {"held": True}, "/afterwards/"),
        ("table", "round_closed", {"number": 1}, "/lobby/"),
        ("table", "seat_moved", {"person_id": 2, "table_id": 32, "from_table_id": 31}, "/table/"),
        ("table", "tables_merged", {"person_ids": [7, 2], "table_id": 32, "from_table_id": 31}, "/table/"),
        ("table", "seat_left", {"person_id": 2, "table_id": 31}, "/lobby/"),
        ("table", "mixer_ended", {"held": True}, "/afterwards/"),
    ],
)
def test_people_are_led_to_where_they_belong(
    page: "Page", stage: Stage, where: str, kind: str, data: dict[str, Any], there: str
) -> None:
    socket = enter(page, stage, BODIES[where])
    socket.tell(happened(stage, 42, kind, **data))
    page.wait_for_selector("[data-mixer-way] .news__note")
    assert page.get_attribute("[data-note-way]", "href") == there
    lead(page, there)


@pytest.mark.parametrize("where", ["lobby", "table"])
def test_what_concerns_others_leads_nobody_away(page: "Page", stage: Stage, where: str) -> None:
    of_others: list[tuple[str, dict[str, Any]]] = [
        ("seat_taken", {"person_id": 3, "table_id": 31}),
        ("seat_moved", {"person_id": 3, "table_id": 32, "from_table_id": 31}),
        ("seat_left", {"person_id": 3, "table_id": 31}),
        ("tables_merged", {"person_ids": [3, 22], "table_id": 31, "from_table_id": 33}),
        ("more_time_wanted", {"number": 1, "count": 3}),
        ("round_opened" if where == "table" else "round_closed", {"number": 1}),
        ("announced", {"text": "Hello"}),
    ]
    socket = enter(page, stage, BODIES[where])
    socket.tell([happened(stage, 42 + place, kind, **data) for place, (kind, data) in enumerate(of_others)])
    page.wait_for_selector("[data-mixer-announced] .news__note")
    page.clock.run_for(LONGEST)
    assert page.url == f"{stage.url}/"
    assert page.locator("[data-mixer-way] .news__note").count() == 0


def test_who_writes_is_told_and_led_on_when_they_leave_the_field(page: "Page", stage: Stage) -> None:
    socket = enter(page, stage, LOBBY)
    page.focus("textarea")
    page.keyboard.type("We shade our")
    socket.tell(happened(stage, 42, "round_opened", number=1))
    page.wait_for_selector("[data-mixer-way] .news__note")
    page.keyboard.type(" schools")
    page.clock.run_for(LONGEST)
    assert (page.url, page.input_value("textarea")) == (f"{stage.url}/", "We shade our schools")
    page.focus("#elsewhere")
    lead(page, "/table/")
    page.goto(stage.url)
    assert page.input_value("textarea") == "We shade our schools"


def test_what_was_not_sent_at_a_table_comes_along_to_the_lobby(page: "Page", stage: Stage) -> None:
    socket = enter(page, stage, TABLE)
    page.focus("textarea")
    page.keyboard.type("One more thought")
    socket.tell(happened(stage, 42, "round_closed", number=1))
    page.wait_for_selector("[data-mixer-way] .news__note")
    page.click("[data-note-way]")
    page.wait_for_url("**/lobby/")
    stage.page = LOBBY
    page.goto(stage.url)
    assert page.input_value("textarea") == "One more thought"


def test_who_slept_through_a_round_wakes_up_on_the_way_to_the_next_table(page: "Page", stage: Stage) -> None:
    socket = enter(page, stage, TABLE)
    socket.tell(
        [
            happened(stage, 42, "round_closed", number=1),
            happened(stage, 43, "round_opened", number=2),
        ]
    )
    page.wait_for_selector("[data-note-text]:has-text('round_opened')")
    lead(page, "/table/")
    assert [request for request in stage.requests if request in ("GET /lobby/", "GET /table/")] == ["GET /table/"]


def test_an_announcement_is_told_beside_the_way_and_can_be_closed(page: "Page", stage: Stage) -> None:
    socket = enter(page, stage, room("host"))
    socket.tell(happened(stage, 42, "announced", text="Five minutes"), happened(stage, 43, "mixer_ended", held=True))
    page.wait_for_selector("[data-mixer-way] .news__note")
    assert page.get_attribute("[data-mixer-way] [data-note-way]", "href") == "/recap/"
    assert page.inner_text("[data-mixer-announced] [data-note-text]") == "Five minutes"
    page.click("[data-mixer-announced] [data-note-close]")
    assert page.locator("[data-mixer-announced] .news__note").count() == 0
    assert page.evaluate("document.activeElement.id") == "main"
    page.clock.run_for(LONGEST)
    assert page.url == f"{stage.url}/"


QUIET = (
    '<div id="part" data-stream="room:7" data-src="/part/" data-refresh="">'
    '<form id="form" data-quiet method="post" action="/contacts/"><button data-key="touch" name="other" value="3">Touch'
    "</button></form></div>"
)


def test_a_quiet_form_tells_what_became_of_it_and_keeps_the_focus(page: "Page", stage: Stage) -> None:
    stage.answers["POST /contacts/"] = lambda body: (200, "application/json", b'{"told": "Noted."}')
    stage.answers["GET /part/"] = lambda body: (200, "text/html", b'<button data-key="touch">Take it back</button>')
    enter(page, stage, room("table", inside=QUIET))
    page.focus("[data-key=touch]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-mixer-told] .news__note:has-text('Noted.')")
    page.clock.run_for(2000)
    page.wait_for_selector("[data-key=touch]:has-text('Take it back')")
    assert page.evaluate("document.activeElement.dataset.key") == "touch"
    assert (page.url, stage.requests.count("POST /contacts/")) == (f"{stage.url}/", 1)


def test_a_quiet_form_that_is_refused_is_sent_as_a_form_because_its_answer_says_why(page: "Page", stage: Stage) -> None:
    bodies: list[bytes] = []

    def refuse(body: bytes) -> tuple[int, str, bytes]:
        bodies.append(body)
        return 409, "text/html", b"<title>No</title><p>Why not, and what else."

    stage.answers["POST /contacts/"] = refuse
    enter(page, stage, room("table", inside=QUIET))
    page.click("[data-key=touch]")
    page.wait_for_url("**/contacts/")
    assert "Why not" in page.inner_text("body")
    assert bodies[-1] == b"other=3"


def test_a_quiet_form_without_a_network_says_so_and_can_be_sent_again(page: "Page", stage: Stage) -> None:
    enter(page, stage, room("table", inside=QUIET))
    page.context.set_offline(True)
    page.click("[data-key=touch]")
    page.wait_for_selector("[data-mixer-told] .news__note:has-text('failed')")
    page.context.set_offline(False)
    stage.answers["POST /contacts/"] = lambda body: (200, "application/json", b'{"told": "Noted."}')
    stage.answers["GET /part/"] = lambda body: (200, "text/html", b"Done")
    page.click("[data-key=touch]")
    page.wait_for_selector("[data-mixer-told] .news__note:has-text('Noted.')")
    page.clock.run_for(2000)
    page.wait_for_selector("#part:has-text('Done')")
