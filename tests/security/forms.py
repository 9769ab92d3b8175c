"""The names of the fields an address takes, read off the pages."""

import re
from functools import cache

from tests.security.addresses import Address, table
from tests.security.world import ROLES, World, fresh_limits

_FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"')
QUERY = (
    "page",
    "before",
    "since",
    "when",
    "network",
    "kind",
    "language",
    "topic",
    "state",
    "year",
    "about",
    "event",
    "next",
    "month",
    "day",
    "lang",
    "zone",
    "most",
    "theme",
)
COMMON = ("next", "number", "minutes", "phase", "other", "days", "person", "table", "into", "version", "registration")


@cache
def fields(path: str, role: str, session: str) -> tuple[str, ...]:
    """Names of all fields on a page, as one role sees it; none where there is no page."""
    from django.conf import settings
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return tuple(
        sorted(set(_FIELD.findall(client.get(path).content.decode(errors="replace"))) - {"csrfmiddlewaretoken"})
    )


def names_of(address: Address, world: World) -> list[str]:
    """The fields of an address: its own in the table, those of its page, and those that many addresses take."""
    found = {*address.data, *COMMON}
    if address.get & address.post:
        role = last(address)
        fresh_limits()
        found |= set(fields(address.path.format(**world.names), role, world.sessions.get(role, "")))
    return sorted(found)


def last(address: Address) -> str:
    """The role that may do most there."""
    return [role for role in ROLES if role in address.post][-1]


def posts() -> list[Address]:
    """Every address somebody may post to."""
    return [address for address in table() if address.post]


def pages() -> list[Address]:
    """Every address somebody may look at."""
    return [address for address in table() if address.get]
