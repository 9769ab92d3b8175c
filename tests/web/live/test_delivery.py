"""Entries on their way to sockets."""

import asyncio
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async

from ledger import pruning
from tests.serving import PATIENCE
from tests.web.live import lab
from tests.web.live.clients import Client, LiveServer, Visitor, live_server, visitors

pytestmark = pytest.mark.django_db(transaction=True)
say = lab.say_elsewhere
people = sync_to_async(visitors)


async def fetched(server: LiveServer, path: str, visitor: Visitor | None) -> httpx.Response:
    headers = {"Cookie": visitor.cookie} if visitor else {}
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as http:
        return await http.get(f"{server.url}/live/{path}", headers=headers)


async def test_a_page_is_welcomed_and_gets_what_it_missed_and_what_follows(server: LiveServer) -> None:
    await say(7, "one", "two", "three")
    [kochi] = await people(1)
    async with server.visit("lab:7/?since=1", kochi) as client:
        welcome = await client.next("welcome")
        assert welcome["v"] == 1
        assert (welcome["stream"], welcome["position"]) == ("lab:7", 3)
        assert client.others[0] is welcome
        await client.reached(3)
        await say(7, "four")
        await client.reached(4)
    assert client.positions == [2, 3, 4]
    last = client.entries[-1]
    assert (last["v"], last["kind"], last["stream"]) == (1, "sentence_said", "lab:7")
    assert (last["data"]["text"], last["html"]) == ("four", "<p>four</p>")
    assert last["at"].endswith("Z")


async def test_without_since_only_what_follows_is_sent(server: LiveServer) -> None:
    await say(7, "one", "two")
    [jena] = await people(1)
    async with server.visit("lab:7/", jena) as client:
        await client.next("welcome")
        await say(7, "three")
        await client.reached(3)
        assert client.positions == [3]


async def test_several_entries_of_a_commit_come_as_one_frame(server: LiveServer) -> None:
    [piura] = await people(1)
    async with server.visit("lab:7/", piura) as client:
        await client.next("welcome")
        await say(7, *(f"{n}" for n in range(1, 41)))
        await client.reached(40)
    assert client.positions == list(range(1, 41))
    assert client.frames == 2


async def test_streams_are_apart(server: LiveServer) -> None:
    [kochi] = await people(1)
    async with server.visit("lab:1/", kochi) as one, server.visit("lab:2/", kochi) as two:
        await one.next("welcome")
        await two.next("welcome")
        await say(1, "to one")
        await say(2, "to two")
        await asyncio.gather(one.reached(1), two.reached(1))
    assert [client.entries[0]["data"]["text"] for client in (one, two)] == ["to one", "to two"]


async def test_every_socket_gets_everything_once_however_connecting_and_saying_race(server: LiveServer) -> None:
    async def talk() -> None:
        for n in range(60):
            await say(3, *(f"{n}-{m}" for m in range(1 + n % 4)))

    async def listen(visitor: Visitor, since: int) -> Client:
        async with server.visit(f"lab:3/?since={since}", visitor) as client:
            await client.reached(145)
            return client

    await say(3, "a", "b", "c", "d", "e")
    crowd = await people(12)
    listening = [asyncio.create_task(listen(visitor, n % 3)) for n, visitor in enumerate(crowd)]
    talking = asyncio.create_task(talk())
    for n, visitor in enumerate(crowd):
        await asyncio.sleep(0.02)
        listening.append(asyncio.create_task(listen(visitor, n % 3)))
    await talking
    for n, client in enumerate(await asyncio.gather(*listening)):
        assert client.positions[:145] == list(range(n % 12 % 3 + 1, client.positions[-1] + 1))[:145]


async def test_who_is_thousands_of_entries_behind_gets_all_in_order(server: LiveServer) -> None:
    await say(4, *(f"{n}" for n in range(2500)))
    [kolding] = await people(1)
    async with server.visit("lab:4/?since=0", kolding) as far, server.visit("lab:4/?since=2000", kolding) as near:
        await far.reached(2500)
        await near.reached(2500)
    assert far.positions == list(range(1, 2501))
    assert near.positions == list(range(2001, 2501))


async def test_a_position_beyond_the_log_resets(server: LiveServer) -> None:
    await say(5, "one")
    [jena] = await people(1)
    async with server.visit("lab:5/?since=97", jena) as client:
        reset = await client.next("reset")
        assert (reset["v"], reset["position"]) == (1, 1)
        assert reset["epoch"] == client.of("welcome")[0]["epoch"]
        await say(5, "two")
        await client.reached(2)
    assert client.positions == [2]


