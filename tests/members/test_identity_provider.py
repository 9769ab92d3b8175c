"""Signing in at an organisation's identity provider (OpenID Connect), tested against allauth's own."""

import re
from collections.abc import Iterator

import httpx
import pytest
from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client as ConnectedApplication
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from members.models import Person
from tests.members import identity_provider
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "only for this test"


@pytest.fixture
def origins(live_server: object, settings: Settings) -> tuple[str, str]:
    """Where the platform is, and where the identity provider is: two origins, so cookies are kept apart."""
    platform = str(live_server).replace("127.0.0.1", "localhost")
    provider = platform.replace("localhost", "127.0.0.1")
    settings.ROOT_URLCONF = identity_provider.__name__
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = PATIENCE
    settings.IDP_OIDC_PRIVATE_KEY = identity_provider.private_key()
    settings.IDP_OIDC_ADAPTER = f"{identity_provider.__name__}.Claims"
    app = {
        "provider_id": "oidc",
        "name": "Piura",
        "client_id": "vernetzt",
        "secret": SECRET,
        "settings": {"server_url": provider, "fetch_userinfo": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    application = ConnectedApplication(
        id="vernetzt", name="Vernetzt", skip_consent=True, scopes="openid\nprofile\nemail"
    )
    application.set_secret(SECRET)
    application.set_redirect_uris([f"{platform}/accounts/oidc/oidc/login/callback/"])
    application.save()
    return platform, provider


@pytest.fixture
def browser(origins: tuple[str, str]) -> Iterator[httpx.Client]:
    """A browser that is signed in at the identity provider."""
    at_provider = Client()
    somebody = Person.objects.create_user("account@provider.example", name="Account")
    EmailAddress.objects.create(user=somebody, email=somebody.email, verified=True, primary=True)
    at_provider.force_login(somebody)
    with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
        client.cookies.set("sessionid", at_provider.cookies["sessionid"].value, domain="127.0.0.1")
        yield client


def begin(browser: httpx.Client, platform: str) -> httpx.Response:
    page = browser.get(f"{platform}/accounts/login/").text
    assert "Sign in with Piura" in page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    address = f"{platform}/accounts/oidc/oidc/login/?process=login"
    return browser.post(address, data={"csrfmiddlewaretoken": token[1]}, headers={"referer": platform})


def go_on(browser: httpx.Client, response: httpx.Response, platform: str) -> httpx.Response:
    """Follow redirects until the platform answers with a page."""
    while response.is_redirect:
        response = browser.get(
            response.headers["location"]
            if "://" in response.headers["location"]
            else platform + response.headers["location"]
        )
    return response


def test_somebody_new_comes_in_with_the_name_and_address_of_their_organisation(
    browser: httpx.Client, origins: tuple[str, str]
) -> None:
    platform, provider = origins
    asked = begin(browser, platform)
    assert asked.headers["location"].startswith(f"{provider}/identity/o/authorize?")
    assert "code_challenge=" in asked.headers["location"]
    landed = go_on(browser, asked, platform)
    assert str(landed.url) == f"{platform}/members/join/"
    rosa = Person.objects.get(email=identity_provider.ADDRESS)
    assert rosa.name == identity_provider.NAME
    assert SocialAccount.objects.get(user=rosa).provider == "oidc"
    assert "Take part" in landed.text


def test_the_same_account_signs_in_again_and_makes_nobody_new(browser: httpx.Client, origins: tuple[str, str]) -> None:
    platform, _ = origins
    for _ in range(2):
        go_on(browser, begin(browser, platform), platform)
        browser.cookies.delete("sessionid", domain="localhost.local")
    assert Person.objects.filter(email=identity_provider.ADDRESS).count() == 1


def test_an_answer_with_a_strange_state_lets_nobody_in(browser: httpx.Client, origins: tuple[str, str]) -> None:
    platform, _ = origins
    answer = browser.get(f"{platform}/accounts/oidc/oidc/login/callback/?code=stolen&state=strange")
    assert answer.status_code == 401
    assert "Signing in did not work" in answer.text
    assert SocialAccount.objects.count() == 0


def test_without_a_configured_provider_the_page_offers_none(client: Client) -> None:
    assert "organisation’s account" not in client.get("/accounts/login/").text
