"""Run one of Django's own commands, such as `vernetzt manage migrate`."""

import argparse

from hub import preparation


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND …", help="the command and its options")


def run(options: argparse.Namespace) -> int:
    """Hand the words to Django."""
    preparation.load()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["vernetzt manage", *options.words])
    return 0
