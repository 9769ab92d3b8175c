"""Match who learns from whom, from a JSON file (vernetzt.matching/1) to matches with reasons (vernetzt.matches/1).

Up to 12,000 members the matches are the best there are; beyond, the report's bound says how far from it at most. The
order of the members in the file changes nothing.
"""

import argparse
from pathlib import Path

from peers import matching_files


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("members", metavar="IN.json", help='the members; "-" is standard input')
    parser.add_argument("--out", type=Path, metavar="OUT.json", help="where the matches go; else standard output")


def run(options: argparse.Namespace) -> int:
    """Match, and write the matches whole or not at all."""
    return matching_files.match_file(options.members, out=options.out)
