"""Who is there, and who is writing."""

from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async

from tests.web.live import lab
from tests.web.live.clients import Client, LiveServer, live_server, visitors
from web.live import presence as live_presence
from web.live import sockets
from web.live.limits import limits

pytestmark = pytest.mark.django_db(transaction=True)
people = sync_to_async(visitors)


def seen(client: Client) -> list[int]:
    """The people a page shows last."""
    told = client.of("presence")
    return [each["id"] for each in told[-1]["people"]] if told else []


async def test_who_says_here_is_there_until_the_last_socket_closes(server: LiveServer) -> None:
    kochi, jena = await people(2)
    async with server.visit("lab:7/", jena) as watching:
        await watching.send(kind="here")
        await watching.until(lambda client: seen(client) == [jena.id])
        async with server.visit("lab:7/", kochi) as first, server.visit("lab:7/", kochi) as second:
            await first.send(kind="here")
            await second.send(kind="here")
            await second.send(kind="here")
            await watching.until(lambda client: seen(client) == [kochi.id, jena.id])
            await first.connection.close()
            await second.until(lambda client: seen(client) == [kochi.id, jena.id])
        await watching.until(lambda client: seen(client) == [jena.id])
    frame = watching.of("presence")[0]
    assert (frame["v"], frame["stream"], "position" in frame) == (1, "lab:7", False)


async def test_a_socket_that_does_not_say_here_is_not_there_but_sees_who_is(server: LiveServer) -> None:
    kochi, jena = await people(2)
    async with server.visit("lab:7/", kochi) as there:
        await there.send(kind="here")
        await there.until(lambda client: seen(client) == [kochi.id])
        async with server.visit("lab:7/", jena) as watching:
            await watching.until(lambda client: seen(client) == [kochi.id])
        assert seen(there) == [kochi.id]


async def test_presence_that_did_not_change_is_told_once(
    server: LiveServer, presence: lab.LabPresence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking again and again finds nothing to tell; what is said afterwards comes after whatever had been told."""
    monkeypatch.setattr(live_presence, "LOOK_SECONDS", 0.05)
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.send(kind="here")
        await client.until(lambda client: seen(client) == [kochi.id])
        told, looks = list(client.of("presence")), presence.looks
        for _ in range(4):
            await client.send(kind="here")
        await lab.eventually(lambda: presence.looks >= looks + 3)
        await client.send(kind="say", nonce="n", text="told before this")
        await client.reached(1)
        assert client.of("presence") == told


async def test_a_process_says_that_it_lives(
    transactional_db: None, presence: lab.LabPresence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_presence, "BEAT_SECONDS", 0.1)
    [kochi] = await people(1)
    with live_server() as server:
        async with server.visit("lab:7/", kochi) as client:
            await client.send(kind="here")
            await lab.eventually(lambda: presence.beats >= 3)


async def test_a_failure_to_store_presence_is_made_good(
    server: LiveServer, presence: lab.LabPresence, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = presence.sync
    failed: list[bool] = []

    def failing(*args: object) -> None:
        if not failed:
            failed.append(True)
            raise RuntimeError("disk full")
        sync(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(presence, "sync", failing)
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.send(kind="here")
        await client.until(lambda client: seen(client) == [kochi.id])


async def test_typing_is_told_to_the_others_and_not_too_often(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "limits", lambda: replace(limits(), typing_seconds=3600.0))
    kochi, jena = await people(2)
    async with server.visit("lab:7/", kochi) as mine, server.visit("lab:7/", jena) as other:
        await other.next("welcome")
        await mine.next("welcome")
        for _ in range(10):
            await mine.send(kind="typing")
        told = await other.next("typing")
        await mine.send(kind="say", nonce="n", text="done")
        await other.reached(1)
    assert told == {"v": 1, "kind": "typing", "stream": "lab:7", "person": kochi.id}
    assert (len(other.of("typing")), mine.of("typing")) == (1, [])
