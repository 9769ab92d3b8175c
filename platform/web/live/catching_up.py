"""Bringing a socket from where its client left off to where its stream is, at the pace of the client."""

import asyncio
import logging
from typing import TYPE_CHECKING

from web.live import log
from web.live.hub import Step
from web.live.log import PAGE, Wanted
from web.live.sockets import TOO_SLOW, LiveSocket

if TYPE_CHECKING:
    from web.live.switchboard import Switchboard

TRY_AGAIN = 1012
WAIT_SECONDS = 0.5
_log = logging.getLogger(__name__)


async def catch_up(board: "Switchboard", socket: LiveSocket) -> None:
    """Serve a socket until it has joined its hub or is closed."""
    try:
        await _catch_up(board, socket)
    except Exception:
        _log.exception("A socket could not be brought up to date")
        socket.end(TRY_AGAIN, "try again")


async def _catch_up(board: "Switchboard", socket: LiveSocket) -> None:
    while not socket.closing:
        if not await board.rights.confirm():
            await asyncio.sleep(WAIT_SECONDS)
        elif not socket.closing and await _joined(board, socket):  # the check of rights may have closed it
            return


async def _joined(board: "Switchboard", socket: LiveSocket) -> bool:
    """Take one step. Returns whether the socket has joined its hub."""
    match socket.hub.advance(socket):
        case Step.JOINED:
            arrive(board, socket)
            return True
        case Step.WRITTEN:
            if not await socket.drained():
                socket.end(TOO_SLOW, "too slow")
        case Step.OLDER:
            await _fetch(board, socket)
        case Step.AHEAD:
            await _look(board, socket)
    return False


def arrive(board: "Switchboard", socket: LiveSocket) -> None:
    """It has joined: from now on its hub serves it."""
    socket.settle()
    people = board.presence.known(socket.hub.stream)
    if people is not None:
        socket.send(people)


async def _fetch(board: "Switchboard", socket: LiveSocket) -> None:
    """Read entries older than the tail.

    Few go into the tail, since whoever comes back rarely does so alone; many go to this socket only.
    """
    hub = socket.hub
    async with hub.fetching:
        missing = hub.tail.first - 1 - socket.position
        if missing <= 0:
            return
        wanted = Wanted(hub.stream, socket.position, hub.generation, min(missing, PAGE))
        [run] = await board.desk.ask(log.read, [wanted])
    if socket.closing or hub.generation != wanted.generation:
        return
    if not run.entries or run.entries[0].position != socket.position + 1:
        hub.reset(socket)
    elif missing <= PAGE:
        hub.tail.prepend(run.entries)
    else:
        hub.serve(socket, run.entries)


async def _look(board: "Switchboard", socket: LiveSocket) -> None:
    """The client knows more than the hub: either a hint is still on its way, or it knows another history."""
    hub = socket.hub
    wanted = Wanted(hub.stream, hub.position, hub.generation)
    [run] = await board.desk.ask(log.read, [wanted])
    if run.entries:
        await board.reader.deliver(hub, run)
    elif not socket.closing and hub.position < socket.position:
        hub.reset(socket)
