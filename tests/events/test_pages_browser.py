"""The calendar, start page, dashboard and console in a real browser: accessible, narrow, live, and without scripts."""

import re
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.barriers import barriers
from tests.journeys.person import Visitor
from tests.serving import Platform, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

Enter = Callable[..., "Page"]
FETCHED_ANEW = (
    "() => document.readyState === 'complete' && performance.getEntriesByType('navigation')[0].type === 'reload'"
)
"""A page about days has asked again, once it knew the zone of its reader."""


@pytest.fixture(scope="module")
def site(platform: Platform) -> str:
    """The platform as `make run` serves it."""
    return platform.url


@pytest.fixture
def enter(browser: "Browser", site: str) -> Iterator[Enter]:
    """Open the platform in a context of its own, signed in as a demo person if one is named."""
    contexts = []

    def opened(name: str = "", **options: Any) -> "Page":
        visitor = Visitor(browser, site, **options)
        contexts.append(visitor.context)
        if name:
            visitor.sign_in(name)
        return visitor.page

    yield opened
    for context in contexts:
        context.close()


def event_address(page: "Page", site: str) -> str:
    """The demo mixer's address."""
    page.goto(f"{site}/events/")
    return site + str(page.locator(".card__title a[href*=mixer]").first.get_attribute("href"))


def refused(page: "Page", told: list[str]) -> bool:
    """Whether the browser has said, after a moment, that a page may not stand in this frame."""
    page.wait_for_timeout(50)
    return any("frame-ancestors" in text for text in told)


def slug(address: str) -> str:
    """The event's name in its address."""
    return address.rstrip("/").rpartition("/")[2]


