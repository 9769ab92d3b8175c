"""One run: a server, a load, and what it cost; void when anything was not as it should be."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.load import Plan, Tally
from benchmarks.processor import Cost, Meter, counts_instructions, kilobytes
from benchmarks.servers import Served
from benchmarks.surroundings import ROOT

BUSIEST = 0.9
"""Share of a processor over which the generator may have been what was measured."""


BEGINS = {"connecting\n": "connected\n", "measuring\n": "measured\n"}
"""What the load says when a span of time begins, and when it ends."""


class Void(Exception):
    """The run does not count; the message says why."""


@dataclass(frozen=True)
class Run:
    """What a run found.

    Attributes:
        cost: of the measured time.
        connecting: of opening the sockets.
        memory: kilobytes of the server at the end of the measured time.
    """

    tally: Tally
    cost: Cost
    connecting: Cost
    memory: float

    @property
    def per_delivery(self) -> float:
        """Cost of one delivery: instructions, or microseconds of processor time."""
        used = self.cost.seconds * 1e6 if self.cost.instructions is None else self.cost.instructions
        return used / self.tally.counted

    @property
    def per_second(self) -> float:
        """Deliveries per second."""
        return self.tally.counted / self.tally.seconds


def run(served: Served, **options: Any) -> Run:
    """Put a load on a server.

    Raises:
        Void: a socket failed, a delivery was lost, something was refused, or the generator was too busy.
    """
    plan = Plan(served.urls, served.cookies, served.kind, served.origin, **options)
    load = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert load.stdin is not None
    assert load.stdout is not None
    with load.stdin:
        json.dump(asdict(plan), load.stdin)
    meters, costs, last, memory = {}, {}, "", 0.0
    for line in load.stdout:
        if line in BEGINS:
            counting = line == "measuring\n" and counts_instructions()
            meters[BEGINS[line]] = Meter(served.pid, instructions=counting)
        elif line in meters:
            costs[line] = meters[line].stop()
            memory = kilobytes(served.pid)
        else:
            last = line
    load.stdout.close()
    if load.wait() or len(costs) < len(BEGINS):
        raise Void(f"{served.name}: the load ended with {load.returncode}")
    return _sound(served, Run(Tally(**json.loads(last)), costs["measured\n"], costs["connected\n"], memory), plan)


def _sound(served: Served, found: Run, plan: Plan) -> Run:
    tally = found.tally
    why = [
        f"{count} {what}"
        for count, what in (
            (tally.failed, "sockets failed"),
            (tally.lost, "deliveries lost"),
            (tally.refused, "refused"),
        )
        if count
    ]
    if tally.busy > BUSIEST:
        why.append(f"the generator used {tally.busy:.0%} of its processor")
    if not tally.counted and not plan.idle and not plan.behind:
        why.append("nothing was delivered")
    if why:
        raise Void(f"{served.name}: {', '.join(why)}")
    return found
