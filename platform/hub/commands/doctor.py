"""Say what is configured, what can be reached, what is overdue and what is parked. Exit code 1: something is wrong."""

import argparse
import json
import sys
from dataclasses import asdict

from hub import preparation


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--json", action="store_true", help="for other programs")
    parser.add_argument("--quiet", action="store_true", help="say only what is wrong")


def run(options: argparse.Namespace) -> int:
    """Ask every question and tell the answers."""
    preparation.load()
    from hub.diagnosis import diagnose

    findings = diagnose()
    well = all(finding.well for finding in findings)
    if options.json:
        answer = {"ok": well, "findings": [asdict(finding) for finding in findings]}
        sys.stdout.write(json.dumps(answer, indent=1, default=str) + "\n")
    else:
        told = [finding for finding in findings if not (options.quiet and finding.well)]
        for finding in told:
            sys.stdout.write(f"{'ok   ' if finding.well else 'WRONG'}  {finding.area:<13}  {finding.says}\n")
    return 0 if well else 1
