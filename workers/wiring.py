"""Tells the ledger what follows from facts and who keeps promises, and wakes the relay after a commit."""

from ledger import promises, recording, relay
from ledger.hints import on_receipts
from workers.waking import wake_relay


def connect() -> None:
    """Fill the ledger's tables of reactions and keepers from this layer's."""
    from workers.keeping import KEEPERS
    from workers.reactions import REACTIONS

    for fact, following in REACTIONS.items():
        names = [f"{reaction.__module__}.{reaction.__qualname__}" for reaction in following]
        recording.reactions_of_kind[fact.kind] = names
        relay.reactions.update(zip(names, following, strict=True))
    promises.keepers.update({what.kind: keeper for what, keeper in KEEPERS.items()})
    on_receipts(wake_relay)
