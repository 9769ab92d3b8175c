"""`python -m benchmarks`: every benchmark, with every figure's spread.

python -m benchmarks                     all of them, about forty minutes
python -m benchmarks fanout connecting   some of them
python -m benchmarks --quick             a few seconds of each, to see that they run
"""

import argparse
import importlib
import platform
from collections.abc import Callable

from benchmarks import connecting, durable, fanout, reconnecting, servers, stage, surroundings


def _fanout(quick: bool) -> str:
    scope = fanout.Scope(1, (20,), 1.0, (500,), 20) if quick else fanout.Scope()
    return fanout.report(fanout.measure(scope), scope)


def _durable(quick: bool) -> str:
    return durable.report(*durable.measure(durable.Scope(1, 1.0, (1,)) if quick else durable.Scope()))


def _connecting(quick: bool) -> str:
    return connecting.report(*connecting.measure(repetitions=1 if quick else 5, sockets=100 if quick else 1000))


def _reconnecting(quick: bool) -> str:
    return reconnecting.report(*reconnecting.measure(reconnecting.Scope(1, 20, 200) if quick else reconnecting.Scope()))


def _stage(quick: bool) -> str:
    return stage.report(*stage.measure(stage.Scope(1, (4, 20), 5.0, 2.0) if quick else stage.Scope()))


def _seating(quick: bool) -> str:
    report: Callable[[bool], str] = importlib.import_module("benchmarks.seating").report
    return report(quick)


def _sessions(quick: bool) -> str:
    report: Callable[[bool], str] = importlib.import_module("benchmarks.sessions").report
    return report(quick)


def _matching(quick: bool) -> str:
    report: Callable[[bool], str] = importlib.import_module("benchmarks.matching").report
    return report(quick)


PARTS: dict[str, tuple[str, Callable[[bool], str]]] = {
    "fanout": ("Fan-out", _fanout),
    "durable": ("Durable posts", _durable),
    "connecting": ("Connecting and idling", _connecting),
    "reconnecting": ("Coming back", _reconnecting),
    "stage": ("Live stage", _stage),
    "seating": ("Seating", _seating),
    "matching": ("Peer matching", _matching),
    "sessions": ("Sessions due at once", _sessions),
}


def main() -> None:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the platform.")
    parser.add_argument("parts", nargs="*", help=f"which: {', '.join(PARTS)}; all without")
    parser.add_argument("--quick", action="store_true", help="a few seconds of each, to see that they run")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    print(f"Python {platform.python_version()} on {platform.machine()}, {_stores()}, {_loop()}")
    for name in asked.parts or PARTS:
        title, part = PARTS[name]
        print(f"\n{title}\n{'=' * len(title)}\n{part(asked.quick)}", flush=True)


def _stores() -> str:
    return "PostgreSQL and Redis" if surroundings.services() else "no services found: SQLite, one process"


def _loop() -> str:
    return "send() in C" if servers.compiler() else "no C compiler: send() is an asyncio protocol on uvloop"


if __name__ == "__main__":
    main()
