"""What is asked of seating, and what is answered. Plain records; the rules are in `seating`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Id: TypeAlias = str | int
"""What names a person: the id in a file, or a key of the database."""
Pair: TypeAlias = tuple[Id, Id]
Table: TypeAlias = tuple[Id, ...]
"""The people at a table."""
Seats: TypeAlias = tuple[Table, ...]
"""The tables of a round."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be seated.

    Attributes:
        id: unique among the people of a problem.
        member: the organisation the person acts for.
        country: code of the country.
        languages: codes of the languages the person takes part in.
        topics: what the person is interested in.
    """

    id: Id
    member: Id
    country: str
    languages: tuple[str, ...]
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Who is to be seated, how often, and what is wished.

    Attributes:
        people: everybody; ids are unique.
        table_size: seats at a table at most, from 1.
        rounds: how many rounds to plan.
        must_meet: pairs who are to sit together once.
        must_not_meet: pairs who are not to sit together.
        met_before: pairs who know each other already; meeting again is a repeat.
        absent: for a person, the rounds (from 1) in which they are away.
    """

    people: tuple[Person, ...]
    table_size: int
    rounds: int
    must_meet: tuple[Pair, ...] = ()
    must_not_meet: tuple[Pair, ...] = ()
    met_before: tuple[Pair, ...] = ()
    absent: Mapping[Id, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """How good a plan is; the fields are those of the file format, in its order.

    Attributes:
        pairs: pairs who meet for the first time; who met before the plan is not among them.
        repeats: meetings beyond the first one of a pair.
        tables_without_language: tables without a language common to all at them.
        must_meet_kept: pairs of `must_meet` who sit together.
        must_not_meet_broken: pairs of `must_not_meet` who sit together.
        cross_country: share of the first meetings between different countries.
        cross_country_bound: the share that could be reached if there were no other rules.
        topic_overlap: mean over the first meetings of shared topics divided by topics of either.
        score: points, as in `seating_score`.
        seconds: how long the planning took.
    """

    pairs: int
    repeats: int
    tables_without_language: int
    must_meet_kept: int
    must_not_meet_broken: int
    cross_country: float
    cross_country_bound: float
    topic_overlap: float
    score: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Who sits with whom, round by round, and how good that is."""

    rounds: tuple[Seats, ...]
    report: Report
