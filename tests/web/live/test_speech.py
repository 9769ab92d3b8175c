"""What people say through their sockets."""

import asyncio
import json
import random
import time
from threading import Event
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from websockets.exceptions import ConnectionClosed

from ledger import models
from tests.serving import PATIENCE
from tests.web.live import lab
from tests.web.live.clients import LiveServer, visitors
from web.live.limits import limits

pytestmark = pytest.mark.django_db(transaction=True)
people = sync_to_async(visitors)
entries = sync_to_async(models.Entry.objects.count)


async def test_what_is_said_is_answered_after_the_commit_and_told_to_everybody(server: LiveServer) -> None:
    kochi, jena = await people(2)
    async with server.visit("lab:7/", kochi) as mine, server.visit("lab:7/", jena) as other:
        await other.next("welcome")
        await mine.send(kind="say", nonce="n1", text="Namaskaram")
        assert await mine.next("said") == {"kind": "said", "nonce": "n1", "position": 1}
        assert await entries() == 1
        await asyncio.gather(mine.reached(1), other.reached(1))
    assert other.entries[0]["data"]["text"] == "Namaskaram"
    assert other.of("said") == []


async def test_the_same_nonce_again_gives_the_same_answer(server: LiveServer) -> None:
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        for _ in range(2):
            await client.send(kind="say", nonce="n1", text="once")
        first, again = await client.next("said"), await client.next("said", 2)
    async with server.visit("lab:7/", kochi) as client:
        await client.send(kind="say", nonce="n1", text="once")
        assert await client.next("said") == first == again
    assert await entries() == 1


async def test_many_senders_share_commits_and_each_gets_its_own_answer(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sixty are in the server's hands, as its answer to what is no frame shows, before the first is committed."""
    batches: list[int] = []
    all_here = Event()
    receive = lab.LabStreams.receive

    def counted(self: lab.LabStreams, batch: Any) -> Any:
        batches.append(len(batch))
        assert all_here.wait(PATIENCE)
        return receive(self, batch)

    monkeypatch.setattr(lab.LabStreams, "receive", counted)
    kochi, jena = await people(2)
    async with server.visit("lab:7/", kochi) as one, server.visit("lab:8/", jena) as two:
        for n in range(30):
            await one.send(kind="say", nonce=f"{n}", text=f"{n}" if n % 3 else " ")
            await two.send(kind="say", nonce=f"{n}", text=f"{n}")
        for client in (one, two):
            await client.connection.send("no frame")
            assert (await client.next("refused"))["nonce"] is None
        all_here.set()
        await one.until(lambda client: len(client.of("said")) == 20 and len(client.of("refused")) == 11)
        await two.until(lambda client: len(client.of("said")) == 30)
        await one.reached(20)
    assert [frame["nonce"] for frame in one.of("refused")] == [None, *(f"{n}" for n in range(0, 30, 3))]
    assert [entry["data"]["nonce"] for entry in one.entries] == [frame["nonce"] for frame in one.of("said")]
    assert sum(batches) == 60
    assert len(batches) <= 2


async def test_an_item_that_cannot_be_received_spoils_no_other(server: LiveServer) -> None:
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        for nonce, text in [("a", "before"), ("b", "explode"), ("c", "after")]:
            await client.send(kind="say", nonce=nonce, text=text)
        assert (await client.next("refused"))["nonce"] == "b"
        await client.reached(2)
    assert [entry["data"]["text"] for entry in client.entries] == ["before", "after"]


async def test_a_broken_connection_to_the_database_is_tried_again(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = lab.LabStreams.receive
    broken = [True]

    def breaking(self: lab.LabStreams, batch: Any) -> Any:
        if broken:
            broken.clear()
            raise OperationalError("server closed the connection unexpectedly")
        return receive(self, batch)

    monkeypatch.setattr(lab.LabStreams, "receive", breaking)
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.send(kind="say", nonce="n1", text="still here")
        assert (await client.next("said"))["position"] == 1


async def test_without_a_database_what_is_said_is_refused_and_the_socket_stays_open(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: lab.LabStreams, batch: Any) -> Any:
        raise OperationalError("could not connect to server")

    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        with monkeypatch.context() as patch:
            patch.setattr(lab.LabStreams, "receive", broken)
            await client.send(kind="say", nonce="n1", text="lost?")
            assert (await client.next("refused"))["nonce"] == "n1"
        await client.send(kind="say", nonce="n1", text="kept")
        assert (await client.next("said"))["position"] == 1


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("", {"Accept-Language": "pt-BR,pt;q=0.9"}),
        ("?language=pt-br", {"Accept-Language": "en"}),
        ("?language=elvish", {"Accept-Language": "pt-BR"}),
    ],
)
async def test_refusals_are_in_the_language_of_the_page(
    server: LiveServer, query: str, headers: dict[str, str]
) -> None:
    [kochi] = await people(1)
    from django.utils.translation import gettext, override

    with override("pt-br"):
        expected = gettext("This is not JSON.")
    async with server.visit(f"lab:7/{query}", kochi, headers=headers) as client:
        await client.connection.send("hello")
        assert (await client.next("refused"))["reason"] == expected


CORPUS: list[str | bytes] = [
    "",
    "hello",
    "[]",
    "null",
    "{}",
    "[" * 65_000,
    '{"kind": "say", "nonce": "n", "text": "\\u0000"}',
    '{"kind": "say", "nonce": "\\udfff", "text": "x"}',
    '{"kind": "shout"}',
    '{"kind": {"kind": "say"}}',
    '{"kind": "say", "nonce": "n", "text": ["a"]}',
    b"",
    b"\xff\xfe binary",
    random.Random(2000).randbytes(2000),
    "9" * 65_536,
    json.dumps({"kind": "say", "nonce": "n", "text": "9" * 65_536}),
    "9" * 1_048_576,
]


