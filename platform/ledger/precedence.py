"""Who goes first in a worker that has more to do than it can: promises, which have a moment, then facts, then mails.

A worker's threads share one interpreter. With 500 sessions within a minute their mails held every thread while openings
waited. So what can wait never takes all threads, and looks before each piece of work whether something more urgent is
in hand. Nobody waits longer than `PATIENCE` for a piece, so that nothing ever stands still.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

PATIENCE = 0.1
"""Seconds a piece of work waits for more urgent ones; even then ten pieces a second are done."""


class Rank(IntEnum):
    """Kinds of work, the most urgent first."""

    PROMISE = 0
    FACT = 1
    MAIL = 2


SEATS = {Rank.FACT: 2, Rank.MAIL: 2}
"""How many threads of a process may be at what can wait."""
THREADS = sum(SEATS.values()) + 2
"""So many threads a worker needs, for promises to find one free always."""

_at_work: Counter[Rank] = Counter()
_changed = threading.Condition()


@contextmanager
def seat(rank: Rank) -> Iterator[bool]:
    """Have work of a rank in hand, unless all its seats are taken; those who sit there do the work as well."""
    taken = _take(rank)
    try:
        yield taken
    finally:
        if taken:
            _leave(rank)


def _take(rank: Rank) -> bool:
    with _changed:
        free = rank not in SEATS or _at_work[rank] < SEATS[rank]
        _at_work[rank] += free
        return free


def _leave(rank: Rank) -> None:
    with _changed:
        _at_work[rank] -= 1
        _changed.notify_all()


def give_way(rank: Rank) -> None:
    """Wait until no thread of this process has more urgent work in hand, at most `PATIENCE`."""
    with _changed:
        _changed.wait_for(lambda: not any(_at_work[other] for other in Rank if other < rank), timeout=PATIENCE)
