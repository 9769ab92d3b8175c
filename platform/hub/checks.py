"""System checks: what must not be combined, said before anything starts.

They carry the tag `hub`, so that a start runs only these; `vernetzt manage check` runs them with all others.
"""

import ipaddress
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004

WEB_PROCESSES = "WEB_PROCESSES"
"""Environment variable in which `vernetzt serve` tells its processes how many they are."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def embedded_database() -> bool:
    """Whether the database is a file of this machine."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


@register("hub")
def several_processes_share_their_state(*, app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """Several web processes need Redis for their hints and limits, and a database server for their writes."""
    found: list[CheckMessage] = []
    if int(os.environ.get(WEB_PROCESSES, "1")) <= 1:
        return found
    if not settings.REDIS_URL:
        hint = "Set REDIS_URL, or serve with one process."
        found.append(Error("Several web processes need Redis: they cannot reach each other.", hint=hint, id="hub.E001"))
    if embedded_database():
        hint = "Set DATABASE_URL to a PostgreSQL database, or serve with one process."
        found.append(Error("Several web processes need a shared database.", hint=hint, id="hub.E002"))
    return found


@register("hub")
def demo_stays_at_home(*, app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """Demo persons may be signed in by anyone who reaches the page: only this machine may."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    if not settings.DEMO or is_loopback(host):
        return []
    hint = "Leave DEMO unset, or take a BASE_URL on localhost."
    return [Error(f"DEMO lets anyone in, so it must not be served as {host}.", hint=hint, id="hub.E003")]


@register("hub")
def production_is_configured(*, app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """A site that others reach needs a key of its own and a way to send mail."""
    found: list[CheckMessage] = []
    host = urlsplit(settings.BASE_URL).hostname or ""
    if not is_loopback(host) and not os.environ.get("SECRET_KEY"):
        hint = "Generate one with `openssl rand -base64 48`; every process must have the same."
        found.append(Error("SECRET_KEY is not set.", hint=hint, id="hub.E004"))
    if not is_loopback(host) and "console" in settings.EMAIL_BACKEND:
        hint = "Set EMAIL_URL."
        found.append(Warning("Mails are only printed, not sent (EMAIL_URL is not set).", hint=hint, id="hub.W005"))
    if settings.REDIS_URL and embedded_database():
        hint = "Set DATABASE_URL to a PostgreSQL database for anything but a trial."
        found.append(Warning("Redis is used with an SQLite database.", hint=hint, id="hub.W006"))
    return found
