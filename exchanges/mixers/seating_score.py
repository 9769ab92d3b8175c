"""How good a plan is: the score, and the report that goes with it.

A pair that meets for the first time earns 500 points when their countries differ, 150 when their members differ, and up
to 350 for shared topics: 350 times the topics they share, divided by the topics of either, rounded down.

Everything here is counted anew from the tables, without the search's own arrays, so that the report is a check of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from exchanges.mixers.seating_problem import Id, Person, Problem, Report, Seats

COUNTRIES = 500
MEMBERS = 150
TOPICS = 350


def pair_of(x: Id, y: Id) -> frozenset[Id]:
    """Two people as one key, whatever their order."""
    return frozenset((x, y))


def shared_topics(x: Person, y: Person) -> tuple[int, int]:
    """How many topics two people share, and how many either has."""
    return len(set(x.topics) & set(y.topics)), len(set(x.topics) | set(y.topics))


def points(x: Person, y: Person) -> int:
    """The score of a first meeting."""
    shared, either = shared_topics(x, y)
    topics = TOPICS * shared // either if either else 0
    return COUNTRIES * (x.country != y.country) + MEMBERS * (x.member != y.member) + topics


def common_languages(company: Iterable[Person]) -> set[str]:
    """The languages that all of these people speak."""
    languages = [set(person.languages) for person in company]
    return set.intersection(*languages) if languages else set()


@dataclass(slots=True)
class Tally:
    """What was counted so far."""

    met: set[frozenset[Id]]
    first: int = 0
    repeats: int = 0
    speechless: int = 0
    cross_country: int = 0
    overlap: float = 0.0
    score: int = 0
    together: set[frozenset[Id]] = field(default_factory=set)

    def count(self, company: Sequence[Person]) -> None:
        """Count a table."""
        self.speechless += not common_languages(company)
        for x, y in combinations(company, 2):
            self.together.add(pair_of(x.id, y.id))
            if pair_of(x.id, y.id) in self.met:
                self.repeats += 1
            else:
                self._first_meeting(x, y)

    def _first_meeting(self, x: Person, y: Person) -> None:
        self.met.add(pair_of(x.id, y.id))
        self.first += 1
        self.cross_country += x.country != y.country
        shared, either = shared_topics(x, y)
        self.overlap += shared / (either or 1)
        self.score += points(x, y)


def report(problem: Problem, rounds: Sequence[Seats], *, seconds: float) -> Report:
    """Count everything a plan is judged by.

    Args:
        problem: what was asked.
        rounds: who sits with whom.
        seconds: how long the planning took, to be told.

    Returns:
        The report; shares are rounded to three decimals, and 0 when nobody meets.
    """
    person = {one.id: one for one in problem.people}
    tally = Tally(met={pair_of(*pair) for pair in problem.met_before})
    for seats in rounds:
        for table in seats:
            tally.count([person[who] for who in table])
    return Report(
        pairs=tally.first,
        repeats=tally.repeats,
        tables_without_language=tally.speechless,
        must_meet_kept=len({pair_of(*pair) for pair in problem.must_meet} & tally.together),
        must_not_meet_broken=len({pair_of(*pair) for pair in problem.must_not_meet} & tally.together),
        cross_country=_share(tally.cross_country, tally.first),
        cross_country_bound=cross_country_bound(problem, rounds),
        topic_overlap=_share(tally.overlap, tally.first),
        score=tally.score,
        seconds=round(seconds, 3),
    )


def _share(part: float, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def cross_country_bound(problem: Problem, rounds: Sequence[Seats]) -> float:
    """The share of meetings between countries if only they counted: each country spread as evenly as possible.

    Dealing the people of a round, sorted by country, one by one to its tables reaches it: every table gets a country's
    average, rounded up or down. Repeats and languages are left out of account, so with repeats a plan can exceed it.
    """
    country = {one.id: one.country for one in problem.people}
    met = same = 0
    for seats in rounds:
        met += sum(len(table) * (len(table) - 1) // 2 for table in seats)
        count: dict[str, int] = {}
        for table in seats:
            for who in table:
                count[country[who]] = count.get(country[who], 0) + 1
        for people in count.values():
            each, more = divmod(people, len(seats))
            same += len(seats) * each * (each - 1) // 2 + more * each
    return _share(met - same, met)
