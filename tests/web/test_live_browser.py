"""The browser's side of a live stream: entries in order and each once, whatever happens to the connection."""

import re
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.chromium import standstill
from tests.serving import wait_until
from tests.web.stage import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

BANNER = (
    '<div class="banner" id="banner" role="status" hidden data-offline="No connection" data-again="Connected again"'
    ' data-not-allowed="No access" data-sign-in="Sign in again" data-gone="Gone" data-paused="Paused" data-poll="Slow"'
    ' data-login="/in/"><span data-banner-text></span><a data-banner-action href="" hidden>Sign in</a></div>'
)
ROOM = (
    BANNER + '<section data-live="room:7" data-position="41" data-epoch="e1" data-me="3">'
    '<button data-live-pause aria-pressed="false">Pause</button>'
    '<div class="conversation__log" role="log" aria-label="Conversation" tabindex="0" data-entries>'
    '<p id="message-41" data-position="41">41</p></div>'
    '<button data-new-entries hidden data-one="{n} new message" data-many="{n} new messages"></button>'
    '<p role="alert" data-live-alert></p></section>'
)


def said(page: "Page") -> list[str]:
    return page.locator("[data-entries] > *").all_inner_texts()


def passes(page: "Page") -> bool:
    """Another second has passed."""
    page.clock.run_for(1000)
    return True


def shows(page: "Page", selector: str) -> bool:
    """Whether it is there after another second."""
    return passes(page) and page.locator(selector).count() == 1


