"""Passkeys in a real browser, with an authenticator that the browser plays; and axe on the pages of this area."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.barriers import barriers
from tests.chromium import window
from tests.journeys.person import Visitor
from tests.mailbox import Mailbox
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(embedded: Platform, mailbox: Mailbox) -> Platform:
    """A platform of each test's own: how often one signs up is limited."""
    embedded.settings["EMAIL_URL"] = mailbox.url
    embedded.start("serve")
    return embedded


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    context = window(browser, timezone_id="Europe/Berlin")
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield opened
    context.close()


def code_for(address: str, mailbox: Mailbox) -> str:
    body = mailbox.wait_for(address)[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"^([A-Z0-9-]{6,9})\s*$", body.get_content(), re.MULTILINE)
    assert found
    return found[1]


def press(page: "Page", name: str) -> None:
    """Press a button that does something only once the page's scripts have run."""
    page.wait_for_load_state()
    page.get_by_role("button", name=name, exact=True).click()


def test_somebody_signs_up_and_in_by_passkey_and_takes_office(page: "Page", site: Platform, mailbox: Mailbox) -> None:
    address = "rosa@piura.example"
    page.goto(f"{site.url}/accounts/signup/passkey/")
    page.get_by_label("Name").fill("Rosa (demo)")
    page.locator("input[name=email]").fill(address)
    page.get_by_role("button", name="Continue").click()
    page.locator("input[name=code]").fill(code_for(address, mailbox))
    page.get_by_role("button", name="Confirm the address").click()
    page.locator("input[name=name]").fill("Laptop")
    press(page, "Make the passkey")
    page.wait_for_url("**/members/join/")

    page.locator("summary.account__button").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.goto(f"{site.url}/accounts/login/?next=/me/security/")
    press(page, "Sign in with a passkey")
    page.wait_for_url(f"{site.url}/me/security/")
    page.get_by_text("Laptop").first.wait_for()

    assert site.run("manage", "appoint", address, "secretariat", "iscn").returncode == 0
    page.goto(f"{site.url}/members/networks/iscn/")
    assert page.get_by_role("heading", name="ISCN").count() == 1


def test_somebody_in_office_is_led_to_the_second_factor(page: "Page", site: Platform, mailbox: Mailbox) -> None:
    address = "anna@jena.example"
    page.goto(f"{site.url}/accounts/signup/")
    page.get_by_label("Name").fill("Anna (demo)")
    page.locator("input[name=email]").fill(address)
    page.get_by_role("button", name="Sign up").click()
    page.locator("input[name=code]").fill(code_for(address, mailbox))
    page.get_by_role("button", name="Confirm the address").click()
    page.wait_for_url("**/members/join/")
    assert site.run("manage", "appoint", address, "organiser", "iscn").returncode == 0
    page.goto(f"{site.url}/members/")
    page.wait_for_url("**/me/second-factor/")
    page.get_by_role("link", name="Passkey or security key").click()
    page.locator("input[name=name]").fill("Key")
    press(page, "Add")
    page.get_by_text("The key is added.").first.wait_for()
    page.goto(f"{site.url}/members/")
    assert page.get_by_role("heading", name="Members", exact=True).count() == 1


def test_a_device_without_a_passkey_is_told_on_the_page(page: "Page", site: Platform) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").filter(has_text="That did not work.").wait_for()


GUESTS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/members/",
    "/members/kochi/",
    "/demo/",
]
OWN = [
    "/me/",
    "/me/visibility/",
    "/me/visibility/preview/?member=kochi&purpose=same_event",
    "/me/security/",
    "/me/data/",
    "/notices/",
    "/members/join/",
    "/members/apply/",
    "/accounts/2fa/",
    "/members/kochi/delegates/",
    "/members/kochi/edit/",
    "/members/kochi/dossier/",
    "/members/networks/iscn/",
]


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_reaches_over_the_edge(
    browser: "Browser", platform: Platform, width: int
) -> None:
    visitor = Visitor(browser, platform.url, width=width)
    found: dict[str, list[str]] = {}

    def look(addresses: list[str]) -> None:
        for address in addresses:
            visitor.go(address)
            assert visitor.page.url == platform.url + address
            over = visitor.too_wide()
            found[address] = barriers(visitor.page) + ([f"{over} px over the edge"] if over > 0 else [])

    look(GUESTS)
    visitor.sign_in("Secretariat")
    look(OWN)
    visitor.context.close()
    assert {address: problems for address, problems in found.items() if problems} == {}
