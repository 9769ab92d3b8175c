"""Simulated annealing of a seating plan (Kirkpatrick, Gelatt and Vecchi 1983), in whole numbers.

The common step takes a person and a round and looks at all swaps with a window of people at once, each with its own
random allowance; the swap that exceeds its allowance most is made. That is nearly a draw among all these swaps by their
Boltzmann weights (the Gumbel-max way of drawing), at a quarter of a nanosecond per candidate and array, where proposing
them one by one costs thirty: an allowance has the same exponential tail as Gumbel's distribution.

Other steps, in `seating_moves`: name another language for a table, shift somebody to a smaller table, swap two people
in all rounds, found a table.
"""

import numpy as np
from numba import uint64

from exchanges.mixers.seating_board import Array, Board, Given, Pace, swap
from exchanges.mixers.seating_compiled import compiled
from exchanges.mixers.seating_moves import Troubles, try_exchanging, try_founding, try_relabelling, try_shifting
from exchanges.mixers.seating_random import allowances, pick, step

ALLOWANCES = 4096
"""How many allowances are kept; a step reads them from a random place on."""
WINDOW = 500
"""About how many people are looked at in a step."""
NEVER = 1 << 29
"""More points than anything here is worth."""


@compiled
def anneal(  # noqa: C901 (one loop; its parts are functions where a call costs nothing)
    given: Given, board: Board, random: Array, exponential: Array, troubled: Troubles, pace: Pace
) -> None:
    """Make steps at one temperature.

    Args:
        given: what does not change.
        board: the state, settled; changed in place.
        random: state of the random numbers.
        exponential: what `exponentials` returned.
        troubled: for whom tables are to be founded.
        pace: how many steps and how.
    """
    rounds, people = board.where.shape
    absent = board.sizes.shape[1]
    where, worth, gain, own = board.where, board.worth, board.gain, board.own
    allowance = allowances(random, exponential, pace.temperature, ALLOWANCES + people)
    windows = max(1, (people + WINDOW // 2) // WINDOW)
    joins, scores = np.full(absent + 1, -NEVER, np.int32), np.empty(people, np.int32)
    r = 0
    for number in range(pace.steps):
        bits = step(random)
        if number & pace.staying == 0:
            r = pick(bits, 48, rounds)
        p, luck = pick(bits, 0, people), pick(bits, 16, ALLOWANCES)
        a = where[r, p]
        if a == absent:
            continue
        if number & pace.relabelling == 1:
            try_relabelling(given, board, random, r, p, pace, allowance[luck])
        elif number & pace.relabelling == 5:
            try_shifting(given, board, random, r, p, pace, allowance[luck])
        elif number & pace.exchanging == 2:
            try_exchanging(given, board, random, p, pace, allowance[luck])
        elif number & pace.founding == 3:
            try_founding(given, board, random, troubled, pace, allowance[luck])
        else:
            window = pick(bits, 32, windows)
            low, high = window * people // windows, (window + 1) * people // windows
            for t in range(absent):
                joins[t] = worth[r, t, p] - own[r, p]
            joins[a] = -NEVER
            leaves, gains = own[r, low:high], gain[p, low:high]
            q = _best(joins, where[r, low:high], worth[r, a, low:high], leaves, gains, allowance[luck:], scores)
            if q >= 0:
                swap(given, board, r, p, low + q, pace.repeat)


@compiled
def _best(
    joins: Array, where: Array, worth: Array, leaves: Array, gains: Array, allowance: Array, scores: Array
) -> int:
    """Whom to swap person p with, who sits at table a; see `swap_value`.

    Args:
        joins: by table: what p adds there, less what p adds at a; the last one, and a itself, are out of reach.
        where: by candidate: their table; the last one is absence.
        worth: by candidate: what they add at a.
        leaves: by candidate: what they add at their table.
        gains: by candidate: what a meeting with p adds.
        allowance: by candidate: how many points may be lost.
        scores: room to work in.

    Returns:
        The candidate, or -1 when none is good enough.
    """
    for x in range(len(where)):
        scores[x] = joins[uint64(where[x])]  # unsigned, so that the loop does not care for indices from the end
    best = np.int32(-1)
    for x in range(len(where)):
        score = np.int32(scores[x] + worth[x] - leaves[x] - 2 * gains[x] + allowance[x])
        scores[x] = score
        best = max(best, score)
    if best >= 0:
        for x in range(len(where)):
            if scores[x] == best:
                return x
    return -1
