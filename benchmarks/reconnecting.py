"""Everybody comes back at once: 500 sockets, each a thousand entries behind, to a server that has just started."""

import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from benchmarks import figures, servers
from benchmarks.runs import Run, Void, run

TARGET_SECONDS = 15.0
SERVERS: dict[str, Any] = {"ours": servers.ours, "embedded": partial(servers.ours, embedded=True)}


@dataclass(frozen=True)
class Scope:
    """How much is measured."""

    repetitions: int = 5
    sockets: int = 500
    behind: int = 1000


def measure(scope: Scope) -> tuple[dict[str, list[Run]], list[str]]:
    """Let them come back; returns the runs and why some are void."""
    found: dict[str, list[Run]] = defaultdict(list)
    void: list[str] = []
    for repetition in range(scope.repetitions):
        for name, factory in SERVERS.items():
            print(f"reconnecting {repetition + 1}/{scope.repetitions}: {name}", file=sys.stderr)
            with factory(scope.sockets, messages=scope.behind) as served:
                back = replace(served, urls=[f"{url}?since=0" for url in served.urls])
                try:
                    found[name].append(run(back, behind=scope.behind, seconds=0.2))
                except Void as why:
                    void.append(f"{name}: {why}")
    return found, void


def report(found: dict[str, list[Run]], void: list[str]) -> str:
    """The findings as text."""
    rows = [["server", "seconds until all are whole", "", "µs per entry and socket"]]
    for name, runs in found.items():
        seconds = [each.tally.whole for each in runs]
        cost = [each.connecting.seconds * 1e6 / each.tally.deliveries for each in runs]
        rows.append(
            [
                name,
                figures.spread(seconds, 2),
                figures.verdict(seconds, at_most=TARGET_SECONDS),
                figures.spread(cost, 2),
            ]
        )
    return "\n".join([figures.table(rows), *(["", "Void runs:", *void] if void else [])])
