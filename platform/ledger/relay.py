"""The relay: carries each entry to the reactions that follow from it, at least once, with a receipt.

A reaction runs in one transaction with its receipt, so its effect on the database happens exactly once. Receipts were
written together with the entry: nothing is lost when the process dies between commit and reaction.
"""

import threading
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledger import efforts, precedence
from ledger.facts import Entry
from ledger.models import Receipt
from ledger.precedence import Rank

reactions: dict[str, Callable[[Entry], None]] = {}
"""Every reaction by name; filled by `workers`."""

_turn = threading.Lock()


def drain(*, limit: int = 200) -> int:
    """Deliver what is due now, oldest first, at most `limit` reactions; several may do this at once.

    Returns:
        How many ran.
    """
    rows = Receipt.objects.order_by("due_at", "id")
    with precedence.seat(Rank.FACT) as free:
        if not free:
            return 0
        return efforts.work_off(lambda: _deliver_first(_claimable(rows)), limit=limit, turn=_turn)


def _claimable(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    due_now = rows.filter(state=Receipt.State.DUE, due_at__lte=timezone.now())
    return efforts.locked(due_now).select_related("entry__stream")


def _deliver_first(receipts: QuerySet[Receipt]) -> bool | None:
    """React to the first of the receipts; `None` when there is none, `False` when it failed and will be tried again."""
    receipt = None
    precedence.give_way(Rank.FACT)
    try:
        with transaction.atomic():
            receipt = receipts.first()
            if receipt is None:
                return None
            row = receipt.entry
            reactions[receipt.reaction](Entry(row.stream.name, row.position, row.kind, row.at, row.data))
            Receipt.objects.filter(id=receipt.id).update(state=Receipt.State.DONE, done_at=timezone.now(), error="")
    except Exception as error:
        if receipt is None:
            raise
        efforts.failed(receipt, error)
        return False
    return True
