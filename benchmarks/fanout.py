"""Fan-out: what it costs to bring a message to everybody in a room, beside a stock server and the kernel's own price.

`closed`: each of eight senders speaks again on its own echo. `burst`: eight times eight under way. `rate`: a schedule,
with delays from the scheduled time. Within a repetition every server is started anew and runs the same; what is said
about gains are ratios within a repetition.
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from benchmarks import figures, servers
from benchmarks.processor import counts_instructions
from benchmarks.runs import Run, Void, run
from benchmarks.servers import Served

Factory = Callable[[int], AbstractContextManager[Served]]
SERVERS: dict[str, Factory] = {
    "stock": servers.stock,
    "ours": servers.ours,
    "embedded": partial(servers.ours, embedded=True),
    "send()": servers.send_loop,
}
GAIN = {50: 15.0, 200: 25.0, 1000: 35.0}
OVER_LOOP = {50: 3.0, 200: 2.0, 1000: 1.6}
DELAY_OVER_LOOP = 2.5
Key = tuple[str, int, str]


@dataclass(frozen=True)
class Scope:
    """How much is measured."""

    repetitions: int = 5
    sockets: tuple[int, ...] = (50, 200, 1000)
    seconds: float = 5.0
    rates: tuple[int, ...] = (500, 10_000)
    rated_sockets: int = 200


@dataclass
class Findings:
    """All sound runs, by server, number of sockets and mode; one list entry per repetition, None where it was void."""

    runs: dict[Key, list[Run | None]] = field(default_factory=lambda: defaultdict(list))
    void: list[str] = field(default_factory=list)

    def ratios(self, above: Key, below: Key, of: Callable[[Run], float]) -> list[float]:
        """Ratios within repetitions in which both runs were sound."""
        pairs = zip(self.runs[above], self.runs[below], strict=True)
        return [of(one) / of(other) for one, other in pairs if one is not None and other is not None]

    def values(self, key: Key, of: Callable[[Run], float]) -> list[float]:
        """A figure of each sound run."""
        return [of(one) for one in self.runs[key] if one is not None]


def measure(scope: Scope) -> Findings:
    """Run everything, interleaved."""
    found = Findings()
    for repetition in range(scope.repetitions):
        for sockets in scope.sockets:
            for name, factory in SERVERS.items():
                print(f"fan-out {repetition + 1}/{scope.repetitions}: {name}, {sockets} sockets", file=sys.stderr)
                with factory(sockets) as served:
                    for mode, options in _modes(scope, sockets).items():
                        found.runs[name, sockets, mode].append(_tried(found, served, sockets, mode, options))
    return found


def _modes(scope: Scope, sockets: int) -> dict[str, dict[str, Any]]:
    modes: dict[str, dict[str, Any]] = {"closed": {"seconds": scope.seconds}}
    if sockets == scope.rated_sockets:
        modes["burst"] = {"seconds": scope.seconds, "outstanding": 8}
        for rate in scope.rates:
            modes[f"{rate}/s"] = {"seconds": scope.seconds, "rate": rate}
    return modes


def _tried(found: Findings, served: Served, sockets: int, mode: str, options: dict[str, Any]) -> Run | None:
    try:
        return run(served, **options)
    except Void as why:
        found.void.append(f"{served.name}, {sockets} sockets, {mode}: {why}")
        return None


def report(found: Findings, scope: Scope) -> str:
    """The findings as text."""
    unit = "1000 instructions" if counts_instructions() else "µs of processor time (no instruction counter here)"
    parts = [f"Cost of a delivery in {unit}, median (range)", _costs(found)]
    parts += ["", "Ratios within a repetition", _ratios(found, scope)]
    if scope.rated_sockets in scope.sockets:
        parts += ["", f"Delays at {scope.rated_sockets} sockets in ms, p50 and p99", _delays(found, scope)]
    if found.void:
        parts += ["", "Void runs:", *found.void]
    return "\n".join(parts)


def _costs(found: Findings) -> str:
    scale = 1000.0 if counts_instructions() else 1.0
    rows = [["server", "sockets", "mode", "cost", "deliveries/s", "entries/frame"]]
    for name, sockets, mode in sorted(found.runs, key=lambda key: (key[1], key[2], list(SERVERS).index(key[0]))):
        key = (name, sockets, mode)
        cost = figures.spread(found.values(key, lambda run: run.per_delivery / scale))
        speed = figures.spread(found.values(key, lambda run: run.per_second), 0)
        batch = figures.spread(found.values(key, lambda run: run.tally.counted / max(1, run.tally.frames)))
        rows.append([name, str(sockets), mode, cost, speed, batch])
    return figures.table(rows)


def _ratios(found: Findings, scope: Scope) -> str:
    rows = [["ratio", "sockets", "mode", "median (range)", ""]]
    for sockets in scope.sockets:
        for ours in ("ours", "embedded"):
            gain = found.ratios(("stock", sockets, "closed"), (ours, sockets, "closed"), _per_delivery)
            over = found.ratios((ours, sockets, "closed"), ("send()", sockets, "closed"), _per_delivery)
            aim = figures.verdict(gain, at_least=GAIN[sockets]) if sockets in GAIN else ""
            rows.append([f"stock ÷ {ours}", str(sockets), "closed", figures.spread(gain), aim])
            aim = figures.verdict(over, at_most=OVER_LOOP[sockets]) if sockets in OVER_LOOP else ""
            rows.append([f"{ours} ÷ send()", str(sockets), "closed", figures.spread(over, 2), aim])
    return figures.table(rows)


def _delays(found: Findings, scope: Scope) -> str:
    rows = [["server", "rate", "p50", "p99", "p99 ÷ send()'s", ""]]
    for rate in scope.rates:
        for name in SERVERS:
            key = (name, scope.rated_sockets, f"{rate}/s")
            over = found.ratios(key, ("send()", scope.rated_sockets, f"{rate}/s"), _p99)
            aimed = name in ("ours", "embedded") and rate == 10_000
            rows.append(
                [
                    name,
                    f"{rate}/s",
                    figures.spread(found.values(key, lambda run: run.tally.delays["p50"]), 2),
                    figures.spread(found.values(key, _p99), 2),
                    figures.spread(over, 2),
                    figures.verdict(over, at_most=DELAY_OVER_LOOP) if aimed else "",
                ]
            )
    return figures.table(rows)


def _per_delivery(run: Run) -> float:
    return run.per_delivery


def _p99(run: Run) -> float:
    return run.tally.delays["p99"]
