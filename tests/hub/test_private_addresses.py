"""No log tells a private address, neither the proxy's nor that of the web processes."""

import logging
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from hub.private_addresses import PATTERN, WithoutSecrets, without_secrets

CADDYFILE = Path(__file__).parents[2] / "deploy" / "Caddyfile"
TOKEN = "-Kochi_Jena-Piura_-4567890abcdefghijklmnopq"
"""As `secrets.token_urlsafe` makes them."""


def private(patterns: object = None, space: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """The name of every address with a token, and a token for it."""
    for one in get_resolver().url_patterns if patterns is None else patterns:  # type: ignore[attr-defined]
        if hasattr(one, "url_patterns"):
            yield from private(one.url_patterns, one.namespace or space)
        elif kind := one.pattern.converters.get("token"):
            token = uuid.UUID(int=7**40) if "UUID" in type(kind).__name__ else TOKEN
            others = {name: 7 for name in one.pattern.converters if name != "token"}
            yield f"{space}:{one.name}".removeprefix(":"), {"token": token, **others}


def test_no_private_address_is_told_whichever_page_it_leads_to() -> None:
    found = {name: (reverse(name, kwargs=values), str(values["token"])) for name, values in private()}
    assert {"members:invitation", "events:private_poll", "events:feed"} < set(found)
    assert len(found) > 5
    for address, token in found.values():
        for written in (address, f"/sign-in/?next={quote(address)}", f"/sign-in/?next={quote(address, safe='')}&a=b"):
            assert token not in without_secrets(written)
            assert without_secrets(written) == written.replace(token, "REDACTED")


@pytest.mark.parametrize("address", ["/events/heat/speakers/7/confirm/", "/calendar/renew/", "/calendar.ics?lang=de"])
def test_other_addresses_stay_as_they_are(address: str) -> None:
    assert without_secrets(address) == address


def test_codes_in_the_query_are_not_told() -> None:
    assert without_secrets("/live/?a=1&ticket=x:y%3Az&b=2") == "/live/?a=1&ticket=REDACTED&b=2"
    assert without_secrets("/sign-in/?token=abc") == "/sign-in/?token=REDACTED"


def test_the_proxy_knows_the_same_addresses() -> None:
    text = CADDYFILE.read_text(encoding="utf-8")
    [(pattern, replacement)] = re.findall(r"request>uri regexp `([^`]+)` `([^`]+)`", text)
    assert (pattern, replacement) == (PATTERN.pattern, "${1}${2}REDACTED")
    deleted = set(re.findall(r"^\s*(\S+) delete$", text, re.MULTILINE))
    assert {"request>headers>Referer", "resp_headers>Location", "request>headers>Cookie"} <= deleted
    assert len(re.findall(r"^\s*request>uri ", text, re.MULTILINE)) == 1


def test_what_django_writes_of_a_refused_request_is_without_the_secret() -> None:
    named = ("Not Found", f"/polls/{TOKEN}/")
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "%s: %s", named, None)
    configured: dict[str, Any] = settings.LOGGING
    assert configured["handlers"]["stderr"]["filters"] == ["without_secrets"]
    assert configured["filters"]["without_secrets"] == {"()": f"{WithoutSecrets.__module__}.{WithoutSecrets.__name__}"}
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Not Found: /polls/REDACTED/"
