"""The shared cache while Redis is there, away, and back."""

import socket
import time
from collections.abc import Iterator

import pytest

from tests.redis_server import RedisServer, redis_server
from tests.serving import PATIENCE, wait_until
from web import caching
from web.caching import SharedCache

pytestmark = pytest.mark.services
A_MOMENT = caching.PATIENCE_SECONDS


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    monkeypatch.setattr(caching, "PAUSE_SECONDS", 0.2)
    monkeypatch.setattr(caching, "PATIENCE_SECONDS", PATIENCE)
    monkeypatch.setattr(caching._Outage, "until", 0.0)
    with redis_server() as server:
        yield server


def counts(cache: SharedCache, key: str) -> int:
    cache.add(key, 0, 60)
    return int(cache.incr(key))


def test_two_processes_count_together(redis: RedisServer) -> None:
    kochi, jena = SharedCache(redis.url, {}), SharedCache(redis.url, {})
    assert [counts(kochi, "say"), counts(jena, "say"), counts(kochi, "say")] == [1, 2, 3]


def test_while_redis_is_away_a_process_counts_for_itself_and_afterwards_they_share_again(redis: RedisServer) -> None:
    kochi, jena = SharedCache(redis.url, {}), SharedCache(redis.url, {})
    kochi.own.clear()
    assert counts(kochi, "say") == 1
    redis.kill()
    assert [counts(kochi, "say"), counts(kochi, "say")] == [1, 2]
    redis.start()
    wait_until(lambda: not caching._Outage.is_on())
    assert [counts(kochi, "say"), counts(jena, "say")] == [1, 2]


@pytest.mark.alone
def test_an_outage_costs_nobody_more_than_a_moment(redis: RedisServer) -> None:
    cache = SharedCache(redis.url, {})
    redis.kill()
    began = time.monotonic()
    for number in range(20):
        cache.set(f"page-{number}", number)
    assert [cache.get(f"page-{number}") for number in range(20)] == list(range(20))
    assert time.monotonic() - began < 2 * A_MOMENT


@pytest.mark.alone
def test_a_redis_that_says_nothing_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching._Outage, "until", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache = SharedCache(f"redis://127.0.0.1:{silent.getsockname()[1]}", {})
        began = time.monotonic()
        cache.set("page", 1)
        assert A_MOMENT <= time.monotonic() - began < 1.8 * A_MOMENT
        assert cache.get("page") == 1
