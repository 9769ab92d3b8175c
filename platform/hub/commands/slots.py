"""Find times at which people in many zones can meet, from a JSON file (vernetzt.slots/1), up to ten, best first."""

import argparse
from pathlib import Path

from events import slots_files


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("search", metavar="IN.json", help='who is to meet and when; "-" is standard input')
    parser.add_argument("--out", type=Path, metavar="OUT.json", help="where the slots go; else standard output")


def run(options: argparse.Namespace) -> int:
    """Find slots, and write them whole or not at all."""
    return slots_files.slots_file(options.search, out=options.out)
