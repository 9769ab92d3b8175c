"""The `vernetzt` command: finds the asked command and runs only that one's imports.

`vernetzt seat` must not load Django, and `vernetzt --help` must not load anything: each command is a module with
`arguments(parser)` and `run(options) -> int`, imported when it is called.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "serve": "serve the pages and live sockets; embedded (everything in one process) unless REDIS_URL is set",
    "worker": "carry out background work (needs REDIS_URL)",
    "clock": "send the ticks that tell workers to look for due work (needs REDIS_URL)",
    "demo": "fill the database with demo data; running it again changes nothing",
    "rehearse": "let bots go through a mixer, and report",
    "seat": "plan who sits with whom, from a JSON file",
    "match": "match who learns from whom, from a JSON file",
    "slots": "find times at which people in many zones can meet, from a JSON file",
    "import": "read members, registrations or an agenda from a file (CSV, schedule.json)",
    "doctor": "say what is configured, reachable, overdue and parked",
    "manage": "run one of Django's own commands, such as `vernetzt manage migrate`",
}
MODULES = {name: f"hub.commands.{name}" for name in COMMANDS} | {"import": "hub.commands.imports"}


def overview() -> argparse.ArgumentParser:
    """The parser that knows the names of the commands and what each is for."""
    width = max(map(len, COMMANDS))
    lines = "\n".join(f"  {name:<{width}}  {purpose}" for name, purpose in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="vernetzt",
        description="Where municipalities meet: live mixers, peer learning, advice and symposia.",
        epilog=f"commands:\n{lines}\n\n`vernetzt COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=list(COMMANDS), metavar="COMMAND", help="one of the commands below")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: the words after `vernetzt`; by default those of this process.

    Returns:
        The exit code: 0 well, 1 something is wrong, 2 the input or the call was.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = overview().parse_args(words[:1]).command
    command = importlib.import_module(MODULES[name])
    parser = argparse.ArgumentParser(prog=f"vernetzt {name}", description=command.__doc__)
    command.arguments(parser)
    try:
        return int(command.run(parser.parse_args(words[1:])))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
