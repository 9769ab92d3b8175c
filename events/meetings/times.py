"""Times to choose from, with everybody's local hour: what the pages of all who book meetings show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from events import slots
from events.meetings.availability import Attendee, Busy, search_for
from events.meetings.own_calendars import upkeep
from events.models import Meeting
from members.models import Member, Person

SHOWN = 8
"""Times offered at once, on different days where there are enough."""
FAR = timedelta(days=731)
"""How far ahead a search may begin."""
LONGEST = timedelta(weeks=10)
"""How many days it may cover."""
EARLIEST = 2000
"""A year far from the beginning of what moments can be."""


@dataclass(frozen=True, kw_only=True)
class Hour:
    """A time as it is for one person.

    Attributes:
        busy: whether the person has something else then.
        answer: what they answered in a poll, in the reader's language; "" without an answer.
    """

    person_id: int
    name: str
    member: str
    start: datetime
    zone: str
    outside_minutes: int
    holiday: str | None
    weekend: bool
    busy: bool = False
    answer: str = ""


@dataclass(frozen=True)
class Time:
    """A time with everybody's local hour."""

    start: datetime
    end: datetime
    hours: Sequence[Hour]

    @property
    def value(self) -> str:
        """The start as forms carry it."""
        return self.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")

    @property
    def busy(self) -> list[str]:
        """The names of those who have something else then."""
        return [hour.name for hour in self.hours if hour.busy]


def moments(values: Iterable[str]) -> list[datetime]:
    """Starts as forms carry them; what is none, or later than any that is offered, is left out."""
    latest = timezone.now() + FAR + LONGEST + timedelta(days=1)
    found = []
    for value in values:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            continue
        if moment.tzinfo is not None and moment.year >= EARLIEST and moment <= latest:
            found.append(moment)
    return found


def free(
    people: Sequence[Attendee], *, minutes: int, first: date, last: date, without: Meeting | None = None
) -> list[Time]:
    """The best times for these people, best first; where somebody is always busy, the best of these, and who is busy.

    Args:
        people: who is to meet; nobody can at any time when there are none.
        minutes: how long they meet.
        first: the first day, of UTC, on which it may begin.
        last: the last one.
        without: a meeting that is to be moved, so it makes nobody busy.
    """
    if not people:
        return []
    upkeep.look_soon([one.person_id for one in people])
    search = search_for(people, minutes=minutes, first=first, last=last, without=without)
    found = _best(search)
    if found:
        return shown(found, people)
    busy = {int(one.id): list(one.busy) for one in search.people}
    return shown(_best(replace(search, people=[replace(one, busy=()) for one in search.people])), people, busy)


def _best(search: slots.Search) -> list[slots.Slot]:
    return slots.best(search, most=SHOWN, apart=timedelta(hours=20), after=timezone.now())


def at(people: Sequence[Attendee], starts: Sequence[datetime], *, minutes: int) -> list[Time]:
    """These very times, in their order; none when nobody is to meet."""
    if not people or not starts:
        return []
    day = timezone.now().date()
    return shown(slots.at(search_for(people, minutes=minutes, first=day, last=day), starts), people)


def with_chosen(
    found: Sequence[Time], chosen: Sequence[datetime], people: Sequence[Attendee], *, minutes: int
) -> list[Time]:
    """The times that were found, after those that were chosen and are no longer among them."""
    missing = set(chosen) - {one.start for one in found}
    return [*at(people, sorted(missing), minutes=minutes), *found]


def shown(found: Iterable[slots.Slot], people: Collection[Attendee], busy: Busy | None = None) -> list[Time]:
    """Slots as pages show them, with names; two queries.

    Args:
        found: the slots.
        people: who is in them.
        busy: when people are busy, to be said where slots were sought without regard to it.
    """
    names = dict(Person.objects.filter(pk__in=[one.person_id for one in people]).values_list("pk", "name"))
    members = dict(Member.objects.filter(pk__in=[one.member_id or 0 for one in people]).values_list("pk", "name"))
    of_person = {one.person_id: members.get(one.member_id or 0, "") for one in people}
    return [
        Time(slot.start, slot.end, [_hour(local, names, of_person, busy or {}) for local in slot.people])
        for slot in found
    ]


def _hour(local: slots.LocalSlot, names: Mapping[int, str], members: Mapping[int, str], busy: Busy) -> Hour:
    person = int(local.id)
    return Hour(
        person_id=person,
        name=names.get(person, "–"),
        member=members.get(person, ""),
        start=local.start,
        zone=str(getattr(local.start.tzinfo, "key", "UTC")),
        outside_minutes=local.outside_minutes,
        holiday=local.holiday,
        weekend=local.weekend,
        busy=any(since < local.end and until > local.start for since, until in busy.get(person, ())),
    )


def answered(time: Time, answers: Mapping[int, str]) -> Time:
    """The same time with what people answered, by person."""
    return replace(time, hours=[replace(hour, answer=answers.get(hour.person_id, "")) for hour in time.hours])
