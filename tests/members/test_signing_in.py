"""Getting in: mailed code, password, passkey options, second factor, demo; and what is refused."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from pytest_django import Settings

from ledger.models import Entry
from members import sessions
from members.models import Member, Network, Office, Person
from tests.members.conftest import MakePerson

pytestmark = pytest.mark.django_db


def code_in_mail() -> str:
    found = re.search(r"^([A-Z0-9-]{6,9})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def signed_in_as(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def facts(person: Person) -> list[str]:
    rows = Entry.objects.filter(stream__name=f"person:{person.id}").order_by("position")
    return list(rows.values_list("kind", flat=True))


def test_a_mailed_code_lets_a_delegate_in(client: Client, representative: Person) -> None:
    response = client.post("/accounts/login/code/", {"email": representative.email})
    assert response.headers["Location"] == "/accounts/login/code/confirm/"
    assert mail.outbox[-1].subject == "Your code to sign in"
    response = client.post(response.headers["Location"], {"code": code_in_mail()})
    assert (response.status_code, response.headers["Location"]) == (302, "/dashboard/")
    assert signed_in_as(client) == representative.id


def test_a_wrong_code_keeps_the_page_and_three_end_it(client: Client, representative: Person) -> None:
    client.post("/accounts/login/code/", {"email": representative.email})
    pages = [client.post("/accounts/login/code/confirm/", {"code": "WRONG1"}) for _ in range(3)]
    assert pages[0].status_code == 200
    assert pages[2].status_code == 302
    assert signed_in_as(client) is None


def test_an_unknown_address_gets_a_mail_too_and_the_page_tells_nothing(client: Client) -> None:
    response = client.post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert response.headers["Location"] == "/accounts/login/code/confirm/"
    assert mail.outbox[-1].subject == "There is no account for this address"


def test_somebody_new_signs_up_with_a_name_and_a_code_and_is_told_what_to_do_next(client: Client) -> None:
    client.cookies["zone"] = "America/Lima"
    client.cookies["django_language"] = "es"
    response = client.post("/accounts/signup/", {"name": "Rosa & Co.", "email": "Rosa@Example.org"})
    assert response.headers["Location"] == "/accounts/confirm-email/"
    response = client.post(response.headers["Location"], {"code": code_in_mail()})
    assert (response.status_code, response.headers["Location"]) == (302, "/members/join/")
    rosa = Person.objects.get(email="rosa@example.org")
    assert (rosa.name, rosa.time_zone, rosa.language) == ("Rosa & Co.", "America/Lima", "es")
    assert client.get("/members/join/").status_code == 200


def test_sign_up_leads_on_to_the_invitation(client: Client, kochi: Member, representative: Person) -> None:
    from members import invitations

    invitation = invitations.invite(member=kochi, email="anil@example.org", by=representative)
    address = invitations.address_of(invitation)
    page = client.get(address)
    assert f"/accounts/signup/?next={address}" in page.text
    client.post("/accounts/signup/", {"name": "Anil", "email": "anil@example.org", "next": address})
    response = client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert response.headers["Location"] == address
    client.post(address)
    assert Person.objects.get(name="Anil").delegations.get().state == "admitted"


def test_a_password_lets_in_and_a_wrong_one_does_not(client: Client, representative: Person) -> None:
    representative.set_password("quiet-harbour-77")
    representative.save()
    wrong = client.post("/accounts/login/", {"login": representative.email, "password": "loud-harbour-77"})
    assert (wrong.status_code, signed_in_as(client)) == (200, None)
    client.post("/accounts/login/", {"login": representative.email, "password": "quiet-harbour-77"})
    assert signed_in_as(client) == representative.id


def test_who_has_a_second_factor_is_asked_for_it(client: Client, representative: Person) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(representative, secret)
    assert secret not in str(Authenticator.objects.get().data)
    client.post("/accounts/login/code/", {"email": representative.email})
    response = client.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    assert (response.headers["Location"], signed_in_as(client)) == ("/accounts/2fa/authenticate/", None)
    assert client.get(response.headers["Location"]).status_code == 200
    wrong = client.post(response.headers["Location"], {"code": "000000"})
    assert (wrong.status_code, signed_in_as(client)) == (200, None)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post(response.headers["Location"], {"code": code})
    assert signed_in_as(client) == representative.id


def test_passkey_options_are_offered_without_signing_in(client: Client) -> None:
    options = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"


def test_a_barred_person_stays_out(client: Client, representative: Person) -> None:
    representative.is_active = False
    representative.save()
    client.post("/accounts/login/code/", {"email": representative.email})
    assert all("Your code" not in message.subject for message in mail.outbox)


def test_a_mail_server_that_is_away_is_said(client: Client, representative: Person, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post("/accounts/login/code/", {"email": representative.email})
    assert response.status_code == 503
    assert "We could not send the mail just now." in response.text


def test_the_office_waits_for_the_second_factor(
    make_official: MakePerson, iscn: Network, signed_in: Callable[[Person], Client]
) -> None:
    official = make_official("Sekretariat", Office.Role.SECRETARIAT, second_factor=False)
    client = signed_in(official)
    for address in ("/members/networks/iscn/", "/members/", "/me/", "/notices/"):
        assert client.get(address).headers["Location"] == "/me/second-factor/"
    posted = client.post("/members/networks/iscn/offices/", {"email": official.email, "role": "organiser"})
    assert (posted.headers["Location"], Office.objects.count()) == ("/me/second-factor/", 1)
    assert client.post("/notices/read/", headers={"accept": "application/json"}).status_code == 403
    live = f"/live/contacts:{official.pk}/?since=0"
    assert (client.get(live).status_code, client.get(live).json().keys()) == (404, {"error"})
    for address in ("/me/second-factor/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/me/data/", "/imprint/"):
        assert client.get(address).status_code == 200, address
    Authenticator.objects.create(user=official, type=Authenticator.Type.TOTP, data={})
    assert client.get("/members/networks/iscn/").status_code == 200
    assert client.get(live).status_code == 200
    assert client.get("/me/second-factor/").headers["Location"] == "/me/security/"


def test_the_buttons_of_the_open_pages_work_without_the_second_factor(
    make_official: MakePerson, iscn: Network, signed_in: Callable[[Person], Client]
) -> None:
    official = make_official("Sekretariat", Office.Role.SECRETARIAT, second_factor=False)
    client = signed_in(official)
    assert client.post("/me/sessions/end/").headers["Location"] == "/me/security/"
    assert client.post("/me/data/export/").headers["Content-Type"] == "application/zip"
    assert client.post("/me/data/erase/", {"address": "somebody@example.org"}).status_code == 422
    official.set_password("quiet-harbour-77")
    official.save()
    client = signed_in(official)
    for address in ("/me/data/export/", "/me/data/erase/"):
        asked = client.post(address, {"address": official.email}).headers["Location"]
        assert asked.startswith("/accounts/reauthenticate/"), address
    assert client.get("/accounts/reauthenticate/").status_code == 200
    erased = client.post(asked, {"password": "quiet-harbour-77"})
    official.refresh_from_db()
    assert (erased.headers["Location"], official.erased_at is not None) == ("/", True)


def test_a_demo_person_in_office_needs_none_on_a_demo_only(
    make_person: MakePerson, iscn: Network, settings: Settings, signed_in: Callable[[Person], Client]
) -> None:
    demo = make_person("Demo Orga", is_demo=True)
    Office.objects.create(person=demo, network=iscn, role=Office.Role.ORGANISER)
    client = signed_in(demo)
    assert client.get("/members/").status_code == 302
    settings.DEMO = True
    assert client.get("/members/").status_code == 200


def test_one_click_signs_in_a_demo_person_on_a_demo_only(
    client: Client, kochi: Member, make_person: MakePerson, settings: Settings
) -> None:
    demo, real = make_person("Demo Kochi", kochi, is_demo=True), make_person("Anil", kochi)
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/{demo.id}/").status_code == 404
    settings.DEMO = True
    page = client.get("/demo/").text
    assert "Demo Kochi" in page
    assert "Anil" not in page
    assert client.get(f"/demo/{demo.id}/").status_code == 405
    assert client.post(f"/demo/{real.id}/").status_code == 404
    assert client.post(f"/demo/{demo.id}/").headers["Location"] == "/dashboard/"
    assert signed_in_as(client) == demo.id
    assert UserSession.objects.filter(user=demo).count() == 1


def test_sessions_are_listed_and_ended_and_the_end_is_a_fact(client: Client, representative: Person) -> None:
    browsers = [Client(headers={"user-agent": f"Browser {number}"}) for number in (1, 2, 3)]
    for browser in browsers:
        browser.post("/accounts/login/code/", {"email": representative.email})
        browser.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    first, second, third = browsers
    page = first.get("/me/security/")
    assert [name in page.text for name in ("Browser 1", "Browser 2", "Browser 3")] == [True] * 3
    second_one = UserSession.objects.get(user_agent="Browser 2")
    assert first.post(f"/me/sessions/{second_one.id}/end/").status_code == 302
    assert second.get("/me/").headers["Location"].startswith("/accounts/login/")
    assert facts(representative) == ["sessions_ended"]
    first.post("/me/sessions/end/")
    assert third.get("/me/").status_code == 302
    assert first.get("/me/").status_code == 200
    first.post("/accounts/logout/")
    assert facts(representative)[1:] == ["sessions_ended"] * 2


def test_nobody_ends_somebody_elses_session(representative: Person, make_person: MakePerson, kochi: Member) -> None:
    victim, other = Client(), Client()
    victim.post("/accounts/login/code/", {"email": representative.email})
    victim.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    other.force_login(make_person("Latha", kochi))
    session = UserSession.objects.get(user=representative)
    assert other.post(f"/me/sessions/{session.id}/end/").status_code == 404
    assert victim.get("/me/").status_code == 200


PAGES = [
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/signup/passkey/",
    "/accounts/password/reset/",
    "/accounts/inactive/",
    "/accounts/3rdparty/login/cancelled/",
    "/accounts/3rdparty/login/error/",
]
OWN_PAGES = [
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/set/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/totp/activate/",
    "/accounts/3rdparty/",
    "/accounts/sessions/",
    "/me/",
    "/me/visibility/",
    "/me/visibility/preview/",
    "/me/security/",
    "/me/data/",
    "/members/join/",
    "/members/apply/",
    "/notices/",
]


def holds_to_the_policy(text: str) -> None:
    """No inline style and no inline script that a browser would run."""
    assert 'class="skip-link"' in text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or "application/json" in script, script


@pytest.mark.parametrize("address", PAGES)
def test_pages_for_guests_stand_in_our_shell_under_the_policy(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code in (200, 401)
    holds_to_the_policy(response.text)


@pytest.mark.parametrize("address", OWN_PAGES)
def test_own_pages_stand_in_our_shell_under_the_policy(
    address: str, representative: Person, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(representative)
    response = client.get(address, follow=True)
    assert response.status_code == 200
    holds_to_the_policy(response.text)


def test_an_erasure_signs_out_nobody_whose_address_only_ends_alike(
    make_person: MakePerson, signed_in: Callable[[Person], Client]
) -> None:
    anna, na = make_person("Anna"), make_person("Na")
    client = signed_in(anna)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "email": anna.email}]
    session.save()
    sessions.forget(na)
    assert Session.objects.filter(session_key=session.session_key).exists()
    sessions.forget(anna)
    assert not Session.objects.filter(session_key=session.session_key).exists()
