"""Seating while a round runs: a late arrival gets a seat, nobody is left alone; as few people as possible move.

Tables are given as their people by the table's key (an id, a number); answers are moves, a table's key by person.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from exchanges.mixers.seating_problem import Id, Person, Problem
from exchanges.mixers.seating_score import common_languages, pair_of, points

Key = TypeVar("Key", bound=Hashable)
Cost: TypeAlias = tuple[int, ...]
"""What is wrong with a way to do it, the heaviest first."""


def seat_late(problem: Problem, tables: Mapping[Key, Collection[Id]], late: Id) -> dict[Id, Key]:
    """Seat somebody who came late at the best table there is.

    A table with a common language comes first, then `must_not_meet`, then that sizes differ by at most one, then that
    nobody else moves, then that nobody meets again, then the points. One person more may move to another table.

    Args:
        problem: the late one and those at the tables; `met_before` holds everybody who met so far.
        tables: who sits where.
        late: who comes.

    Returns:
        Where to go: the late one, and at most one other.

    Raises:
        ValueError: there is no table.
    """
    if not tables:
        raise ValueError("there is no table to sit at")
    company = _Company(problem)
    ways = [*_direct(company, tables, late)]
    best = min(range(len(ways)), key=lambda number: ways[number][0])
    if any(ways[best][0][:3]):  # language, must not meet, sizes: worth making somebody move
        ways += _by_making_room(company, tables, late)
        best = min(range(len(ways)), key=lambda number: ways[number][0])
    return ways[best][1]


def close_gaps(problem: Problem, tables: Mapping[Key, Collection[Id]]) -> dict[Id, Key]:
    """Let nobody sit alone after some did not come.

    One move at a time, the best first: somebody alone joins a table, or somebody from a table of three or more joins
    them. Who shares a language with nobody they could be moved to, or must not meet them, stays alone.

    Args:
        problem: those at the tables; `met_before` holds everybody who met so far.
        tables: who sits where.

    Returns:
        Where to go, by person; nobody else moves.
    """
    company = _Company(problem)
    seated = {key: list(people) for key, people in tables.items() if people}
    moves: dict[Id, Key] = {}
    while ways := [way for way in _against_loneliness(company, seated) if not any(way[0][:2])]:
        best = min(range(len(ways)), key=lambda number: ways[number][0])
        _, who, source, target = ways[best]
        seated[source].remove(who)
        seated[target].append(who)
        seated = {key: people for key, people in seated.items() if people}
        moves[who] = target
    return moves


@dataclass(frozen=True, init=False, slots=True)
class _Company:
    """What is known of people and pairs."""

    person: dict[Id, Person]
    apart: frozenset[frozenset[Id]]
    met: frozenset[frozenset[Id]]
    wished: frozenset[frozenset[Id]]

    def __init__(self, problem: Problem) -> None:
        object.__setattr__(self, "person", {one.id: one for one in problem.people})
        object.__setattr__(self, "apart", frozenset(pair_of(*pair) for pair in problem.must_not_meet))
        object.__setattr__(self, "met", frozenset(pair_of(*pair) for pair in problem.met_before))
        object.__setattr__(self, "wished", frozenset(pair_of(*pair) for pair in problem.must_meet))

    def speechless(self, people: Iterable[Id]) -> int:
        """1 when these people have no common language."""
        return int(not common_languages([self.person[who] for who in people]))

    def joining(self, who: Id, people: Collection[Id]) -> tuple[Cost, Cost]:
        """What is wrong with joining these people: the heavy rules, and the light ones."""
        pairs = [pair_of(who, other) for other in people]
        new = [other for other, pair in zip(people, pairs, strict=True) if pair not in self.met]
        light = (
            len(pairs) - len(new),
            -sum(pair in self.wished for pair in pairs),
            -sum(points(self.person[who], self.person[other]) for other in new),
        )
        return (self.speechless([who, *people]), sum(pair in self.apart for pair in pairs)), light


def _unevenness(sizes: Collection[int]) -> int:
    """By how much the sizes of tables differ more than they should."""
    return max(0, max(sizes) - min(sizes) - 1)


def _direct(company: _Company, tables: Mapping[Key, Collection[Id]], late: Id) -> Iterator[tuple[Cost, dict[Id, Key]]]:
    """The late one sits down somewhere."""
    for key, people in tables.items():
        heavy, light = company.joining(late, people)
        sizes = [len(others) + (other == key) for other, others in tables.items()]
        yield (*heavy, _unevenness(sizes), 0, *light), {late: key}


def _by_making_room(
    company: _Company, tables: Mapping[Key, Collection[Id]], late: Id
) -> Iterator[tuple[Cost, dict[Id, Key]]]:
    """The late one takes a seat, and whoever had it goes to one of the smallest tables."""
    fewest = min(len(people) for people in tables.values())
    small = {key: people for key, people in tables.items() if len(people) == fewest}
    for key, people in tables.items():
        for who in people:
            rest = [other for other in people if other != who]
            heavy, light = company.joining(late, rest)
            if any(heavy):
                continue
            for other, others in small.items():
                if other != key:
                    heavy_too, light_too = company.joining(who, others)
                    sizes = [len(one) + (number == other) for number, one in tables.items()]
                    both = tuple(map(sum, zip(light, light_too, strict=True)))
                    yield (*heavy_too, _unevenness(sizes), 1, *both), {late: key, who: other}


def _against_loneliness(company: _Company, tables: Mapping[Key, list[Id]]) -> Iterator[tuple[Cost, Id, Key, Key]]:
    """Every move after which somebody is not alone any more: its cost, who, from where, to where."""
    alone = [key for key, people in tables.items() if len(people) == 1]
    for key in alone:
        for other, people in tables.items():
            if other == key:
                continue
            [lonely] = tables[key]
            heavy, light = company.joining(lonely, people)
            left = len(alone) - 1 - (len(people) == 1)
            yield (*heavy, left, len(people) + 1, *light), lonely, key, other
            if len(people) > 2:
                for who in people:
                    heavy, light = company.joining(who, [lonely])
                    yield (*heavy, left, len(people) - 1, *light), who, other, key
