"""Every page has the shell: language, zone, skip link, footer; refusals and errors are pages of their own."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from web import navigation
from web.errors import Forbidden, Refused
from web.live import tickets
from web.throttle import throttle

pytestmark = pytest.mark.django_db


class NoSeatLeft(Refused):
    sentence = _("This is not possible right now.")
    status = 409


def full(request: HttpRequest) -> HttpResponse:
    raise NoSeatLeft


def closed(request: HttpRequest) -> HttpResponse:
    raise Forbidden


def fast(request: HttpRequest) -> HttpResponse:
    throttle("shell-test", 1, 0, 60)
    return HttpResponse("never")


urlpatterns = [
    path("full/", full),
    path("closed/", closed),
    path("fast/", fast),
    path("", include("hub.urls")),
]


@pytest.fixture
def person() -> Any:
    return get_user_model().objects.create_user("anu@kochi.example", name="Anu Demo", language="pt-br")


@pytest.mark.parametrize(
    "address", ["/imprint/", "/privacy/", "/accessibility/", "/plain-language/", "/feedback/", "/preferences/"]
)
def test_public_pages_have_the_shell(client: Client, address: str) -> None:
    page = client.get(address)
    text = page.content.decode()
    assert page.status_code == 200
    for part in (
        'href="#main"',
        '<main id="main"',
        "data-zone-city",
        'name="language" value="pt-br"',
        'href="/imprint/"',
    ):
        assert part in text, part
    assert text.count("<h1") == 1
    assert " style=" not in text
    assert "onclick" not in text


def test_pages_carry_the_security_headers(client: Client, person: Any) -> None:
    headers = client.get("/imprint/").headers
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    client.force_login(person)
    assert client.get("/imprint/").headers["Cache-Control"] == "no-store, private"


def test_a_signed_in_person_reads_in_their_own_language_and_zone(client: Client, person: Any) -> None:
    person.time_zone = "America/Sao_Paulo"
    person.save()
    client.force_login(person)
    text = client.get("/preferences/", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="pt-br" data-zone="America/Sao_Paulo" data-city="São Paulo" data-zone-fixed>' in text


@pytest.mark.parametrize(
    ("cookies", "zone"),
    [
        ({}, "UTC"),
        ({"device_zone": "Asia/Kolkata"}, "Asia/Kolkata"),
        ({"device_zone": "Asia/Kolkata", "zone": "America/Lima"}, "America/Lima"),
        ({"device_zone": "Mars/Olympus", "zone": "../etc/passwd"}, "UTC"),
    ],
)
def test_a_visitor_reads_on_the_clock_of_the_device(client: Client, cookies: dict[str, str], zone: str) -> None:
    client.cookies.load(cookies)
    assert f'data-zone="{zone}"' in client.get("/imprint/").content.decode()


def test_a_language_is_chosen_without_scripts_and_kept_for_mails(client: Client, person: Any) -> None:
    client.force_login(person)
    answer = client.post("/preferences/language/", {"language": "es", "next": "/imprint/"})
    person.refresh_from_db()
    assert (answer.status_code, answer["Location"], person.language) == (302, "/imprint/", "es")
    assert '<html lang="es"' in client.get("/imprint/").content.decode()


def test_an_unknown_language_changes_nothing(client: Client, person: Any) -> None:
    client.force_login(person)
    client.post("/preferences/language/", {"language": "tlh"})
    person.refresh_from_db()
    assert person.language == "pt-br"


def test_a_zone_is_chosen_for_the_person_and_an_invented_one_is_not(client: Client, person: Any) -> None:
    client.force_login(person)
    client.post("/preferences/zone/", {"zone": "Asia/Kolkata"})
    client.post("/preferences/zone/", {"zone": "Asia/Nowhere"})
    person.refresh_from_db()
    assert person.time_zone == "Asia/Kolkata"


def test_light_dark_and_movement_are_chosen_without_scripts(client: Client) -> None:
    client.post("/preferences/appearance/", {"theme": "dark", "motion": "calm"})
    assert 'data-kern-theme="dark" data-motion="calm"' in client.get("/imprint/").content.decode()
    client.post("/preferences/appearance/", {"theme": ""})
    text = client.get("/imprint/").content.decode()
    assert "data-kern-theme" not in text
    assert 'data-motion="calm"' in text
    client.post("/preferences/appearance/", {"theme": '"><script>'})
    assert "data-kern-theme" not in client.get("/imprint/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_host(client: Client, target: str) -> None:
    for address in ("appearance", "zone", "language"):
        assert client.post(f"/preferences/{address}/", {"next": target, "language": "de"})["Location"] == "/"


def test_preferences_need_the_seal_against_forged_forms() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/preferences/zone/", {"zone": "UTC"})
    assert answer.status_code == 403
    assert "<h1>Please send this again.</h1>" in answer.content.decode()
    assert 'href="/imprint/"' in answer.content.decode()
    told = strict.post("/preferences/zone/", headers={"x-fragment": "1"})
    assert told.json()["reason"] == "Please load the page anew and send this once more."


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/full/", 409, "This is not possible right now."),
        ("/closed/", 403, "You are not allowed to do this."),
        ("/fast/", 429, "That was a little fast. Please wait a moment and try again."),
    ],
)
def test_an_uncaught_refusal_is_a_page_and_for_scripts_json(
    client: Client, address: str, status: int, sentence: str
) -> None:
    page = client.get(address)
    assert page.status_code == status
    assert f"<h1>{sentence}</h1>" in page.content.decode()
    told = client.get(address, headers={"x-fragment": "1"})
    assert (told.status_code, told.json()) == (status, {"reason": sentence, "field": ""})


@override_settings(ROOT_URLCONF=__name__)
def test_the_way_back_from_a_refusal_stays_on_this_host(client: Client) -> None:
    page = client.get("/full/", headers={"referer": "https://evil.example/"}).content.decode()
    assert "evil.example" not in page


def test_a_missing_page_is_a_page(client: Client) -> None:
    page = client.get("/no-such-page/")
    assert page.status_code == 404
    assert "There is no page at this address." in page.content.decode()


def test_health_says_what_answers(client: Client) -> None:
    page = client.get("/health/")
    assert (page.status_code, page.json()) == (200, {"ok": True, "database": True})


@pytest.fixture
def registered() -> Iterator[None]:
    entries, notices, lines = dict(navigation._entries), dict(navigation._notices), list(navigation._lines)
    navigation.register(navigation.Entry("web:imprint", "First", order=1))
    navigation.register(navigation.Entry("web:privacy", "Only for members", order=2, shown=navigation.signed_in))
    navigation.count_notices(lambda request: 3, address="web:feedback")
    navigation.describe_reader(lambda request: "Kochi")
    yield
    navigation._entries.clear()
    navigation._entries.update(entries)
    navigation._notices.clear()
    navigation._notices.update(notices)
    navigation._lines[:] = lines


def test_the_navigation_leads_somewhere() -> None:
    assert navigation.missing() == []


@pytest.mark.usefixtures("registered")
def test_apps_register_what_stands_in_the_navigation(client: Client, person: Any) -> None:
    request = RequestFactory().get("/imprint/")
    request.user = person
    shown = [link for link in navigation.links(request, "main") if link.label in ("First", "Only for members")]
    assert [(link.label, link.current) for link in shown] == [("First", True), ("Only for members", False)]
    visitor = client.get("/imprint/").content.decode()
    assert 'aria-current="page">First</a>' in visitor
    assert "Only for members" not in visitor
    client.force_login(person)
    text = client.get("/imprint/").content.decode()
    assert "Only for members" in text
    assert '<span class="notices__count" aria-hidden="true">3</span>' in text
    assert "<strong>Anu Demo</strong><br>Kochi" in text


def test_a_page_vouches_for_its_reader_to_the_live_socket(client: Client, person: Any) -> None:
    client.force_login(person)
    request = RequestFactory().get("/")
    request.user, request.session = person, client.session
    page = Template('{% load web %}<section {% live "room:7" 41 "e1" %}>').render(RequestContext(request))
    found = re.fullmatch(
        r'<section data-live="room:7" data-position="41" data-epoch="e1" data-ticket="(.+)" data-me="(\d+)">', page
    )
    assert found is not None
    voucher = tickets.redeem(found[1], "room:7", session_key=client.session.session_key or "")
    assert voucher is not None
    assert (str(voucher.person_id), int(found[2])) == (found[2], person.pk)


def test_a_fault_of_ours_is_a_page_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> HttpResponse:
        raise RuntimeError("the database is on fire")

    monkeypatch.setattr("web.views._legal", broken)
    client.raise_request_exception = False
    answer = client.get("/imprint/")
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.content.decode()
    assert "on fire" not in answer.content.decode()
