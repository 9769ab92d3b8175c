"""Work that was parked after its last try, and promises whose time had passed: for people to look at.

Trying again or dismissing changes the row only while it still stands as it was shown, so two people do no harm.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ledger import hints
from ledger.models import Effort, Promise, Receipt

State = Effort.State


@dataclass(frozen=True)
class Parked:
    """Something a person must look at.

    Attributes:
        key: `receipt:7` or `promise:3`.
        stream: what it belongs to.
        what: the reaction's name, or the promise's kind.
        at: when it was due.
        error: the last line of what went wrong; "" for a promise that was too late.
        missed: whether it is a promise that was too late to be kept, rather than work that failed.
    """

    key: str
    stream: str
    what: str
    at: datetime
    error: str
    missed: bool = False


def parked(*, missed_since: datetime | None = None, limit: int = 200) -> list[Parked]:
    """Parked reactions and promises and, if asked for, promises missed since a time; oldest first; two queries."""
    receipts = Receipt.objects.filter(state=State.PARKED).select_related("entry__stream").order_by("id")[:limit]
    found = [
        Parked(f"receipt:{row.pk}", row.entry.stream.name, row.reaction, row.entry.at, _last_line(row.error))
        for row in receipts
    ]
    promises = Promise.objects.filter(state=State.PARKED)
    if missed_since is not None:
        promises = promises | Promise.objects.filter(state=State.MISSED, promised_at__gte=missed_since)
    found += [
        Parked(
            f"promise:{row.pk}", row.stream, row.kind, row.promised_at, _last_line(row.error), row.state == State.MISSED
        )
        for row in promises.order_by("id")[:limit]
    ]
    return sorted(found, key=lambda one: one.at)


@transaction.atomic
def retry(keys: Collection[str]) -> int:
    """Have parked work tried again, now. Returns how much."""
    again = {"state": State.DUE, "tries": 0, "due_at": timezone.now()}
    receipts = Receipt.objects.filter(pk__in=_ids(keys, "receipt"), state=State.PARKED).update(**again)
    promises = Promise.objects.filter(pk__in=_ids(keys, "promise"), state=State.PARKED).update(**again)
    if receipts:
        transaction.on_commit(hints.tell_relay, robust=True)
    return receipts + promises


@transaction.atomic
def dismiss(keys: Collection[str]) -> int:
    """Let parked or missed work be; it is not shown any more. Returns how much."""
    shown = (State.PARKED, State.MISSED)
    receipts = Receipt.objects.filter(pk__in=_ids(keys, "receipt"), state__in=shown).update(state=State.WITHDRAWN)
    promises = Promise.objects.filter(pk__in=_ids(keys, "promise"), state__in=shown).update(state=State.WITHDRAWN)
    return receipts + promises


def _ids(keys: Collection[str], kind: str) -> list[int]:
    pairs = (key.partition(":") for key in keys)
    return [int(number) for name, _, number in pairs if name == kind and number.isdecimal() and len(number) < 19]


def _last_line(error: str) -> str:
    lines = error.strip().splitlines()
    return lines[-1][:300] if lines else ""
