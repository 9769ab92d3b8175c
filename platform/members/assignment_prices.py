"""What a place is worth: the prices that prove an assignment to be the best, and bound what others could reach.

These are the dual values of the flow in `assignment`. They are found from a best assignment alone, as longest paths in
what is left of the network (Bellman 1958, Ford 1956): a place more at a host is worth what the best chain of changes
earns that begins with somebody taking it.
"""

from dataclasses import dataclass

import numpy as np

from members.assignment import NEVER, Booleans, Integers, Problem


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices at which nobody would rather have another assignment.

    Attributes:
        places: per host, what one more place would earn; 0 where places are left.
        openings: per seeker, what taking one more host earns before its score: `first` for one without a host, 0 for
            one who wants more, else less than that by what it gives up.
    """

    places: Integers
    openings: Integers

    def surplus(self, problem: Problem) -> Integers:
        """Per pair, what taking it would earn at these prices: above 0 only for pairs in every best assignment."""
        return problem.scores + self.openings[problem.seekers] - self.places[problem.hosts]


def prices(problem: Problem, taken: Booleans) -> Prices:
    """Find the prices of a best assignment.

    Args:
        problem: what was asked.
        taken: per pair, whether it is taken; must be a best assignment, or there is no end.

    Returns:
        The least prices there are.
    """
    open_to = _open_to(problem, taken)
    seekers, hosts, scores = problem.seekers[taken], problem.hosts[taken], problem.scores[taken]
    others = problem.seekers[~taken], problem.hosts[~taken], problem.scores[~taken]
    places = np.zeros_like(problem.places)
    while True:
        openings = open_to.copy()
        np.maximum.at(openings, seekers, places[hosts] - scores)
        higher = np.zeros_like(places)
        np.maximum.at(higher, others[1], others[2] + openings[others[0]])
        higher[problem.places == 0] = -NEVER
        if np.array_equal(higher, places):
            return Prices(places, openings)
        places = higher


def _open_to(problem: Problem, taken: Booleans) -> Integers:
    """Per seeker, what one more host earns before its score if nothing is given up."""
    got = np.bincount(problem.seekers[taken], minlength=problem.wants.size)
    earns = np.where(got == 0, problem.first, 0)
    return np.where(got < problem.wants, earns, NEVER)


def most_of(profits: Integers, wants: int, first: int) -> int:
    """What a seeker could earn at most if every host had a place at its price.

    Args:
        profits: per host possible, its score less its price.
        wants: how many hosts at most.
        first: what the first host earns beyond.
    """
    if not profits.size or wants < 1:
        return 0
    best = np.sort(profits)[::-1][:wants] if wants < profits.size else np.sort(profits)[::-1]
    return max(0, int(best[0]) + first + int(np.maximum(best[1:], 0).sum()))


def bound(problem: Problem, found: Prices) -> int:
    """What no assignment of this problem exceeds (Lagrangian relaxation of the hosts' places at these prices)."""
    profits = problem.scores - found.places[problem.hosts]
    order = np.argsort(problem.seekers, kind="stable")
    edges = np.searchsorted(problem.seekers[order], np.arange(problem.wants.size + 1))
    seekers = sum(
        most_of(profits[order[low:high]], int(wants), problem.first)
        for low, high, wants in zip(edges[:-1], edges[1:], problem.wants, strict=True)
    )
    kept = problem.places > 0
    return seekers + int((problem.places * found.places)[kept].sum())
