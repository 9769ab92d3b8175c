"""Read members, registrations or an agenda from a file: all rows or none, and a line that says what became of each.

The file may be separated by `;` or `,` and be in UTF-8 (with or without a mark) or Windows-1252.
"""

import argparse
import sys
from pathlib import Path

from hub import preparation


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    what = parser.add_subparsers(dest="what", required=True, metavar="members|registrations|agenda")
    members = what.add_parser("members", help="municipalities and others, one per row")
    members.add_argument("file", type=Path, metavar="FILE.csv")
    registrations = what.add_parser("registrations", help="who comes to an event, one delegate per row")
    registrations.add_argument("file", type=Path, metavar="FILE.csv")
    registrations.add_argument("--event", required=True, metavar="SLUG", help="the event's short name in its address")
    agenda = what.add_parser("agenda", help="the sessions of a symposium: schedule.json or CSV, one session per row")
    agenda.add_argument("file", type=Path, metavar="FILE")
    agenda.add_argument("--event", required=True, metavar="SLUG", help="the event's short name in its address")


def run(options: argparse.Namespace) -> int:
    """Read the file into the configured database."""
    try:
        preparation.ready()
    except preparation.Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    if options.what == "members":
        from members.imports import import_file

        return import_file(options.file, sys.stdout, sys.stderr)
    if options.what == "agenda":
        from events.symposia.imports import import_agenda

        return import_agenda(options.file, options.event, sys.stdout, sys.stderr)
    from events.imports import import_registrations

    return import_registrations(options.file, options.event, sys.stdout, sys.stderr)
