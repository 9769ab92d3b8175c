"""A day over everybody's clocks: when is it office hours where, and when for most.

Pure: days, zones and codes in, minutes out. Minutes count from the beginning of the reader's day as they pass, so a
day on which clocks change has 1380 or 1500 of them and every line still stands where it belongs.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.hours import CLOSES, MAIN_ZONES, OPENS

WAKES, SLEEPS = time(7), time(22)
"""Outside these hours it is night for everybody."""
SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """A part of the reader's day, in minutes from its beginning."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.end - self.start


@dataclass(frozen=True)
class Line:
    """One clock and the countries that live by it on that day.

    Attributes:
        places: ISO 3166-1 codes in alphabetical order, each with the IANA name of its zone.
        zone: the one that stands for all.
        awake, working: when it is day, and office hours on a weekday, there.
        ahead: minutes its clock is ahead of the reader's when the reader's day begins.
    """

    places: tuple[tuple[str, str], ...]
    zone: str
    awake: tuple[Span, ...]
    working: tuple[Span, ...]
    ahead: int

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes alone."""
        return tuple(country for country, _ in self.places)


@dataclass(frozen=True)
class Best:
    """A time of the day at which most countries are at work, how many, and of how many."""

    span: Span
    countries: int
    of: int


class HoursOfDay:
    """A day of the reader's, and where other clocks stand in it.

    Attributes:
        begin, end: its first moment and the first of the next day.
        minutes: how many minutes lie between them.
    """

    def __init__(self, day: date, zone: ZoneInfo):
        self.day, self.zone = day, zone
        self.begin = datetime.combine(day, time(), zone).astimezone(UTC)
        self.end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        self.minutes = self.minute(self.end)

    def minute(self, when: datetime) -> int:
        """Minutes from the beginning of the day; below zero for what was before."""
        return round((when.astimezone(UTC) - self.begin).total_seconds() / 60)

    def span(self, start: datetime, end: datetime) -> Span | None:
        """The part of a time that lies in this day, or None."""
        first, last = max(0, self.minute(start)), min(self.minutes, self.minute(end))
        return Span(first, last) if first < last else None

    def ticks(self, every: int = 3) -> list[tuple[int, str]]:
        """Where the hours of the reader's clock stand, as (minute, "09:00"), every so many of them."""
        found = []
        for passed in range(0, self.minutes + 1, 60):
            local = (self.begin + timedelta(minutes=passed)).astimezone(self.zone)
            if local.minute == 0 and local.hour % every == 0:
                found.append((passed, "24:00" if passed == self.minutes else f"{local:%H:%M}"))
        return list({label: (minute, label) for minute, label in reversed(found)}.values())[::-1]

    def lines(self, zones: Mapping[str, Iterable[str]], *, host_zone: str = "") -> list[Line]:
        """The clocks of countries, from the westernmost to the easternmost; those that agree all day are one line.

        Args:
            zones: per country the zones its members are in; its main zone where there are none.
            host_zone: the zone that stands for its line; else the reader's does, else a country's main one.
        """
        groups: dict[tuple[tuple[Span, ...], tuple[Span, ...]], dict[str, str]] = {}
        for country in sorted(zones):
            for name in sorted(zones[country], key=_main_first) or [MAIN_ZONES.get(country, "")]:
                if name:
                    shape = self._open(name, WAKES, SLEEPS), self._open(name, OPENS, CLOSES, weekdays=True)
                    groups.setdefault(shape, {}).setdefault(country, name)
        found = [self._line(shape, members, host_zone) for shape, members in groups.items()]
        return sorted(found, key=lambda line: (line.ahead, line.countries))

    def _line(self, shape: tuple[tuple[Span, ...], ...], members: dict[str, str], host_zone: str) -> Line:
        own = [name for name in (host_zone, self.zone.key) if name in members.values()]
        zone = own[0] if own else min(members.values(), key=_main_first)
        there, here = (self.begin.astimezone(where).utcoffset() for where in (ZoneInfo(zone), self.zone))
        ahead = round(((there or timedelta()) - (here or timedelta())).total_seconds() / 60)
        return Line(tuple(members.items()), zone, shape[0], shape[1], ahead)

    def _open(self, name: str, opens: time, closes: time, *, weekdays: bool = False) -> tuple[Span, ...]:
        where = ZoneInfo(name)
        first, last = self.begin.astimezone(where).date(), self.end.astimezone(where).date()
        found = []
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if weekdays and day.weekday() >= SATURDAY:
                continue
            span = self.span(datetime.combine(day, opens, where), datetime.combine(day, closes, where))
            if span:
                found.append(span)
        return tuple(found)


def _main_first(zone: str) -> tuple[bool, str]:
    return zone not in MAIN_ZONES.values(), zone


def best(lines: Iterable[Line]) -> Best | None:
    """The longest time at which the most countries are at work; None when it is never more than half of them."""
    lines = list(lines)
    edges = sorted({edge for line in lines for span in line.working for edge in (span.start, span.end)})
    pieces = [(_at_work(lines, start, end), Span(start, end)) for start, end in itertools.pairwise(edges)]
    most = max((number for number, _ in pieces), default=0)
    everybody = {country for line in lines for country in line.countries}
    if most * 2 <= len(everybody):
        return None
    joined: list[Span] = []
    for number, piece in pieces:
        if number == most and joined and joined[-1].end == piece.start:
            joined[-1] = Span(joined[-1].start, piece.end)
        elif number == most:
            joined.append(piece)
    return Best(max(joined, key=lambda span: (span.minutes, -span.start)), most, len(everybody))


def _at_work(lines: Iterable[Line], start: int, end: int) -> int:
    """How many countries are at work all that time; one with several zones as soon as one of them is."""
    return len(
        {
            country
            for line in lines
            for country in line.countries
            if any(span.start <= start and end <= span.end for span in line.working)
        }
    )
