"""How far apart two places are in hours of the day."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

SEASONS = (datetime(2027, 1, 15, 12, tzinfo=UTC), datetime(2027, 7, 15, 12, tzinfo=UTC))
"""Days in winter and in summer; fixed, so that the same members are matched alike whenever it is done."""


@lru_cache(maxsize=1024)
def offsets(time_zone: str) -> tuple[float, ...]:
    """Hours ahead of UTC in each season.

    Raises:
        ValueError, ZoneInfoNotFoundError: there is no such zone.
    """
    zone = ZoneInfo(time_zone)
    return tuple((day.astimezone(zone).utcoffset() or day - day).total_seconds() / 3600 for day in SEASONS)


@lru_cache(maxsize=65536)
def hours_apart(one: str, other: str) -> float:
    """Hours between the same time of day in two zones, in the season in which it is more; never above 12."""
    ahead = [abs(first - second) % 24 for first, second in zip(offsets(one), offsets(other), strict=True)]
    return max(min(hours, 24 - hours) for hours in ahead)
