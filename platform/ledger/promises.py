"""Promises: what will happen at a time, kept exactly once in effect however many workers run or die.

A promise is a row. Whoever finds it due takes its lock, calls its keeper and marks it kept in one transaction: a
process that dies in between leaves the promise due, and the lock makes a second process pass it by. The order within
a stream is kept: a promise waits for earlier ones of its stream, unless those have failed and wait for another try.
"""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ledger import efforts, precedence
from ledger.facts import Named, enter
from ledger.models import Promise
from ledger.precedence import Rank

type_of_kind: dict[str, type["Promised"]] = {}
keepers: dict[str, Callable[..., None]] = {}
"""What keeps each kind of promise; filled by `workers`."""

_turn = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Promised(Named):
    """Something that will happen, named by ids.

    Attributes:
        stale_after: how late it may be kept and still make sense; later it is marked missed. `None`: always.
    """

    stale_after: ClassVar[timedelta | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        enter(type_of_kind, cls)

    def key(self) -> str:
        """Kind and ids, by which the same promise is found again."""
        return ":".join([self.kind, *(str(value) for value in self.data().values())])


def promise(what: Promised, *, at: datetime) -> None:
    """Promise something for a time; promising the same again moves it, also when it was kept or withdrawn before."""
    efforts.require_transaction("promise()")
    Promise.objects.update_or_create(
        key=what.key(),
        defaults={
            "stream": what.stream_name(),
            "kind": what.kind,
            "data": what.data(),
            "promised_at": at,
            "due_at": at,
            "state": Promise.State.DUE,
            "tries": 0,
            "done_at": None,
            "error": "",
        },
    )


def promise_once(what: Promised, *, at: datetime) -> None:
    """Promise something for a time, unless it is promised already: then that time stays."""
    if not Promise.objects.filter(key=what.key(), state=Promise.State.DUE).exists():
        promise(what, at=at)


def withdraw(*whats: Promised) -> int:
    """Take promises back. Returns how many were still open; those being kept right now are waited for."""
    efforts.require_transaction("withdraw()")
    open_ones = Promise.objects.filter(key__in=[what.key() for what in whats], state=Promise.State.DUE)
    return open_ones.update(state=Promise.State.WITHDRAWN)


def hold(stream: str, *kinds: type[Promised]) -> None:
    """Let nobody keep promises of some kinds in a stream until the transaction ends; one being kept is waited for.

    Whoever changes what a keeper changes takes the promise first, as the keeper does: so neither waits in a circle.
    """
    hold_all([stream], *kinds)


def hold_all(streams: Collection[str], *kinds: type[Promised]) -> None:
    """`hold` in several streams at once: whoever needs more than one takes them here, before all other locks."""
    efforts.require_transaction("hold_all()")
    rows = Promise.objects.filter(stream__in=streams, kind__in=[kind.kind for kind in kinds], state=Promise.State.DUE)
    list(rows.select_for_update().order_by("id").values_list("id"))


def withdraw_all(stream: str, *kinds: type[Promised]) -> int:
    """Take back every open promise of a stream, or those of some kinds. Returns how many there were."""
    efforts.require_transaction("withdraw_all()")
    open_ones = Promise.objects.filter(stream=stream, state=Promise.State.DUE)
    if kinds:
        open_ones = open_ones.filter(kind__in=[kind.kind for kind in kinds])
    return open_ones.update(state=Promise.State.WITHDRAWN)


def due(*, until: datetime) -> list[tuple[int, datetime]]:
    """Open promises due by a time, earliest first, as (id, due at)."""
    rows = Promise.objects.filter(state=Promise.State.DUE, due_at__lte=until).order_by("due_at", "id")
    return list(rows.values_list("id", "due_at")[:2000])


def keep(promise_id: int) -> bool:
    """Keep one promise if it is due, first of its stream, and nobody else is at it.

    Returns:
        Whether this call kept it (or marked it missed).
    """
    with precedence.seat(Rank.PROMISE):
        return _keep_first(_claimable(Promise.objects.filter(id=promise_id))) is True


def keep_due(*, until: datetime, limit: int = 2000) -> int:
    """Keep what was due by a time, earliest first; several may do this at once and share the work.

    Each promise is looked for when it is its turn, so no sweeper tries what another has kept already.

    Returns:
        How many were kept (or marked missed).
    """
    rows = Promise.objects.filter(due_at__lte=until).order_by("due_at", "id")
    with precedence.seat(Rank.PROMISE):
        return efforts.work_off(lambda: _keep_first(_claimable(rows)), limit=limit, turn=_turn)


def _keep_first(rows: QuerySet[Promise]) -> bool | None:
    """Keep the first of the rows; `None` when there is none, `False` when it failed and was set aside for later."""
    row = None
    try:
        with transaction.atomic():
            row = rows.first()
            if row is None:
                return None
            what = type_of_kind[row.kind](**row.data)
            late = timezone.now() - row.promised_at
            if what.stale_after is not None and late > what.stale_after:
                row.state = Promise.State.MISSED
            else:
                keepers[row.kind](what)
                row.state = Promise.State.DONE
            row.done_at = timezone.now()
            _save_unless_moved(row)
    except Exception as error:
        if row is None:
            raise
        efforts.failed(row, error)
        return False
    return True


def _claimable(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    earlier = Promise.objects.filter(
        stream=OuterRef("stream"), state=Promise.State.DUE, tries=0, promised_at__lt=OuterRef("promised_at")
    )
    due_now = rows.filter(~Exists(earlier), state=Promise.State.DUE, due_at__lte=timezone.now())
    return efforts.locked(due_now)


def _save_unless_moved(row: Promise) -> None:
    """Mark the row done, unless its own keeper promised the same again for later."""
    Promise.objects.filter(id=row.id, promised_at=row.promised_at, state=Promise.State.DUE).update(
        state=row.state, done_at=row.done_at, error=""
    )
