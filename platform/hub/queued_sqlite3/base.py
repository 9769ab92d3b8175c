"""SQLite for one process with many threads: transactions begin in the order they were asked for.

SQLite itself lets who finds the database locked look again after pauses of up to a tenth of a second, and whoever looks
at the right moment wins. With sixty people arriving at a table at once that left some waiting for seconds while the
database was idle. Processes beside the web process still meet SQLite's own lock.
"""

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from hub.queued_sqlite3.line import Line

line = Line()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before it begins a transaction."""

    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        if getattr(self, "transaction_mode", None) == "IMMEDIATE":  # one that is deferred may only read
            self._wait()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _wait(self) -> None:
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        if not line.take(seconds):
            raise OperationalError(f"database is locked: others have been writing for {seconds:.0f} s")
        self._has_turn = True

    def _leave(self) -> None:
        if self._has_turn:
            self._has_turn = False
            line.leave()

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._leave()  # after a commit that failed comes a rollback
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave()
