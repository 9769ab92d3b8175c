"""Readers that do not keep up."""

import asyncio
import socket
import time
from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async

from tests.web.live import lab
from tests.web.live.clients import LiveServer, Visitor, visitors
from web.live import protocol, sockets
from web.live.limits import limits
from web.live.switchboard import boards

pytestmark = pytest.mark.django_db(transaction=True)
say = lab.say_elsewhere
people = sync_to_async(visitors)
LONG = "x" * 4000


async def stalled(server: LiveServer, visitor: Visitor, path: str = "lab:7/") -> socket.socket:
    """A client that opens a socket and never reads again."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.connect(("127.0.0.1", server.port))
    handshake = [
        f"GET /live/{path} HTTP/1.1",
        f"Host: localhost:{server.port}",
        f"Origin: {server.url}",
        f"Cookie: {visitor.cookie}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    raw.sendall("\r\n".join([*handshake, "", ""]).encode())
    raw.setblocking(False)
    assert await asyncio.get_running_loop().sock_recv(raw, 12) == b"HTTP/1.1 101"
    return raw


@pytest.mark.alone
async def test_who_never_reads_is_cut_off_and_nobody_else_notices(server: LiveServer) -> None:
    kochi, jena = await people(2)
    async with server.visit("lab:7/", jena) as neighbour:
        await neighbour.next("welcome")
        never = await stalled(server, kochi)
        [board] = boards()
        await lab.eventually(lambda: len(board.sockets) == 2)
        position, slowest = 0, 0.0
        while len(board.sockets) == 2:
            began = time.monotonic()
            position = await say(7, *[LONG] * 30)
            await neighbour.reached(position)
            slowest = max(slowest, time.monotonic() - began)
        assert slowest < 1.5
        assert neighbour.positions == list(range(1, position + 1))
        limit = limits().backlog_bytes + 8 * 2**20  # with what two kernels may hold
        assert position * len(LONG) < limit
        connections = server.server.server_state.connections
        await lab.eventually(lambda: len(connections) == 1)
        never.close()


async def test_who_reads_too_slowly_is_told_and_resumes_where_it_left_off(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The farewell, too, waits until the reader has taken what came before it."""
    monkeypatch.setattr(protocol, "limits", lambda: replace(limits(), farewell_seconds=3600.0))
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as slow:
        await slow.next("welcome")
        slow.connection.transport.pause_reading()
        [board] = boards()
        while board.sockets:
            await say(7, *[LONG] * 30)
        slow.connection.transport.resume_reading()
        assert await slow.end() == 4408
    head = await say(7, "the newest")
    assert slow.positions == list(range(1, len(slow.positions) + 1))
    async with server.visit(f"lab:7/?since={slow.positions[-1]}", kochi) as again:
        await again.reached(head)
    assert slow.positions + again.positions == list(range(1, head + 1))


async def test_catching_up_goes_at_the_pace_of_the_reader(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """More is behind than a backlog may hold, and the reader pauses: it is served, not closed."""
    monkeypatch.setattr(sockets, "limits", lambda: replace(limits(), catch_up_seconds=3600.0))
    [kochi] = await people(1)
    for _ in range(10):
        await say(7, *[LONG] * 300)
    async with server.visit("lab:7/?since=0", kochi) as client:
        client.connection.transport.pause_reading()
        await asyncio.sleep(1)
        client.connection.transport.resume_reading()
        await client.reached(3000)
    assert client.positions == list(range(1, 3001))


async def test_who_stops_reading_while_catching_up_is_cut_off(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = replace(limits(), catch_up_seconds=0.5)
    monkeypatch.setattr(sockets, "limits", lambda: hasty)
    [kochi] = await people(1)
    for _ in range(10):
        await say(7, *[LONG] * 300)
    never = await stalled(server, kochi, "lab:7/?since=0")
    connections = server.server.server_state.connections
    await lab.eventually(lambda: not connections)
    never.close()


async def test_who_sends_pings_and_takes_no_answers_is_cut_off(server: LiveServer) -> None:
    [kochi] = await people(1)
    never = await stalled(server, kochi)
    loop = asyncio.get_running_loop()
    ping = b"\x89\xfd" + bytes(4) + b"x" * 125
    connections = server.server.server_state.connections

    async def flood() -> None:
        while True:
            await loop.sock_sendall(never, ping * 500)

    flooding = asyncio.create_task(flood())
    await asyncio.sleep(3)
    total = sum(each.transport.get_write_buffer_size() for each in connections)
    assert total < limits().backlog_bytes + 200_000
    flooding.cancel()
    never.close()
