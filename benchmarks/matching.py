"""Peer matching, whole process: `vernetzt match` on a file, from its start to its end; and its flow beside networkx.

python -m benchmarks.matching                 calls made from the demo cities
python -m benchmarks.matching FOLDER          every .json file of a folder; so does MATCHING_INSTANCES=FOLDER
python -m benchmarks.matching --runs 5        more runs of each (3)
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import networkx as nx
import numpy as np

from benchmarks import figures, matching_instances
from members.assignment import Problem, assign
from members.assignment_ties import keys
from peers.matching_arrays import gather
from peers.matching_files import members_of
from peers.matching_looks import promising

ROOT = Path(__file__).parent.parent
BEST = {"members-12": 3_286, "members-60": 61_415, "members-1000": 1_154_045}
SIZES = (1_000, 5_000, 50_000)
SECONDS = {1_000: 3.0, 5_000: 8.0, 50_000: 90.0}
BESIDE = 300
"""Members in the call that networkx solves as well."""
HEADING = ["call", "members", "matched", "score", "below the best at most", "seconds", "of them CPU", "within", "MB"]


class Run(NamedTuple):
    """One answer: its report, how long the process took, and its memory."""

    report: dict[str, Any]
    seconds: float
    cpu: float
    megabytes: float


def report(quick: bool) -> str:
    """Figures as text, for `python -m benchmarks`."""
    folder = os.environ.get("MATCHING_INSTANCES")
    sizes = SIZES[:1] if quick else SIZES
    return measure(Path(folder) if folder else None, runs=1 if quick else 3, sizes=sizes)


def measure(folder: Path | None, runs: int, sizes: tuple[int, ...] = SIZES) -> str:
    """Match every call so many times, interleaved, and tell median and range of each figure."""
    with tempfile.TemporaryDirectory() as scratch:
        files = sorted(folder.glob("*.json"), key=_weight) if folder else list(_made(Path(scratch), sizes))
        found: dict[Path, list[Run]] = {file: [] for file in files}
        for _ in range(runs):
            for file in files:
                found[file].append(_match(file, Path(scratch)))
        rows = [_row(file, of_file) for file, of_file in found.items()]
    return f"{figures.table([HEADING, *rows])}\n\n{beside_networkx(runs)}"


def _weight(file: Path) -> int:
    return file.stat().st_size


def _made(folder: Path, sizes: tuple[int, ...]) -> Iterator[Path]:
    for size in sizes:
        path = folder / f"cities-{size}.json"
        path.write_text(json.dumps(matching_instances.call(size)), encoding="utf-8")
        yield path


MEASURED = """
import sys
from pathlib import Path
from hub.cli import main
code = main(sys.argv[1:])
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
print(next((line.split()[1] for line in lines if line.startswith("VmHWM")), 0))
sys.exit(code)
"""
"""Tells the most memory used, in kilobytes; what `getrusage` says of a child begins with its parent's."""


def _match(file: Path, scratch: Path) -> Run:
    out = scratch / "matches.out"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)])}
    command = [sys.executable, "-c", MEASURED, "match", str(file), "--out", str(out)]
    began, before = perf_counter(), _cpu()
    ended = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    seconds, cpu = perf_counter() - began, _cpu() - before
    return Run(json.loads(out.read_text(encoding="utf-8"))["report"], seconds, cpu, int(ended.stdout) / 1024)


def _cpu() -> float:
    """CPU seconds of all processes that ended; unlike the clock it tells little of what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row(file: Path, runs: list[Run]) -> list[str]:
    told = runs[0].report
    members = len(json.loads(file.read_text(encoding="utf-8"))["members"]) if file.exists() else told["seekers"]
    best = BEST.get(file.stem, told["bound"])
    return [
        file.stem,
        str(members),
        str(told["matched"]),
        str(told["score"]),
        f"{(best - told['score']) / max(1, best):.4%}",
        figures.spread([run.seconds for run in runs], 2),
        figures.spread([run.cpu for run in runs], 2),
        f"{SECONDS[members]:g}" if members in SECONDS else "-",
        figures.spread([run.megabytes for run in runs], 0),
    ]


def beside_networkx(runs: int) -> str:
    """The same flow, over the same pairs, by OR-tools and by networkx (network simplex), in turns in this process."""
    crowd = gather(members_of(matching_instances.call(BESIDE)))
    drawn, nothing = keys(one.id for one in crowd.members), np.zeros(BESIDE, np.int64)
    problem = promising(crowd, drawn, nothing, BESIDE).problem(crowd)
    assign(problem)  # the solver is loaded from here on
    ratios, ours, theirs = [], [], []
    for _ in range(runs):
        began = process_time()
        value = problem.value(assign(problem))
        middle = process_time()
        other = _networkx(problem)
        ended = process_time()
        if value != other:
            raise ArithmeticError(f"networkx finds {other}, we find {value}")
        ours.append(middle - began)
        theirs.append(ended - middle)
        ratios.append((ended - middle) / (middle - began))
    return (
        f"{BESIDE} members, {problem.scores.size} pairs, the same optimum: networkx {figures.spread(theirs, 2)} s, "
        f"ours {figures.spread(ours, 4)} s; networkx takes {figures.spread(ratios, 0)} times as long"
    )


def _networkx(problem: Problem) -> int:
    graph = nx.MultiDiGraph()
    for seeker, wants in enumerate(problem.wants.tolist()):
        graph.add_edge("pool", ("seeker", seeker), capacity=min(wants, 1), weight=-problem.first)
        graph.add_edge("pool", ("seeker", seeker), capacity=max(wants - 1, 0), weight=0)
    for host, places in enumerate(problem.places.tolist()):
        graph.add_edge(("host", host), "pool", capacity=places, weight=0)
    pairs = (problem.seekers.tolist(), problem.hosts.tolist(), problem.scores.tolist())
    for seeker, host, score in zip(*pairs, strict=True):
        graph.add_edge(("seeker", seeker), ("host", host), capacity=1, weight=-score)
    cost, _ = nx.network_simplex(graph)
    return -int(cost)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description="Measure peer matching.")
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("MATCHING_INSTANCES"))
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    asked = parser.parse_args()
    print(measure(Path(asked.folder) if asked.folder else None, asked.runs))


if __name__ == "__main__":
    main()
