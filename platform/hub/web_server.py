"""uvicorn, with the limits the platform needs and a line that says where it is served."""

import importlib.util
import socket
import sys
from collections.abc import Callable

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

LONGEST_MESSAGE = 1_048_576
"""Bytes a client may send in one message; what people say is far shorter."""
PING_SECONDS = 20.0
"""A dead connection is noticed after at most twice this time, well within the 65 s in which presence must be true."""
GRACE_SECONDS = 3
"""How long running requests may take once a stop was asked for."""


def configuration(*, host: str, port: int, workers: int = 1) -> uvicorn.Config:
    """The server's settings: bounded frames, pings, no compression of frames (36 kB per socket), Django's logging."""
    return uvicorn.Config(
        "hub.asgi:application",
        host=host,
        port=port,
        workers=workers,
        ws=_protocol(),
        ws_max_size=LONGEST_MESSAGE,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )


def _protocol() -> str:
    """The socket protocol that hands its transport to the live streams, so that one frame serves every socket."""
    found = importlib.util.find_spec("web.live") and importlib.util.find_spec("web.live.protocol")
    return "web.live.protocol:LiveProtocol" if found else "websockets-sansio"


def can_listen(host: str, port: int) -> bool:
    """Whether the port is free on this host."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


class AnnouncedServer(uvicorn.Server):
    """A server that says when it can be visited, and tells others when it begins to stop.

    Attributes:
        on_shutdown: called once, before the connections are closed; must return at once.
    """

    on_shutdown: Callable[[], None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening and say where."""
        await super().startup(sockets=sockets)
        announce(self.config)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the connections: live sockets with 1012, so that clients come back."""
        if self.on_shutdown is not None:
            self.on_shutdown()
        await super().shutdown(sockets=sockets)


def announce(config: uvicorn.Config) -> None:
    """Print the address; WebAuthn works on `localhost` only, not on 127.0.0.1."""
    from django.conf import settings

    local = config.host in {"127.0.0.1", "::1", "localhost"}
    address = f"http://localhost:{config.port}" if local else settings.BASE_URL
    sys.stdout.write(f"Vernetzt is at {address}   (Ctrl-C stops it)\n")
    sys.stdout.flush()


def run_processes(config: uvicorn.Config) -> int:
    """Serve with several processes that share one port; SIGHUP replaces them one by one without a gap.

    Returns:
        0 after a clean stop, 1 when the processes could not start.
    """
    from django.db import connections

    connections.close_all()
    listening = config.bind_socket()
    listening.listen(config.backlog)  # who comes before the processes are up waits for them
    announce(config)
    processes = Multiprocess(config, sockets=[listening])
    processes.run()
    listening.close()
    return 1 if any(process.exitcode == STARTUP_FAILURE for process in processes.processes) else 0
