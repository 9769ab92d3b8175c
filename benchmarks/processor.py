"""What a server costs: instructions where the machine counts them for us, else processor time.

Instructions are steady within 3 % on shared machines; processor time is not, which is why runs are interleaved and
only ratios within one repetition count.
"""

import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in children.read_text().split()]
    return found


def seconds(pids: list[int]) -> float:
    """Processor time of all threads of these processes, user and kernel, in seconds (nanosecond clock)."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return total / 1e9


def kilobytes(pid: int) -> float:
    """Memory of a process tree, what it shares with others counted in parts (proportional set size)."""
    total = 0
    for each in tree(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return float(total)


@cache
def counts_instructions() -> bool:
    """Whether `perf` can count instructions here; most virtual machines cannot."""
    if not shutil.which("perf"):
        return False
    probe = subprocess.run(
        ["perf", "stat", "-x,", "-e", "instructions", "true"], capture_output=True, text=True, check=False
    )
    return probe.returncode == 0 and "not" not in probe.stderr and "instructions" in probe.stderr


@dataclass(frozen=True)
class Cost:
    """What was used between two moments.

    Attributes:
        seconds: processor time.
        instructions: None where the machine does not count them.
        wall: seconds that passed.
    """

    seconds: float
    instructions: float | None
    wall: float


class Meter:
    """Measures a process tree from `start` to `stop`."""

    def __init__(self, pid: int, *, instructions: bool = False) -> None:
        self._pids = tree(pid)
        self._perf: subprocess.Popen[str] | None = None
        if instructions:
            pids = ",".join(map(str, self._pids))
            words = ["perf", "stat", "-x,", "-e", "instructions:u,instructions:k", "-p", pids]
            self._perf = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
            time.sleep(0.2)
        self._began = time.monotonic()
        self._used = seconds(self._pids)

    def stop(self) -> Cost:
        """What was used since."""
        used, wall = seconds(self._pids) - self._used, time.monotonic() - self._began
        return Cost(used, self._instructions(), wall)

    def _instructions(self) -> float | None:
        if self._perf is None:
            return None
        self._perf.send_signal(signal.SIGINT)
        _, report = self._perf.communicate()
        counts = [line.split(",")[0] for line in report.splitlines()]
        return float(sum(int(count) for count in counts if count.isdigit()))
