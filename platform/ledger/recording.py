"""Recording facts in the transaction of the change they report."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import count

from django.db import connection, transaction
from django.utils import timezone

from ledger import hints, inserting, models, positions
from ledger.facts import Entry, Fact
from ledger.positions import Reserved

reactions_of_kind: dict[str, Collection[str]] = {}
"""Names of the reactions to each kind; filled by `workers`, which alone knows what follows from what."""


class OutsideTransaction(RuntimeError):
    """A fact was recorded outside a transaction, where it could survive the change it reports."""


def reserve(wanted: Mapping[str, int]) -> dict[str, Reserved]:
    """Take positions before the facts can be written, for rows that must know the position of their own entry.

    The same transaction must `record()` exactly as many facts in each of these streams, with what this returns.

    Args:
        wanted: how many positions each stream needs, by its name.

    Raises:
        OutsideTransaction: there is no transaction to hold the positions.
    """
    _require_transaction("reserve()")
    return positions.advance(wanted)


def record(*facts: Fact, reserved: Mapping[str, Reserved] | None = None) -> list[Entry]:
    """Append facts to their streams, with their concerns and the receipts of the reactions that follow.

    All streams are locked by one statement in the order of their names, so that two writers of the same streams never
    wait for each other in a circle.

    Args:
        facts: what happened, in order.
        reserved: positions taken by `reserve()` for exactly these facts.

    Returns:
        The entries, in the order of the facts.

    Raises:
        OutsideTransaction: there is no transaction to share the fate of.
        ValueError: `reserved` is for other streams or another number of facts; it would leave a gap.
    """
    _require_transaction("record()")
    streams = [fact.stream_name() for fact in facts]
    wanted = Counter(streams)
    places = positions.advance(wanted) if reserved is None else reserved
    if {name: place.size for name, place in places.items()} != wanted:
        raise ValueError("as many facts must be recorded in each stream as positions were reserved")
    now = timezone.now()
    following = {name: count(place.first) for name, place in places.items()}
    entries = [
        Entry(name, next(following[name]), fact.kind, now, fact.data())
        for name, fact in zip(streams, facts, strict=True)
    ]
    _insert(entries, facts, places)
    heads = [(name, place.first + place.size - 1) for name, place in places.items()]
    transaction.on_commit(lambda: hints.tell(heads), robust=True)
    return entries


def _require_transaction(what: str) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{what} belongs into the transaction of the change it reports")


def _insert(entries: Sequence[Entry], facts: Sequence[Fact], places: Mapping[str, Reserved]) -> None:
    at = inserting.moment(entries[0].at) if entries else None
    ids = inserting.insert(
        models.Entry,
        ("stream_id", "position", "kind", "at", "data"),
        [
            (places[entry.stream].stream_id, entry.position, entry.kind, at, inserting.data(entry.data))
            for entry in entries
        ],
    )
    concerns = [
        models.Concern(entry_id=entry_id, member_id=member, at=entry.at)
        for entry_id, entry, fact in zip(ids, entries, facts, strict=True)
        for member in dict.fromkeys(fact.concerns)
    ]
    if concerns:
        models.Concern.objects.bulk_create(concerns)
    receipts = [
        models.Receipt(entry_id=entry_id, reaction=name, due_at=entry.at)
        for entry_id, entry in zip(ids, entries, strict=True)
        for name in reactions_of_kind.get(entry.kind, ())
    ]
    if receipts:
        models.Receipt.objects.bulk_create(receipts)
        transaction.on_commit(hints.tell_relay, robust=True)
