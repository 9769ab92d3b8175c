"""The state of a search for a seating plan, and the ways to change it: swap, shift, name a language.

Everything is arranged so that what a swap wins is read, not computed. `worth[r, t, x]` is what person x adds to table t
in round r, whether x sits there or not: the points of meeting those at it, or the price of meeting them again. A swap
of p (table a) and q (table b) then wins

    worth[r, b, p] + worth[r, a, q] - worth[r, a, p] - worth[r, b, q] - 2 * gain[p, q]

which takes five look-ups. The price is paid when a swap is made, and late in a search that is seldom.

People are 0..n-1, rounds 0..r-1, tables 0..t-1 within a round, languages 0..l-1 (the most spoken first); l is "no
language". All values are points.
"""

from typing import Any, NamedTuple, TypeAlias

from numba import int64

from exchanges.mixers.seating_compiled import compiled

Array: TypeAlias = Any
"""A numpy array; the kernels are compiled for the types named below."""


class Given(NamedTuple):
    """What a search does not change."""

    first: Array
    """int32 (n, n): points when two people meet for the first time, wishes and earlier meetings included; symmetric."""
    speaks: Array
    """uint8 (l + 1, n): 1 when a person speaks a language; everybody speaks "no language"."""
    tongues: Array
    """int32 (n, most): each person's languages, as many as `spoken` says."""
    spoken: Array
    """int32 (n,)"""
    speakers: Array
    """int32 (l, n): each language's people, as many as `heard` says."""
    heard: Array
    """int32 (l,)"""
    bound: Array
    """int32 (b,): people who do not speak the most spoken language, so that few tables suit them."""
    presence: Array
    """int32 (n,): people with the same number are there in the same rounds."""


class Board(NamedTuple):
    """Who sits where, and what follows from it."""

    tables: Array
    """int32 (r, t, k): people by seat."""
    sizes: Array
    """int32 (r, t): seats of a table; 0 is no table."""
    where: Array
    """int32 (r, n): table of a person; t, which is no table, is absent."""
    seat: Array
    """int32 (r, n): seat of a person at the table."""
    label: Array
    """int32 (r, t): the language of a table. Whoever does not speak it costs a fine."""
    met: Array
    """int16 (n, n): in how many rounds two people sit together."""
    gain: Array
    """int32 (n, n): what one more meeting of two people adds; 0 on the diagonal."""
    worth: Array
    """int32 (r, t, n): what a person adds to a table, as above, less the fine for a stranger."""
    own: Array
    """int32 (r, n): what a person adds to their own table; 0 for whoever is absent."""


class Pace(NamedTuple):
    """How a stretch of steps is made, and what rules cost. A frequency of 2 ** n - 1 is every 2 ** n steps, 0 never."""

    steps: int
    temperature: int
    repeat: int
    """price of a repeated meeting"""
    fine: int
    """price of a stranger's seat"""
    staying: int
    """how often another round is drawn: the longer a search stays in one, the less memory it runs through"""
    relabelling: int
    """how often a table's language is looked at, and how often somebody is shifted to a smaller table"""
    exchanging: int
    founding: int
    speechless: int
    """1: tables may be left without a language, for one fine"""


@compiled
def settle(given: Given, board: Board, repeat: int, fine: int) -> None:
    """Compute `met`, `gain`, `worth` and `own` from who sits where, for these prices of a repeat and of a stranger."""
    _count_meetings(board)
    rounds, people = board.where.shape
    for x in range(people):
        for y in range(people):
            board.gain[x, y] = given.first[x, y] if board.met[x, y] == 0 else -repeat
        board.gain[x, x] = 0
    for r in range(rounds):
        for t in range(board.sizes.shape[1]):
            _settle_table(given, board, r, t, fine)
        for x in range(people):
            t = board.where[r, x]
            board.own[r, x] = board.worth[r, t, x] if t < board.sizes.shape[1] else 0


@compiled
def _count_meetings(board: Board) -> None:
    board.met[:] = 0
    for r in range(board.sizes.shape[0]):
        for t in range(board.sizes.shape[1]):
            for i in range(board.sizes[r, t]):
                for k in range(board.sizes[r, t]):
                    board.met[board.tables[r, t, i], board.tables[r, t, k]] += i != k


@compiled
def _settle_table(given: Given, board: Board, r: int, t: int, fine: int) -> None:
    worth, speaks = board.worth[r, t], given.speaks[board.label[r, t]]
    for x in range(len(worth)):
        worth[x] = fine * (int64(speaks[x]) - 1)
    for i in range(board.sizes[r, t]):
        gain = board.gain[board.tables[r, t, i]]
        for x in range(len(worth)):
            worth[x] += gain[x]
    for i in range(board.sizes[r, t]):
        for k in range(board.sizes[r, t]):
            x, y = board.tables[r, t, i], board.tables[r, t, k]
            if x != y and board.met[x, y] == 1:  # they meet nowhere else: for this table it is a first meeting
                worth[x] += given.first[x, y] - board.gain[x, y]


@compiled
def _part(board: Board, r: int, x: int, y: int, points: int) -> None:
    """Two people no longer meet in a round; where they could or do meet in others, that is worth more points now."""
    left = board.met[x, y] - 1
    board.met[x, y] = board.met[y, x] = left
    if left == 0:
        _revalue(board, r, x, y, points)
    elif left == 1:
        _revalue_company(board, r, x, y, points)


