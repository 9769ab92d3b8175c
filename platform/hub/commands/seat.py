"""Plan who sits with whom, round by round, from a JSON file (vernetzt.seating/1) to a plan (vernetzt.seating-plan/1).

The same seed and file give the same plan on every machine, unless --seconds bounds the search.
"""

import argparse
from pathlib import Path

from exchanges.mixers import seating_files


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("problem", metavar="IN.json", help='the problem; "-" is standard input')
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the random numbers (default: 1)")
    parser.add_argument("--seconds", type=float, metavar="S", help="stop by then")
    parser.add_argument("--out", type=Path, metavar="OUT.json", help="where the plan goes; else standard output")


def run(options: argparse.Namespace) -> int:
    """Plan, and write the plan whole or not at all."""
    return seating_files.seat_file(options.problem, out=options.out, seed=options.seed, seconds=options.seconds)
