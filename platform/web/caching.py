"""The cache that all web processes share, and what a process does while Redis is away.

Only counts for limits and other things that may be forgotten stand in it. So nobody's page fails because Redis does:
each process then counts for itself, as it does where no Redis is configured.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import ConnectionError as Unreachable
from redis import TimeoutError as TooSlow
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.5
"""How long one step may wait for Redis; a page takes a handful of steps."""
PAUSE_SECONDS = 2.0
"""How long Redis is left alone after it failed."""


class _Outage:
    """Whether Redis failed a moment ago; one for all threads of this process."""

    until = 0.0

    @classmethod
    def is_on(cls) -> bool:
        return time.monotonic() < cls.until

    @classmethod
    def begin(cls) -> None:
        if time.monotonic() > cls.until + 60:
            logger.warning("Redis is not reachable; limits count per process until it is back.")
        cls.until = time.monotonic() + PAUSE_SECONDS


def _shared_else_own(name: str) -> Callable[..., Any]:
    """The operation on Redis, or on this process's memory while Redis is away."""
    shared, own = getattr(RedisCache, name), getattr(LocMemCache, name)

    def operation(self: "SharedCache", *args: Any, **kwargs: Any) -> Any:
        if not _Outage.is_on():
            try:
                return shared(self, *args, **kwargs)
            except (Unreachable, TooSlow):
                _Outage.begin()
        return own(self.own, *args, **kwargs)

    return operation


class SharedCache(RedisCache):
    """Django's Redis cache that goes on in local memory while Redis cannot be reached.

    Attributes:
        own: this process's memory, the same for all its threads.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        patience = {
            "socket_timeout": PATIENCE_SECONDS,
            "socket_connect_timeout": PATIENCE_SECONDS,
            "retry": Retry(NoBackoff(), 1, (Unreachable,)),  # a connection cut while idle is replaced at once
        }
        super().__init__(server, {**params, "OPTIONS": patience | params.get("OPTIONS", {})})
        self.own = LocMemCache("shared-cache", params)

    add = _shared_else_own("add")
    get = _shared_else_own("get")
    set = _shared_else_own("set")
    touch = _shared_else_own("touch")
    delete = _shared_else_own("delete")
    get_many = _shared_else_own("get_many")
    has_key = _shared_else_own("has_key")
    incr = _shared_else_own("incr")
    set_many = _shared_else_own("set_many")
    delete_many = _shared_else_own("delete_many")
    clear = _shared_else_own("clear")
