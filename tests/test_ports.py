"""Ports that tests get: each once, of one process, and none that the kernel gives to somebody's connection."""

import subprocess
import sys

from tests.ports import BLOCK, LOWEST, free_port
from tests.serving import ROOT

NEIGHBOUR = "from tests.ports import free_port\nprint(*(free_port() for _ in range(3)))"


def test_no_port_is_given_twice_nor_to_two_processes_nor_by_the_kernel() -> None:
    mine = [free_port() for _ in range(2 * BLOCK)]
    said = subprocess.run([sys.executable, "-c", NEIGHBOUR], cwd=ROOT, capture_output=True, text=True, check=True)
    theirs = [int(port) for port in said.stdout.split()]
    assert len({*mine, *theirs}) == 2 * BLOCK + 3
    assert all(LOWEST <= port < 32_768 for port in (*mine, *theirs))