def test_entries_are_placed_by_position_and_each_once(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    page.goto(stage.url)
    socket = stage.socket()
    assert socket.since == "41"
    stage.log = [stage.entry(position) for position in range(1, 48)]
    socket.tell(stage.welcome(41), stage.entry(43), stage.entry(42), stage.entry(42))
    socket.tell([stage.entry(44), stage.entry(46)], stage.entry(45), stage.entry(41), stage.entry(47))
    page.wait_for_selector("#message-47")
    assert said(page) == [str(position) for position in range(41, 48)]
    assert page.get_attribute("[data-live]", "data-position") == "47"


def test_a_gap_is_fetched(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    stage.log = [stage.entry(position) for position in range(1, 46)]
    page.goto(stage.url)
    stage.socket().tell(stage.welcome(45), stage.entry(45))
    page.wait_for_selector("#message-45")
    assert said(page) == ["41", "42", "43", "44", "45"]
    assert "GET /live/room:7/?since=41&epoch=e1" in stage.requests


@pytest.mark.parametrize("code", [1012, 4408, 1006])
def test_a_broken_connection_is_resumed_where_it_was(page: "Page", stage: Stage, code: int) -> None:
    standstill(page)
    stage.page = ROOM
    page.goto(stage.url)
    first = stage.socket()
    first.tell(stage.welcome(41), stage.entry(42))
    page.wait_for_selector("#message-42")
    first.close(code if code != 1006 else 1011)
    page.wait_for_selector("[data-live][data-state=waiting]")
    page.clock.run_for(2500)
    second = stage.socket()
    assert second.since == "42"
    second.tell(stage.welcome(43), stage.entry(43))
    page.wait_for_selector("#message-43")
    assert said(page) == ["41", "42", "43"]
    assert page.locator("#banner").is_hidden()


@pytest.mark.parametrize(("code", "sentence"), [(4401, "Sign in again"), (4403, "No access"), (4404, "Gone")])
def test_a_closed_door_is_not_knocked_at_again(page: "Page", stage: Stage, code: int, sentence: str) -> None:
    standstill(page)
    knocks: list[str] = []
    page.on("websocket", lambda opened: knocks.append(opened.url))
    stage.page = ROOM
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    socket.close(code)
    page.wait_for_selector("[data-live][data-state=closed]")
    assert page.inner_text("#banner [data-banner-text]") == sentence
    assert page.locator("#banner a").is_visible() == (code == 4401)
    page.clock.run_for(120_000)
    assert len(knocks) == 1


def test_the_banner_comes_after_five_seconds_and_goes_when_connected(page: "Page", stage: Stage) -> None:
    standstill(page)
    stage.page = ROOM
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    page.wait_for_selector("[data-live][data-state=open]")
    page.context.set_offline(True)
    stage.refuses = True
    socket.close(1012)
    page.wait_for_selector("[data-live][data-state=waiting]")
    page.clock.run_for(4900)
    assert page.locator("#banner").is_hidden()
    page.clock.run_for(100)
    page.wait_for_selector("#banner:has-text('No connection')")
    stage.refuses = False
    page.context.set_offline(False)
    wait_until(lambda: passes(page) and not stage.sockets.empty())
    stage.socket().tell(stage.welcome(41))
    page.wait_for_selector("#banner:has-text('Connected again')")


def test_where_sockets_are_blocked_the_log_is_read_every_few_seconds(page: "Page", stage: Stage) -> None:
    standstill(page)
    stage.page, stage.refuses = ROOM, True
    stage.log = [stage.entry(position) for position in range(1, 43)]
    page.goto(stage.url)
    wait_until(lambda: shows(page, "#message-42"))
    stage.log.append(stage.entry(43))
    wait_until(lambda: shows(page, "#message-43"))
    assert said(page) == ["41", "42", "43"]


def test_another_history_reloads_the_page(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    page.goto(stage.url)
    socket = stage.socket()
    stage.epoch, stage.page = "e2", ROOM.replace("41", "3").replace("e1", "e2")
    socket.tell(stage.welcome(3))
    page.wait_for_selector("#message-3")
    assert stage.socket().since == "3"


def test_paused_updates_wait_and_come_in_order(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    page.click("[data-live-pause]")
    socket.tell(stage.entry(42), stage.entry(43))
    page.wait_for_timeout(300)
    assert said(page) == ["41"]
    assert page.inner_text("#banner [data-banner-text]") == "Paused"
    page.click("[data-live-pause]")
    page.wait_for_selector("#message-43")
    assert said(page) == ["41", "42", "43"]


def test_a_changed_message_takes_its_own_place(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(
        stage.welcome(41), stage.entry(42), stage.entry(43, '<p id="message-41">withdrawn</p>', "message_withdrawn")
    )
    page.wait_for_selector("#message-41:has-text('withdrawn')")
    assert said(page) == ["withdrawn", "42"]


def test_what_is_mine_is_marked_and_only_a_mention_interrupts(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    page.goto(stage.url)
    mine = '<p id="message-42" data-author="3">Mine</p>'
    moment = '<time data-time="moment" datetime="2026-11-24T13:30:00Z">x</time>'
    mention = f'<p id="message-43" data-author="4" data-mentions="9 3">@Anu {moment}</p>'
    stage.socket().tell(stage.welcome(41), stage.entry(42, mine), stage.entry(43, mention))
    page.wait_for_selector("#message-43.is-mention")
    assert page.locator(".is-mine").all_inner_texts() == ["Mine"]
    assert page.inner_text("[data-live-alert]") == "@Anu 24 Nov 2026, 13:30 · UTC"


def test_the_readers_scroll_is_left_alone(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41), [stage.entry(position) for position in range(42, 120)])
    page.wait_for_selector("#message-119")
    page.evaluate("document.querySelector('[data-entries]').scrollTop = 0")
    wait_until(lambda: bool(page.evaluate("document.querySelector('[data-entries]').scrollTop === 0")))
    socket.tell(stage.entry(120), stage.entry(121))
    page.wait_for_selector("[data-new-entries]:has-text('2 new messages')")
    assert page.evaluate("document.querySelector('[data-entries]').scrollTop") == 0
    page.click("[data-new-entries]")
    page.wait_for_selector("[data-new-entries]", state="hidden")


REFRESHED = (
    BANNER + '<section data-live="room:7" data-position="41" data-epoch="e1">'
    '<div id="people" data-refresh="seat_taken presence" data-src="/people/">'
    '<button id="b">Old</button><input id="note" name="note"></div></section>'
)


SHOW_WHAT_IS_TOLD = """() => document.querySelector("[data-live]").addEventListener(
  "live:ephemeral", ({ target, detail }) => { target.dataset.told = detail.kind; })"""
"""Makes visible that a frame has arrived."""


def test_a_part_fetches_itself_anew_and_keeps_the_focus(page: "Page", stage: Stage) -> None:
    stage.page = REFRESHED
    stage.answers["GET /people/"] = lambda body: (200, "text/html", b'<button id="b">New</button><input id="note">')
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    page.focus("#b")
    socket.tell(stage.entry(42, kind="message_said"), stage.entry(43, kind="seat_taken"))
    page.wait_for_selector("#b:has-text('New')")
    assert page.evaluate("document.activeElement.id") == "b"
    assert stage.requests.count("GET /people/") == 1


def test_a_part_waits_while_somebody_writes_in_it(page: "Page", stage: Stage) -> None:
    stage.page = REFRESHED
    stage.answers["GET /people/"] = lambda body: (200, "text/html", b'<button id="b">New</button><input id="note">')
    standstill(page)
    page.goto(stage.url)
    socket = stage.socket()
    page.evaluate(SHOW_WHAT_IS_TOLD)
    page.fill("#note", "half a senten")
    page.focus("#note")
    socket.tell(stage.welcome(41), {"v": 1, "kind": "presence", "stream": "room:7", "people": []})
    page.wait_for_selector("[data-live][data-told=presence]")
    page.clock.run_for(1500)
    assert page.input_value("#note") == "half a senten"
    assert page.inner_text("#b") == "Old"
    page.evaluate("document.activeElement.blur()")
    wait_until(lambda: shows(page, "#b:has-text('New')"))


def test_a_part_that_arrives_while_somebody_writes_is_shown_when_they_leave(page: "Page", stage: Stage) -> None:
    asked, going = Event(), Event()

    def people(body: bytes) -> tuple[int, str, bytes]:
        asked.set()
        going.wait(60)
        return 200, "text/html", b'<button id="b">New</button><input id="note">'

    stage.page = REFRESHED
    stage.answers["GET /people/"] = people
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41), stage.entry(42, kind="seat_taken"))
    assert asked.wait(60)
    page.focus("#note")
    going.set()
    page.wait_for_selector("#people:not([aria-busy])")
    assert page.inner_text("#b") == "Old"
    page.evaluate("document.activeElement.blur()")
    page.wait_for_selector("#b:has-text('New')")


def test_a_part_waits_until_a_pressed_button_is_let_go(page: "Page", stage: Stage) -> None:
    stage.page = REFRESHED
    stage.answers["GET /people/"] = lambda body: (200, "text/html", b'<button id="b">New</button>')
    standstill(page)
    page.goto(stage.url)
    socket = stage.socket()
    page.evaluate("document.getElementById('b').addEventListener('click', () => (document.title = 'Clicked'))")
    page.hover("#b")
    page.mouse.down()
    socket.tell(stage.welcome(41), stage.entry(42, kind="seat_taken"))
    page.wait_for_selector("[data-live][data-position='42']")
    page.clock.run_for(1500)
    assert page.inner_text("#b") == "Old"
    page.mouse.up()
    assert page.title() == "Clicked"
    wait_until(lambda: shows(page, "#b:has-text('New')"))


def test_a_button_known_by_its_form_alone_keeps_the_focus(page: "Page", stage: Stage) -> None:
    forms = '<form action="/a/"><button>A</button></form><form action="/b/"><button>B</button></form>'
    stage.page = REFRESHED.replace('<button id="b">Old</button>', forms)
    stage.answers["GET /people/"] = lambda body: (200, "text/html", f"<p id='new'></p>{forms}".encode())
    page.goto(stage.url)
    socket = stage.socket()
    page.focus("[action='/b/'] button")
    socket.tell(stage.welcome(41), stage.entry(42, kind="seat_taken"))
    page.wait_for_selector("#new", state="attached")
    assert page.evaluate("document.activeElement.innerText") == "B"


def test_what_is_chosen_and_not_sent_survives_a_part_shown_anew(page: "Page", stage: Stage) -> None:
    fields = '<select id="to"><option value="1">1<option value="2">2</select><input type="checkbox" id="sure">'
    new = f'<button id="b">New</button>{fields}'.encode()
    stage.page = REFRESHED.replace("Old</button>", f"Old</button>{fields}")
    stage.answers["GET /people/"] = lambda body: (200, "text/html", new)
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    page.select_option("#to", "2")
    page.check("#sure")
    page.focus("#b")
    socket.tell(stage.entry(42, kind="seat_taken"))
    page.wait_for_selector("#b:has-text('New')")
    assert (page.input_value("#to"), page.is_checked("#sure")) == ("2", True)


def test_many_changes_are_few_requests(page: "Page", stage: Stage) -> None:
    stage.page = REFRESHED
    stage.answers["GET /people/"] = lambda body: (200, "text/html", b'<button id="b">New</button>')
    standstill(page)
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41), [stage.entry(position, kind="seat_taken") for position in range(42, 142)])
    page.wait_for_selector("[data-live][data-position='141']")
    wait_until(lambda: shows(page, "#b:has-text('New')"))
    page.clock.run_for(5000)
    assert stage.requests.count("GET /people/") <= 2


COMPOSE = (
    ROOM.removesuffix("</section>")
    + '<form class="compose" data-compose method="post" action="/say/" data-failed="Not sent">'
    '<textarea name="text" aria-label="Message"></textarea><input type="hidden" name="csrf" value="c">'
    "<p data-compose-error hidden></p><button>Send</button></form></section>"
)


def test_enter_sends_through_the_socket_and_clears_the_field(page: "Page", stage: Stage) -> None:
    standstill(page)
    stage.page = COMPOSE
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    assert socket.hear("here")
    page.fill("textarea", "We shade bus stops.")
    assert socket.hear("typing")
    page.press("textarea", "Enter")
    said_frame = socket.hear("say")
    assert said_frame["text"] == "We shade bus stops."
    socket.tell({"kind": "said", "nonce": said_frame["nonce"], "position": 42})
    wait_until(lambda: bool(page.evaluate("!sessionStorage.length")))
    assert page.input_value("textarea") == ""


def test_shift_and_enter_begin_a_new_line(page: "Page", stage: Stage) -> None:
    stage.page = COMPOSE
    page.goto(stage.url)
    stage.socket().tell(stage.welcome(41))
    page.type("textarea", "one")
    page.press("textarea", "Shift+Enter")
    page.type("textarea", "two")
    assert page.input_value("textarea") == "one\ntwo"


def test_a_refused_text_comes_back_with_the_reason(page: "Page", stage: Stage) -> None:
    standstill(page)
    stage.page = COMPOSE
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    page.fill("textarea", "Too much")
    page.press("textarea", "Enter")
    nonce = socket.hear("say")["nonce"]
    socket.tell({"kind": "refused", "nonce": nonce, "reason": "That was a little fast."})
    page.wait_for_selector("[data-compose-error]:has-text('That was a little fast.')")
    assert page.input_value("textarea") == "Too much"


def test_without_a_socket_the_form_is_posted_with_the_same_nonce(page: "Page", stage: Stage) -> None:
    bodies: list[bytes] = []

    def took(body: bytes) -> tuple[int, str, bytes]:
        bodies.append(body)
        return 204, "text/plain", b""

    standstill(page)
    stage.page = COMPOSE
    stage.answers["POST /say/"] = took
    page.goto(stage.url)
    socket = stage.socket()
    socket.tell(stage.welcome(41))
    page.fill("textarea", "Twice on its way, once said")
    page.press("textarea", "Enter")
    nonce = socket.hear("say")["nonce"]
    page.clock.run_for(6000)
    wait_until(lambda: bool(bodies))
    assert re.search(rb'name="nonce"\r\n\r\n([^\r]+)', bodies[0]).group(1).decode() == nonce  # type: ignore[union-attr]
    assert b"once said" in bodies[0]
    wait_until(lambda: bool(page.evaluate("!sessionStorage.length")))


def test_a_text_survives_a_dead_network_and_a_reload(page: "Page", stage: Stage) -> None:
    stage.page, stage.refuses = COMPOSE, True
    stage.answers["POST /say/"] = lambda body: (503, "text/plain", b"")
    page.goto(stage.url)
    page.fill("textarea", "Kept")
    page.press("textarea", "Enter")
    page.wait_for_selector("[data-compose-error]:has-text('Not sent')")
    assert page.input_value("textarea") == "Kept"
    page.reload()
    wait_until(lambda: bool(page.evaluate("document.querySelector('textarea').value === 'Kept'")))


def test_a_long_absence_is_caught_up_in_several_pages(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    stage.log = [stage.entry(position) for position in range(1, 101)]
    stage.most = 20
    page.goto(stage.url)
    stage.socket().tell(stage.welcome(100), stage.entry(100))
    page.wait_for_selector("#message-100")
    assert said(page) == [str(position) for position in range(41, 101)]


def test_a_log_that_does_not_lead_on_reloads_the_page(page: "Page", stage: Stage) -> None:
    stage.page = ROOM
    stage.log = [stage.entry(position) for position in range(90, 101)]
    page.goto(stage.url)
    socket = stage.socket()
    stage.page = ROOM.replace("41", "100")
    socket.tell(stage.welcome(100), stage.entry(100))
    page.wait_for_selector("#message-100")
    assert stage.socket().since == "100"
