"""The best matches of a crowd, without ever holding all pairs: promising pairs first, then whatever the prices ask for.

Column generation (Gilmore and Gomory 1961): solve over few pairs, read off what a place at each host is worth, and add
the pairs that earn more than they cost. When there are none, the matches over few pairs are the best over all. Each
look at all pairs also bounds what any matches could reach, so that stopping early is honest. Which pairs are promising
is learnt from a part of the crowd: what a place at a host would be worth to it.
"""

from dataclasses import dataclass

import numpy as np

from members.assignment import Booleans, Integers, Problem, assign
from members.assignment_prices import Prices, prices
from members.assignment_ties import keys, lots, settle
from peers.matching_arrays import Crowd, gather
from peers.matching_looks import Keys, look, promising, worth_to

PROMISING = 25
"""Pairs of a seeker that are solved over at first, besides as many as it wants hosts."""
ADDED = 8
"""Pairs of a seeker that are added after a look, besides as many as it wants hosts."""
SMALL = 1_200
"""Members among whom all pairs are solved over at once."""
PART = 8
"""A larger crowd learns its prices from a part of it that is this many times smaller."""
EXACT = 12_000
"""Members up to whom the search goes on until it has the best."""
LOOKS = 2
"""How often all pairs of a larger crowd are looked at with prices."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        seekers: per match, the seeker's index.
        hosts: per match, the host's index.
        value: what the matches earn.
        bound: what no matches exceed.
        possible: how many pairs there were.
    """

    seekers: Integers
    hosts: Integers
    value: int
    bound: int
    possible: int


@dataclass(frozen=True, slots=True)
class Solved:
    """The best matches over some pairs.

    Attributes:
        problem: over these pairs.
        prices: of these matches.
        value: what the matches earn.
        bound: what no matches over all pairs exceed.
        possible: how many pairs there were in all.
    """

    problem: Problem
    prices: Prices
    value: int
    bound: int
    possible: int


def search(crowd: Crowd) -> Found:
    """Find the best matches; in a very large crowd nearly the best, and how far from it they are at most."""
    drawn = keys(one.id for one in crowd.members)
    solved = _solve(crowd, drawn)
    left = _only(solved.problem, solved.prices.surplus(solved.problem) >= 0)
    taken = settle(left, solved.prices, lots(drawn[left.seekers], drawn[left.hosts]))
    return Found(left.seekers[taken], left.hosts[taken], solved.value, solved.bound, solved.possible)


def _solve(crowd: Crowd, drawn: Keys) -> Solved:
    size = len(crowd.members)
    kept = promising(crowd, drawn, _guess(crowd, drawn), size if size <= SMALL else PROMISING)
    problem, looks = kept.problem(crowd), 0
    while True:
        taken = assign(problem)
        found, value = prices(problem, taken), problem.value(taken)
        if problem.scores.size == kept.possible:
            return Solved(problem, found, value, value, kept.possible)
        seen, looks = look(crowd, found, ADDED, even=size <= EXACT), looks + 1
        if seen.bound == value or (size > EXACT and looks == LOOKS):
            return Solved(_joined(problem, seen.even.problem(crowd)), found, value, seen.bound, kept.possible)
        problem = _joined(problem, seen.better.problem(crowd))


def _guess(crowd: Crowd, drawn: Keys) -> Integers:
    """What a place at each host will cost, judged by a part of the crowd; nothing where the crowd is small."""
    if len(crowd.members) <= SMALL:
        return np.zeros(len(crowd.members), np.int64)
    part = np.sort(np.argsort(drawn, kind="stable")[: len(crowd.members) // PART])
    smaller = gather(crowd.members[at] for at in part)
    openings = _solve(smaller, drawn[part]).prices.openings
    return worth_to(crowd, {int(part[at]): int(openings[at]) for at in np.flatnonzero(smaller.wants)})


def _only(problem: Problem, chosen: Booleans) -> Problem:
    pairs = (problem.seekers[chosen], problem.hosts[chosen], problem.scores[chosen])
    return Problem(problem.wants, problem.places, *pairs, problem.first)


def _joined(problem: Problem, other: Problem) -> Problem:
    """All pairs of both, each once, ordered by seeker and host."""
    seekers = np.concatenate([problem.seekers, other.seekers])
    hosts = np.concatenate([problem.hosts, other.hosts])
    _, once = np.unique(seekers * problem.places.size + hosts, return_index=True)
    scores = np.concatenate([problem.scores, other.scores])[once]
    return Problem(problem.wants, problem.places, seekers[once], hosts[once], scores, problem.first)
