"""A process that records a fact, says so, and waits to be killed: `python -m tests.ledger.child WHEN`.

WHEN is what it has done when it says `done`: `committed` (as the platform does), `uncommitted` (the control: it says so
too early), `reacting` or `keeping` (it is in the middle of that work, in its transaction).
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")


def say_done() -> None:
    """Acknowledge to the parent, and wait for its SIGKILL."""
    sys.stdout.write("done\n")
    sys.stdout.flush()
    time.sleep(600)


def main(when: str) -> None:
    """Do the work up to the moment asked for."""
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from ledger import promises, recording, relay
    from ledger.facts import Entry
    from tests.ledger.example import REACTION, SquareSwept, SweepDue, sweep, tell_mayor

    def react(entry: Entry) -> None:
        tell_mayor(entry)
        say_done()

    def keep(due: SweepDue) -> None:
        sweep(due)
        say_done()

    recording.reactions_of_kind[SquareSwept.kind] = [REACTION]
    relay.reactions[REACTION] = react
    promises.keepers[SweepDue.kind] = keep
    with transaction.atomic():
        recording.record(SquareSwept(town_id=1, square_id=7))
        promises.promise(SweepDue(town_id=2, square_id=8), at=timezone.now())
        if when == "uncommitted":
            say_done()
    if when == "reacting":
        relay.drain()
    if when == "keeping":
        promises.keep_due(until=timezone.now())
    say_done()


if __name__ == "__main__":
    main(sys.argv[1])
