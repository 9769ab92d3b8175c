"""Tickets: what a page vouches for, and nothing else."""

import pytest

from web.live import tickets
from web.live.tickets import LIFETIME, Voucher

KOCHI = Voucher(7, tickets.stamp("hash of Kochi's password"))


def issued() -> str:
    return tickets.issue("room:7", session_key="session-a", voucher=KOCHI, now=1000.0)


def test_a_ticket_says_who_its_page_belongs_to() -> None:
    assert tickets.redeem(issued(), "room:7", session_key="session-a", now=1000.0 + LIFETIME) == KOCHI


@pytest.mark.parametrize(
    ("stream", "session_key", "now"),
    [
        ("room:8", "session-a", 1001.0),
        ("room:7", "session-b", 1001.0),
        ("room:7", "", 1001.0),
        ("room:7", "session-a", 1001.0 + LIFETIME),
    ],
    ids=["other stream", "other session", "no session", "expired"],
)
def test_a_ticket_is_bound_to_stream_session_and_time(stream: str, session_key: str, now: float) -> None:
    assert tickets.redeem(issued(), stream, session_key=session_key, now=now) is None


@pytest.mark.parametrize("part", range(4))
def test_no_part_of_a_ticket_can_be_altered(part: int) -> None:
    parts = issued().split(".")
    parts[part] = str(int(parts[part]) + 1) if parts[part].isdigit() else parts[part][::-1]
    assert tickets.redeem(".".join(parts), "room:7", session_key="session-a", now=1001.0) is None


@pytest.mark.parametrize("ticket", ["", ".", "...", "7.1.x.", "ä.ö.ü.ß", "7" * 200])
def test_what_is_no_ticket_is_worth_nothing(ticket: str) -> None:
    assert tickets.redeem(ticket, "room:7", session_key="session-a", now=0.0) is None


def test_a_ticket_does_not_give_the_session_away() -> None:
    assert "session-a" not in issued()
