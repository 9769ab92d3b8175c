"""What the ledger's tests share: a reaction and keepers, wired for one test."""

import pytest

from ledger import promises, recording, relay
from ledger.facts import Entry
from ledger.reading import since
from tests.ledger.example import REACTION, MarketDue, SquareSwept, SweepDue, sweep, tell_mayor


@pytest.fixture
def mayor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mayor is told of every square swept."""
    monkeypatch.setitem(recording.reactions_of_kind, SquareSwept.kind, [REACTION])
    monkeypatch.setitem(relay.reactions, REACTION, tell_mayor)


@pytest.fixture
def sweepers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Squares are swept when they are due, markets announced."""
    monkeypatch.setitem(promises.keepers, SweepDue.kind, sweep)
    monkeypatch.setitem(promises.keepers, MarketDue.kind, lambda due: None)


def squares(stream: str) -> list[int]:
    """The squares a stream tells of, in order."""
    return [entry.data["square_id"] for entry in entries(stream)]


def entries(stream: str) -> list[Entry]:
    """All entries of a stream."""
    return since(stream, 0, limit=100_000)
