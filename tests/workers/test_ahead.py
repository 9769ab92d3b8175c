"""What is sent ahead: each moment once, however often a sweep sees it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from workers import ahead

NOON = datetime(2026, 10, 6, 12, tzinfo=UTC)
OPENING, REMINDER = (1, NOON + timedelta(seconds=2)), (2, NOON + timedelta(seconds=1))


@pytest.fixture(autouse=True)
def nothing_sent() -> Iterator[None]:
    ahead._sent.clear()
    yield
    ahead._sent.clear()


def test_two_sweeps_send_a_promise_once_the_earliest_first() -> None:
    assert ahead.unsent([OPENING, REMINDER], now=NOON) == [REMINDER, OPENING]
    assert ahead.unsent([OPENING, REMINDER], now=NOON) == []


def test_what_is_due_already_is_left_to_the_sweep() -> None:
    assert ahead.unsent([REMINDER], now=REMINDER[1]) == []


def test_a_promise_that_was_moved_is_sent_to_its_new_moment() -> None:
    ahead.unsent([OPENING], now=NOON)
    moved = (1, OPENING[1] + timedelta(milliseconds=500))
    assert ahead.unsent([moved], now=NOON) == [moved]


def test_moments_that_have_passed_are_forgotten() -> None:
    ahead.unsent([OPENING, REMINDER], now=NOON)
    ahead.unsent([], now=REMINDER[1])
    assert ahead._sent == {OPENING}
