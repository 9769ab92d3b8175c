"""What a search keeps up to date step by step is what counting anew gives; its random numbers are whole numbers."""

import math

import pytest

from exchanges.mixers.seating_arrays import encode
from exchanges.mixers.seating_board import settle
from exchanges.mixers.seating_problem import Problem
from exchanges.mixers.seating_random import BITS, draw, exponentials, seeded
from exchanges.mixers.seating_search import HARD, best_of, course_of
from tests.exchanges.mixers.seating_cases import crowd

LANGUAGES = (("en",), ("de", "en"), ("de",), ("en", "es"), ("es",), ())


@pytest.mark.parametrize(("people", "table_size", "rounds"), [(9, 2, 3), (30, 4, 6), (75, 4, 4), (150, 7, 3)])
def test_a_board_is_what_counting_anew_gives(people: int, table_size: int, rounds: int) -> None:
    question = encode(
        Problem(
            crowd(people, *LANGUAGES),
            table_size,
            rounds,
            must_meet=(("p0", "p1"),),
            must_not_meet=(("p2", "p3"),),
            met_before=(("p4", "p5"),),
            absent={"p6": frozenset({1})},
        )
    )
    course = course_of(question, table_size)._replace(steps=30_000)
    board = best_of(question, table_size, seed=2, course=course, horizon=rounds)
    kept = [array.copy() for array in board]
    settle(question.given, board, HARD.repeat, HARD.fine)
    assert [name for name, one, other in zip(board._fields, kept, board, strict=True) if (one != other).any()] == []
    for r in range(rounds):
        there = [p for p in range(people) if board.where[r, p] < board.sizes.shape[1]]
        assert [board.tables[r, board.where[r, p], board.seat[r, p]] for p in there] == there


def test_the_exponential_table_is_the_logarithm() -> None:
    size = 1 << BITS
    wanted = [-math.log((2 * entry + 1) / (2 * size)) * size for entry in range(size)]
    assert max(abs(found - exact) for found, exact in zip(exponentials(), wanted, strict=True)) < 1.5


def test_random_numbers_are_those_of_the_seed() -> None:
    random = seeded(1)
    assert [draw(random, 1000) for _ in range(6)] == [908, 842, 946, 116, 101, 293]
