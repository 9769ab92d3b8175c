"""What is asked of peer matching, and what is answered. Plain records; the rules are in `matching`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Id: TypeAlias = str | int
"""What names a member: the id in a file, or a key of the database. All ids of a call are of one kind."""
LADDER = ("11", "12", "21", "22", "30", "40", "50")
"""Size classes from the largest city to the smallest municipality (BBSR)."""

ReasonKind: TypeAlias = Literal["experience", "same_size", "both_ways", "other_country", "near_size", "language"]
LimitKind: TypeAlias = Literal[
    "hours_apart",
    "one_language",
    "hosting_others",
    "little_experience",
    "sizes_differ",
    "later_wish",
    "same_country",
    "one_way",
    "own_word",
]
Value: TypeAlias = Id | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who seeks, hosts, or both, as matching sees it.

    Attributes:
        id: unique among the members of a call.
        country: code of the country.
        size_class: one of `LADDER`; empty where size means nothing, as for a ministry.
        languages: codes of the languages the member works in.
        seeks: topics, in order of priority.
        offers: for a topic, the experience from 1 to 3.
        wants: how many hosts at most.
        hosts: how many guests at most; `guests` count.
        time_zone: IANA name, such as `America/Lima`.
        declined: ids of members whom this one declined, as host or as guest; unknown ones mean nothing.
        guests: how many it hosts already.
        avoids: kinds of limit for which this seeker declined suggestions; a match with such a limit loses
            `AVOIDED` points for each.
    """

    id: Id
    country: str
    size_class: str
    languages: tuple[str, ...]
    seeks: tuple[str, ...] = ()
    offers: Mapping[str, int] = field(default_factory=dict)
    wants: int = 1
    hosts: int = 0
    time_zone: str = "UTC"
    declined: frozenset[Id] = frozenset()
    guests: int = 0
    avoids: frozenset[LimitKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a match.

    A page translates `kind` and puts `values` in; what values a kind has stands in `matching_reasons`.
    """

    kind: ReasonKind
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that a match cannot give; told as openly as the reasons, and kept as they are."""

    kind: LimitKind
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Match:
    """A suggestion: who may learn from whom.

    Attributes:
        seeker: id of the member who learns.
        host: id of the member who is visited.
        topic: what the seeker learns; among the topics possible, that with the most points.
        score: points, as in `matching_points`.
        languages: common to both, sorted.
        reasons: two, the strongest first.
        limits: the one that weighs most.
    """

    seeker: Id
    host: Id
    topic: str
    score: int
    languages: tuple[str, ...]
    reasons: tuple[Reason, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """How good the matches of a call are.

    Attributes:
        seekers: members who want a host and seek a topic.
        matched: seekers with at least one host.
        score: `1000 * matched` and the scores of the matches; what was maximised.
        bound: what no set of matches can exceed; equal to `score` when it is the best there is.
        pairs: possible pairs that were weighed.
    """

    seekers: int
    matched: int
    score: int
    bound: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Matching:
    """The matches of a call, sorted by seeker, best first, and their report."""

    matches: tuple[Match, ...]
    report: Report
