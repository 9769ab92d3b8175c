"""The rarer steps of a search: name a language anew, shift somebody, swap two people in all rounds, found a table."""

from typing import NamedTuple

import numpy as np
from numba import int64

from exchanges.mixers.seating_board import Array, Board, Given, Pace, relabel, shift, strangers, swap, swap_value
from exchanges.mixers.seating_compiled import compiled
from exchanges.mixers.seating_random import draw

HOSTS = 4
"""Of how many tables the one with most speakers is taken when a table is founded."""
TRIES = 12
"""How many speakers are looked at for each seat of a table that is founded."""


@compiled
def label_cost(given: Given, board: Board, r: int, t: int, language: int, fine: int) -> int:
    """What a table costs with a language: a fine for every stranger, or one for having no language at all."""
    return fine if language == len(given.speaks) - 1 else fine * strangers(given, board, r, t, language)


@compiled
def try_relabelling(given: Given, board: Board, random: Array, r: int, p: int, pace: Pace, allowance: int) -> None:
    """Offer p's table one of p's languages, or at times none: then all strangers of a round may gather there."""
    t = board.where[r, p]
    old = new = board.label[r, t]
    luck = draw(random, 8) if pace.speechless else -1
    if luck in {0, 1}:
        new = len(given.speaks) - 1
    elif luck == 2:  # one that nobody at the table may speak: so a table without a language finds back to one
        new = draw(random, len(given.speaks))
    elif given.spoken[p] > 0:
        new = given.tongues[p, draw(random, given.spoken[p])]
    won = label_cost(given, board, r, t, old, pace.fine) - label_cost(given, board, r, t, new, pace.fine)
    if new != old and won + allowance >= 0:
        relabel(given, board, r, t, new, pace.fine)


@compiled
def try_shifting(given: Given, board: Board, random: Array, r: int, p: int, pace: Pace, allowance: int) -> None:
    """Move p to a table smaller by one, so that it becomes the larger one."""
    t = draw(random, board.sizes.shape[1])
    smaller = 0 < board.sizes[r, t] == board.sizes[r, board.where[r, p]] - 1
    if smaller and board.worth[r, t, p] - board.own[r, p] + allowance >= 0:
        shift(given, board, r, p, t, pace.repeat)


@compiled
def try_exchanging(given: Given, board: Board, random: Array, p: int, pace: Pace, allowance: int) -> None:
    """Swap p with somebody in all rounds.

    Who meets whom again stays as it is. So in a tight plan, where nearly every single swap repeats a meeting, this
    still finds its way: it searches a quadratic assignment of people to a fixed design.
    """
    q = draw(random, board.where.shape[1])
    if q == p or given.presence[p] != given.presence[q]:
        return
    if _exchange_value(given, board, p, q, pace.fine) + allowance >= 0:
        for r in range(board.where.shape[0]):
            if board.where[r, p] != board.where[r, q]:
                swap(given, board, r, p, q, pace.repeat)


@compiled
def _exchange_value(given: Given, board: Board, p: int, q: int, fine: int) -> int:
    first_p, first_q, met_p, met_q = given.first[p], given.first[q], board.met[p], board.met[q]
    value = int64(0)
    for x in range(len(first_p)):
        value += (int64(met_p[x] > 0) - int64(met_q[x] > 0)) * (first_q[x] - first_p[x])
    if met_p[q] > 0:  # their own meeting stays theirs
        value += 2 * first_p[q]
    for r in range(board.where.shape[0]):
        if board.where[r, p] < board.sizes.shape[1]:
            at_p = given.speaks[board.label[r, board.where[r, p]]]
            at_q = given.speaks[board.label[r, board.where[r, q]]]
            value += fine * (int64(at_p[q]) - int64(at_p[p]) + int64(at_q[p]) - int64(at_q[q]))
    return value


class Troubles(NamedTuple):
    """Rounds and people where a rule is broken, the heaviest rule first."""

    places: Array
    """int64 (some, 2)"""
    starts: Array
    """int64 (4,): where in `places` begin language, unwanted meetings, repeats, and the end."""


@compiled
def troubles(given: Given, board: Board) -> Troubles:
    """Find them all; a person is in as many troubles as rules are broken."""
    rounds, people = board.where.shape
    places, starts = np.empty((3 * rounds * people, 2), np.int64), np.zeros(4, np.int64)
    count = 0
    for rule in range(3):
        starts[rule] = count
        for r in range(rounds):
            for p in range(people):
                if board.where[r, p] < board.sizes.shape[1] and _in_trouble(given, board, r, p, rule):
                    places[count, 0], places[count, 1] = r, p
                    count += 1
    starts[3] = count
    return Troubles(places[:count], starts)


