"""Days and months as people count them, in a zone of theirs.

Pure: moments, zones and weekdays in, days out.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Years whose months can be looked at."""
_MONTH = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"2\d{3}-\d\d-\d\d", re.ASCII)


def month_of(text: str, otherwise: date) -> date:
    """The first day of a month written as `2027-03`; of the month of `otherwise` when that is none."""
    found = _MONTH.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return otherwise.replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def day_of(text: str, otherwise: date) -> date:
    """A day written as `2027-03-28`; `otherwise` when that is none."""
    if not _DAY.fullmatch(text) or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def month_after(first: date, months: int = 1) -> date:
    """The first day of the month so many months later (or, below zero, earlier)."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def weeks(first: date, *, first_weekday: int) -> list[list[date]]:
    """The weeks a month touches, each of seven days.

    Args:
        first: a day of the month.
        first_weekday: on which day weeks begin, from 0 for Monday to 6 for Sunday.
    """
    return calendar.Calendar(first_weekday).monthdatescalendar(first.year, first.month)


def begin(day: date, zone: ZoneInfo) -> datetime:
    """The moment a day begins there; where clocks jump over midnight, the first moment after."""
    return datetime.combine(day, time(), zone)


def touched(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[date]:
    """The days on which something takes place there; one that ends at midnight does not touch the next."""
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if day == start.astimezone(zone).date() or begin(day, zone) < end:
            yield day
        day += timedelta(days=1)
