"""Send the ticks that tell workers to look for due work. Several clocks at once do no harm: looking twice is free."""

import argparse
import signal
import sys
from types import FrameType

from hub import preparation


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes nothing."""


def run(options: argparse.Namespace) -> int:
    """Tick until told to stop."""
    try:
        preparation.ready_beside_web()
    except preparation.Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    from celery.beat import Scheduler, Service

    from workers.celery import app

    service = Service(app, max_interval=1, scheduler_cls=Scheduler)

    def stop(number: int, frame: FrameType | None) -> None:
        service.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stdout.write("The clock ticks.\n")
    sys.stdout.flush()
    service.start()
    return 0
