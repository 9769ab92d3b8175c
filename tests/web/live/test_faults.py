"""Faults in this process: hints that get lost, a channel layer that is down, a database that was away."""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from django.db import OperationalError, connections, transaction

from ledger import reading
from tests.ports import free_port
from tests.serving import PATIENCE
from tests.web.live import lab
from tests.web.live.clients import LiveServer, live_server, visitors
from web.live import courier, log, reader
from web.live.layers import EmbeddedChannelLayer

pytestmark = pytest.mark.django_db(transaction=True)
say = lab.say_elsewhere
people = sync_to_async(visitors)


async def seconds_until_an_entry_without_hints_arrives(server: LiveServer, patience: float) -> float | None:
    """How long an entry took of which no hint told; None when it did not come in time."""
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        with lab.without_hints():
            await say(7, "nobody said so")
        began = time.monotonic()
        try:
            await client.reached(1, patience)
        except TimeoutError:
            return None
        return time.monotonic() - began


@pytest.mark.alone
async def test_an_entry_whose_hint_got_lost_arrives_within_one_and_a_half_seconds(server: LiveServer) -> None:
    taken = await seconds_until_an_entry_without_hints_arrives(server, patience=PATIENCE)
    assert taken is not None
    assert taken < 1.5


async def test_without_reading_each_second_it_would_not_arrive(
    transactional_db: None, presence: lab.LabPresence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(reader, "POLL_SECONDS", 3600.0)
    with live_server() as server:
        assert await seconds_until_an_entry_without_hints_arrives(server, patience=3) is None


@pytest.mark.alone
async def test_with_its_hint_an_entry_arrives_at_once(server: LiveServer) -> None:
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        taken = []
        for n in range(1, 11):
            began = time.monotonic()
            await say(7, "said")
            await client.reached(n)
            taken.append(time.monotonic() - began)
    assert sorted(taken)[5] < 0.2


async def test_a_database_that_was_away_is_found_again(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    away, turned_away = threading.Event(), list[str]()
    since, heads = reading.since, reading.heads

    def gone(work: Any) -> Any:
        def attempt(*args: Any, **kwargs: Any) -> Any:
            if away.is_set():
                turned_away.append(work.__name__)
                raise OperationalError("the database system is shutting down")
            return work(*args, **kwargs)

        return attempt

    monkeypatch.setattr(reading, "since", gone(since))
    monkeypatch.setattr(reading, "heads", gone(heads))
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        away.set()
        await say(7, "while it was away")
        await lab.eventually(lambda: len(turned_away) >= 8)
        assert client.positions == []
        away.clear()
        await client.reached(1)
        await say(7, "afterwards")
        await client.reached(2)
    said = [record for record in caplog.records if record.name == "web.live.reader"]
    assert 1 <= len(said) <= 2  # an answer still on its way when it went counts as its return


async def test_a_connection_that_broke_while_idle_is_replaced(server: LiveServer) -> None:
    """What a restarted database leaves behind in each thread: a connection that fails at the next use."""
    from web.live.switchboard import boards

    [kochi] = await people(1)
    async with server.visit("lab:7/?since=0", kochi) as client:
        await client.next("welcome")
        [board] = boards()
        loop = board._loop
        for desk in (board.desk, board.pen):
            broken = [asyncio.run_coroutine_threadsafe(asked(desk, break_connection), loop) for _ in range(8)]
            await asyncio.gather(*(asyncio.wrap_future(each) for each in broken))
        await client.send(kind="say", nonce="n", text="still here")
        assert (await client.next("said"))["position"] == 1
        await client.reached(1)


async def asked(desk: Any, work: Any) -> Any:
    return await desk.ask(work)


def break_connection() -> None:
    """Leave a connection that every statement fails on with an OperationalError or InterfaceError."""
    connection = connections["default"]
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        connection.connection.pgconn.finish()
    else:
        connection.connection = _Broken()
    time.sleep(0.05)  # so that the other threads get their share


class _Broken:
    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: None


@pytest.fixture
def layer_that_is_down(settings: Any) -> Iterator[None]:
    """Redis, where nobody listens."""
    host = {"address": f"redis://127.0.0.1:{free_port()}/0", "socket_timeout": None}
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": backend, "CONFIG": {"hosts": [host]}}}
    yield
    channel_layers.backends.clear()


def seconds_held_up_after_the_commit() -> float:
    """How long who says something waits until other processes are told of it; the disk's time does not count."""
    committed: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(time.monotonic()))
        lab.say(7, "said")
    return time.monotonic() - committed[0]


@pytest.mark.alone
async def test_without_redis_nobody_waits_and_everything_arrives(
    transactional_db: None,
    presence: lab.LabPresence,
    layer_that_is_down: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert courier.is_shared()
    [kochi] = await people(1)
    with live_server() as server:
        async with server.visit("lab:7/", kochi) as client:
            await client.next("welcome")
            for n in range(1, 21):
                assert await lab.elsewhere(seconds_held_up_after_the_commit) < 0.5
                await client.reached(n, 1.5)
                await asyncio.sleep(0.1)
        said = [each for each in caplog.records if each.name == "web.live.courier"]
        assert len(said) == 1
        heard = [each for each in caplog.records if each.name == "web.live.listening"]
        assert len(heard) == 1
        assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


async def test_the_embedded_layer_takes_messages_from_any_thread() -> None:
    layer = EmbeddedChannelLayer()
    channel = await layer.new_channel()
    await layer.group_add("live", channel)
    receiving = asyncio.create_task(layer.receive(channel))
    await asyncio.sleep(0)

    def send_from_a_thread() -> None:
        asyncio.run(layer.group_send("live", {"type": "x", "n": 1}))

    thread = threading.Thread(target=send_from_a_thread)
    thread.start()
    assert await asyncio.wait_for(receiving, PATIENCE) == {"type": "x", "n": 1}
    await asyncio.get_running_loop().run_in_executor(None, thread.join)


def test_reading_is_what_the_log_says(presence: lab.LabPresence) -> None:
    lab.say(7, "one", "two")
    [run] = log.read([log.Wanted("lab:7", 1)])
    assert [entry.position for entry in run.entries] == [2]
