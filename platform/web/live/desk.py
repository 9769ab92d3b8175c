"""The desk: a few threads that do database work for the event loop.

Each thread keeps its connection, because opening one costs more than most of the work. A connection that broke is
thrown away and the work tried once more, so that a restarted database is noticed by nobody.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections

P = ParamSpec("P")
T = TypeVar("T")
_Done = Callable[[Any, BaseException | None], None]
_Job = tuple[_Done, Callable[..., Any], tuple[Any, ...]]
_log = logging.getLogger(__name__)


class Desk:
    """Threads with a common queue; the queue's callers bound it by waiting for their answers."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, threads: int, name: str = "live") -> None:
        self._loop = loop
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads = [Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def put(self, done: _Done, work: Callable[..., Any], *args: Any) -> None:
        """Have work done in a thread; `done` is called on the loop with the result or the error."""
        self._jobs.put((done, work, args))

    def ask(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "asyncio.Future[T]":
        """Have work done in a thread; call from the loop only, with positional arguments."""
        future: asyncio.Future[T] = self._loop.create_future()
        self.put(partial(_settle, future), work, *args)
        return future

    def close(self) -> None:
        """Let the threads finish what is queued, close their connections and end."""
        for _thread in self._threads:
            self._jobs.put(None)

    def join(self, seconds: float) -> None:
        """Wait for the threads to end, after `close`."""
        for thread in self._threads:
            thread.join(seconds)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            done, work, args = job
            try:
                result, error = _patiently(work, args), None
            except Exception as raised:
                result, error = None, raised
            try:
                self._loop.call_soon_threadsafe(done, result, error)
            except RuntimeError:  # the loop is closed, and with it whoever asked
                break
        connections.close_all()


def _patiently(work: Callable[..., T], args: tuple[Any, ...]) -> T:
    try:
        return work(*args)
    except (OperationalError, InterfaceError):
        discard_connections()
        return work(*args)
    except Exception:
        discard_connections()
        raise


def discard_connections() -> None:
    """Close this thread's connections where they failed, and have a pool look at those it keeps."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        pool = getattr(connection, "pool", None)
        if pool is not None:
            try:
                pool.check()
            except Exception:
                _log.warning("The pool of database connections could not be checked", exc_info=True)


def _settle(future: "asyncio.Future[Any]", result: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
