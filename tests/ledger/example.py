"""Facts and promises of a town that sweeps its squares, for the ledger's tests; a child process uses them too."""

from dataclasses import dataclass
from datetime import timedelta

from ledger.facts import Entry, Fact
from ledger.promises import Promised
from ledger.recording import record


@dataclass(frozen=True, kw_only=True)
class SquareSwept(Fact):
    """A square was swept."""

    stream = "town:{town_id}"
    town_id: int
    square_id: int


@dataclass(frozen=True, kw_only=True)
class MayorTold(Fact):
    """What follows from it, recorded so that it can be counted."""

    stream = "mayor:{town_id}"
    town_id: int
    square_id: int


@dataclass(frozen=True, kw_only=True)
class SweepDue(Promised):
    """A square is to be swept."""

    stream = "town:{town_id}"
    town_id: int
    square_id: int


@dataclass(frozen=True, kw_only=True)
class MarketDue(Promised):
    """A market is to be announced; too late it makes no sense any more."""

    stream = "town:{town_id}"
    stale_after = timedelta(hours=1)
    town_id: int


def tell_mayor(entry: Entry) -> None:
    """The reaction: the mayor is told."""
    record(MayorTold(town_id=entry.data["town_id"], square_id=entry.data["square_id"]))


REACTION = f"{tell_mayor.__module__}.{tell_mayor.__qualname__}"


def sweep(due: SweepDue) -> None:
    """The keeper: the square is swept."""
    record(SquareSwept(town_id=due.town_id, square_id=due.square_id))
