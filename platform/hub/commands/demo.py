"""Fill the database with demo data: demo municipalities, demo persons, a mixer. Running it again changes nothing."""

import argparse
import sys

from hub import preparation


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--start-mixer", type=float, metavar="SECONDS", help="also make a mixer that starts in so many seconds"
    )
    parser.add_argument("--round-seconds", type=int, default=60, metavar="S", help="length of its rounds (default: 60)")


def run(options: argparse.Namespace) -> int:
    """Fill the configured database and say where to look."""
    try:
        preparation.ready()
    except preparation.Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    if options.start_mixer is not None and options.start_mixer <= 0:
        sys.stderr.write("--start-mixer: more than 0 seconds are needed.\n")
        return 2
    if not 10 <= options.round_seconds <= 3600:
        sys.stderr.write("--round-seconds: a round lasts from 10 seconds to one hour.\n")
        return 2
    for line in fill(start_mixer=options.start_mixer, round_seconds=options.round_seconds):
        sys.stdout.write(f"{line}\n")
    return 0


def fill(*, start_mixer: float | None = None, round_seconds: int = 60) -> list[str]:
    """Make what is missing of the demo data; see `hub.demo.filling.fill`."""
    from hub.demo import filling

    return filling.fill(start_mixer=start_mixer, round_seconds=round_seconds)
