"""A rehearsal goes well although a web process, the worker and Redis are each killed in the middle of a round.

`REHEARSAL=60x4x20` (people x rounds x seconds) holds one of the size organisers use; the default is for CI.
With fewer people those who speak only Portuguese or Spanish would have to meet again, killed processes or not.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from tests.redis_server import RedisServer, redis_server
from tests.serving import Platform, wait_until

PEOPLE, ROUNDS, SECONDS = (int(number) for number in os.environ.get("REHEARSAL", "60x3x15").split("x"))
MIXER = "SELECT slug FROM events_event WHERE slug LIKE 'global-mixer-heat-and-water-demo-%' ORDER BY id LIMIT 1"
"""The demo's own, whose month is in its address."""
PATIENCE = 180.0
OPEN_ROUND = "SELECT r.number FROM exchanges_round r WHERE r.state = 'open' AND r.number >= %s"
"""Only the rehearsal's mixer has begun."""


def database(platform: Platform) -> psycopg.Connection[Any]:
    """A connection to the platform's database, which commits each statement."""
    return psycopg.connect(platform.settings["DATABASE_URL"].replace("postgres://", "postgresql://"), autocommit=True)


def demo_mixer(platform: Platform) -> str:
    """The address of the mixer that is rehearsed."""
    with database(platform) as connection:
        found = connection.execute(MIXER).fetchone()
    assert found is not None
    return str(found[0])


def rehearse(platform: Platform) -> dict[str, Any]:
    """Hold it and return its report."""
    file = platform.folder / "report.json"
    size = ("--people", f"{PEOPLE}", "--rounds", f"{ROUNDS}", "--round-seconds", f"{SECONDS}")
    done = platform.run(
        "rehearse", demo_mixer(platform), *size, "--base-url", platform.url, "--json", f"{file}", timeout=600
    )
    assert file.exists(), done.stdout + done.stderr
    sys.stderr.write(done.stderr)  # what troubled the bots, shown when the test fails
    report: dict[str, Any] = json.loads(file.read_text())
    return report


def went_well(report: dict[str, Any]) -> None:
    """Every promise of a rehearsal holds, whatever was killed."""
    assert report["broken"] == []
    broken = ("lost", "duplicated", "out_of_order", "repeat_meetings", "tables_without_language")
    assert {name: report[name] for name in broken} == dict.fromkeys(broken, 0), report
    assert report["ok"], report
    assert report["delivered"] == report["expected"] > PEOPLE


def runs(process: subprocess.Popen[str], command: str) -> bool:
    """Whether it was started with this command of `vernetzt`."""
    return command in cast("list[str]", process.args)


def command_line(process: int) -> bytes:
    """How a process was started; nothing for one that has ended meanwhile."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def open_files(process: int) -> int:
    """How many files and sockets a process has open."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


@dataclass
class Installation:
    """PostgreSQL, a Redis of its own, two web processes under one supervisor, a worker and two clocks."""

    platform: Platform
    redis: RedisServer

    def web_processes(self) -> list[int]:
        """The web processes that serve; their supervisor is the one that was started."""
        [supervisor] = [process.pid for process in self.platform.processes if runs(process, "serve")]
        children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
        return [pid for pid in map(int, children) if b"spawn_main" in command_line(pid)]

    def wait_for_round(self, number: int) -> None:
        """Wait until this round, or a later one, is under way."""
        with database(self.platform) as connection:
            wait_until(lambda: connection.execute(OPEN_ROUND, [number]).fetchone() is not None, seconds=PATIENCE)

    def kill_a_web_process(self) -> None:
        """The one that most people are connected to: which process answers first is the kernel's choice."""
        busiest = max(self.web_processes(), key=open_files)
        os.kill(busiest, signal.SIGKILL)
        wait_until(lambda: len(set(self.web_processes()) - {busiest}) == 2)

    def kill_the_worker(self) -> None:
        """A supervisor would start it again; here the test does."""
        [worker] = [process for process in self.platform.processes if runs(process, "worker")]
        self.platform.kill(worker)
        self.platform.start("worker")

    def kill_redis(self) -> None:
        self.redis.kill()
        threading.Event().wait(2)  # it stays away for a while
        self.redis.start()


@pytest.fixture
def installation(postgres_url: str, tmp_path: Path) -> Iterator[Installation]:
    with redis_server() as redis:
        settings = {
            "DATABASE_URL": postgres_url,
            "REDIS_URL": redis.url,
            "DEMO": "1",
            "SECRET_KEY": "only for this test",
        }
        platform = Platform(tmp_path, settings=settings)
        done = platform.run("demo")
        assert done.returncode == 0, done.stderr
        try:
            platform.start("serve", "--workers", "2")
            for command in ("worker", "clock", "clock"):
                platform.start(command)
            yield Installation(platform, redis)
        finally:
            platform.close()


@pytest.mark.alone
@pytest.mark.services
def test_web_process_worker_and_redis_are_killed_during_the_rounds_and_nobody_loses_anything(
    installation: Installation,
) -> None:
    with ThreadPoolExecutor(1) as aside:
        report = aside.submit(rehearse, installation.platform)
        for number, kill in enumerate(
            (installation.kill_a_web_process, installation.kill_the_worker, installation.kill_redis), start=1
        ):
            installation.wait_for_round(number)
            kill()
        went_well(report.result(timeout=600))
        assert report.result()["reconnects"] > 0


def test_a_rehearsal_that_finds_no_platform_starts_one(embedded: Platform) -> None:
    """Its bots are there before the platform's work has begun, and wait in front of the lobby until it does."""
    slug = embedded.inside(f"from django.db import connection as c; print(c.cursor().execute({MIXER!r}).fetchone()[0])")
    done = embedded.run("rehearse", slug, "--people", "4", "--rounds", "1", "--round-seconds", "10")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert (report["people"], report["rounds"], report["broken"]) == (4, 1, [])