async def test_frames_that_mean_nothing_are_refused_and_the_socket_stays_open(server: LiveServer) -> None:
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        for frame in CORPUS:
            await client.connection.send(frame)
        await client.until(lambda client: len(client.of("refused")) == len(CORPUS))
        assert all(frame["reason"] for frame in client.of("refused"))
        await client.send(kind="say", nonce="n1", text="still here")
        assert (await client.next("said"))["position"] == 1


def raw(opcode: int, data: bytes, *, fin: bool = True, rsv1: bool = False, masked: bool = True) -> bytes:
    """A frame as no well-behaved client sends it; the mask is zero, so the payload stays as it is."""
    first = opcode | (0x80 if fin else 0) | (0x40 if rsv1 else 0)
    size, more = len(data), b""
    if size > 65_535:
        size, more = 127, size.to_bytes(8, "big")
    elif size > 125:
        size, more = 126, size.to_bytes(2, "big")
    return bytes((first, size | (0x80 if masked else 0))) + more + (bytes(4) if masked else b"") + data


BROKEN = {
    "too large": ([raw(1, b"x" * 1_048_577)], 1009),
    "too large in parts": ([raw(1, b"x" * 600_000, fin=False), raw(0, b"x" * 600_000)], 1009),
    "huge announced": ([b"\x81\xff" + (2**62).to_bytes(8, "big")], 1009),
    "not UTF-8": ([raw(1, b"\xff\xfe")], 1007),
    "half a character": ([raw(1, "ß".encode()[:1], fin=False), raw(0, b"")], 1007),
    "not masked": ([raw(1, b"{}", masked=False)], 1002),
    "compressed unasked": ([raw(1, b"{}", rsv1=True)], 1002),
    "continuation of nothing": ([raw(0, b"{}")], 1002),
    "text within text": ([raw(1, b"{", fin=False), raw(1, b"}")], 1002),
    "long ping": ([raw(9, b"x" * 200)], 1002),
    "unknown opcode": ([b"\x83\x80mask"], 1002),
    "bad close": ([raw(8, b"\x01")], 1002),
    "close with a code nobody may send": ([raw(8, (1005).to_bytes(2, "big"))], 1002),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_breaks_the_protocol_is_closed_cleanly(
    server: LiveServer, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    data, code = BROKEN[name]
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        client.connection.transport.write(b"".join(data))
        assert await client.end() == code
    assert not [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"]


async def test_a_thousand_random_frames_hurt_nobody(server: LiveServer, caplog: pytest.LogCaptureFixture) -> None:
    kochi, jena = await people(2)
    noise = random.Random(1000)
    async with server.visit("lab:7/", jena) as neighbour:
        await neighbour.next("welcome")
        for _ in range(25):
            async with server.visit("lab:7/", kochi) as client:
                client.connection.transport.write(noise.randbytes(60 * 40))
                # Noise may happen to announce a long frame, for whose rest the server rightly waits: none will come.
                client.connection.transport.write_eof()
                await client.end()
        await neighbour.send(kind="say", nonce="n1", text="still here")
        assert (await neighbour.next("said"))["position"] == 1
    assert not [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"]


@pytest.mark.alone
async def test_who_sends_too_much_is_read_slowly_and_others_do_not_notice(server: LiveServer) -> None:
    kochi, jena = await people(2)
    began = time.monotonic()
    async with server.visit("lab:7/", kochi) as flood, server.visit("lab:7/", jena) as neighbour:
        await neighbour.next("welcome")

        async def send() -> None:
            for _ in range(5000):
                await flood.connection.send("x" * 2000)

        sending = asyncio.create_task(send())
        for n in range(5):
            async with asyncio.timeout(2):
                await neighbour.send(kind="say", nonce=f"{n}", text="on time")
                await neighbour.next("said", n + 1)
        allowed = limits().frame_burst + (time.monotonic() - began) * limits().frames_per_second
        at_one_go = 2**18 // 2000  # read from the network; what it costs too much is only asked back at the next go
        assert len(flood.of("refused")) <= allowed + 4 * at_one_go
        sending.cancel()
        flood.connection.transport.abort()


async def test_too_many_unanswered_messages_are_refused(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    [kochi] = await people(1)
    going = Event()
    monkeypatch.setattr(lab.LabStreams, "before_commit", lambda self: going.wait(PATIENCE))
    try:
        async with server.visit("lab:7/", kochi) as client:
            await client.next("welcome")
            for n in range(limits().unanswered + 3):
                await client.send(kind="say", nonce=f"{n}", text="x")
            refused = await client.next("refused", 3)
            going.set()
            await client.until(lambda client: len(client.of("said")) == limits().unanswered)
        assert refused["nonce"] == f"{limits().unanswered + 2}"
    finally:
        going.set()


async def test_who_closes_before_the_answer_has_still_said_it(server: LiveServer) -> None:
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        await client.send(kind="say", nonce="n1", text="and off")
        client.connection.transport.abort()
    async with server.visit("lab:7/?since=0", kochi) as client:
        await client.reached(1)


async def test_the_connection_may_die_at_any_moment(server: LiveServer, caplog: pytest.LogCaptureFixture) -> None:
    [kochi] = await people(1)
    for n in range(30):
        try:
            async with server.visit("lab:7/?since=0", kochi) as client:
                await asyncio.sleep(n / 5000)
                await client.connection.send(json.dumps({"kind": "say", "nonce": f"{n}", "text": "x"}))
                client.connection.transport.abort()
        except ConnectionClosed:
            pass
    from web.live.switchboard import boards

    await lab.eventually(lambda: not boards()[0].hubs)
    assert not [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"]
