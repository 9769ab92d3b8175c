"""A fresh clone, with nothing but python3: one command to the first page, Ctrl-C, and a quick second start."""

import os
import pty
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.serving import ALIEN, PATIENCE, ROOT, wait_until


@contextmanager
def make_run(clone: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`make run` in a terminal of its own, ended with Ctrl-C at the latest when the context ends."""
    terminal, inside = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in (*ALIEN, "VIRTUAL_ENV")}
    log = (clone / "run.log").open("ab")
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=environment,
        stdin=inside,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(PATIENCE)
        os.close(terminal)
        os.close(inside)
        log.close()


def shows_a_page(port: int) -> bool:
    """Whether the first page is there."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.alone
@pytest.mark.services
def test_make_run_shows_its_first_page_within_two_minutes_of_the_clone(tmp_path: Path) -> None:
    clone = tmp_path / "vernetzt"
    port = free_port()
    began = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    with make_run(clone, port):
        wait_until(lambda: shows_a_page(port), seconds=120 - (time.monotonic() - began), every=0.2)
    with make_run(clone, port) as again:
        wait_until(lambda: shows_a_page(port))
        stopping = time.monotonic()
        os.killpg(again.pid, signal.SIGINT)
        again.wait(PATIENCE)
        assert time.monotonic() - stopping < 10
    assert b"Traceback" not in (clone / "run.log").read_bytes()
    changed = subprocess.run(["git", "diff", "--stat"], cwd=clone, capture_output=True, text=True, check=True)
    assert changed.stdout == ""
