"""The course of a search: a first seating, then annealing while the rules become dear and the temperature falls.

At first a broken rule costs little, so that the search can pass through it; then each rule costs so much more than the
next that no swap can trade one for the other. Temperatures fall along a ladder of geometric means (whole square roots),
and end near zero.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import isqrt
from time import perf_counter
from typing import NamedTuple

import numpy as np

from exchanges.mixers.seating_arrays import Question, empty_board
from exchanges.mixers.seating_board import Board, Pace, settle
from exchanges.mixers.seating_kernel import anneal
from exchanges.mixers.seating_moves import speechless, troubles
from exchanges.mixers.seating_random import exponentials, seeded
from exchanges.mixers.seating_start import Rules, start


class Prices(NamedTuple):
    """What breaking a rule costs, in points; `keep` is what keeping a wish to meet is worth."""

    fine: int
    avoid: int
    repeat: int
    keep: int


HARD = Prices(fine=65_536_000, avoid=4_096_000, repeat=256_000, keep=16_000)
"""A swap at tables of up to eight touches 14 pairs of up to 1,000 points; so each price is 16 times the next."""
SOFT = Prices(fine=20_000, avoid=8_000, repeat=500, keep=3_000)


class Course(NamedTuple):
    """How a search runs.

    Attributes:
        steps: in all.
        hot: first temperature, in points.
        cold: temperature before the last steps.
        repeats: first and last soft price of a repeated meeting.
        fines: the same of a stranger's seat.
        soft: share of the stages, in percent, with soft prices.
        exchanging: people are swapped in all rounds every so many steps, a power of two; 0 is never.
        speechless: in so many last stages tables may be left without a language, so that what cannot be helped spoils
            few tables; earlier, this keeps a search from helping what can be.
        relabelling: a table's language is looked at every so many steps, a power of two.
        founding: while people are in trouble, a table is founded every so many steps, a power of two.
    """

    steps: int
    hot: int
    cold: int
    repeats: tuple[int, int]
    soft: int
    exchanging: int
    speechless: int = 8
    relabelling: int = 64
    founding: int = 128
    fines: tuple[int, int] = (20_000, 20_000)


HALVINGS = 5
"""The ladder of temperatures has 2 ** HALVINGS + 1 rungs."""
LEISURE = 128
"""How many times more seldom tables are founded when nobody is in trouble."""
STAY, STAY_BRIEFLY = 256, 8
"""Steps made in a round before another is drawn, in large problems and in small ones."""
SEARCHES, FEW_SEATS = 4, 250
"""So many searches are made for problems of up to so many seats in all rounds."""
HANDFUL = 12
"""For so few people every swap changes a good part of the plan, and a search is caught unless rule after rule freezes:
the prices are hard from the start, and the temperature falls from near the dearest to below a point."""
SLICES = 8
"""With a limit of time, a stage is made in so many slices, the clock looked at between them."""
PATIENCE = 20
"""A search with much time makes at most so many times the usual steps."""


def course_of(question: Question, table_size: int) -> Course:
    """The course that suits a problem; another for a tight one, where people meet a good part of all others."""
    rounds, people = question.present.shape
    seats = int(question.present.sum())
    steps = min(max(100_000, 200 * seats * people), max(1_600_000 * 120 // max(120, people), 50 * seats))
    steps = steps * 128 // max(128, table_size * rounds)  # a swap takes as long as tables and rounds are many
    if rounds > 1 and (table_size - 1) * rounds * 10 > 3 * people:
        exchanging = max(4, 1 << (rounds // 2).bit_length())
        return Course(steps, hot=120, cold=40, repeats=(0, 600), soft=80, exchanging=exchanging)
    return Course(steps, hot=120, cold=20, repeats=(500, 2_000), soft=35, exchanging=0)


def best_of(
    question: Question, table_size: int, *, seed: int, course: Course, horizon: int, deadline: float | None = None
) -> Board:
    """Search, and in small problems, where a search is easily caught, several times and otherwise; see `search`."""
    if question.present.sum() > FEW_SEATS:
        return search(question, table_size, seed=seed, course=course, horizon=horizon, deadline=deadline)
    course = course._replace(steps=course.steps // SEARCHES, relabelling=16, founding=32, fines=(400, 6_000), soft=70)
    if question.present.shape[1] <= HANDFUL:
        course = course._replace(hot=HARD.fine // 4, soft=0)
    found = []
    for number in range(SEARCHES):
        now = perf_counter()
        until = None if deadline is None else now + (deadline - now) / (SEARCHES - number)
        found.append(
            search(question, table_size, seed=seed + number * 2**32, course=course, horizon=horizon, deadline=until)
        )
        course = course._replace(speechless=2**HALVINGS)
    return min(found, key=lambda board: _faults(question, board))


def _faults(question: Question, board: Board) -> tuple[int, ...]:
    """What is wrong with a seating, the heaviest first; the last are the points missed."""
    together = np.triu(board.met)
    old = np.zeros_like(together)
    old[tuple(question.met_before)] = 1
    return (
        speechless(question.given, board),
        int(np.count_nonzero(together[tuple(question.must_not_meet)])),
        int(np.maximum(together + old - 1, 0)[together > 0].sum()),
        -int(np.count_nonzero(together[tuple(question.must_meet)])),
        -int(question.points[(together > 0) & (old == 0)].sum()),
    )


def search(
    question: Question, table_size: int, *, seed: int, course: Course, horizon: int, deadline: float | None = None
) -> Board:
    """Find a seating.

    Args:
        question: what is asked, with somebody present in some round.
        table_size: seats at a table at most.
        seed: of the random numbers.
        course: how the search runs.
        horizon: for how many rounds people should not run out of company.
        deadline: when to stop, on `perf_counter`'s clock; the result then depends on the machine.
    """
    board, random, exponential = empty_board(question, table_size), seeded(seed), exponentials()
    _price(question, SOFT)
    start(question.given, board, random, question.present, Rules(table_size, horizon, 3 * SOFT.repeat, SOFT.fine))
    stages = list(_stages(course))
    last: Prices | None = None
    for number, (temperature, prices) in enumerate(stages):
        if prices != last:
            _price(question, prices)
            settle(question.given, board, prices.repeat, prices.fine)
            last = prices
        troubled = troubles(question.given, board)
        founding = (
            course.founding if len(troubled.places) else LEISURE * course.founding if len(question.given.bound) else 1
        )
        pace = Pace(
            steps=course.steps // len(stages),
            temperature=temperature,
            repeat=prices.repeat,
            fine=prices.fine,
            staying=(STAY if question.present.sum() > FEW_SEATS else STAY_BRIEFLY) - 1,
            relabelling=course.relabelling - 1,
            exchanging=max(0, course.exchanging - 1),
            founding=founding - 1,
            speechless=int(number >= len(stages) - course.speechless),
        )
        for part in _slices(pace, len(stages) - number, deadline):
            anneal(question.given, board, random, exponential, troubled, part)
    return board


def _price(question: Question, prices: Prices) -> None:
    """Put prices on the pairs that are not like others."""
    first = question.given.first
    (must, may), (apart, never), (old, friend) = question.must_meet, question.must_not_meet, question.met_before
    for x, y in ((must, may), (apart, never), (old, friend)):
        first[x, y] = question.points[x, y]
    first[old, friend] = -prices.repeat
    first[must, may] += prices.keep
    first[apart, never] -= prices.avoid
    for x, y in ((must, may), (apart, never), (old, friend)):
        first[y, x] = first[x, y]


def _stages(course: Course) -> Iterator[tuple[int, Prices]]:
    """Temperature and prices of each stage."""
    ladder = [*_ladder(course.hot, course.cold), course.cold // 2, course.cold // 4, 1]
    soft = len(ladder) * course.soft // 100
    for number, temperature in enumerate(ladder):
        repeat, fine = (low + (high - low) * number // max(1, soft) for low, high in (course.repeats, course.fines))
        yield temperature, SOFT._replace(repeat=repeat, fine=fine) if number < soft else HARD


def _ladder(hot: int, cold: int) -> list[int]:
    """Temperatures from hot to cold, each the geometric mean of its neighbours."""
    rungs = [hot << 20, cold << 20]
    for _ in range(HALVINGS):
        between = [isqrt(one * other) for one, other in pairwise(rungs)]
        rungs = sorted(rungs + between, reverse=True)
    return [rung >> 20 for rung in rungs]


def _slices(pace: Pace, stages_left: int, deadline: float | None) -> Iterator[Pace]:
    """The stage at once; or, with a deadline, in slices until this stage's share of the time is over."""
    if deadline is None:
        yield pace
        return
    now = perf_counter()
    until = now + (deadline - now) / stages_left
    for _ in range(SLICES * PATIENCE):
        if perf_counter() >= until:
            return
        yield pace._replace(steps=max(1, pace.steps // SLICES))
