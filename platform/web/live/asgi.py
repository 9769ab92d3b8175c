"""The ASGI application of the live sockets; `hub.asgi` mounts it for the scope type `websocket`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings

from web.live import addresses, origins, tickets
from web.live.addresses import Address, BadAddress
from web.live.doorkeeper import Claim, Verdict
from web.live.outlets import AsgiOutlet
from web.live.protocol import EXTENSION
from web.live.sockets import LiveSocket
from web.live.switchboard import Switchboard, switchboard
from web.live.tickets import Voucher

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_FAREWELL_SECONDS = 5.0

get_channel_layer()  # loads Redis's client now, which would hold up the first handshake for half a second


async def application(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
    """Serve one WebSocket."""
    await receive()  # websocket.connect
    headers = addresses.headers(scope)
    if not _is_own(headers):
        await send({"type": "websocket.close"})  # before accepting, this is a 403
        return
    try:
        address = addresses.parse(scope["path"], scope["query_string"])
    except BadAddress as error:
        await _decline(scope, send, f"Bad address: {error}")
        return
    board, jar = switchboard(), addresses.cookies(headers)
    key = addresses.session_key(jar)
    verdict = await _examine(board, address, key)
    await send({"type": "websocket.accept"})
    if isinstance(verdict, int):
        await send({"type": "websocket.close", "code": verdict})
        return
    language = addresses.language(address.language, jar, headers.get("accept-language", ""))
    socket = await _socket(board, address, verdict, key, language)
    protocol = scope.get("extensions", {}).get(EXTENSION, {}).get("protocol")
    if protocol is None:
        await _serve(board, socket, receive, send)
    else:
        _adopt(board, socket, protocol)


def _is_own(headers: Mapping[str, str]) -> bool:
    own = [settings.BASE_URL, *settings.CSRF_TRUSTED_ORIGINS]
    return origins.is_own(headers.get("origin"), own=own, host=headers.get("host"))


async def _decline(scope: Mapping[str, Any], send: Send, reason: str) -> None:
    """Answer the handshake with 400 where the server can, else refuse it."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close"})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "websocket.http.response.start", "status": 400, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": reason.encode()})


async def _examine(board: Switchboard, address: Address, session_key: str) -> Verdict:
    voucher = None
    if address.ticket and session_key:
        voucher = tickets.redeem(address.ticket, address.stream, session_key=session_key)
    return await board.rights.examine(Claim(address.stream, session_key, voucher))


async def _socket(
    board: Switchboard, address: Address, voucher: Voucher, session_key: str, language: str
) -> LiveSocket:
    hub = await board.open(address.stream)
    socket = LiveSocket(board, hub, voucher=voucher, session_key=session_key, language=language, since=address.since)
    if address.epoch and address.epoch != hub.epoch:
        socket.generation = -1  # its position belongs to another history
    return socket


def _adopt(board: Switchboard, socket: LiveSocket, protocol: Any) -> None:
    if protocol.disconnected or protocol.transport.is_closing():
        board.release(socket.hub)
        return
    socket.connect(protocol)
    board.enter(socket)
    protocol.adopt(socket)


async def _serve(board: Switchboard, socket: LiveSocket, receive: Receive, send: Send) -> None:
    """Serve through ASGI, for servers without our protocol."""
    outlet = AsgiOutlet(send, socket)
    socket.connect(outlet)
    board.enter(socket)
    drain = asyncio.ensure_future(outlet.drain())
    listen = asyncio.ensure_future(_listen(socket, outlet, receive))
    await asyncio.wait({drain, listen}, return_when=asyncio.FIRST_COMPLETED)
    if outlet.ending and not drain.done():
        await asyncio.wait({drain}, timeout=_FAREWELL_SECONDS)
    socket.gone()
    for task in (drain, listen):
        task.cancel()
    await asyncio.gather(drain, listen, return_exceptions=True)


async def _listen(socket: LiveSocket, outlet: AsgiOutlet, receive: Receive) -> None:
    while True:
        event = await receive()
        if event["type"] == "websocket.disconnect":
            return
        if event.get("text") is not None:
            socket.received(event["text"])
        else:
            socket.received_binary()
        if outlet.resting:
            await asyncio.sleep(outlet.resting)
            outlet.resting = 0.0
