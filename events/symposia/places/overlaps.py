"""Which sessions take place at the same time. Pure: no Django, no clock."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

Shown = Mapping[str, Any]
"""A session as a published version has it."""


def span(one: Shown) -> tuple[datetime, datetime]:
    """When a session begins and ends."""
    starts_at = datetime.fromisoformat(one["starts_at"])
    return starts_at, starts_at + timedelta(minutes=one["minutes"])


def with_session(shown: Mapping[int, Shown], session: int, others: Collection[int]) -> list[int]:
    """Those of the other sessions that overlap with one by at least a moment, earliest first.

    Args:
        shown: every session of the published version, by id.
        session: which; one that is not shown overlaps with nothing.
        others: ids to look at; the session itself and those not shown are passed by.
    """
    if session not in shown:
        return []
    starts_at, ends_at = span(shown[session])
    spans = {one: span(shown[one]) for one in others if one in shown and one != session}
    found = [one for one, (first, last) in spans.items() if first < ends_at and starts_at < last]
    return sorted(found, key=lambda one: (spans[one], one))
