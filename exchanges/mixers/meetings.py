"""Who met whom: two people who were at the same table at the same time."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from exchanges.mixers.models import Mixer, Round, Seat
from members.models import Person

Pair = tuple[int, int]
"""Two people's ids, the smaller first."""


class Sitting(NamedTuple):
    """A person's time at a table."""

    table_id: int
    number: int
    person_id: int
    came_at: datetime
    left_at: datetime


class Meeting(NamedTuple):
    """Two people at a table, in a round."""

    pair: Pair
    table_id: int
    number: int


def pair(one: int, other: int) -> Pair:
    """Two people in the order in which pairs are kept."""
    return (one, other) if one < other else (other, one)


def sittings(seats: QuerySet[Seat]) -> list[Sitting]:
    """The times people really sat, in one query; who has not left a round that is open is there until now."""
    now = timezone.now()
    taken = seats.exclude(came_at=None).exclude(round__state=Round.State.PLANNED).order_by("table_id", "id")
    until = Coalesce("left_at", "round__closed_at", Value(now))
    return [Sitting(*row) for row in taken.values_list("table_id", "round__number", "person_id", "came_at", until)]


def meetings(sat: Iterable[Sitting]) -> list[Meeting]:
    """Every two people who sat at a table at the same time; once per table."""
    of_table: dict[int, list[Sitting]] = defaultdict(list)
    for sitting in sat:
        of_table[sitting.table_id].append(sitting)
    found: dict[Meeting, None] = {}
    for company in of_table.values():
        for one, other in combinations(company, 2):
            if one.person_id != other.person_id and max(one.came_at, other.came_at) < min(one.left_at, other.left_at):
                found[Meeting(pair(one.person_id, other.person_id), one.table_id, one.number)] = None
    return list(found)


def of_mixer(mixer: Mixer) -> list[Meeting]:
    """Everybody who met in a mixer."""
    return meetings(sittings(Seat.objects.filter(round__mixer=mixer)))


def met_here(mixer: Mixer, person_ids: Collection[int]) -> set[Pair]:
    """Pairs among these people who met in this mixer."""
    seats = Seat.objects.filter(round__mixer=mixer, person__in=person_ids)
    return {meeting.pair for meeting in meetings(sittings(seats))}


def met_before(mixer: Mixer, person_ids: Collection[int], *, until: datetime | None = None) -> set[Pair]:
    """Pairs among these people who met in another mixer (up to a time); rehearsals do not count."""
    others = Seat.objects.filter(round__mixer__rehearsal=False, round__mixer__held=True, person__in=person_ids)
    if until is not None:
        others = others.filter(round__opened_at__lt=until)
    return {meeting.pair for meeting in meetings(sittings(others.exclude(round__mixer=mixer)))}


def partners(mixer: Mixer, person: Person) -> dict[int, list[Meeting]]:
    """Whom a person met in a mixer, with every meeting, in the order of the rounds."""
    tables = Seat.objects.filter(round__mixer=mixer, person=person).values("table_id")
    with_me: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings(sittings(Seat.objects.filter(table__in=tables))):
        if person.pk in meeting.pair:
            one, other = meeting.pair
            with_me[other if one == person.pk else one].append(meeting)
    return {other: sorted(found, key=lambda meeting: meeting.number) for other, found in with_me.items()}


def have_met(mixer: Mixer, person: Person, other_id: int) -> bool:
    """Whether two people sat at a table together in this mixer, or do so now."""
    return pair(person.pk, other_id) in met_here(mixer, [person.pk, other_id])
