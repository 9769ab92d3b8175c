"""Really at the same time: several threads, each with a database connection of its own, let go at one moment."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest
from django.db import connection, connections

from tests.serving import PATIENCE, wait_until

T = TypeVar("T")


def at_once(*works: Callable[[], T], connected: bool = True) -> list[T | Exception]:
    """Do pieces of work at the same time; what each returned or raised, in their order.

    Args:
        works: what to do.
        connected: open every connection before the start; without, more works than the pool has connections queue
            for one, as requests do.

    Belongs into tests with `django_db(transaction=True)`: other connections see only what is committed.
    """
    results: list[T | Exception] = [RuntimeError("did not end")] * len(works)
    ready = threading.Barrier(len(works))

    def run(index: int) -> None:
        try:
            if connected:
                connection.ensure_connection()
            ready.wait(PATIENCE)
            results[index] = works[index]()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,), daemon=True) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * PATIENCE)
    return results


def errors(results: Sequence[object]) -> list[Exception]:
    """Those of the results that were raised."""
    return [result for result in results if isinstance(result, Exception)]


class Meanwhile:
    """Somebody else's work that begins at a chosen moment of ours, which goes on when theirs is done or has to wait."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._backend = 0
        self._result: list[object] = []
        self._thread = threading.Thread(target=self._run, daemon=True)

    def begin(self) -> None:
        """Let them begin, once; come back when they are done or wait for a lock (SQLite: they wait for our commit)."""
        if self._thread.ident is None:
            self._thread.start()
            wait_until(lambda: bool(self._result) or self._waits())

    def result(self) -> object:
        """What their work returned or raised, when it is over."""
        self._thread.join(2 * PATIENCE)
        return self._result[0]

    def _run(self) -> None:
        try:
            if connection.vendor == "postgresql":
                self._backend = _asked("SELECT pg_backend_pid()")
            self._result.append(self._work())
        except Exception as error:
            self._result.append(error)
        finally:
            connections.close_all()

    def _waits(self) -> bool:
        if connection.vendor == "sqlite":
            return True
        return self._backend > 0 and _asked("SELECT cardinality(pg_blocking_pids(%s))", self._backend) > 0


def _asked(statement: str, *values: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])


def let_readers_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """For negative controls: SQLite's transactions begin without the write lock, as PostgreSQL's do.

    Otherwise taking a lock out of our code would change nothing there, since its transactions run one after the other.
    """
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "transaction_mode", "DEFERRED")
