"""The platform as processes: killed, stopped, and two of them beside each other."""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.serving import PATIENCE, ROOT, Platform
from tests.web.live.clients import Client, LiveServer, Visitor

LABS = {"DJANGO_SETTINGS_MODULE": "tests.web.live.lab_settings", "SECRET_KEY": "only for this test"}


def platform_in(folder: Path, **settings: str) -> Platform:
    """An installation with labs; `BASE_URL` stays on this computer, so that its pages may use any port."""
    folder.mkdir(exist_ok=True)
    return Platform(folder, settings=LABS | settings)


def signed_in(platform: Platform, count: int) -> list[Visitor]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.live.sign_in", str(count)],
        cwd=ROOT,
        env=platform.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Visitor(**each) for each in json.loads(done.stdout)]


def at(platform: Platform) -> LiveServer:
    return LiveServer(platform.port, None)  # type: ignore[arg-type]


@pytest.fixture(params=["embedded", pytest.param("separate", marks=pytest.mark.services)])
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Platform]:
    """On SQLite, and on PostgreSQL with Redis."""
    settings: dict[str, str] = {}
    if request.param == "separate":
        settings["DATABASE_URL"] = request.getfixturevalue("postgres_url")
        settings["REDIS_URL"] = request.getfixturevalue("redis_url")
    else:
        shutil.copytree(request.getfixturevalue("prepared_folder"), tmp_path / "var")
    platform = platform_in(tmp_path / "var", **settings)
    yield platform
    platform.close()


async def test_on_a_stop_every_socket_is_told_to_come_back(platform: Platform) -> None:
    process = platform.start("serve")
    [kochi] = signed_in(platform, 1)
    async with at(platform).visit("lab:7/", kochi) as one, at(platform).visit("lab:8/", kochi) as two:
        await one.next("welcome")
        await two.next("welcome")
        stopping = asyncio.get_running_loop().run_in_executor(None, platform.stop, process)
        assert {*await asyncio.gather(one.end(), two.end())} == {1012}
        assert await stopping == 0
    assert "Traceback" not in platform.log()


async def test_nothing_acknowledged_is_lost_when_the_process_is_killed(platform: Platform) -> None:
    """Three kills in the middle of talk: what was answered is there, once, and each reader's view is contiguous."""
    process = platform.start("serve")
    kochi, jena = signed_in(platform, 2)
    acknowledged: dict[str, int] = {}
    heard: list[dict[str, Any]] = []
    for life in range(3):
        async with at(platform).visit(f"lab:7/?since={len(heard)}", jena) as reader:
            async with at(platform).visit("lab:7/", kochi) as writer:
                talking = asyncio.create_task(talk(writer, f"{life}"))
                await writer.until(lambda client: len(client.of("said")) >= 40)
                platform.kill(process)
                await asyncio.gather(writer.end(), reader.end())
                talking.cancel()
            acknowledged |= {frame["nonce"]: frame["position"] for frame in writer.of("said")}
        heard += reader.entries
        process = platform.start("serve")
    async with at(platform).visit(f"lab:7/?since={len(heard)}", jena) as reader:
        head = (await reader.next("welcome"))["position"]
        if head > len(heard):
            await reader.reached(head)
        heard += reader.entries
    assert [entry["position"] for entry in heard] == list(range(1, head + 1))
    stored = {entry["data"]["nonce"]: entry["position"] for entry in heard}
    assert len(stored) == len(heard)
    assert acknowledged.items() <= stored.items()


async def talk(writer: Client, name: str) -> None:
    for n in range(100_000):
        await writer.send(kind="say", nonce=f"{name}-{n}", text="talk")
        await writer.until(lambda client, n=n: len(client.of("said")) + 8 > n)


@pytest.fixture
def two(tmp_path: Path, postgres_url: str, redis_url: str) -> Iterator[tuple[Platform, Platform]]:
    """Two web processes on one PostgreSQL and one Redis."""
    shared = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    pair = platform_in(tmp_path / "a", **shared), platform_in(tmp_path / "b", **shared)
    for each in pair:
        each.start("serve")
    yield pair
    for each in pair:
        each.close()


@pytest.mark.alone
@pytest.mark.services
async def test_what_is_said_at_one_process_is_heard_at_the_other_at_once(two: tuple[Platform, Platform]) -> None:
    kochi, jena = signed_in(two[0], 2)
    async with at(two[0]).visit("lab:7/", kochi) as here, at(two[1]).visit("lab:7/", jena) as there:
        await asyncio.gather(here.next("welcome"), there.next("welcome"))
        async with asyncio.timeout(PATIENCE):
            while not there.of("typing"):  # told until the other process has begun to listen: hints may get lost
                await here.send(kind="typing")
                await asyncio.sleep(0.1)
        assert there.of("typing")[0]["person"] == kochi.id
        taken = []
        for n in range(1, 21):
            began = time.monotonic()
            await here.send(kind="say", nonce=f"{n}", text="hello")
            await there.reached(n)
            taken.append(time.monotonic() - began)
        await here.reached(20)
    assert here.positions == there.positions == list(range(1, 21))
    assert sorted(taken)[10] < 0.2
    assert not here.of("typing")


@pytest.mark.alone
@pytest.mark.services
async def test_with_redis_emptied_and_cut_off_it_is_heard_within_a_second_and_a_half(
    two: tuple[Platform, Platform], redis_url: str
) -> None:
    kochi, jena = signed_in(two[0], 2)
    async with at(two[0]).visit("lab:7/", kochi) as here, at(two[1]).visit("lab:7/", jena) as there:
        await asyncio.gather(here.next("welcome"), there.next("welcome"))
        with redis.Redis.from_url(redis_url) as connection:
            connection.flushdb()
            database = redis_url.rpartition("/")[2]
            for client in connection.client_list():
                if client["db"] == database and client["id"] != str(connection.client_id()):
                    connection.client_kill_filter(_id=client["id"])
        for n in range(1, 6):
            began = time.monotonic()
            await here.send(kind="say", nonce=f"{n}", text="hello")
            await there.reached(n)
            assert time.monotonic() - began < 1.5
    assert there.positions == [1, 2, 3, 4, 5]


@pytest.mark.services
async def test_a_restarted_postgresql_is_found_again(tmp_path: Path, postgres_url: str) -> None:
    """The server cannot be restarted here without harm to others; its connections are all ended, as a restart does."""
    import psycopg

    platform = platform_in(tmp_path / "var", DATABASE_URL=postgres_url)
    try:
        platform.start("serve")
        [kochi] = signed_in(platform, 1)
        async with at(platform).visit("lab:7/", kochi) as client:
            for n in range(1, 4):
                await client.send(kind="say", nonce=f"{n}", text="before and after")
                await client.until(lambda client, n=n: len(client.of("said")) == n)
                await client.reached(n)
                with psycopg.connect(postgres_url.replace("postgres://", "postgresql://"), autocommit=True) as admin:
                    admin.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
            await asyncio.sleep(3)
            await client.send(kind="say", nonce="last", text="still here")
            await client.reached(4)
            assert client.code is None
        assert client.positions == [1, 2, 3, 4]
    finally:
        platform.close()
