"""A seating problem as arrays for the kernels, and a board back as tables of ids."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from exchanges.mixers.seating_board import Array, Board, Given
from exchanges.mixers.seating_compiled import compiled
from exchanges.mixers.seating_problem import Id, Pair, Problem, Seats
from exchanges.mixers.seating_score import COUNTRIES, MEMBERS, TOPICS


@dataclass(frozen=True, slots=True)
class Question:
    """A problem in numbers: people are their places in the list, pairs are index arrays of shape (2, pairs)."""

    given: Given
    present: Array
    """bool (rounds, n)"""
    points: Array
    """int32 (n, n): the score of a first meeting."""
    must_meet: Array
    must_not_meet: Array
    met_before: Array


def encode(problem: Problem) -> Question:
    """Number people, languages, topics, countries and members, and value every possible meeting."""
    people = problem.people
    place = {person.id: index for index, person in enumerate(people)}
    present = np.ones((problem.rounds, len(people)), np.bool_)
    for who, away in problem.absent.items():
        present[[number - 1 for number in away], place[who]] = False
    pairs = [_pairs(place, wished) for wished in (problem.must_meet, problem.must_not_meet, problem.met_before)]
    points = np.zeros((len(people), len(people)), np.int32)
    topics = _words([person.topics for person in people])
    _value_meetings(_codes([p.country for p in people]), _codes([p.member for p in people]), topics, points)
    languages = _spoken([person.languages for person in people])
    return Question(_given(points, languages, present), present, points, *pairs)


def decode(problem: Problem, board: Board) -> tuple[Seats, ...]:
    """The tables of a board as ids; tables and people in a stable order."""
    ids = [person.id for person in problem.people]
    rounds = zip(board.tables.tolist(), board.sizes.tolist(), strict=True)
    return tuple(_seats(ids, tables, sizes) for tables, sizes in rounds)


def _seats(ids: list[Id], tables: list[list[int]], sizes: list[int]) -> Seats:
    seated = sorted(sorted(table[:size]) for table, size in zip(tables, sizes, strict=True) if size)
    return tuple(tuple(ids[index] for index in table) for table in seated)


def _codes(values: Sequence[Hashable]) -> Array:
    """Equal values as equal numbers."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(value, len(number)) for value in values], np.int32)


def _spoken(sets: Sequence[Iterable[str]]) -> Array:
    """Membership as uint8 (different values, sets): 1 where a set holds a value; the most frequent values first."""
    count: dict[str, int] = {}
    for one in sets:
        for value in sorted(set(one)):
            count[value] = count.get(value, 0) + 1
    row = {value: index for index, value in enumerate(sorted(count, key=lambda value: (-count[value], value)))}
    table = np.zeros((len(row), len(sets)), np.uint8)
    for column, one in enumerate(sets):
        for value in one:
            table[row[value], column] = 1
    return table


def _words(sets: Sequence[Iterable[str]]) -> Array:
    """Sets as bits in as many 64-bit words as it takes: uint64 (sets, words)."""
    number: dict[str, int] = {}
    bits = [[number.setdefault(value, len(number)) for value in set_] for set_ in sets]
    table = np.zeros((len(sets), len(number) // 64 + 1), np.uint64)
    for row, own in enumerate(bits):
        for bit in own:
            table[row, bit // 64] |= np.uint64(1 << bit % 64)
    return table


def _pairs(place: dict[Id, int], pairs: Iterable[Pair]) -> Array:
    """Pairs as places, each once, the smaller first: int64 (2, pairs)."""
    found = sorted({(min(place[x], place[y]), max(place[x], place[y])) for x, y in pairs})
    return np.array(found, np.int64).reshape(-1, 2).T


def empty_board(question: Question, table_size: int) -> Board:
    """A board on which nobody sits yet."""
    rounds, people = question.present.shape
    tables = max(1, -(-int(question.present.sum(axis=1).max()) // table_size))
    return Board(
        tables=np.zeros((rounds, tables, table_size), np.int32),
        sizes=np.zeros((rounds, tables), np.int32),
        where=np.full((rounds, people), tables, np.int32),
        seat=np.zeros((rounds, people), np.int32),
        label=np.full((rounds, tables), len(question.given.speaks) - 1, np.int32),
        met=np.zeros((people, people), np.int16),
        gain=np.zeros((people, people), np.int32),
        worth=np.zeros((rounds, tables, people), np.int32),
        own=np.zeros((rounds, people), np.int32),
    )


def _given(points: Array, languages: Array, present: Array) -> Given:
    """What a search needs beside the points; see `Given`."""
    people = len(points)
    speaks = np.vstack([languages, np.ones((1, people), np.uint8)])
    tongues, spoken = _lists(languages.T)
    speakers, heard = _lists(languages)
    bound = np.flatnonzero(languages[0] == 0) if len(languages) else np.zeros(0)
    presence = np.unique(present, axis=1, return_inverse=True)[1] if present.size else np.zeros(people)
    return Given(
        first=points.copy(),
        speaks=speaks,
        tongues=tongues,
        spoken=spoken,
        speakers=speakers,
        heard=heard,
        bound=bound.astype(np.int32),
        presence=presence.reshape(-1).astype(np.int32),
    )


def _lists(table: Array) -> tuple[Array, Array]:
    """For each row the columns that hold a 1, padded with 0, and how many they are."""
    count = table.sum(axis=1, dtype=np.int32)
    lists = np.zeros((len(table), max(1, int(count.max(initial=0)))), np.int32)
    for row, own in enumerate(table):
        lists[row, : count[row]] = np.flatnonzero(own)
    return lists, count


@compiled
def _bits(word: int) -> int:
    count = 0
    while word:
        word &= word - np.uint64(1)
        count += 1
    return count


@compiled
def _value_meetings(country: Array, member: Array, topics: Array, points: Array) -> None:
    """Fill in the score of every possible first meeting."""
    for x in range(len(country)):
        for y in range(x):
            shared, either = 0, 0
            for word in range(topics.shape[1]):
                shared += _bits(topics[x, word] & topics[y, word])
                either += _bits(topics[x, word] | topics[y, word])
            value = COUNTRIES * (country[x] != country[y]) + MEMBERS * (member[x] != member[y])
            points[x, y] = points[y, x] = value + (TOPICS * shared // either if either else 0)
