"""How the platform starts and stops, as real processes."""

import os
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port
from tests.serving import PATIENCE, Platform, wait_until


def computing_seconds(pid: int) -> float:
    """What a process has used of the processors; unlike the clock it does not depend on what else runs."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.alone
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_within_five_seconds(served: Platform, number: int) -> None:
    (process,) = served.processes
    httpx.get(served.url, timeout=PATIENCE)
    began = time.monotonic()
    assert served.stop(process, number) == 0
    assert time.monotonic() - began < 5
    assert "Traceback" not in served.log()


@pytest.mark.alone
def test_a_later_start_shows_its_first_page_within_three_seconds_of_computing(embedded: Platform) -> None:
    process = embedded.start("serve")
    assert httpx.get(embedded.url, follow_redirects=True, timeout=PATIENCE).status_code == 200
    assert computing_seconds(process.pid) < 3


def test_demo_is_not_offered_to_others(tmp_path: Path) -> None:
    platform = Platform(tmp_path, settings={"DEMO": "1"})
    refused = platform.run("serve", "--host", "0.0.0.0")
    assert refused.returncode == 1
    assert refused.stderr == "DEMO lets anyone in: it is served on this machine only, not on 0.0.0.0.\n"


def test_demo_is_not_offered_under_a_public_address(tmp_path: Path) -> None:
    public = {"DEMO": "1", "BASE_URL": "https://vernetzt.example", "SECRET_KEY": "only for this test"}
    refused = Platform(tmp_path, settings=public).run("serve")
    assert refused.returncode == 1
    assert "must not be served as vernetzt.example" in refused.stderr


def test_several_web_processes_without_redis_are_refused(tmp_path: Path) -> None:
    refused = Platform(tmp_path).run("serve", "--workers", "2")
    assert refused.returncode == 1
    assert "Several web processes need Redis" in refused.stderr
    assert "Several web processes need a shared database" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_public_address_needs_a_secret_key(tmp_path: Path) -> None:
    refused = Platform(tmp_path, settings={"BASE_URL": "https://vernetzt.example"}).run("serve")
    assert refused.returncode == 1
    assert "SECRET_KEY is not set." in refused.stderr


def test_a_port_in_use_is_said_before_anything_is_prepared(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        port = taken.getsockname()[1]
        second = Platform(tmp_path).run("serve", "--port", str(port))
    assert (second.returncode, second.stderr.splitlines()[0]) == (
        1,
        f"Port {port} is in use on 127.0.0.1. Choose another: `make run PORT=8001`.",
    )
    assert list(tmp_path.glob("*.sqlite3")) == []


def test_a_worker_or_clock_of_its_own_needs_redis(tmp_path: Path) -> None:
    for command in ("worker", "clock"):
        refused = Platform(tmp_path).run(command)
        assert refused.returncode == 1
        assert refused.stderr.startswith("Without REDIS_URL the web process does this itself")


def test_the_embedded_clock_and_worker_work(served: Platform) -> None:
    wait_until(lambda: '"sweep"' in served.run("doctor", "--json").stdout)


@pytest.mark.services
def test_web_worker_and_clock_are_processes_of_their_own(separate: Platform) -> None:
    web = separate.start("serve", "--workers", "2")
    worker = separate.start("worker")
    clocks = [separate.start("clock"), separate.start("clock")]
    assert httpx.get(separate.url, follow_redirects=True, timeout=PATIENCE).status_code == 200
    wait_until(lambda: '"sweep"' in separate.run("doctor", "--json").stdout)
    assert [separate.stop(process) for process in (*clocks, worker, web)] == [0, 0, 0, 0]
    assert "Traceback" not in separate.log()


@pytest.mark.alone
def test_a_task_that_hangs_does_not_hold_up_the_end(embedded: Platform) -> None:
    program = (
        "import sys, time; from hub import preparation; preparation.load();"
        "from workers import tasks; tasks.relay.drain = lambda: time.sleep(600);"
        "from hub.cli import main; sys.exit(main())"
    )
    process = embedded.start("serve", program=program)
    wait_until(lambda: '"sweep"' in embedded.run("doctor", "--json").stdout)
    began = time.monotonic()
    assert embedded.stop(process, signal.SIGINT) == 0
    assert time.monotonic() - began < 5
