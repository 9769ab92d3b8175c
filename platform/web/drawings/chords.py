"""Who met whom across groups, as arcs around a circle and threads between them.

The layout is the chord diagram of Krzywinski et al., "Circos" (Genome Research 19, 2009): an arc's length is the number
of meetings its group took part in, a thread's width the number between two groups.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin

RADIUS = 100.0
THICKNESS = 9.0
GAP = 0.05
Point = tuple[float, float]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Arc:
    """A group's share of the circle; `number` counts its meetings, those within the group once."""

    key: str
    number: int
    path: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Thread:
    """The meetings between two groups; with itself when `one == other`."""

    one: str
    other: str
    number: int
    path: str


def _at(angle: float, radius: float) -> Point:
    return radius * sin(angle), -radius * cos(angle)


def _xy(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"


def _band(start: float, end: float) -> str:
    """An arc with thickness."""
    large = int(end - start > pi)
    outer, inner = RADIUS, RADIUS - THICKNESS
    return (
        f"M{_xy(_at(start, outer))}A{outer} {outer} 0 {large} 1 {_xy(_at(end, outer))}"
        f"L{_xy(_at(end, inner))}A{inner} {inner} 0 {large} 0 {_xy(_at(start, inner))}Z"
    )


def _ribbon(one: tuple[float, float], other: tuple[float, float]) -> str:
    """From one part of the circle to another, bent through the middle."""
    inner = RADIUS - THICKNESS - 2
    a, b, c, d = (_at(angle, inner) for angle in (*one, *other))
    first, second = (int(end - start > pi) for start, end in (one, other))
    return (
        f"M{_xy(a)}A{inner} {inner} 0 {first} 1 {_xy(b)}Q0 0 {_xy(c)}"
        f"A{inner} {inner} 0 {second} 1 {_xy(d)}Q0 0 {_xy(a)}Z"
    )


def chords(meetings: Mapping[Pair, int]) -> tuple[list[Arc], list[Thread]]:
    """Arcs and threads for meetings counted per pair of groups; ("DE", "IN") and ("IN", "DE") add up.

    Drawn around the origin with radius 100; labels lie outside.
    """
    pairs = _added_up(meetings)
    totals: Counter[str] = Counter()
    for pair, number in pairs.items():
        totals.update({key: number for key in set(pair)})
    if not totals:
        return [], []
    gap = GAP if len(totals) > 1 else 0.0
    unit = (2 * pi - 0.001 - gap * len(totals)) / totals.total()
    arcs, begins = _arcs(totals, unit, gap)
    return arcs, _threads(pairs, unit, begins)


def _added_up(meetings: Mapping[Pair, int]) -> dict[Pair, int]:
    """Meetings per unordered pair, sorted, without empty ones."""
    pairs: Counter[Pair] = Counter()
    for (one, other), number in meetings.items():
        pairs[min(one, other), max(one, other)] += number
    return {pair: number for pair, number in sorted(pairs.items()) if number > 0}


def _threads(pairs: Mapping[Pair, int], unit: float, begins: dict[str, float]) -> list[Thread]:
    """A thread for each pair; every thread takes the next part of both groups' arcs."""
    threads = []
    for (one, other), number in pairs.items():
        start = (begins[one], begins[one] + number * unit)
        begins[one] = start[1]
        end = start
        if other != one:
            end = (begins[other], begins[other] + number * unit)
            begins[other] = end[1]
        threads.append(Thread(one, other, number, _ribbon(start, end)))
    return threads


def _arcs(totals: Mapping[str, int], unit: float, gap: float) -> tuple[list[Arc], dict[str, float]]:
    """The groups around the circle, largest first from the top, and where each begins."""
    arcs, begins, angle = [], {}, gap / 2
    for key, number in sorted(totals.items(), key=lambda item: (-item[1], item[0])):
        end = angle + number * unit
        x, y = _at((angle + end) / 2, RADIUS + 8)
        anchor = "middle" if abs(x) < 12 else ("start" if x > 0 else "end")
        arcs.append(Arc(key, number, _band(angle, end), round(x, 2), round(y + 4, 2), anchor))
        begins[key] = angle
        angle = end + gap
    return arcs, begins
