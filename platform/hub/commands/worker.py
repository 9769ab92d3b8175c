"""Carry out background work: keep promises, relay facts, send mail. Several workers may run, on several machines."""

import argparse
import logging
import os
import socket
import sys
import time
from typing import Any, NoReturn

from hub import preparation
from ledger.precedence import THREADS

PAUSE_SECONDS = 1.0
"""Between a worker that failed and its next beginning."""

_log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    words = f"tasks at the same time (default: {THREADS})"
    parser.add_argument("--threads", type=int, default=THREADS, metavar="N", help=words)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop; a task that was begun is finished first."""
    try:
        preparation.ready_beside_web()
    except preparation.Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    from celery import signals

    from hub import worker_life
    from workers.celery import app

    app.conf.worker_redirect_stdouts = False
    name = f"worker-{os.getpid()}@{socket.gethostname()}"
    worker = app.Worker(
        hostname=name,
        pool="threads",
        concurrency=options.threads,
        loglevel="WARNING",
        optimization="fair",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker_life.watch(name)
    signals.worker_ready.connect(_announce, weak=False)
    try:
        worker.start()
        code = int(worker.exitcode or 0)
    except SystemExit as end:
        code = int(end.code or 0)
    if code:
        _begin_anew()
    return 0


def _begin_anew() -> NoReturn:
    """Become a fresh worker: Celery's gives up when Redis dies while a message is under way (seen with kombu 5.7)."""
    _log.error("This worker failed and begins anew.")
    time.sleep(PAUSE_SECONDS)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  (nothing of it comes from outside)


def _announce(**_: Any) -> None:
    sys.stdout.write("The worker works.\n")
    sys.stdout.flush()
