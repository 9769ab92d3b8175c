"""When somebody is busy by their calendar: a calendar file in, spans of time out, and nothing else of it. Pure.

Repeated entries, exceptions and zones are the library's business. What is free (transparent), cancelled or declared
free by its program does not count. An entry of whole days counts from midnight to midnight where the person lives.
"""

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

Span = tuple[datetime, datetime]


class TooMuch(ValueError):
    """More entries than anybody keeps."""


MOST_ENTRIES = 5000
MOST_REPEATED = 300
MOST_CPU_SECONDS = 10
MOST_MEMORY = 1 << 30
OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
"""Entries that repeat so often are nobody's dates, and would keep us busy for hours."""
FREE = ("FREE", "WORKINGELSEWHERE")


def spans(content: bytes, *, since: datetime, until: datetime, zone: ZoneInfo) -> list[Span]:
    """The spans of a calendar file between two moments, in order, those that touch made one.

    Args:
        content: the file.
        since: an aware moment.
        until: a later one.
        zone: where the person lives; holds for whole days and for times that name no zone.

    Raises:
        TooMuch: it has more entries than anybody keeps.
        Exception: whatever a stranger's file makes two libraries stumble over; then it is no calendar.
    """
    found = list(islice(_found(Calendar.from_ical(content), since, until, zone), MOST_ENTRIES + 1))
    if len(found) > MOST_ENTRIES:
        raise TooMuch
    return list(_merged((max(start, since), min(end, until)) for start, end in found if start < until and end > since))


def _found(calendar: Any, since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Span]:
    if calendar.name != "VCALENDAR":
        raise ValueError(calendar.name)
    entries = [one for one in calendar.walk("VEVENT") if _counts(one)]
    if len(entries) > MOST_ENTRIES or sum("RRULE" in one for one in entries) > MOST_REPEATED:
        raise TooMuch
    calendar.subcomponents = [one for one in calendar.subcomponents if one.name != "VEVENT" or _plain(one)]
    for entry in recurring_ical_events.of(calendar).between(since, until):
        if _counts(entry):
            yield _moment(entry.start, zone), _moment(entry.end, zone)
    for block in calendar.walk("VFREEBUSY"):
        yield from _periods(block, zone)


def _counts(entry: Any) -> bool:
    free = str(entry.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() in FREE
    return not (free or entry.get("TRANSP") == "TRANSPARENT" or entry.get("STATUS") == "CANCELLED")


def _plain(entry: Any) -> bool:
    """Whether it repeats at most daily, and its rule names no hours within a day."""
    rules = entry.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        often = set(rule.get("FREQ", [])) & set(OFTEN)
        if often or any(len(rule.get(part, [])) > 1 for part in ("BYHOUR", "BYMINUTE", "BYSECOND")):
            return False
    return True


def _periods(block: Any, zone: ZoneInfo) -> Iterator[Span]:
    rows = block.get("FREEBUSY", [])
    for row in rows if isinstance(rows, list) else [rows]:
        if str(row.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            yield _moment(row.start, zone), _moment(row.end, zone)


def _moment(when: date, zone: ZoneInfo) -> datetime:
    """A moment of UTC; a day begins at midnight where the person lives."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(0))
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)


def _merged(found: Iterable[Span]) -> Iterator[Span]:
    """The same time in fewer spans."""
    last: Span | None = None
    for start, end in sorted(found):
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def main() -> int:
    """Read a file from standard input, print spans as JSON; 3 when there is too much, 4 when it is no calendar."""
    since, until, zone = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    between = {"since": datetime.fromisoformat(since), "until": datetime.fromisoformat(until)}
    try:
        found = spans(sys.stdin.buffer.read(), **between, zone=ZoneInfo(zone))
    except (TooMuch, MemoryError):
        return 3
    except Exception:
        return 4
    json.dump([[start.isoformat(), end.isoformat()] for start, end in found], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
