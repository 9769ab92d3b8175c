"""Which of several best assignments is taken: lots are drawn, from the ids, so that nothing else matters.

Where two assignments earn the same, the order of a file or the ways of a solver must not decide, nor may whoever comes
first in the alphabet win every time. Each pair draws a lot from the two ids alone, and among the best assignments the
one with the least sum of lots is taken. It is the same for every order, and as good as unique; then the assignments
with and without one seeker or host differ by chains of changes that begin there, and nowhere else.
"""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from members.assignment import Booleans, Integers, Network, Problem, circulate, network
from members.assignment_prices import Prices

LOTS = 24
"""Bits of a lot; the solver multiplies them by the number of nodes, twice, and has 63."""


def keys(ids: Iterable[str | int]) -> npt.NDArray[np.uint64]:
    """A number for each id, spread evenly, the same on every machine."""
    drawn = [int.from_bytes(blake2b(str(one).encode("utf-8", "surrogatepass"), digest_size=8).digest()) for one in ids]
    return np.array(drawn, np.uint64)


def lots(seekers: npt.NDArray[np.uint64] | np.uint64, hosts: npt.NDArray[np.uint64]) -> Integers:
    """The lot of each pair, from 0 to 2**24 - 1, from the keys of both (mixed as in splitmix64, Steele et al. 2014)."""
    mixed = seekers + (hosts << np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(64 - LOTS)).astype(np.int64)


def settle(problem: Problem, found: Prices, drawn: Integers) -> Booleans:
    """Take the best assignment with the least sum of lots.

    What every best assignment has in common follows from the prices: a pair that would earn more than nothing is taken,
    one that would earn less is not. Only the others are left to the lots.

    Args:
        problem: what is asked; pairs that would earn less than nothing may be left out.
        found: prices of a best assignment.
        drawn: the lot of each pair.

    Returns:
        Per pair, whether it is taken.

    Raises:
        UnsolvedError: numbers are beyond the solver's range, or the prices are of another problem.
    """
    arcs, nodes = network(problem), problem.wants.size + problem.places.size + 1
    openings, places = found.openings, found.places
    surplus = np.concatenate([found.surplus(problem), problem.first - openings, -openings, places])
    sure = np.where(surplus > 0, arcs.most, 0)
    supplies = np.bincount(arcs.heads, sure, nodes) - np.bincount(arcs.tails, sure, nodes)
    free = (surplus == 0) & (arcs.most > 0)
    gains = np.zeros_like(surplus)
    gains[: drawn.size] = -drawn
    left = Network(arcs.tails[free], arcs.heads[free], arcs.most[free])
    sure[free] = circulate(left, gains[free], supplies.astype(np.int64))
    return sure[: drawn.size] > 0
