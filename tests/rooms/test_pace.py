"""How fast a person may speak in a room."""

import pytest

from rooms import pace


def test_so_many_in_ten_seconds_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "LIMIT", 3)
    assert [pace.take(1, 1, now=second) for second in (0, 1, 2, 3, 9.9)] == [True, True, True, False, False]
    assert [pace.take(1, 1, now=second) for second in (10, 10.5, 11)] == [True, False, True]


def test_people_and_rooms_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "LIMIT", 1)
    assert [pace.take(person, room, now=0) for person, room in ((1, 1), (2, 1), (1, 2), (1, 1))] == [True] * 3 + [False]


def test_the_quiet_are_forgotten_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "TRACKED", 10)
    for person in range(10):
        pace.take(person, 1, now=0)
    pace.take(99, 1, now=20)
    assert list(pace._said) == [(99, 1)]