@pytest.fixture
def town() -> Iterator[tuple[str, dict[str, str]]]:
    """A website of somebody else: its address, and its pages by path to be filled in."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    pages: dict[str, str] = {}

    class Website(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><link rel=icon href=data:,>" + pages.get(self.path, "").encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Website) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", pages
        server.shutdown()


FOR_ORGANISERS = ("participants/", "participants/add/", "participants/add/?words=Atlantis", "participants/add/list/")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("who", ["", "Anu", "Organiser"])
def test_axe_finds_nothing_and_nothing_reaches_over_the_edge(enter: Enter, site: str, who: str, width: int) -> None:
    page = enter(who, width=width)
    event = event_address(page, site)
    addresses = {
        "": ["/", "/events/", "/events/?network=nothing", "/events/month/", "/calendar/share/", "/calendar/embed/"],
        "Anu": ["/dashboard/", "/events/?when=mine", "/calendar/", "/calendar/hours/", "/events/map/"],
        "Organiser": ["/console/", "/events/new/", "/events/?when=drafts", f"/events/map/?event={slug(event)}"],
    }[who]
    for address in [
        event,
        *(site + path for path in addresses),
        *([event + part for part in FOR_ORGANISERS] if who == "Organiser" else []),
    ]:
        page.goto(address)
        assert barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width, address


@pytest.mark.parametrize("width", [1280, 320])
def test_a_list_is_pasted_looked_at_and_put_right_without_barriers(enter: Enter, site: str, width: int) -> None:
    page = enter("Organiser", width=width)
    address = f"{event_address(page, site)}participants/add/list/"
    for rows, seen in (
        ("email\nnobody\n", ".note--error li:has-text('nobody')"),
        ("email\nrosa@piura.example.org\n", "form:has([name=confirm]) button"),
    ):
        page.goto(address)
        page.locator("[name=text]").fill(rows)
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(seen).count() == 1
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_seat_is_live_for_everybody_who_looks(enter: Enter, site: str) -> None:
    """One registers, the other sees the seats change without reloading."""
    anu, meera = enter("Anu"), enter("Meera")
    address = event_address(meera, site)
    told: list[str] = []
    meera.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    meera.goto(address)
    before = int(re.findall(r"(\d+) of \d+ seats taken", meera.inner_text("#seat"))[0])
    meera.wait_for_selector("main[data-state=open]")
    anu.goto(address)
    with anu.expect_navigation():
        anu.get_by_role("button", name="Register").click()
    assert anu.url.endswith("/card/")
    meera.wait_for_function("n => document.querySelector('#seat').innerText.includes(n + ' of ')", arg=str(before + 1))
    anu.goto(address)
    with anu.expect_navigation():
        anu.get_by_role("button", name="I cannot come").click()
    meera.wait_for_function("n => document.querySelector('#seat').innerText.includes(n + ' of ')", arg=str(before))
    assert told == []


def test_everyones_hour_follows_what_is_typed(enter: Enter, site: str) -> None:
    page = enter("Organiser")
    page.goto(f"{site}/events/new/")
    page.locator("[name=starts]").fill("2032-03-28T14:30")
    page.locator("[name=starts]").blur()
    page.wait_for_selector("#hours table")
    assert "14:30" in page.inner_text("#hours table")


def test_without_scripts_one_registers_and_withdraws(enter: Enter, site: str) -> None:
    page = enter("Lotte", scripts=False)
    page.goto(f"{site}/dashboard/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Hello, Lotte")
    page = enter("Anu", scripts=False)
    page.goto(event_address(page, site))
    with page.expect_navigation():
        page.get_by_role("button", name="Register").click()
    assert page.url.endswith("/card/")
    page.goto(event_address(page, site))
    page.locator("#seat", has_text="I have a seat").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="I cannot come").click()
    page.get_by_role("button", name="Register").wait_for()


def test_a_month_is_walked_through_by_keyboard_and_keeps_its_filters(enter: Enter, site: str) -> None:
    page = enter(width=360, locale="pt-BR", timezone_id="Asia/Kolkata")
    page.goto(f"{site}/events/")
    page.wait_for_function(FETCHED_ANEW)
    assert "Kolkata" in page.inner_text(".overview__zone")
    page.locator("#filter-network").select_option("iscn")
    page.locator("#filter-network").press("Tab")
    with page.expect_navigation():
        page.get_by_role("button", name="Filtrar").press("Enter")
    page.wait_for_url("**network=iscn**")
    with page.expect_navigation():
        page.get_by_role("link", name="Mês", exact=True).press("Enter")
    page.wait_for_url("**/events/month/?**network=iscn**")
    assert page.locator("th abbr").first.inner_text() == "dom."
    title = page.locator("#month-title").inner_text()
    with page.expect_navigation():
        page.get_by_role("link", name="Próximo mês").press("Enter")
    assert page.locator("#month-title").inner_text() != title
    assert "network=iscn" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_other_websites_show_the_list_in_a_frame_and_no_other_page(
    enter: Enter, site: str, town: tuple[str, dict[str, str]]
) -> None:
    page, (address, pages) = enter(""), town
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    for path, shown in (("/calendar/embed/?lang=de", True), ("/events/", False)):
        pages["/"] = f'<iframe src="{site}{path}"></iframe>'
        told.clear()
        page.goto(address)
        inside = page.frame_locator("iframe").get_by_role("heading", level=1)
        if shown:
            inside.wait_for()
            assert inside.inner_text() == "Öffentliche Veranstaltungen"
            assert told == []
        else:
            wait_until(lambda: refused(page, told))
            assert inside.count() == 0
    read = "async address => (await (await fetch(address)).json()).format"
    assert page.evaluate(read, f"{site}/calendar.json") == "vernetzt.calendar/1"
    assert page.context.cookies() == []


def test_a_data_block_is_no_script_to_the_policy_and_addresses_can_be_copied(enter: Enter, site: str) -> None:
    page = enter("Anu", permissions=["clipboard-read", "clipboard-write"])
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(event_address(page, site))
    block = page.locator("script[type='application/ld+json']").text_content()
    assert '"@type": "Event"' in str(block)
    page.goto(f"{site}/calendar/")
    with page.expect_navigation():
        page.get_by_role("button", name="Make an address").click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert page.request.get(address).status == 200
    with page.expect_navigation():
        page.get_by_role("button", name="End this address").click()
    page.get_by_text("You have no private address").wait_for()
    assert page.request.get(address).status == 404
    assert told == []
