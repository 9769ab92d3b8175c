"""Looks at all pairs of a crowd, seeker by seeker: which are promising, which earn more than they cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from members.assignment import FIRST, Integers, Problem
from members.assignment_prices import Prices, most_of
from members.assignment_ties import lots
from peers.matching_arrays import Crowd, Places
from peers.matching_pairs import Weighing

MOST_EVEN = 1_000_000
"""Pairs kept that earn just what they cost; where more are alike, lots are drawn among so many."""
Keys = npt.NDArray[np.uint64]
Whole: TypeAlias = npt.NDArray[np.int32] | Integers


@dataclass(slots=True)
class Kept:
    """Pairs kept while looking, with how many there were.

    Attributes:
        parts: per seeker, its index, the hosts kept and their points.
        possible: how many pairs were seen.
        count: how many pairs were kept.
    """

    parts: list[tuple[Places, Places, Integers]]
    possible: int = 0
    count: int = 0

    def keep(self, seeker: int, hosts: Places, points: Whole) -> None:
        """Keep pairs of a seeker."""
        self.count += hosts.size
        self.parts.append((np.full(hosts.size, seeker, np.int32), hosts.astype(np.int32), points.astype(np.int32)))

    def problem(self, crowd: Crowd) -> Problem:
        """The problem over the pairs kept."""
        columns = list(zip(*self.parts, strict=True)) or [(np.zeros(0, np.int32),)] * 3
        seekers, hosts, scores = (np.concatenate(column).astype(np.int64) for column in columns)
        return Problem(crowd.wants, crowd.places, seekers, hosts, scores)


def possible_pairs(crowd: Crowd) -> Iterator[tuple[int, Places, Whole]]:
    """For every seeker its possible hosts and the points of each."""
    weighing = Weighing.of(crowd)
    for seeker in map(int, np.flatnonzero(crowd.wants)):
        hosts, points = weighing.hosts(seeker)
        if hosts.size:
            yield seeker, hosts, points.astype(np.int32)


def promising(crowd: Crowd, drawn: Keys, guess: Integers, most: int) -> Kept:
    """Keep so many pairs of each seeker: those that earn most beyond the guessed price of a place, then by lot."""
    kept = Kept([])
    for seeker, hosts, points in possible_pairs(crowd):
        kept.possible += hosts.size
        best = _best(points - guess.take(hosts), most + int(crowd.wants[seeker]), _Lots(drawn, seeker, hosts))
        kept.keep(seeker, hosts[best], points[best])
    return kept


@dataclass(frozen=True, slots=True)
class Look:
    """What prices show of all pairs.

    Attributes:
        better: pairs that earn more than they cost, the best of each seeker.
        even: pairs that earn what they cost, if asked for; about `MOST_EVEN` at most.
        bound: what no matches exceed.
    """

    better: Kept
    even: Kept
    bound: int


def look(crowd: Crowd, found: Prices, most: int, *, even: bool) -> Look:
    """Look at all pairs with the prices of matches found over some of them.

    Two bounds are had from them, both by relaxing the hosts' places: each seeker takes what is best for it at these
    prices, or prices are raised until no seeker would rather have another host, and it keeps what it gives up.

    Args:
        crowd: the members.
        found: the prices.
        most: pairs kept of a seeker, besides as many as it wants hosts.
        even: whether to keep the pairs that earn just what they cost.
    """
    costs = np.where(crowd.places > 0, found.places, 0).astype(np.int32)
    raised, to_seekers, to_raised = costs.copy(), 0, 0
    seen = Look(Kept([]), Kept([]), 0)
    for seeker, hosts, points in possible_pairs(crowd):
        profits, wants = points - costs.take(hosts), int(crowd.wants[seeker])
        worth = np.flatnonzero(profits >= -found.openings[seeker])  # none other can be among its best
        give_up = max(0, -int(found.openings[seeker]))
        to_seekers += most_of(profits[worth], wants, FIRST)
        to_raised += FIRST + min(wants, hosts.size) * give_up
        raised[hosts[worth]] = np.maximum(raised[hosts[worth]], points[worth] - give_up)
        better, equal = _split(profits[worth] + found.openings[seeker], most + wants)
        seen.better.keep(seeker, hosts[worth[better]], points[worth[better]])
        if even and seen.even.count < MOST_EVEN:
            seen.even.keep(seeker, hosts[worth[equal]], points[worth[equal]])
    bounds = to_seekers + int(crowd.places @ costs), to_raised + int(crowd.places @ raised)
    return Look(seen.better, seen.even, min(bounds))


def worth_to(crowd: Crowd, seekers: dict[int, int]) -> Integers:
    """Per host, what a place more would earn with some seekers.

    Args:
        crowd: the members.
        seekers: by a seeker's index, what taking one more host earns before its score.
    """
    worth = np.zeros(len(crowd.members), np.int64)
    weighing = Weighing.of(crowd)
    for seeker, opening in seekers.items():
        hosts, points = weighing.hosts(seeker)
        worth[hosts] = np.maximum(worth[hosts], points + np.int64(opening))
    return worth


def _split(surplus: Integers, most: int) -> tuple[Places, Places]:
    """Where most is earned, so many at most, and where nothing is."""
    better = np.flatnonzero(surplus > 0)
    if better.size > most:
        better = better[np.argpartition(-surplus[better], most)[:most]]
    return better, np.flatnonzero(surplus == 0)


@dataclass(frozen=True, slots=True)
class _Lots:
    """The lots of a seeker with hosts, drawn for those who need it."""

    drawn: Keys
    seeker: int
    hosts: Places

    def order(self, some: Places) -> Places:
        """Some of the hosts, by lot."""
        return some[np.argsort(lots(self.drawn[self.seeker], self.drawn[self.hosts[some]]), kind="stable")]


def _best(earns: Integers, most: int, drawn: _Lots) -> Places:
    """Where most is earned, so many at most; among equals by lot."""
    if earns.size <= most:
        return np.arange(earns.size)
    behind = earns.max() - earns
    least = np.searchsorted(np.cumsum(np.bincount(behind)), most)
    sure, equal = np.flatnonzero(behind < least), np.flatnonzero(behind == least)
    return np.concatenate([sure, drawn.order(equal)[: most - sure.size]])
