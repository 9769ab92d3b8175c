"""Sessions due within one minute: how late their reminders, openings, beginnings and closings are.

Two workers and two clocks on PostgreSQL and Redis; one worker is killed every five seconds, Redis once. What is held
is the fault test `tests/faults/test_sessions.py`, in its full size.
"""

import os
import subprocess
import sys

from benchmarks.surroundings import ROOT, services

TEST = "tests/faults/test_sessions.py"
SIZE = {True: "20x5", False: "500x60"}
"""Sessions, and the seconds within which they are due."""


def report(quick: bool) -> str:
    """Hold them and say what came out."""
    if not services():
        return "Needs PostgreSQL and Redis."
    command = [sys.executable, "-m", "pytest", "-q", "-s", TEST, "-k", "once_and_in_time"]
    environment = {**os.environ, "SESSIONS": SIZE[quick]}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if "p99" in line and "sessions" in line and "{" not in line]
    verdict = "every one once and in time" if done.returncode == 0 else f"failed:\n{done.stdout[-2000:]}"
    return "\n".join([*lines[:1], verdict])
