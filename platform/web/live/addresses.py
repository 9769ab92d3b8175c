"""Addresses of streams: `/live/<stream>/?since=<position>`, and what a handshake's headers say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import parse_cookie
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

_PATH = re.compile(r"/live/(?P<stream>[^/]+)/\Z")
_MOST = {"epoch": 80, "ticket": 200, "language": 10}
"""Characters of what a page may say besides."""
_POSITION = re.compile(r"[0-9]{1,18}", re.ASCII)


class BadAddress(ValueError):
    """The address cannot be understood."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a socket wants to go.

    Attributes:
        since: the position the client has already; None for what comes from now on.
        epoch: the history that position belongs to, "" when the client does not say.
        ticket: what its page was given for it, "" without one.
        language: that of its page, "" when it does not say.
    """

    stream: str
    since: int | None = None
    epoch: str = ""
    ticket: str = ""
    language: str = ""


def position(text: str | None) -> int | None:
    """A position out of a query string.

    Raises:
        BadAddress: it is there and no whole number from 0 on.
    """
    if text is None:
        return None
    if not _POSITION.fullmatch(text):
        raise BadAddress("since")
    return int(text)


def parse(path: str, query: bytes) -> Address:
    """Understand an address.

    Raises:
        BadAddress: another path, more than twenty fields, or a `since` that is no position.
    """
    match = _PATH.search(path)
    if match is None:
        raise BadAddress("path")
    fields = _fields(query)
    told = {name: fields.get(name, "")[:most] for name, most in _MOST.items()}
    return Address(match["stream"], position(fields.get("since")), **told)


def _fields(query: bytes) -> dict[str, str]:
    try:
        given = parse_qs(query.decode("latin-1"), keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise BadAddress("query") from error
    return {key: values[-1] for key, values in given.items()}


def headers(scope: Mapping[str, Any]) -> dict[str, str]:
    """A handshake's headers by lower-case name; the last one counts."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def cookies(given: Mapping[str, str]) -> dict[str, str]:
    """The cookies out of a handshake's headers."""
    return parse_cookie(given.get("cookie", ""))


def session_key(jar: Mapping[str, str]) -> str:
    """The session's key out of the cookies, "" without one."""
    return jar.get(settings.SESSION_COOKIE_NAME, "")[:40]


def language(said: str, jar: Mapping[str, str], accepted: str) -> str:
    """The language of answers: the page's, else the cookie's, else the browser's (`Accept-Language`) or platform's."""
    wished = [said, jar.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wished += [code for code, _quality in parse_accept_lang_header(accepted)]
    for code in wished:
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
