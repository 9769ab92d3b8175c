"""Celery inside the web process: ticks arrive, work is done, both threads stop."""

import subprocess
import sys
import threading
import time

import pytest
from django.utils import timezone

from hub.embedded import STOP_SECONDS, Embedded
from hub.worker_life import Life
from ledger.heartbeats import last_seen
from tests.serving import PATIENCE, Platform, wait_until


@pytest.mark.django_db(transaction=True)
def test_ticks_make_the_worker_sweep_and_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.embedded.STOP_SECONDS", PATIENCE)
    began = timezone.now()
    with Embedded():
        wait_until(lambda: {name for name, at in last_seen().items() if at > began} >= {"sweep", "relay"})


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_both_threads_end_in_time() -> None:
    with Embedded():
        assert {"worker", "clock"} <= {thread.name for thread in threading.enumerate()}
        began = time.monotonic()
    assert time.monotonic() - began < STOP_SECONDS + 1
    assert not {"worker", "clock"} & {thread.name for thread in threading.enumerate()}


@pytest.mark.django_db(transaction=True)
def test_a_worker_writes_its_heartbeat_with_its_first_task_and_then_every_half_minute() -> None:
    life = Life("worker Jena")
    life.task_done()
    first = last_seen()["worker Jena"]
    life.task_done()
    assert last_seen()["worker Jena"] == first
    began = time.monotonic()
    life.task_done()
    assert life.silent_for() <= time.monotonic() - began


def test_a_worker_that_falls_silent_ends_with_1_so_that_its_supervisor_starts_another(embedded: Platform) -> None:
    program = (
        "import time; from hub import preparation; preparation.load();"
        "from hub import worker_life; worker_life.SILENCE_SECONDS = 0.5; worker_life.watch('Jena'); time.sleep(600)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=embedded.environment,
        capture_output=True,
        text=True,
        timeout=10 * PATIENCE,
        check=False,
    )
    assert ended.returncode == 1
    assert "this worker ends, so that its supervisor starts another" in ended.stderr
