"""Durable posts: how many messages a second are committed and answered, beside one ORM transaction for each.

Twenty senders with four messages each under way, into one stream and into 64, in rooms of 50 and 64 sockets, with the
delivery to everybody included; and 50 messages a second, of which the delay to the answer counts.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks import figures, servers
from benchmarks.runs import Run, Void, run
from benchmarks.servers import Served

SENDERS, OUTSTANDING = 20, 4
TARGET = {"ours, single frames": 4.0, "ours": 10.0}


@contextmanager
def _single_frames(sockets: int, *, rooms: int) -> Iterator[Served]:
    os.environ["BENCH_ARRAYS"] = "no"
    try:
        with servers.ours(sockets, rooms=rooms) as served:
            yield served
    finally:
        del os.environ["BENCH_ARRAYS"]


SERVERS: dict[str, Any] = {
    "one ORM transaction each": partial(servers.stock, durable=True),
    "ours, single frames": _single_frames,
    "ours": servers.ours,
    "embedded": partial(servers.ours, embedded=True),
}
BASE = "one ORM transaction each"
Runs = dict[tuple[str, int, str], list[Run | None]]


@dataclass(frozen=True)
class Scope:
    """How much is measured."""

    repetitions: int = 5
    seconds: float = 5.0
    streams: tuple[int, ...] = (1, 64)


def measure(scope: Scope) -> tuple[Runs, list[str]]:
    """Run everything, interleaved; returns the runs and why some are void."""
    runs: Runs = defaultdict(list)
    void: list[str] = []
    for repetition in range(scope.repetitions):
        for rooms in scope.streams:
            for name, factory in SERVERS.items():
                print(f"durable {repetition + 1}/{scope.repetitions}: {name}, {rooms} streams", file=sys.stderr)
                served_by: AbstractContextManager[Served] = factory(50 if rooms == 1 else rooms, rooms=rooms)
                with served_by as served:
                    for mode, options in _modes(scope.seconds).items():
                        try:
                            runs[name, rooms, mode].append(run(served, rooms=rooms, on="answer", **options))
                        except Void as why:
                            runs[name, rooms, mode].append(None)
                            void.append(f"{name}, {rooms} streams, {mode}: {why}")
    return runs, void


def _modes(seconds: float) -> dict[str, dict[str, Any]]:
    return {
        "20 × 4": {"senders": SENDERS, "outstanding": OUTSTANDING, "seconds": seconds},
        "50/s": {"senders": SENDERS, "rate": 50.0, "seconds": seconds},
    }


def report(runs: Runs, void: list[str]) -> str:
    """The findings as text."""
    rows = [["server", "streams", "posts/s", "÷ one each", "answer p99, ms", "at 50/s", ""]]
    for name, rooms, mode in runs:
        if mode == "50/s":
            continue
        found = runs[name, rooms, mode]
        gain = [
            _posts(one) / _posts(other)
            for one, other in zip(found, runs[BASE, rooms, mode], strict=True)
            if one is not None and other is not None
        ]
        rows.append(
            [
                name,
                str(rooms),
                figures.spread([_posts(one) for one in found if one], 0),
                figures.spread(gain),
                figures.spread([one.tally.delays["p99"] for one in found if one]),
                figures.spread([one.tally.delays["p99"] for one in runs[name, rooms, "50/s"] if one]),
                figures.verdict(gain, at_least=TARGET[name]) if name in TARGET else "",
            ]
        )
    return "\n".join([figures.table(rows), *(["", "Void runs:", *void] if void else [])])


def _posts(run: Run) -> float:
    return run.tally.answered / run.tally.seconds
