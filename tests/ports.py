"""Ports for servers that tests start: of one process only, each handed out once, never one the kernel gives away.

A port that was free a moment ago may be the sender's end of somebody's connection when the server binds it, if the
kernel chooses such ends from the same range. So ports come from below that range, in blocks; a process claims a block
by holding the UDP port of the block's number for as long as it lives.
"""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
LOWEST, BLOCK = 20_000, 64

_claims: list[socket.socket] = []


def _highest() -> int:
    """Where the range of senders' ports begins; where all ports may be senders', its usual beginning."""
    begins = int(EPHEMERAL.read_text().split()[0]) if EPHEMERAL.exists() else 32_768
    return begins if begins >= LOWEST + 100 * BLOCK else 32_768


def _binds(kind: socket.SocketKind, port: int, *, keep: bool = False) -> bool:
    """Whether a port can be had; `keep` holds it until this process ends."""
    held = socket.socket(type=kind)
    try:
        held.bind(("127.0.0.1", port))
    except OSError:
        held.close()
        return False
    if keep:
        _claims.append(held)
    else:
        held.close()
    return True


def _of_this_process() -> Iterator[int]:
    blocks = (_highest() - LOWEST) // BLOCK
    for number in range(blocks):
        first = LOWEST + BLOCK * ((os.getpid() + number) % blocks)
        if _binds(socket.SOCK_DGRAM, first, keep=True):
            yield from (port for port in range(first, first + BLOCK) if _binds(socket.SOCK_STREAM, port))


_ports = _of_this_process()


def free_port() -> int:
    """A port nobody listens on, which nobody else is given."""
    return next(_ports)