async def test_a_page_that_is_a_hint_ahead_of_the_hub_is_not_reset(server: LiveServer) -> None:
    [jena, piura] = await people(2)
    async with server.visit("lab:5/", jena) as first:
        await first.next("welcome")
        with lab.without_hints():
            await say(5, "one", "two")
        async with server.visit("lab:5/?since=2", piura) as second:
            await second.next("welcome")
            await say(5, "three")
            await asyncio.gather(first.reached(3), second.reached(3))
    assert (first.positions, second.positions) == ([1, 2, 3], [3])
    assert second.of("reset") == []


async def test_what_was_pruned_resets(server: LiveServer) -> None:
    await say(6, "one", "two", "three")
    await sync_to_async(pruning.prune)("lab:6", up_to=2)
    [kochi] = await people(1)
    async with server.visit("lab:6/?since=1", kochi) as client:
        assert (await client.next("reset"))["position"] == 3
    async with server.visit("lab:6/?since=2", kochi) as client:
        await client.reached(3)
        assert client.of("reset") == []


async def test_a_restored_backup_resets_open_sockets(server: LiveServer) -> None:
    await say(8, "one", "two")
    [kochi] = await people(1)
    async with server.visit("lab:8/?since=2", kochi) as client:
        await client.next("welcome")
        epoch = await sync_to_async(pruning.begin_new_epoch)()
        assert await client.next("reset") == {"v": 1, "kind": "reset", "epoch": epoch, "position": 2}
        await say(8, "three")
        await client.reached(3)
    async with server.visit("lab:8/?since=2&epoch=another", kochi) as client:
        assert (await client.next("reset"))["position"] == 3


async def test_an_entry_that_cannot_be_rendered_shows_its_ids(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Any, entries: Any) -> Any:
        raise RuntimeError("no template")

    monkeypatch.setattr(lab.LabStreams, "render", fail)
    [kochi] = await people(1)
    async with server.visit("lab:9/", kochi) as client:
        await client.next("welcome")
        await say(9, "one", "two")
        await client.reached(2)
    assert [entry["html"] for entry in client.entries] == ["", ""]


async def test_the_same_entries_come_over_http(server: LiveServer) -> None:
    await say(7, "one", "two", "three")
    [kochi] = await people(1)
    async with server.visit("lab:7/?since=1", kochi) as client:
        await client.reached(3)
    answer = (await fetched(server, "lab:7/?since=1", kochi)).json()
    assert answer == {"epoch": client.of("welcome")[0]["epoch"], "position": 3, "entries": client.entries}
    assert (await fetched(server, "lab:7/", kochi)).json()["entries"] == []
    assert (await fetched(server, "lab:7/?since=3", kochi)).json()["entries"] == []
    assert (await fetched(server, "lab:7/?since=4", kochi)).json()["reset"] is True


async def test_over_http_the_answer_to_who_may_not_is_json(server: LiveServer) -> None:
    [kochi] = await people(1)
    await sync_to_async(lab.dismiss)(7, kochi.id)
    answers = [
        await fetched(server, "lab:7/?since=0", None),
        await fetched(server, "lab:7/?since=0", kochi),
        await fetched(server, "lab:0/?since=0", kochi),
        await fetched(server, "attic:1/?since=0", kochi),
        await fetched(server, "lab:7/?since=x", kochi),
        await fetched(server, "lab:7/?since=-1", kochi),
    ]
    assert [answer.status_code for answer in answers] == [401, 403, 404, 404, 400, 400]
    assert all(answer.json()["error"] for answer in answers)


async def test_hubs_go_with_their_last_socket(server: LiveServer) -> None:
    from web.live import switchboard

    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as one, server.visit("lab:7/", kochi) as two:
        await one.next("welcome")
        await two.next("welcome")
        [board] = switchboard.boards()
        assert list(board.hubs) == ["lab:7"]
    await lab.eventually(lambda: not board.hubs and not board.sockets)


async def test_other_servers_serve_the_same(transactional_db: None, presence: lab.LabPresence) -> None:
    await say(7, "one", "two")
    [kochi] = await people(1)
    with live_server(ws="websockets-sansio") as server:
        async with server.visit("lab:7/?since=0", kochi) as client:
            await client.reached(2)
            await client.send(kind="say", nonce="n", text="three")
            assert (await client.next("said"))["position"] == 3
            await client.connection.send(b"binary")
            assert (await client.next("refused"))["nonce"] is None
            await client.reached(3)
            await sync_to_async(lab.dismiss)(7, kochi.id)
            assert await client.end() == 4403
        assert client.positions == [1, 2, 3]
        async with server.visit("lab:7/", None) as client:
            assert await client.end() == 4401
