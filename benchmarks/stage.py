"""A live stage: questions and votes until they stand on everybody's page, and what a delivery costs the server.

Votes are told together, a tick after the first of them; so a thousand sockets get a few entries a second however many
vote. What the posts themselves cost is measured with few sockets, what idle sockets cost before anybody acts; both are
taken off.
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import databases, figures
from benchmarks.audience import Plan, Tally
from benchmarks.processor import Cost, Meter, counts_instructions
from benchmarks.runs import BUSIEST, Void
from benchmarks.servers import process
from benchmarks.surroundings import REDIS_URL, ROOT, environment, free_port, prepared, services

TARGET_MS = 500.0
FEW = 8
BEGINS = {"resting\n": "rested\n", "measuring\n": "measured\n"}


@dataclass(frozen=True)
class Scope:
    """How much is measured."""

    repetitions: int = 3
    sockets: tuple[int, ...] = (FEW, 1000)
    votes: float = 20.0
    seconds: float = 8.0


@dataclass(frozen=True)
class Run:
    """What a run found."""

    tally: Tally
    resting: Cost
    cost: Cost

    @property
    def used(self) -> float:
        """Instructions, or microseconds of processor time, without what the sockets cost by being there."""
        return _used(self.cost) - _used(self.resting) * self.cost.wall / self.resting.wall


def _used(cost: Cost) -> float:
    return cost.seconds * 1e6 if cost.instructions is None else cost.instructions


Runs = dict[int, list[Run | None]]


@contextmanager
def served(people: int) -> Iterator[tuple[int, Plan]]:
    """The platform with a symposium that is live; yields the process and what its audience may do."""
    port = free_port()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        settings = {
            "VERNETZT_VAR": folder,
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": "only for benchmarks",
        }
        if services():
            settings |= {"DATABASE_URL": stack.enter_context(databases.fresh("benchmarks.hall", settings))}
            settings |= {"REDIS_URL": REDIS_URL}
        else:
            databases.copy("benchmarks.hall", settings, Path(folder) / "vernetzt.sqlite3")
        crowd = prepared("benchmarks.hall", settings, people, 40)
        command = [sys.executable, "-m", "hub", "serve", "--port", str(port)]
        pid = stack.enter_context(process(command, settings, "Vernetzt is at"))
        yield (
            pid,
            Plan(f"http://127.0.0.1:{port}", crowd["stream"], crowd["session"], crowd["cookies"], crowd["questions"]),
        )


def run(pid: int, plan: Plan) -> Run:
    """Let an audience act.

    Raises:
        Void: something failed or is missing, or the generator was too busy.
    """
    words = [sys.executable, "-m", "benchmarks.audience"]
    with subprocess.Popen(
        words, cwd=ROOT, env=environment({}), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as load:
        assert load.stdin is not None
        assert load.stdout is not None
        with load.stdin:
            json.dump(asdict(plan), load.stdin)
        meters, costs, last = {}, [], ""
        for line in load.stdout:
            if line in BEGINS:
                meters[BEGINS[line]] = Meter(pid, instructions=counts_instructions())
            elif line in meters:
                costs.append(meters[line].stop())
            else:
                last = line
    if load.returncode or len(costs) < len(BEGINS):
        raise Void(f"the audience ended with {load.returncode}")
    return _sound(Run(Tally(**json.loads(last)), *costs))


def _sound(found: Run) -> Run:
    tally = found.tally
    counted = ((tally.failed, "failed"), (tally.missing, "not delivered"))
    why = [f"{count} {what}" for count, what in counted if count]
    if tally.busy > BUSIEST:
        why.append(f"the generator used {tally.busy:.0%} of its processor")
    if why:
        raise Void(", ".join(why))
    return found


def measure(scope: Scope) -> tuple[Runs, list[str]]:
    """Run everything, interleaved; returns the runs by number of sockets and why some are void."""
    found: Runs = defaultdict(list)
    void: list[str] = []
    for repetition in range(scope.repetitions):
        for sockets in scope.sockets:
            print(f"stage {repetition + 1}/{scope.repetitions}: {sockets} sockets", file=sys.stderr)
            with served(sockets) as (pid, plan):
                plan.votes, plan.seconds = scope.votes, scope.seconds
                try:
                    found[sockets].append(run(pid, plan))
                except Void as why:
                    found[sockets].append(None)
                    void.append(f"{sockets} sockets: {why}")
    return found, void


def report(found: Runs, void: list[str]) -> str:
    """The findings as text."""
    rows = [["sockets", "posts/s", "entries/s", "vote p50", "vote p99, ms", "question p99, ms", "answer p99, ms", ""]]
    for sockets, runs in found.items():
        sound = [each.tally for each in runs if each is not None]
        slowest = [max(each.vote_delays["p99"], each.ask_delays["p99"]) for each in sound]
        rows.append(
            [
                str(sockets),
                figures.spread([each.posts / each.seconds for each in sound]),
                figures.spread([each.entries / each.seconds for each in sound]),
                figures.spread([each.vote_delays["p50"] for each in sound], 0),
                figures.spread([each.vote_delays["p99"] for each in sound], 0),
                figures.spread([each.ask_delays["p99"] for each in sound], 0),
                figures.spread([each.answers["p99"] for each in sound], 0),
                figures.verdict(slowest, at_most=TARGET_MS),
            ]
        )
    unit = "1000 instructions" if counts_instructions() else "µs of processor time"
    parts = [figures.table(rows), "", f"A delivery costs {_per_delivery(found)} {unit}, without posts and idling"]
    return "\n".join([*parts, *(["", "Void runs:", *void] if void else [])])


def _per_delivery(found: Runs) -> str:
    """What the many cost more than the few, by delivery, within repetitions in which both runs were sound."""
    scale = 1000.0 if counts_instructions() else 1.0
    few, many = min(found), max(found)
    pairs = [(one, other) for one, other in zip(found[few], found[many], strict=True) if one and other]
    return figures.spread(
        [
            (other.used - one.used * other.tally.posts / one.tally.posts)
            / (other.tally.deliveries - one.tally.deliveries)
            / scale
            for one, other in pairs
            if other.tally.deliveries > one.tally.deliveries
        ]
    )
