"""Moments as people read them: in their language, in their zone, with the zone's city beside them."""

from datetime import UTC, date, datetime

from babel.dates import format_skeleton, format_time
from django.utils import timezone
from django.utils.translation import get_language

from web import zones
from web.names import locale

CLOCK = "Hm"
DAY_AND_HOUR = ("yMMMd", CLOCK)
WEEKDAY_AND_HOUR = ("yMMMEd", CLOCK)
HOUR = (CLOCK,)
DAY = ("yMMMEd",)


def iso(when: datetime) -> str:
    """The moment for machines, in UTC: `2026-11-24T13:30:00Z`, with milliseconds when it is between two seconds."""
    text = when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return f"{text.removesuffix('.000')}Z"


def reader_zone(zone: str | None = None) -> str:
    """The zone given, or the one the middleware activated for this reader."""
    return zones.valid(zone) or timezone.get_current_timezone_name()


def written(when: datetime | date, *, skeletons: tuple[str, ...], zone: str | None = None) -> str:
    """The moment in words: each skeleton (CLDR) formatted in the reader's language, joined by commas."""
    chosen = locale(get_language() or "en")
    zoneinfo = zones.current(reader_zone(zone)) if isinstance(when, datetime) else None
    moment = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day, tzinfo=UTC)

    def part(skeleton: str) -> str:
        if skeleton == CLOCK:  # always two digits and 24 hours, in every language
            return format_time(moment, "HH:mm", zoneinfo, locale=chosen)
        return format_skeleton(skeleton, moment, zoneinfo, locale=chosen)

    return ", ".join(part(skeleton) for skeleton in skeletons)


def city_now(zone: str | None = None) -> str:
    """The city that stands for the reader's zone, in the reader's language."""
    return zones.city(reader_zone(zone), get_language() or "en")
