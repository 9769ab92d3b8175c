"""A table seen from above: where its seats are."""

from dataclasses import dataclass
from math import cos, pi, sin


@dataclass(frozen=True)
class Seat:
    """Who sits there: a name, a country code, and whether the person is really here; an empty name is an empty seat."""

    name: str = ""
    country: str = ""
    here: bool = True
    key: str = ""


@dataclass(frozen=True)
class Chair:
    """A seat with its place in a drawing of 120 by 120."""

    seat: Seat
    x: float
    y: float


def chairs(seats: list[Seat], size: int = 0) -> list[Chair]:
    """The seats around the table, clockwise from the top; empty ones are added up to `size`."""
    everyone = [*seats, *[Seat()] * max(0, size - len(seats))]
    step = 2 * pi / max(1, len(everyone))
    return [
        Chair(seat, round(60 + 44 * sin(step * index), 2), round(60 - 44 * cos(step * index), 2))
        for index, seat in enumerate(everyone)
    ]
