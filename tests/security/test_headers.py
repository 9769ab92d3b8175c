"""What every answer tells browsers, and that no page needs what is forbidden."""

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.conf import settings as configured
from django.test import Client

from tests.security import forms
from tests.security.addresses import Address
from tests.security.test_every_address import filled, some
from tests.security.world import World, fresh_limits

pytestmark = pytest.mark.any_database
PAGES = forms.pages()
DIRECTIVES = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self'", "connect-src": "'self'", "manifest-src": "'self'", "form-action": "'self'",
    "frame-ancestors": "'none'", "base-uri": "'none'",
}  # fmt: skip
FOR_EVERYBODY = ("/calendar.ics", "/calendar.atom", "/calendar.json", "/calendar/embed/")
"""The same for everybody, so caches may keep them and pages of any origin read them."""
FRAMED = "/calendar/embed/"
"""The one page that others may show in a frame; in exchange it can do nothing but be read."""
IN_A_FRAME = DIRECTIVES | {
    "frame-ancestors": "*",
    **dict.fromkeys(("script-src", "connect-src", "manifest-src", "form-action"), "'none'"),
}
HANDLER = re.compile(r"<[a-zA-Z][^<>]*?\s(on[a-z]+|style|srcdoc)\s*=", re.IGNORECASE)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>|<style\b", re.IGNORECASE)


def policy(response: Any) -> dict[str, str]:
    """The directives of the policy by name."""
    parts = [part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: value for name, _space, value in parts}


def check(response: Any, *, signed_in: bool, path: str = "") -> None:
    """Everything that holds of every answer."""
    public = path in FOR_EVERYBODY
    assert policy(response) == (IN_A_FRAME if path == FRAMED else DIRECTIVES)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if public else "same-origin")
    assert response.headers.get("Access-Control-Allow-Origin") == ("*" if public else None)
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    if public:
        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert response.cookies == {}
    elif signed_in:
        assert {"no-store", "private"} & set(re.split(r",\s*", response.headers["Cache-Control"]))
    if response.headers["Content-Type"].startswith("text/html"):
        page = response.content.decode()
        assert HANDLER.findall(page) == []
        assert INLINE.findall(page) == []
        assert "javascript:" not in page.lower()


@pytest.mark.parametrize("address", PAGES, ids=lambda address: str(address.path))
def test_every_page_has_the_headers_and_nothing_inline(address: Address, world: World) -> None:
    for role in some(address.get):
        fresh_limits()
        response = world.client(role).get(filled(address.path, world.names))
        check(response, signed_in=role != "guest", path=address.path)


@pytest.mark.parametrize("path", ["/nowhere/", "/members/nobody/", "/console/"])
@pytest.mark.parametrize("role", ["guest", "neighbour"])
def test_refusals_have_them_too(path: str, role: str, world: World) -> None:
    response = world.client(role).get(path)
    assert response.status_code in (302, 404)
    check(response, signed_in=role != "guest")


def test_forms_without_their_seal_are_refused_with_the_same_headers(world: World) -> None:
    response = world.client("participant", enforce_csrf_checks=True).post("/me/", {"name": "Nobody"})
    assert response.status_code == 403
    check(response, signed_in=False)


def test_every_form_that_is_posted_is_sealed(world: World) -> None:
    for address in PAGES:
        if not address.path.endswith("/"):
            continue
        fresh_limits()
        response = world.client(some(address.get)[-1]).get(filled(address.path, world.names))
        if response.headers["Content-Type"].startswith("text/html"):
            for form in re.findall(r'<form\b[^>]*method="post".*?</form>', response.content.decode(), re.S | re.I):
                assert "csrfmiddlewaretoken" in form, address.path


def test_what_is_served_under_https_stays_there(world: World, settings: LazySettings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    response = Client().get("/accounts/login/", secure=True)
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    chosen = Client().post("/preferences/zone/", {"zone": "Asia/Kolkata"}, secure=True)
    for cookie in [*response.cookies.values(), *chosen.cookies.values()]:
        assert cookie["secure"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


def test_the_session_cannot_be_read_by_scripts_nor_sent_by_others(world: World) -> None:
    visitor = Client()
    visitor.get("/accounts/login/")
    assert visitor.cookies["csrftoken"]["samesite"] == "Lax"
    assert (configured.SESSION_COOKIE_HTTPONLY, configured.SESSION_COOKIE_SAMESITE) == (True, "Lax")
