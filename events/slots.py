"""Meeting times: when a few people in many zones can meet, the best first.

Pure: people and days in, slots out; no database and no Django. The order is that of the project's rules for meeting
times. A slot is better when, in this order:

1. nobody is busy (a slot in which somebody is does not appear at all);
2. it is no public holiday and no weekend for anyone, on any local day it touches;
3. the worst-off person is least outside their hours, where a minute of a person with burden b weighs 1 + b;
4. the sum of these weighed minutes over all is least;
5. it is earlier.

How far somebody is outside their hours is by how many minutes these would have to be stretched to hold the slot: 18:30
to 19:30 is 90 minutes outside 09:00 to 18:00, and midnight is worse than the evening, however short the meeting.

Two slots may be equal in the first four; weights are compared as whole millionths, so that 0.1 + 0.2 is 0.3.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from events.slots_days import ENGLISH, Hours, Place, weekly, zone_of

STEP = timedelta(minutes=15)
"""Candidates start at every quarter of an hour of UTC."""
APART = timedelta(days=8)
"""Between given times further apart than this nothing is reckoned, so that two years cost no more than two weeks."""
HALF_LIFE = timedelta(days=90)
OFFICE_HOURS: Hours = weekly([(time(9), time(18))])


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who is to take part.

    Attributes:
        id: any text; comes back in the answer.
        time_zone: IANA name.
        country: ISO 3166-1 code of two letters, for holidays and weekends; empty or unknown: no holidays.
        subdivision: second part of the ISO 3166-2 code; empty or unknown: only what is a holiday in the whole country.
        hours: when the person works, by local wall time (see `slots_days.weekly`).
        burden: what they bore lately, in hours (see `burden`).
        busy: pairs of aware moments, from and until.
    """

    id: str
    time_zone: str
    country: str = ""
    subdivision: str = ""
    hours: Hours = field(default_factory=lambda: OFFICE_HOURS)
    burden: float = 0.0
    busy: Sequence[tuple[datetime, datetime]] = ()


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for.

    Attributes:
        people: at least one.
        minutes: how long they meet.
        first, last: days of UTC, both included: a slot *starts* between 00:00 UTC of the first and 24:00 UTC of the
            last. They are the same moments for everybody, whatever zone is asked first; in Lima the first day so
            begins the evening before.
        step: from one candidate to the next.
        language: in which holidays are named, where there are names in it.
    """

    people: Sequence[Person]
    minutes: int
    first: date
    last: date
    step: timedelta = STEP
    language: str = ENGLISH


@dataclass(frozen=True)
class LocalSlot:
    """A slot as it is for one person.

    Attributes:
        id: the person's.
        start, end: in the person's zone.
        outside_minutes: by how many minutes the person's hours would have to be stretched to hold it.
        holiday: the name of the first public holiday it touches there; None: there is none.
        weekend: whether it touches a weekend there.
    """

    id: str
    start: datetime
    end: datetime
    outside_minutes: int
    holiday: str | None = None
    weekend: bool = False

    @property
    def day_off(self) -> bool:
        """Whether the person would not work that day."""
        return self.weekend or self.holiday is not None


@dataclass(frozen=True)
class Slot:
    """A time at which nobody is busy.

    Attributes:
        start, end: in UTC.
        people: in the order in which they were given.
        weighed_worst, weighed_sum: what the order goes by, in minutes weighed by burden.
    """

    start: datetime
    end: datetime
    people: tuple[LocalSlot, ...]
    weighed_worst: float
    weighed_sum: float

    @property
    def worst(self) -> int:
        """The most minutes anybody is outside their hours."""
        return max(person.outside_minutes for person in self.people)

    @property
    def day_off(self) -> bool:
        """Whether it is a holiday or a weekend for anyone."""
        return any(person.day_off for person in self.people)


def best(
    search: Search, *, most: int = 10, apart: timedelta = timedelta(0), after: datetime | None = None
) -> list[Slot]:
    """The best slots, best first.

    Args:
        search: for whom, how long, when.
        most: how many at most.
        apart: two of them start at least so far from each other; of neighbours the better one stays.
        after: none starts at this moment or before it.

    Returns:
        Up to `most` slots; none when somebody is busy at every time.

    Raises:
        ValueError: a zone is not known.
    """
    from events.slots_grid import Grid  # numpy takes a moment, which nobody waits for who only names these types

    return at(search, Grid(search).best(most, apart, after))


def at(search: Search, starts: Iterable[datetime]) -> list[Slot]:
    """How given times would be for these people, in the order given, busy or not.

    Args:
        search: for whom and how long; its days do not matter.
        starts: aware moments on whole minutes.

    Raises:
        ValueError: a zone is not known.
    """
    moments = [start.astimezone(UTC) for start in starts]
    found = {slot.start: slot for near in _stretches(moments) for slot in _near(search, near)}
    return [found[moment] for moment in moments]


def _stretches(moments: Iterable[datetime]) -> list[list[datetime]]:
    """The moments in their order, those apart by more than `APART` in lists of their own."""
    found: list[list[datetime]] = []
    for moment in sorted(set(moments)):
        if found and moment - found[-1][-1] <= APART:
            found[-1].append(moment)
        else:
            found.append([moment])
    return found


def _near(search: Search, moments: Sequence[datetime]) -> list[Slot]:
    """The slots of moments in their order; every minute from the first to the last is reckoned."""
    import numpy as np

    from events.slots_grid import MINUTE, reach_of_each

    after = np.array([(moment - moments[0]) // MINUTE for moment in moments], dtype=np.int64)
    outside = [each.tolist() for each, _ in reach_of_each(search.people, moments[0], after, search.minutes)]
    return [_slot(search, moment, [each[index] for each in outside]) for index, moment in enumerate(moments)]


def _slot(search: Search, start: datetime, outside: Sequence[int]) -> Slot:
    end = start + timedelta(minutes=search.minutes)
    each = list(zip(search.people, outside, strict=True))
    weighed = [minutes * (1 + person.burden) for person, minutes in each]
    return Slot(
        start, end, tuple(_local(*one, start, end, search.language) for one in each), max(weighed), sum(weighed)
    )


def _local(person: Person, outside: int, start: datetime, end: datetime, language: str) -> LocalSlot:
    zone, named = zone_of(person.time_zone), person.hours.named
    place = Place(person.country, person.subdivision, language)
    there, until = start.astimezone(zone), end.astimezone(zone)
    days = _days(there.date(), (end - timedelta(minutes=1)).astimezone(zone).date())
    holiday = next((name for name in map(place.holiday, days) if name is not None), None)
    weekend = any(place.weekend(day) and day.weekday() not in named for day in days)
    return LocalSlot(person.id, there, until, outside, holiday, weekend)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=index) for index in range((last - first).days + 1)]


def burden(past: Iterable[tuple[datetime, float]], *, now: datetime) -> float:
    """What a person bore in past sessions: minutes outside their hours, halved every 90 days, in hours.

    Args:
        past: when each session was, and how many of its minutes lay outside the person's hours.
        now: sessions after it do not count yet.
    """
    ages = (((now - when) / HALF_LIFE, minutes) for when, minutes in past if when <= now)
    return float(sum(minutes * 0.5**age for age, minutes in ages)) / 60