@compiled
def _in_trouble(given: Given, board: Board, r: int, p: int, rule: int) -> bool:
    t = board.where[r, p]
    label = board.label[r, t]
    if rule == 0:
        return label == len(given.speaks) - 1 or given.speaks[label, p] == 0
    for i in range(board.sizes[r, t]):
        x = board.tables[r, t, i]
        if (given.first[p, x] < 0) if rule == 1 else (board.met[p, x] > 1):
            return True
    return False


@compiled
def speechless(given: Given, board: Board) -> int:
    """How many tables have no language common to all at them, whatever their label says."""
    count = 0
    for r in range(board.sizes.shape[0]):
        for t in range(board.sizes.shape[1]):
            common = board.sizes[r, t] == 0
            for language in range(len(given.speaks) - 1):
                common |= strangers(given, board, r, t, language) == 0
            count += not common
    return count


@compiled
def try_founding(given: Given, board: Board, random: Array, troubled: Troubles, pace: Pace, allowance: int) -> None:
    """Found a table for somebody in trouble, at times for anybody; for somebody bound, if nobody is in trouble."""
    r, p = draw(random, board.where.shape[0]), draw(random, board.where.shape[1])
    rule = draw(random, 4)
    if len(troubled.places) == 0:
        p = given.bound[draw(random, len(given.bound))]
    elif rule < 3:
        low, high = troubled.starts[rule], troubled.starts[rule + 1]
        if low == high:  # nobody breaks this rule: anybody in trouble
            low, high = 0, len(troubled.places)
        chosen = low + draw(random, high - low)
        r, p = troubled.places[chosen, 0], troubled.places[chosen, 1]
    if board.where[r, p] == board.sizes.shape[1] or given.spoken[p] == 0:
        return
    language = given.tongues[p, draw(random, given.spoken[p])]
    t = _host(given, board, random, r, language)
    if t >= 0 and board.label[r, t] != language:
        _found(given, board, random, (r, t, p), language, pace, allowance)


@compiled
def _host(given: Given, board: Board, random: Array, r: int, language: int) -> int:
    """Of some random tables the one with fewest strangers to a language; -1 is none."""
    t, fewest = -1, 0
    for _ in range(HOSTS):
        host = board.where[r, draw(random, board.where.shape[1])]
        if host < board.sizes.shape[1]:
            missing = strangers(given, board, r, host, language)
            if t < 0 or missing < fewest:
                t, fewest = host, missing
    return t


@compiled
def _found(
    given: Given, board: Board, random: Array, place: tuple[int, int, int], language: int, pace: Pace, allowance: int
) -> None:
    """Give a table a language, seat somebody there, swap its strangers for speakers; all undone if it is not worth it.

    Args:
        given: what does not change.
        board: the state.
        random: state of the random numbers.
        place: round, table, person.
        language: the new one.
        pace: for the prices.
        allowance: how many points may be lost.
    """
    r, t, p = place
    old = board.label[r, t]
    value = label_cost(given, board, r, t, old, pace.fine) - label_cost(given, board, r, t, language, pace.fine)
    relabel(given, board, r, t, language, pace.fine)
    swaps = np.empty((board.sizes[r, t] + 1, 2), np.int64)
    count = 0
    for i in range(-1, board.sizes[r, t]):
        leaves, comes = int64(p), int64(p)
        if i < 0 and board.where[r, p] != t:
            leaves = _best_at(board, r, t, p)
        elif i >= 0 and not given.speaks[language, board.tables[r, t, i]]:
            leaves = board.tables[r, t, i]
            comes = _speaker(given, board, random, r, t, leaves, language)
        if comes >= 0 and comes != leaves:
            value += swap_value(board, r, leaves, comes)
            swap(given, board, r, leaves, comes, pace.repeat)
            swaps[count, 0], swaps[count, 1] = leaves, comes
            count += 1
    if value + allowance < 0:
        for i in range(count - 1, -1, -1):
            swap(given, board, r, swaps[i, 0], swaps[i, 1], pace.repeat)
        relabel(given, board, r, t, old, pace.fine)


@compiled
def _best_at(board: Board, r: int, t: int, p: int) -> int:
    """Whom at table t to swap p with."""
    best = board.tables[r, t, 0]
    for i in range(1, board.sizes[r, t]):
        if swap_value(board, r, p, board.tables[r, t, i]) > swap_value(board, r, p, best):
            best = board.tables[r, t, i]
    return best


@compiled
def _speaker(given: Given, board: Board, random: Array, r: int, t: int, stranger: int, language: int) -> int:
    """Of some speakers drawn from other tables, the one best swapped for a stranger at table t; -1 is none."""
    best, best_value = -1, 0
    for _ in range(TRIES):
        q = given.speakers[language, draw(random, given.heard[language])]
        if board.where[r, q] < board.sizes.shape[1] and board.where[r, q] != t:
            value = swap_value(board, r, stranger, q)
            if best < 0 or value > best_value:
                best, best_value = q, value
    return best
