"""What a room promises for a time."""

from dataclasses import dataclass

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class PauseForgotten(Promised):
    """A clock has been paused for long: its hosts are reminded, and later it goes on by itself."""

    stream = "room:{room_id}"
    room_id: int


@dataclass(frozen=True, kw_only=True)
class PhaseEnds(Promised):
    """The running phase of a room ends; a room has one clock, so promising again moves it."""

    stream = "room:{room_id}"
    room_id: int


CLOCK = (PhaseEnds, PauseForgotten)
"""All that a room's clock promises."""


def of_clock(room_id: int) -> tuple[Promised, ...]:
    """What a room's clock may have promised, to take it back."""
    return tuple(kind(room_id=room_id) for kind in CLOCK)
