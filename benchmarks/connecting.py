"""What a socket costs before anybody says a word: processor time to connect, memory while it is idle."""

import sys
import time
from collections import defaultdict
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from benchmarks import figures, servers
from benchmarks.processor import kilobytes
from benchmarks.runs import Void, run
from benchmarks.servers import Served

SERVERS: dict[str, Any] = {
    "stock": servers.stock,
    "ours, by session": servers.ours,
    "ours, by ticket": partial(servers.ours, tickets=True),
}
CONNECT, MEMORY, MOST_KB = 0.3, 0.85, 30.0
Found = dict[str, list[tuple[float, float]]]


def measure(*, repetitions: int, sockets: int) -> tuple[Found, list[str]]:
    """Connect many sockets and let them be; returns milliseconds and kilobytes per socket, and what was void."""
    found: Found = defaultdict(list)
    void: list[str] = []
    for repetition in range(repetitions):
        for name, factory in SERVERS.items():
            print(f"connecting {repetition + 1}/{repetitions}: {name}", file=sys.stderr)
            served_by: AbstractContextManager[Served] = factory(sockets)
            with served_by as served:
                try:
                    found[name].append(_one(served))
                except Void as why:
                    void.append(f"{name}: {why}")
    return found, void


def _one(served: Served) -> tuple[float, float]:
    """Warm the server with some sockets, then count what the rest takes."""
    warm = 50
    few = Served(**{**vars(served), "urls": served.urls[:warm], "cookies": served.cookies[:warm]})
    run(few, idle=True, seconds=0.5)
    time.sleep(1)
    memory = kilobytes(served.pid)
    connected = run(served, idle=True, seconds=2.0)
    per_socket = (connected.memory - memory) / len(served.urls)
    return connected.connecting.seconds * 1000 / len(served.urls), per_socket


def report(found: Found, void: list[str]) -> str:
    """The findings as text."""
    rows = [["server", "connecting, ms of processor", "÷ stock", "", "idle, kB", "÷ stock", ""]]
    for name, values in found.items():
        pairs = list(zip(values, found["stock"], strict=False))
        time_ratio = [mine[0] / other[0] for mine, other in pairs]
        memory_ratio = [mine[1] / other[1] for mine, other in pairs]
        is_ours = name != "stock"
        memory_aim = figures.verdict(memory_ratio, at_most=MEMORY)
        small = figures.verdict([each[1] for each in values], at_most=MOST_KB).replace("target", "kB")
        rows.append(
            [
                name,
                figures.spread([each[0] for each in values], 2),
                figures.spread(time_ratio, 2),
                figures.verdict(time_ratio, at_most=CONNECT) if is_ours else "",
                figures.spread([each[1] for each in values]),
                figures.spread(memory_ratio, 2),
                f"{memory_aim}; {small}" if is_ours else "",
            ]
        )
    return "\n".join([figures.table(rows), *(["", "Void runs:", *void] if void else [])])
