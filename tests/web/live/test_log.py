"""Entries at hand: what was committed just now need not be read, if nothing lies between it and what pages have."""

from datetime import UTC, datetime

import pytest

from ledger.facts import Entry
from web.live import log
from web.live.log import Wanted
from web.live.streams import Rendering, StreamKind, Told, registry

LAB = "lab:1"


@pytest.fixture(autouse=True)
def _lab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.kinds, "lab", StreamKind())


def told(*positions: int) -> list[Told]:
    at = datetime(2026, 10, 6, 12, tzinfo=UTC)
    return [Told(Entry(LAB, position, "said", at, {}), Rendering({}, "<p>Namaste</p>")) for position in positions]


@pytest.mark.parametrize(
    ("after", "at_hand", "positions"),
    [
        (4, [5, 6, 7], [5, 6, 7]),
        (4, [6, 5], [5, 6]),  # a thousand people do not answer in order
        (6, [5, 6, 7], [7]),  # the hub has heard of the first two already
    ],
)
def test_what_follows_without_a_gap_is_known(after: int, at_hand: list[int], positions: list[int]) -> None:
    run = log.known(Wanted(LAB, after, generation=3), told(*at_hand))
    assert run is not None
    assert ([one.position for one in run.entries], run.wanted.generation) == (positions, 3)


@pytest.mark.parametrize(
    ("after", "at_hand"),
    [
        (4, [6, 7]),  # another process has committed the fifth
        (4, [5, 7]),  # the sixth is an edit
        (7, [5, 6, 7]),
        (4, []),
    ],
)
def test_with_a_gap_or_nothing_new_the_log_is_read(after: int, at_hand: list[int]) -> None:
    assert log.known(Wanted(LAB, after), told(*at_hand)) is None
