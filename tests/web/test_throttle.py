"""Nobody does something more often than allowed, however many processes count."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from web.errors import TooOften
from web.throttle import throttle


def refused(action: str, limit: int, seconds: int = 3600) -> bool:
    try:
        throttle(action, 7, limit, seconds)
    except TooOften:
        return True
    return False


def test_the_limit_is_allowed_and_the_next_attempt_is_not() -> None:
    action = f"say-{uuid4()}"
    assert [refused(action, 3) for _ in range(5)] == [False, False, False, True, True]


def test_two_people_do_not_share_a_limit() -> None:
    action = f"say-{uuid4()}"
    throttle(action, 1, 1, 3600)
    throttle(action, 2, 1, 3600)
    with pytest.raises(TooOften) as told:
        throttle(action, 1, 1, 3600)
    assert told.value.status == 429


def test_of_many_at_once_exactly_the_limit_is_allowed() -> None:
    action = f"say-{uuid4()}"
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: refused(action, 10), range(60)))
    assert answers.count(False) == 10


def test_what_was_done_a_window_ago_still_counts_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    action = f"say-{uuid4()}"
    monkeypatch.setattr("web.throttle.time", lambda: 999_999.0)
    assert [refused(action, 4, 10) for _ in range(4)] == [False] * 4
    monkeypatch.setattr("web.throttle.time", lambda: 1_000_005.0)
    assert [refused(action, 4, 10) for _ in range(3)] == [False, False, True]
