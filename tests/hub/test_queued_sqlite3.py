"""Those who write to SQLite wait in a line."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler

from hub.queued_sqlite3 import base
from hub.queued_sqlite3.line import Line
from tests.serving import PATIENCE, wait_until


@pytest.fixture
def handler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[ConnectionHandler]:
    """A database of its own, and a line of its own: the tests' database may have taken the other."""
    monkeypatch.setattr(base, "line", Line())
    settings = connections["default"].settings_dict | {
        "ENGINE": "hub.queued_sqlite3",
        "NAME": str(tmp_path / "seats.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": PATIENCE},
    }
    handler = ConnectionHandler({"default": settings})
    with django_db_blocker.unblock():
        with handler["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE seat (taken INTEGER)")
            cursor.execute("INSERT INTO seat VALUES (0)")
        yield handler
        handler["default"].close()


def begin(connection: Any) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def take_seats(handler: ConnectionHandler, times: int) -> None:
    """Read, then write, in one transaction each."""
    connection: Any = handler["default"]
    for _ in range(times):
        begin(connection)
        [(taken,)] = connection.cursor().execute("SELECT taken FROM seat").fetchall()
        connection.cursor().execute("UPDATE seat SET taken = %s", [taken + 1])
        connection.commit()
        connection.set_autocommit(True)
    connection.close()


def test_twelve_threads_lose_no_seat(handler: ConnectionHandler) -> None:
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _: take_seats(handler, 25), range(12)))
    assert handler["default"].cursor().execute("SELECT taken FROM seat").fetchone() == (300,)


def test_a_transaction_rolled_back_or_cut_off_lets_the_next_one_in(handler: ConnectionHandler) -> None:
    connection: Any = handler["default"]
    for end in (connection.rollback, connection.close):
        begin(connection)
        end()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(take_seats, handler, 1).result(PATIENCE)
    assert handler["default"].cursor().execute("SELECT taken FROM seat").fetchone() == (2,)


def test_who_waits_too_long_is_told_and_leaves_the_line(handler: ConnectionHandler) -> None:
    handler.settings["default"]["OPTIONS"]["timeout"] = 0.1
    assert base.line.take(1)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(handler["default"])
    base.line.leave()
    assert base.line.take(0)
    base.line.leave()


def test_who_came_first_is_next() -> None:
    line, order = Line(), list[str]()

    def wait(who: str) -> None:
        assert line.take(PATIENCE)
        order.append(who)
        line.leave()

    assert line.take(0)
    waiting = []
    for number, who in enumerate(("Kochi", "Jena", "Piura", "Cajamarca"), start=1):
        waiting.append(Thread(target=wait, args=[who]))
        waiting[-1].start()
        wait_until(lambda number=number: len(line._waiting) == number)  # type: ignore[misc]
    line.leave()
    for thread in waiting:
        thread.join(PATIENCE)
    assert order == ["Kochi", "Jena", "Piura", "Cajamarca"]
