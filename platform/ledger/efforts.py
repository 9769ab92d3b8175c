"""Trying again: how receipts and promises are locked, retried with growing pauses, and parked."""

import logging
import threading
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from ledger.models import Effort
from ledger.recording import OutsideTransaction

TRIES = 8
"""After so many failures a person must look; with doubling pauses from one second that is about two minutes."""

EffortT = TypeVar("EffortT", bound=Effort)
_log = logging.getLogger(__name__)


def require_transaction(what: str) -> None:
    """Refuse to work outside a transaction.

    Raises:
        OutsideTransaction: there is none.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{what} belongs into the transaction of the change it follows from")


def locked(rows: QuerySet[EffortT]) -> QuerySet[EffortT]:
    """Lock the rows for this transaction and pass by those another one holds.

    SQLite needs neither: its immediate transactions already run one after the other.
    """
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def work_off(first: Callable[[], bool | None], *, limit: int, turn: threading.Lock) -> int:
    """Do what is first, again and again, until nothing is left or `limit` things were tried.

    Several may do this at once and share the work. SQLite lets one write at a time, so there a second worker would
    only wait for the first: it leaves the work to it.

    Args:
        first: does one thing; `None` when there is none, `False` when it failed and was set aside.
        limit: how many things at most.
        turn: whose turn it is, on SQLite.

    Returns:
        How many were done.
    """
    alone = connection.vendor == "sqlite"
    if alone and not turn.acquire(blocking=False):
        return 0
    try:
        done = 0
        for _ in range(limit):
            result = first()
            if result is None:
                break
            done += result
        return done
    finally:
        if alone:
            turn.release()


def failed(row: Effort, error: Exception) -> None:
    """Note a failed try and set the next one after a pause that doubles, or park the work after the last.

    Args:
        row: as it was when it was tried; what has been moved since then keeps its new time.
        error: why it failed.
    """
    model, tries = type(row), row.tries + 1
    parked = tries >= TRIES
    _log.log(
        logging.ERROR if parked else logging.WARNING, "%s %s failed, try %s", model.__name__, row, tries, exc_info=error
    )
    unmoved = model._default_manager.filter(pk=row.pk, state=Effort.State.DUE, due_at=row.due_at, tries=row.tries)
    unmoved.update(
        tries=tries,
        due_at=timezone.now() + timedelta(seconds=2 ** (tries - 1)),
        error="".join(traceback.format_exception(error))[-4000:],
        state=Effort.State.PARKED if parked else Effort.State.DUE,
    )
