"""What does not go together in a draft agenda, as kinds and ids; pages put it into words. Pure: no Django, no clock.

Times are moments with a zone. Two sessions clash when they overlap by a moment; one that ends as the other begins does
not, but people who are in both need time for the change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import combinations
from typing import Literal
from zoneinfo import ZoneInfo

Kind = Literal["speaker_twice", "interpreter_twice", "stage_twice", "stage_too_small", "night", "outside", "no_change"]
GRAVE: tuple[Kind, ...] = ("speaker_twice", "interpreter_twice", "stage_twice", "outside")
"""These cannot happen; the others can, and somebody bears them."""
MORNING, EVENING = time(7), time(22)


@dataclass(frozen=True)
class Person:
    """Somebody who is needed in a session.

    Attributes:
        zone: IANA name of where they will be; "" when unknown, and then no hour is a bad one.
    """

    id: int
    interprets: bool = False
    zone: str = ""


@dataclass(frozen=True)
class Placed:
    """A session in its place.

    Attributes:
        capacity: how many shall take part; None when the session does not limit it.
        stage_capacity: how many the stage holds; None when that does not matter.
    """

    session: int
    starts_at: datetime
    minutes: int
    stage: int
    capacity: int | None = None
    stage_capacity: int | None = None
    people: tuple[Person, ...] = ()

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Plan:
    """A draft: what is placed, when the event is, and how many minutes people need between two sessions."""

    starts_at: datetime
    ends_at: datetime
    placed: tuple[Placed, ...] = field(default=())
    change_minutes: int = 5


@dataclass(frozen=True, order=True)
class Clash:
    """Something that does not go together.

    Attributes:
        sessions: one or two sessions, the earlier first.
        person, stage: whom or what it is about; 0 for nobody and none.
        amount: minutes of the overlap or of the change, or how many people have no room.
    """

    kind: Kind
    sessions: tuple[int, ...]
    person: int = 0
    stage: int = 0
    amount: int = 0

    @property
    def grave(self) -> bool:
        """Whether it cannot happen at all."""
        return self.kind in GRAVE


def find(plan: Plan) -> list[Clash]:
    """Every clash of a draft, grave ones first, each once, whatever the order of its sessions."""
    found = {*_alone(plan), *_on_stages(plan), *_of_people(plan)}
    starts = {placed.session: placed.starts_at for placed in plan.placed}
    return sorted(found, key=lambda clash: (not clash.grave, starts[clash.sessions[0]], clash))


def _alone(plan: Plan) -> Iterator[Clash]:
    for placed in plan.placed:
        if placed.starts_at < plan.starts_at or placed.ends_at > plan.ends_at:
            early = max(plan.starts_at - placed.starts_at, timedelta())
            late = max(placed.ends_at - plan.ends_at, timedelta())
            yield Clash("outside", (placed.session,), amount=_minutes(max(early, late)))
        if placed.capacity and placed.stage_capacity is not None and placed.stage_capacity < placed.capacity:
            short = placed.capacity - placed.stage_capacity
            yield Clash("stage_too_small", (placed.session,), stage=placed.stage, amount=short)
        for person in placed.people:
            if person.zone and at_night(placed, person.zone):
                yield Clash("night", (placed.session,), person=person.id)


def at_night(placed: Placed, zone: str) -> bool:
    """Whether any of it lies before 07:00 or after 22:00 on the clocks of a zone."""
    place = ZoneInfo(zone)
    start, end = placed.starts_at.astimezone(place), placed.ends_at.astimezone(place)
    return start.time() < MORNING or end.time() > EVENING or start.date() != end.date()


def _on_stages(plan: Plan) -> Iterator[Clash]:
    stages: dict[int, list[Placed]] = defaultdict(list)
    for placed in plan.placed:
        stages[placed.stage].append(placed)
    for stage, there in stages.items():
        for first, second in _in_order(there):
            if second.starts_at < first.ends_at:
                overlap = _overlap(first, second)
                yield Clash("stage_twice", (first.session, second.session), stage=stage, amount=overlap)


def _of_people(plan: Plan) -> Iterator[Clash]:
    theirs: dict[int, list[tuple[Placed, bool]]] = defaultdict(list)
    for placed in plan.placed:
        for person in placed.people:
            theirs[person.id].append((placed, person.interprets))
    for person_id, there in theirs.items():
        interprets = {placed.session for placed, does in there if does}
        for first, second in _in_order([placed for placed, _ in there]):
            clash = _in_both(plan, first, second, person_id, bool({first.session, second.session} & interprets))
            if clash:
                yield clash


def _in_both(plan: Plan, first: Placed, second: Placed, person: int, interprets: bool) -> Clash | None:
    both = (first.session, second.session)
    if second.starts_at < first.ends_at:
        kind: Kind = "interpreter_twice" if interprets else "speaker_twice"
        return Clash(kind, both, person=person, amount=_overlap(first, second))
    gap = _minutes(second.starts_at - first.ends_at)
    if first.stage != second.stage and gap < plan.change_minutes:
        return Clash("no_change", both, person=person, amount=gap)
    return None


def _in_order(placed: Iterable[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Every pair, the earlier first."""
    ordered = sorted(placed, key=lambda one: (one.starts_at, one.session))
    return ((first, second) for first, second in combinations(ordered, 2) if first.session != second.session)


def _overlap(first: Placed, second: Placed) -> int:
    return _minutes(min(first.ends_at, second.ends_at) - second.starts_at)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