@compiled
def _join(board: Board, r: int, x: int, y: int, points: int) -> None:
    """Two people meet in a round; the contrary of `_part`."""
    before = board.met[x, y]
    board.met[x, y] = board.met[y, x] = before + 1
    if before == 0:
        _revalue(board, r, x, y, -points)
    elif before == 1:
        _revalue_company(board, r, x, y, -points)


@compiled
def _revalue(board: Board, r: int, x: int, y: int, points: int) -> None:
    """A meeting of two people who meet nowhere else has become dearer by some points, in every round but r."""
    where, worth = board.where, board.worth
    board.gain[x, y] += points
    board.gain[y, x] += points
    for other in range(where.shape[0]):
        if other != r:
            if where[other, y] < worth.shape[1]:
                worth[other, where[other, y], x] += points
            if where[other, x] < worth.shape[1]:
                worth[other, where[other, x], y] += points


@compiled
def _revalue_company(board: Board, r: int, x: int, y: int, points: int) -> None:
    """The same for two people who meet in exactly one round besides r: only there the value changes."""
    for other in range(board.where.shape[0]):
        t = board.where[other, x]
        if other != r and t < board.worth.shape[1] and t == board.where[other, y]:
            board.worth[other, t, x] += points
            board.worth[other, t, y] += points
            board.own[other, x] += points
            board.own[other, y] += points


@compiled
def swap_value(board: Board, r: int, p: int, q: int) -> int:
    """Points won by swapping two people who sit at different tables of a round."""
    worth = board.worth[r]
    a, b = board.where[r, p], board.where[r, q]
    return worth[b, p] + worth[a, q] - worth[a, p] - worth[b, q] - 2 * board.gain[p, q]


@compiled
def swap(given: Given, board: Board, r: int, p: int, q: int, repeat: int) -> None:
    """Swap two people who sit at different tables of a round."""
    a, b = board.where[r, p], board.where[r, q]
    _leave(given, board, r, p, repeat)
    _leave(given, board, r, q, repeat)
    # Now `gain` of p and q is what they give in this round, the round itself left out: what `worth` is made of.
    worth_a, worth_b, gain_p, gain_q = board.worth[r, a], board.worth[r, b], board.gain[p], board.gain[q]
    for x in range(len(gain_p)):
        change = gain_q[x] - gain_p[x]
        worth_a[x] += change
        worth_b[x] -= change
    i, k = board.seat[r, p], board.seat[r, q]
    board.tables[r, a, i], board.tables[r, b, k] = q, p
    board.where[r, p], board.where[r, q] = b, a
    board.seat[r, p], board.seat[r, q] = k, i
    _arrive(given, board, r, p, repeat)
    _arrive(given, board, r, q, repeat)


@compiled
def shift(given: Given, board: Board, r: int, p: int, t: int, repeat: int) -> None:
    """Move somebody to another table of a round, which has room."""
    old = board.where[r, p]
    _leave(given, board, r, p, repeat)
    worth_old, worth_new, gain = board.worth[r, old], board.worth[r, t], board.gain[p]
    for x in range(len(gain)):
        worth_old[x] -= gain[x]
        worth_new[x] += gain[x]
    board.sizes[r, old] -= 1
    last = board.tables[r, old, board.sizes[r, old]]
    board.tables[r, old, board.seat[r, p]], board.seat[r, last] = last, board.seat[r, p]
    board.tables[r, t, board.sizes[r, t]] = p
    board.where[r, p], board.seat[r, p] = t, board.sizes[r, t]
    board.sizes[r, t] += 1
    for i in range(board.sizes[r, old]):
        x = board.tables[r, old, i]
        board.own[r, x] = worth_old[x]
    _arrive(given, board, r, p, repeat)


@compiled
def _leave(given: Given, board: Board, r: int, p: int, repeat: int) -> None:
    """Whoever sits with p no longer meets p in a round."""
    t = board.where[r, p]
    for i in range(board.sizes[r, t]):
        x = board.tables[r, t, i]
        if x != p:
            _part(board, r, p, x, given.first[p, x] + repeat)


@compiled
def _arrive(given: Given, board: Board, r: int, p: int, repeat: int) -> None:
    """Whoever sits with p now meets p in a round."""
    t = board.where[r, p]
    for i in range(board.sizes[r, t]):
        x = board.tables[r, t, i]
        board.own[r, x] = board.worth[r, t, x]
        if x != p:
            _join(board, r, p, x, given.first[p, x] + repeat)


@compiled
def strangers(given: Given, board: Board, r: int, t: int, language: int) -> int:
    """How many people at a table do not speak a language."""
    count = 0
    for i in range(board.sizes[r, t]):
        count += 1 - given.speaks[language, board.tables[r, t, i]]
    return count


@compiled
def relabel(given: Given, board: Board, r: int, t: int, language: int, fine: int) -> None:
    """Give a table another language."""
    old, new, worth = given.speaks[board.label[r, t]], given.speaks[language], board.worth[r, t]
    board.label[r, t] = language
    for x in range(len(worth)):
        worth[x] += fine * (int64(new[x]) - int64(old[x]))
    for i in range(board.sizes[r, t]):
        x = board.tables[r, t, i]
        board.own[r, x] = worth[x]
