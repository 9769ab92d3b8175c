"""Really at the same time: several threads, each with a database connection of its own, let go at one moment."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest
from django.db import connection, connections

from tests.serving import PATIENCE

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


def let_readers_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """For negative controls: SQLite's transactions begin without the write lock, as PostgreSQL's do.

    Otherwise taking a lock out of our code would change nothing there, since its transactions run one after the other.
    """
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "transaction_mode", "DEFERRED")
