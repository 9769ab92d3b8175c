"""Hold a dress rehearsal of a mixer: bots sign in, wait in the lobby, talk at tables, exchange contacts.

It plays a copy of the mixer, so the real one and its people are not touched. Exit code 0: every invariant held;
1: one broke; 2: it could not be held.
"""

import argparse
import json
import sys
from pathlib import Path

from hub import preparation
from web import json_files

GATHERING_LEAST = 8


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("mixer", metavar="MIXER", help="the mixer's slug (last part of its event's address) or number")
    parser.add_argument("--people", type=int, required=True, metavar="N", help="how many bots, 2 to 1000")
    parser.add_argument("--base-url", metavar="URL", help="where it is served; by default here, started if need be")
    parser.add_argument("--rounds", type=int, metavar="R", help="how many rounds (default: as the mixer)")
    parser.add_argument("--round-seconds", type=int, metavar="S", help="seconds per round (default: as the mixer)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report there, too")


def run(options: argparse.Namespace) -> int:
    """Hold the rehearsal and report."""
    if problem := _problem(options):
        sys.stderr.write(f"{problem}\n")
        return 2
    try:
        preparation.ready()
    except preparation.Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    return _rehearse(options)


def _problem(options: argparse.Namespace) -> str:
    if not 2 <= options.people <= 1000:
        return "--people: 2 to 1000 bots can play."
    if options.rounds is not None and not 1 <= options.rounds <= 12:
        return "--rounds: a mixer has 1 to 12 rounds."
    if options.round_seconds is not None and not 10 <= options.round_seconds <= 3600:
        return "--round-seconds: a round lasts from 10 seconds to one hour."
    if options.json is not None and not (options.json.parent.is_dir() and not options.json.is_dir()):
        return f"--json: {options.json} is no file that could be written."
    return ""


def _rehearse(options: argparse.Namespace) -> int:
    from django.conf import settings
    from rich.console import Console

    from exchanges.mixers.models import Mixer
    from hub.rehearsal import cast, director, stage

    reference = options.mixer.removeprefix("mixer:")
    rows = Mixer.objects.select_related("event__network", "event__organiser").filter(rehearsal=False)
    found = rows.filter(**({"id": int(reference)} if reference.isdecimal() else {"event__slug": reference})).first()
    if found is None:
        sys.stderr.write(f"MIXER: there is no mixer {options.mixer}.\n")
        return 2
    gathering = max(GATHERING_LEAST, options.people // 5)
    try:
        with stage.served(options.base_url, settings.BASE_URL) as base_url:
            playing = cast.assemble(
                found, people=options.people, length=cast.Length(options.rounds, options.round_seconds, gathering)
            )
            report = director.hold(playing, base_url, console=Console(stderr=True))
            cast.dismiss(playing)
    except ConnectionError as error:
        sys.stderr.write(f"--base-url: nothing answers at {error}.\n")
        return 2
    sys.stdout.write(f"{json.dumps(report, indent=2)}\n")
    if options.json is not None and json_files.run("rehearse", lambda: json_files.write(options.json, report)):
        return 2
    return 0 if report["ok"] else 1
