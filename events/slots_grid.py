"""The search for slots: every minute of the days asked for, as arrays, one person at a time.

People of one place with the same hours are reckoned once. Whether a minute lies within hours is asked of the wall clock
at that minute, so a clock change needs no case of its own: an hour that comes twice is within hours twice.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from events.slots_days import DAY, Hours, Place, zone_of

if TYPE_CHECKING:
    from events.slots import Person, Search

Minutes = NDArray[np.int64]
Mask = NDArray[np.bool_]
MINUTE = timedelta(minutes=1)
UNIT = 1_000_000
"""Weights are whole millionths."""
AROUND = timedelta(days=4)
"""How far before and after a slot the nearest working time is sought: more than half a week."""
AROUND_MINUTES = AROUND // MINUTE
FAR = 2**40


def weight(burden: float) -> int:
    """What a minute outside the hours of a person with this burden weighs, in millionths."""
    return UNIT + round(burden * UNIT)


class Grid:
    """The candidates of a search and how they compare.

    Attributes:
        starts: minutes from 00:00 UTC of the first day.
        free: candidates at which nobody is busy.
        day_off: candidates that touch somebody's holiday or weekend.
        worst, total: minutes outside hours of the worst-off person and of all, in millionths weighed.
    """

    def __init__(self, search: "Search") -> None:
        """Go through the people once."""
        self.search = search
        self.begin = datetime(search.first.year, search.first.month, search.first.day, tzinfo=UTC)
        days = (search.last - search.first).days + 1
        self.starts: Minutes = np.arange(0, days * DAY, search.step // MINUTE, dtype=np.int64)
        self.free: Mask = np.ones(len(self.starts), dtype=np.bool_)
        self.day_off: Mask = np.zeros(len(self.starts), dtype=np.bool_)
        self.worst: Minutes = np.zeros(len(self.starts), dtype=np.int64)
        self.total: Minutes = np.zeros(len(self.starts), dtype=np.int64)
        found = reach_of_each(search.people, self.begin, self.starts, search.minutes)
        for person, (outside, day_off) in zip(search.people, found, strict=True):
            weighed = outside * weight(person.burden)
            self.worst = np.maximum(self.worst, weighed)
            self.total += weighed
            self.day_off |= day_off
            if person.busy:
                taken = busy(person, self.begin, days * DAY + search.minutes)
                self.free &= marked(taken, self.starts, search.minutes) == 0

    def best(self, most: int, apart: timedelta, after: datetime | None = None) -> list[datetime]:
        """The starts of the best candidates after a moment, best first, no two of them nearer than `apart`."""
        order = np.lexsort((self.starts, self.total, self.worst, self.day_off))
        late = self.starts > ((after - self.begin) / MINUTE if after else -1)
        chosen: list[datetime] = []
        for index in order[(self.free & late)[order]]:
            start = self.begin + int(self.starts[index]) * MINUTE
            if all(abs(start - other) >= apart for other in chosen):
                chosen.append(start)
            if len(chosen) >= most:
                break
        return chosen


def reach_of_each(
    people: Iterable["Person"], begin: datetime, starts: Minutes, minutes: int
) -> Iterator[tuple[Minutes, Mask]]:
    """`reach` of one person after the other; those of one place with the same hours are reckoned once."""
    known: dict[Any, tuple[Minutes, Mask]] = {}
    for person in people:
        alike = (person.time_zone, person.country, person.subdivision, person.hours)
        if alike not in known:
            known[alike] = reach(person, begin, starts, minutes)
        yield known[alike]


def reach(person: "Person", begin: datetime, starts: Minutes, minutes: int) -> tuple[Minutes, Mask]:
    """For each start: how far the slot reaches outside the person's hours, and whether it touches their day off.

    Args:
        person: whose hours.
        begin: what the starts are counted from.
        starts: in minutes, at least one, none below 0.
        minutes: how long a slot lasts.
    """
    inside, day_off = calendar_of(person, begin - AROUND, int(starts.max()) + minutes + 2 * AROUND_MINUTES)
    there = starts + AROUND_MINUTES
    within = marked(inside, there, minutes)
    outside = np.where(within > 0, minutes - within, _distance(inside, there, minutes))
    return outside, marked(day_off, there, minutes) > 0


def marked(mask: Mask, starts: Minutes, minutes: int) -> Minutes:
    """How many marked minutes there are in the slot of each start."""
    before = np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))
    found: Minutes = before[starts + minutes] - before[starts]
    return found


def _distance(inside: Mask, starts: Minutes, minutes: int) -> Minutes:
    """How much longer a working time must last, or how much earlier begin, to hold a slot that lies outside all.

    Where there is no working time for days around, only the slot's own minutes count.
    """
    index = np.arange(len(inside), dtype=np.int64)
    closed = np.maximum.accumulate(np.where(inside, index + 1, -FAR))
    opens = np.minimum.accumulate(np.where(inside, index, FAR)[::-1])[::-1]
    nearest = np.minimum(starts + minutes - closed[starts], opens[starts + minutes - 1] - starts)
    found: Minutes = np.where(nearest < FAR // 2, nearest, minutes)
    return found


def calendar_of(person: "Person", begin: datetime, count: int) -> tuple[Mask, Mask]:
    """For each minute from a moment on: whether it is within the person's hours, and whether on their day off."""
    midnight = begin.replace(hour=0, minute=0)
    local = (begin - midnight) // MINUTE + np.arange(count, dtype=np.int64) + offsets(person.time_zone, begin, count)
    day, minute = local // DAY, local % DAY
    first = int(day.min())
    dates = [(midnight + timedelta(days=first + index)).date() for index in range(int(day.max()) - first + 1)]
    place = Place(person.country, person.subdivision)
    named = person.hours.named
    off = [place.holiday(each) is not None or (each.weekday() not in named and place.weekend(each)) for each in dates]
    weekday = np.array([each.weekday() for each in dates])
    inside: Mask = _week(person.hours)[weekday[day - first], minute]
    return inside, np.array(off, dtype=np.bool_)[day - first]


@lru_cache(maxsize=256)
def _week(hours: Hours) -> Mask:
    """Seven days of minutes: within hours or not."""
    week = np.zeros((7, DAY), dtype=np.bool_)
    for weekday, spans in enumerate(hours.spans):
        for opens, closes in spans:
            week[weekday, opens:closes] = True
    return week


def busy(person: "Person", begin: datetime, count: int) -> Mask:
    """The minutes at any part of which the person is busy."""
    mask = np.zeros(count, dtype=np.bool_)
    for since, until in person.busy:
        first = (since - begin) // MINUTE
        last = -((begin - until) // MINUTE)
        mask[max(0, first) : max(0, last)] = True
    return mask


@lru_cache(maxsize=16)
def offsets(zone: str, begin: datetime, count: int) -> Minutes:
    """What a zone's clocks are ahead of UTC, in minutes, at each minute from a moment on."""
    where = zone_of(zone)
    found = np.empty(count, dtype=np.int64)
    for start in range(0, count, 60):
        end = min(start + 60, count)
        first, last = (_offset(where, begin + each * MINUTE) for each in (start, end - 1))
        found[start:end] = first
        if first != last:
            found[start:end] = [_offset(where, begin + each * MINUTE) for each in range(start, end)]
    return found


def _offset(where: ZoneInfo, moment: datetime) -> int:
    return (moment.astimezone(where).utcoffset() or timedelta(0)) // MINUTE
