"""Who is assigned to whom: the best there is, exactly, for seekers and hosts of limited places.

A seeker takes at most `wants` hosts, a host at most `places` seekers, and only given pairs are possible, each with a
score. Maximised is `first` for every seeker with at least one host, plus the scores of the pairs taken. As the first
host of a seeker earns more than the later ones, this is a flow whose gains are concave, hence a min-cost flow:

    pool --(first; one)--> seeker --(score; one)--> host --(0; places)--> pool
         --(0; wants - 1)-->

A circulation, so no pair need be taken that costs more than it earns. Among the best, `assignment_ties` chooses.
Nothing here knows what is assigned; peer matching and advisory programmes do. OR-tools' solver is loaded when called.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Booleans: TypeAlias = npt.NDArray[np.bool_]
FIRST = 1000
"""What a seeker's first host earns beyond the score."""
NEVER = -(2**40)
"""Less than anything can earn."""


class UnsolvedError(ArithmeticError):
    """The solver found no optimum: numbers beyond its range."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Who may be assigned to whom.

    Attributes:
        wants: per seeker, how many hosts at most.
        places: per host, how many seekers at most.
        seekers: per pair, the seeker's index.
        hosts: per pair, the host's index; no pair stands twice.
        scores: per pair, what it earns.
        first: what a seeker's first host earns beyond the score.
    """

    wants: Integers
    places: Integers
    seekers: Integers
    hosts: Integers
    scores: Integers
    first: int = FIRST

    def value(self, taken: Booleans) -> int:
        """What taking these pairs earns."""
        matched = np.unique(self.seekers[taken]).size
        return self.first * matched + int(self.scores[taken].sum())


@dataclass(frozen=True, slots=True)
class Network:
    """The arcs between pool, seekers and hosts: pairs, first hosts, further hosts, places, in this order.

    Attributes:
        tails: per arc, the node it leaves: seekers, then hosts, then the pool.
        heads: per arc, the node it enters.
        most: per arc, how much may flow.
    """

    tails: Integers
    heads: Integers
    most: Integers


def network(problem: Problem) -> Network:
    """Draw the network of a problem."""
    seekers, hosts = problem.wants.size, problem.places.size
    of_seeker, of_host = np.arange(seekers), np.arange(seekers, seekers + hosts)
    pool = np.full(max(seekers, hosts), seekers + hosts)
    wants = np.minimum(problem.wants, hosts)
    most = [np.ones_like(problem.scores), np.minimum(wants, 1), np.maximum(wants - 1, 0)]
    return Network(
        np.concatenate([problem.seekers, pool[:seekers], pool[:seekers], of_host]),
        np.concatenate([problem.hosts + seekers, of_seeker, of_seeker, pool[:hosts]]),
        np.concatenate([*most, np.minimum(problem.places, seekers)]),
    )


def assign(problem: Problem) -> Booleans:
    """Find a best assignment; which one of several is the solver's choice, see `assignment_ties.settle`.

    Returns:
        Per pair, whether it is taken.

    Raises:
        UnsolvedError: scores or numbers of places are beyond the solver's range.
    """
    seekers, hosts = problem.wants.size, problem.places.size
    first, further = np.full(seekers, problem.first), np.zeros(seekers + hosts, np.int64)
    flows = circulate(network(problem), np.concatenate([problem.scores, first, further]))
    return flows[: problem.scores.size] > 0


def circulate(arcs: Network, gains: Integers, supplies: Integers | None = None) -> Integers:
    """Find the flow that gains most.

    Args:
        arcs: the network.
        gains: per arc, for each unit of flow.
        supplies: per node, what enters there from outside; nothing by default.

    Returns:
        Per arc, how much flows.

    Raises:
        UnsolvedError: there is no such flow, or numbers are beyond the solver's range.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # some 30 MB that only matching needs

    solver = SimpleMinCostFlow()
    tails, heads = arcs.tails.astype(np.int32), arcs.heads.astype(np.int32)
    numbers = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, arcs.most, -gains)
    if supplies is not None:
        solver.set_nodes_supplies(np.arange(supplies.size, dtype=np.int32), supplies)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise UnsolvedError(f"no best flow: {status.name}")
    return np.asarray(solver.flows(numbers), np.int64)
