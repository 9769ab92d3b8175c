"""Seating, whole process: `vernetzt seat` on a file, from its start to its end, the kernels' cache warm.

python -m benchmarks.seating                  mixers made from the demo cities
python -m benchmarks.seating FOLDER           every .json file of a folder; so does SEATING_INSTANCES=FOLDER
python -m benchmarks.seating --runs 9         more runs of each (5)

Every run has another seed, so the spread of the score is that of the seeds.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import figures, instances

ROOT = Path(__file__).parent.parent


class Target(NamedTuple):
    """What a known instance is to beat."""

    score: int
    seconds: float


TARGETS = {
    "mixer-32": Target(202_644, 1.5),
    "mixer-120": Target(809_372, 2.0),
    "mixer-500": Target(4_809_100, 2.5),
    "mixer-1000": Target(12_420_366, 4.0),
    "mixer-118-absent": Target(0, 2.0),
}
HEADING = ["instance", "score", "to beat", "cross-country", "bound", "broken", "seconds", "of them CPU", "within"]


class Run(NamedTuple):
    """One plan: its report, and how long the process took."""

    report: dict[str, Any]
    wishes: int
    seconds: float
    cpu: float

    @property
    def broken(self) -> int:
        """Rules broken: repeats, tables without a language, wishes."""
        told = self.report
        missed = self.wishes - told["must_meet_kept"]
        return int(told["repeats"] + told["tables_without_language"] + told["must_not_meet_broken"] + missed)


def report(quick: bool) -> str:
    """Figures as text, for `python -m benchmarks`."""
    folder = os.environ.get("SEATING_INSTANCES")
    return measure(Path(folder) if folder else None, runs=1 if quick else 5)


def measure(folder: Path | None, runs: int) -> str:
    """Plan every instance so many times, interleaved, and tell median and range of each figure."""
    with tempfile.TemporaryDirectory() as scratch:
        files = sorted(folder.glob("*.json"), key=_weight) if folder else list(_made(Path(scratch)))
        _seat(files[0], Path(scratch), seed=0)  # the cache is warm from here on
        found: dict[Path, list[Run]] = {file: [] for file in files}
        for seed in range(1, runs + 1):
            for file in files:
                found[file].append(_seat(file, Path(scratch), seed))
    return figures.table([HEADING, *(_row(file.stem, of_file) for file, of_file in found.items())])


def _weight(file: Path) -> int:
    return file.stat().st_size


def _made(folder: Path) -> Iterator[Path]:
    for name, size in instances.SIZES.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(instances.mixer(size)), encoding="utf-8")
        yield path


def _seat(file: Path, scratch: Path, seed: int) -> Run:
    out = scratch / "plan.json"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)])}
    command = [sys.executable, "-m", "hub", "seat", str(file), "--seed", str(seed), "--out", str(out)]
    began, before = time.perf_counter(), _cpu()
    subprocess.run(command, env=environment, check=True)
    seconds, cpu = time.perf_counter() - began, _cpu() - before
    wishes = json.loads(file.read_text(encoding="utf-8")).get("must_meet", [])
    told = json.loads(out.read_text(encoding="utf-8"))["report"]
    return Run(told, len({frozenset(pair) for pair in wishes}), seconds, cpu)


def _cpu() -> float:
    """CPU seconds of all processes that ended; unlike the clock it tells little of what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row(name: str, runs: list[Run]) -> list[str]:
    target = TARGETS.get(name)
    return [
        name,
        figures.spread([run.report["score"] for run in runs], 0),
        str(target.score) if target and target.score else "-",
        figures.spread([run.report["cross_country"] for run in runs], 3),
        f"{runs[0].report['cross_country_bound']:.3f}",
        str(max(run.broken for run in runs)),
        figures.spread([run.seconds for run in runs], 2),
        figures.spread([run.cpu for run in runs], 2),
        f"{target.seconds:g}" if target else "-",
    ]


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seating", description="Measure seating.")
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("SEATING_INSTANCES"))
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    asked = parser.parse_args()
    print(measure(Path(asked.folder) if asked.folder else None, asked.runs))


if __name__ == "__main__":
    main()
