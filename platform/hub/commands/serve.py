"""Serve the pages and live sockets.

Without REDIS_URL this one process also carries the background work; with it, `vernetzt worker` and `vernetzt clock` do.
Ctrl-C or SIGTERM ends it cleanly; live sockets are told to come back (1012).
"""

import argparse
import contextlib
import os
import signal
import sys
import threading
from types import FrameType

from hub import preparation
from hub.checks import WEB_PROCESSES, is_loopback


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port (default: 8000)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="web processes; more than one needs Redis")


def run(options: argparse.Namespace) -> int:
    """Prepare, then serve until told to stop."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    os.environ["PORT"] = str(options.port)
    os.environ[WEB_PROCESSES] = str(options.workers)
    try:
        if os.environ.get("DEMO") == "1" and not is_loopback(options.host):
            raise preparation.Refusal(f"DEMO lets anyone in: it is served on this machine only, not on {options.host}.")
        _require_port(options.host, options.port)
        preparation.ready()
    except preparation.Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return _serve(options)


def _require_port(host: str, port: int) -> None:
    """Refuse a port that is taken, before a first start spends its time on the database."""
    from hub import web_server

    if not web_server.can_listen(host, port):
        raise preparation.Refusal(f"Port {port} is in use on {host}. Choose another: `make run PORT=8001`.")


def _leave(number: int, frame: FrameType | None) -> None:
    """End a process that is still preparing."""
    raise SystemExit(0)


def _ignore(number: int, frame: FrameType | None) -> None:
    """Let the second delivery of the signal pass: the server raises it again after it has stopped cleanly."""


def _serve(options: argparse.Namespace) -> int:
    from django.conf import settings

    from hub import web_server

    if settings.DEMO:
        from hub.commands import demo

        demo.fill()
    config = web_server.configuration(host=options.host, port=options.port, workers=options.workers)
    if options.workers > 1:
        return web_server.run_processes(config)
    with contextlib.ExitStack() as running:
        server = web_server.AnnouncedServer(config)
        if not settings.REDIS_URL:
            from hub.embedded import Embedded

            server.on_shutdown = running.enter_context(Embedded()).begin_to_stop
        signal.signal(signal.SIGTERM, _ignore)
        signal.signal(signal.SIGINT, _ignore)
        server.run()
    code = 0 if server.started else 1
    _end_within(0.5, code)
    return code


def _end_within(seconds: float, code: int) -> None:
    """End the process even when a task still runs; what it had not committed is found due at the next start."""
    ending = threading.Timer(seconds, os._exit, [code])
    ending.daemon = True
    ending.start()
