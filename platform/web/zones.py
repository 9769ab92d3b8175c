"""Time zones: which ones exist, what their cities are called, and which one a reader is in."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location
from django.conf import settings

from web.names import locale

CHOSEN = "zone"
DEVICE = "device_zone"


@cache
def known() -> frozenset[str]:
    """Every zone name of the installed IANA database."""
    return frozenset(available_timezones())


@cache
def choices() -> tuple[str, ...]:
    """The zones a person picks from: one per place, without abbreviations and `Etc/` oddities, sorted; UTC last."""
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return (*sorted(name for name in known() if name.startswith(regions)), "UTC")


def valid(name: object) -> str:
    """The name when it is a known zone, else the empty string."""
    return name if isinstance(name, str) and name in known() else ""


@cache
def city(zone: str, language: str) -> str:
    """What the zone's city is called in that language: "Berlín" for Europe/Berlin in Spanish."""
    return str(get_timezone_location(zone, locale=locale(language), return_city=True))


def by_region(language: str) -> dict[str, list[tuple[str, str]]]:
    """The choices by region, each zone with its city's name, in the order of these names."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for zone in choices():
        regions.setdefault(zone.split("/")[0], []).append((zone, city(zone, language)))
    return {region: sorted(places, key=lambda place: place[1]) for region, places in regions.items()}


def chosen(person: Any, cookies: Mapping[str, str]) -> str:
    """The zone the reader has chosen: in their profile, or on this device without signing in; else empty."""
    stored = valid(getattr(person, "time_zone", "")) if getattr(person, "is_authenticated", False) else ""
    return stored or valid(cookies.get(CHOSEN))


def zone_of(person: Any, cookies: Mapping[str, str]) -> str:
    """The reader's zone: chosen, else the device's (a script puts it into a cookie), else the server's default.

    Args:
        person: `request.user`, whose attribute `time_zone` counts when signed in.
        cookies: `request.COOKIES`.
    """
    return chosen(person, cookies) or valid(cookies.get(DEVICE)) or settings.TIME_ZONE


def current(zone: str) -> ZoneInfo:
    """The zone itself; unknown names become UTC rather than an error in the middle of a page."""
    return ZoneInfo(valid(zone) or "UTC")
