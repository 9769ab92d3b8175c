"""A time zone's rules as a calendar file carries them (RFC 5545, 3.6.5).

`icalendar` can derive a VTIMEZONE, too, but version 7.3 puts the onset of daylight time an hour too late, because it
writes the wall clock after the change where the standard wants the one before it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

AROUND = timedelta(days=400)
"""How far before the first and after the last moment changes are written down: more than a year of them."""


def zone_rules(zone: str, *, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE of an IANA zone, right for every moment between two aware ones and a year around."""
    where = ZoneInfo(zone)
    begin, end = (first - AROUND).astimezone(UTC), (last + AROUND).astimezone(UTC)
    rules = Timezone()
    rules.add("tzid", zone)
    rules.add_component(_observance(begin, begin.astimezone(where), begin.astimezone(where)))
    for change in changes(where, begin, end):
        before, after = (change - timedelta(seconds=1)).astimezone(where), change.astimezone(where)
        rules.add_component(_observance(change, before, after))
    return rules


def changes(where: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments (UTC, to the minute) at which the zone's offset changes between two moments in UTC."""
    day = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        following = day + timedelta(days=1)
        if day.astimezone(where).utcoffset() != following.astimezone(where).utcoffset():
            yield _bisect(where, day, following)
        day = following


def _bisect(where: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first minute with the later offset."""
    old = early.astimezone(where).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + timedelta(minutes=int((late - early).total_seconds() // 120))
        if middle.astimezone(where).utcoffset() == old:
            early = middle
        else:
            late = middle
    return late


def _observance(at: datetime, before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from a moment on; its DTSTART is that moment by the wall clock before the change."""
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    old = before.utcoffset() or timedelta(0)
    part.add("dtstart", (at + old).replace(tzinfo=None, microsecond=0))
    part.add("tzoffsetfrom", old)
    part.add("tzoffsetto", after.utcoffset())
    part.add("tzname", after.tzname())
    return part
