"""A first seating, person by person: who suits few tables chooses first.

People are seated in the order of how many others they share a language with, so that those bound to one language open
its tables, and those who speak several fill them up. Everyone takes the table worth most to them; a table still empty
is worth less than one where a typical partner sits, and more than one where they would meet somebody again.
"""

from typing import NamedTuple

import numpy as np
from numba import int64

from exchanges.mixers.seating_board import Array, Board, Given
from exchanges.mixers.seating_compiled import compiled
from exchanges.mixers.seating_random import draw

TYPICAL = 650
"""Points of a first meeting that a seat is compared with."""


class Rules(NamedTuple):
    """What a first seating goes by."""

    table_size: int
    """seats at a table at most"""
    horizon: int
    """for how many rounds those bound to one language should not run out of company"""
    repeat: int
    """price of a repeated meeting"""
    fine: int
    """price of a stranger's seat"""


@compiled
def start(given: Given, board: Board, random: Array, present: Array, rules: Rules) -> None:
    """Seat all rounds on an empty board, one after the other; to be settled then. `present` is bool (rounds, n)."""
    reach = _reach(given)
    for r in range(len(present)):
        order = _order(random, present[r], reach)
        if len(order):
            _start_round(given, board, r, order, rules)
            _remember(board, r)


@compiled
def _reach(given: Given) -> Array:
    """With how many people each one shares a language."""
    people = given.speaks.shape[1]
    reach = np.zeros(people, np.int64)
    for x in range(people):
        for y in range(people):
            for i in range(given.spoken[x]):
                if given.speaks[given.tongues[x, i], y]:
                    reach[x] += 1
                    break
    return reach


@compiled
def _order(random: Array, present: Array, reach: Array) -> Array:
    """Those present, the hardest to seat first, equals in random order."""
    people = np.flatnonzero(present)
    for i in range(len(people) - 1, 0, -1):
        k = draw(random, i + 1)
        people[i], people[k] = people[k], people[i]
    return people[np.argsort(reach[people], kind="mergesort")]


@compiled
def _start_round(given: Given, board: Board, r: int, order: Array, rules: Rules) -> None:
    tables = -(-len(order) // rules.table_size)
    room = np.zeros(tables, np.int64)
    for t in range(tables):
        room[t] = len(order) // tables + (1 if t < len(order) % tables else 0)
    to_open, unclaimed = _tables_to_open(given, order, rules), _speakers_present(given, order)
    left, free = _speakers_present(given, order), np.zeros(len(given.speaks), np.int64)
    opened = 0
    for p in order:
        language = _most_spoken(given, p)
        worth = _worth(given, board, r, p, room[:opened], left, free, rules.fine)
        t, value = _best_table(board, r, worth, room[:opened], TYPICAL if language == 0 else 0)
        if opened < tables:
            wanted = (value < 0 or to_open[language] > 0) and unclaimed[language] >= room[opened]
            if t < 0 or value < -rules.fine // 2 or wanted:
                t, opened = opened, opened + 1
                to_open[language] -= 1
                unclaimed[language] -= room[t]
                free[language] += room[t]
                _open(given, board, r, t, language, rules.fine)
        _sit_down(given, board, r, t, p, rules.repeat)
        room[t] -= 1
        free[board.label[r, t]] -= 1
        left -= given.speaks[:, p]


@compiled
def _tables_to_open(given: Given, order: Array, rules: Rules) -> Array:
    """How many tables those bound to a language get in a round.

    Few, since their company at these tables is nearly always from one country. But m people in h rounds can sit in
    groups of at most 1 + (m - 1) / h if no two of them are to meet twice: m * h / (h + m - 1) tables a round.
    """
    bound = np.zeros(len(given.speaks), np.int64)
    for p in order:
        bound[_most_spoken(given, p)] += 1
    for language in range(len(bound)):
        m, h = bound[language], rules.horizon
        bound[language] = max(-(-m // rules.table_size), -(-m * h // max(1, h + m - 1)))
    bound[0] = 0
    return bound


@compiled
def _speakers_present(given: Given, order: Array) -> Array:
    """How many of those present speak each language; of "no language" it is none, so that nobody opens such a table."""
    count = np.zeros(len(given.speaks), np.int64)
    for p in order:
        count += given.speaks[:, p]
    count[-1] = 0
    return count


@compiled
def _most_spoken(given: Given, p: int) -> int:
    """Of a person's languages the one most people speak; languages are numbered by that."""
    language = len(given.speaks) - 1
    for i in range(given.spoken[p]):
        language = min(language, given.tongues[p, i])
    return language


@compiled
def _worth(given: Given, board: Board, r: int, p: int, room: Array, left: Array, free: Array, fine: int) -> Array:
    """What p adds to each open table; more where the language's last speakers are needed to fill its tables."""
    worth = np.empty(len(room), np.int64)
    for t in range(len(room)):
        label = board.label[r, t]
        worth[t] = board.worth[r, t, p]
        if given.speaks[label, p] and free[label] >= left[label]:
            worth[t] += fine
    return worth


@compiled
def _best_table(board: Board, r: int, worth: Array, room: Array, typical: int) -> tuple[int, int]:
    """Of the open tables with room the one worth most, and by how much it is better than a typical one."""
    best, best_value = -1, int64(0)
    for t in range(len(room)):
        value = worth[t] - typical * board.sizes[r, t]
        if room[t] > 0 and (best < 0 or value > best_value):
            best, best_value = t, value
    return best, best_value


@compiled
def _open(given: Given, board: Board, r: int, t: int, language: int, fine: int) -> None:
    board.label[r, t] = language
    for x in range(board.worth.shape[2]):
        board.worth[r, t, x] = fine * (int64(given.speaks[language, x]) - 1)


@compiled
def _sit_down(given: Given, board: Board, r: int, t: int, p: int, repeat: int) -> None:
    board.tables[r, t, board.sizes[r, t]] = p
    board.where[r, p], board.seat[r, p] = t, board.sizes[r, t]
    board.sizes[r, t] += 1
    for x in range(board.worth.shape[2]):
        board.worth[r, t, x] += -repeat if board.met[p, x] > 0 else given.first[p, x]


@compiled
def _remember(board: Board, r: int) -> None:
    """Whoever met in a round is to meet others in the next."""
    for t in range(board.sizes.shape[1]):
        for i in range(board.sizes[r, t]):
            for k in range(board.sizes[r, t]):
                if i != k:
                    x, y = board.tables[r, t, i], board.tables[r, t, k]
                    board.met[x, y] += 1
