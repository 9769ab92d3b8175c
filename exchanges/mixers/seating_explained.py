"""Why somebody sits where they sit: what they share with the others, and what is new about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from exchanges.mixers.seating_problem import Id, Person, Problem, Seats
from exchanges.mixers.seating_score import common_languages, pair_of


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody at one's table.

    Attributes:
        id: who.
        topics: what both are interested in.
        languages: what both speak.
        country: theirs.
        new_country: whether somebody from there is met for the first time, one's own country aside.
        met_before: whether the two have met already.
        wished: whether they were to meet.
    """

    id: Id
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    country: str
    new_country: bool
    met_before: bool
    wished: bool


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why somebody sits at a table.

    Attributes:
        languages: common to all at it.
        topics: shared with at least one other, those shared with most first.
        countries: met for the first time, in the order of the neighbours.
        neighbours: the others at the table.
    """

    languages: tuple[str, ...]
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]


def explain(problem: Problem, rounds: Sequence[Seats], who: Id, number: int) -> Reasons | None:
    """Say what speaks for a person's seat.

    Args:
        problem: what was asked.
        rounds: the plan, or as much of it as there is.
        who: the person.
        number: of the round, from 1.

    Returns:
        The reasons; none for somebody who has no seat in that round.
    """
    person = {one.id: one for one in problem.people}
    others = _company(rounds[number - 1], who)
    if others is None:
        return None
    known = _known(problem, rounds[: number - 1], who)
    visited = {person[one].country for one in known} | {person[who].country}
    wished = {pair_of(*pair) for pair in problem.must_meet}
    neighbours = tuple(
        _neighbour(person[who], person[one], visited, one in known, pair_of(who, one) in wished) for one in others
    )
    shared = [topic for one in neighbours for topic in one.topics]
    return Reasons(
        languages=tuple(sorted(common_languages([person[who], *(person[one] for one in others)]))),
        topics=tuple(sorted(set(shared), key=lambda topic: (-shared.count(topic), topic))),
        countries=tuple(dict.fromkeys(one.country for one in neighbours if one.new_country)),
        neighbours=neighbours,
    )


def _company(seats: Seats, who: Id) -> list[Id] | None:
    return next(([one for one in table if one != who] for table in seats if who in table), None)


def _known(problem: Problem, rounds: Sequence[Seats], who: Id) -> set[Id]:
    """Whom a person has met before a round."""
    known = {one for pair in problem.met_before if who in pair for one in pair}
    for seats in rounds:
        known.update(_company(seats, who) or ())
    return known - {who}


def _neighbour(person: Person, other: Person, visited: set[str], met: bool, wished: bool) -> Neighbour:
    return Neighbour(
        id=other.id,
        topics=tuple(sorted(set(person.topics) & set(other.topics))),
        languages=tuple(sorted(set(person.languages) & set(other.languages))),
        country=other.country,
        new_country=other.country not in visited,
        met_before=met,
        wished=wished,
    )
