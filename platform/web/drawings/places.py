"""Places on a map without a tile server: equirectangular projection, near places merged into one mark.

The projection is the equirectangular one with standard parallel 35 degrees (J. P. Snyder, "Map Projections - A Working
Manual", USGS Professional Paper 1395, 1987, section 12): x grows with longitude, y with latitude, nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians, sqrt

NARROWING = cos(radians(35))


@dataclass(frozen=True)
class Place:
    """Somewhere, in degrees north and east."""

    name: str
    latitude: float
    longitude: float
    country: str = ""
    url: str = ""


@dataclass(frozen=True)
class View:
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x, y, width and height of the drawing's viewBox."""
        x, y = projected(self.north, self.west)
        right, bottom = projected(self.south, self.east)
        return round(x, 2), round(y, 2), round(right - x, 2), round(bottom - y, 2)


WORLD = View(-135, -58, 155, 72)
EUROPE = View(-12, 34.5, 33, 62)
VIEWS = {"world": WORLD, "europe": EUROPE}


@dataclass
class Mark:
    """One or several places drawn as one circle."""

    x: float
    y: float
    radius: float
    places: list[Place] = field(default_factory=list)

    @property
    def country(self) -> str:
        """The country, when all its places lie in one."""
        countries = {place.country for place in self.places}
        return countries.pop() if len(countries) == 1 else ""

    @property
    def names(self) -> str:
        """All names, for the label."""
        return ", ".join(place.name for place in self.places)


def projected(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to drawing units: the antimeridian is x = 0, the North Pole y = 0."""
    return (longitude + 180) * NARROWING, 90 - latitude


def marks(places: Iterable[Place], view: View = WORLD) -> list[Mark]:
    """The circles to draw, largest first, so that small ones stay visible.

    A place nearer to a mark than that mark's radius joins it, and the mark moves to the middle. The area grows with
    the number of places.
    """
    unit = view.box[2] / 100
    drawn: list[Mark] = []
    for place in sorted(places, key=lambda place: (place.latitude, place.longitude, place.name)):
        x, y = projected(place.latitude, place.longitude)
        near = next((mark for mark in drawn if hypot(mark.x - x, mark.y - y) < mark.radius + unit * 0.5), None)
        if near is None:
            drawn.append(Mark(round(x, 2), round(y, 2), round(unit * 0.85, 2), [place]))
            continue
        number = len(near.places)
        near.x = round((near.x * number + x) / (number + 1), 2)
        near.y = round((near.y * number + y) / (number + 1), 2)
        near.places.append(place)
        near.radius = round(unit * 0.85 * sqrt(number + 1), 2)
    return sorted(drawn, key=lambda mark: -mark.radius)


def thread(start: Place, end: Place) -> str:
    """The path of an arc between two places, bent towards the north."""
    ax, ay = projected(start.latitude, start.longitude)
    bx, by = projected(end.latitude, end.longitude)
    bend = hypot(bx - ax, by - ay) * 0.22
    return f"M{ax:.2f} {ay:.2f}Q{(ax + bx) / 2:.2f} {(ay + by) / 2 - bend:.2f} {bx:.2f} {by:.2f}"


def outline(rings: Iterable[Sequence[tuple[float, float]]], *, precision: int = 1) -> str:
    """The path of closed rings given as (longitude, latitude), without points that rounding makes equal.

    A ring that jumps over the antimeridian is cut there, or its edge would be drawn across the whole world.
    """
    parts = []
    for piece in (piece for ring in rings for piece in _cut(ring)):
        points: list[str] = []
        for longitude, latitude in piece:
            x, y = projected(latitude, longitude)
            point = f"{x:.{precision}f} {y:.{precision}f}"
            if not points or points[-1] != point:
                points.append(point)
        if len(points) > 3:
            parts.append("M" + "L".join(points) + "Z")
    return "".join(parts)


def _cut(ring: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The ring in pieces that stay on one side of the antimeridian."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for point in ring:
        if pieces[-1] and abs(point[0] - pieces[-1][-1][0]) > 180:
            pieces.append([])
        pieces[-1].append(point)
    if len(pieces) > 1 and abs(pieces[0][0][0] - pieces[-1][-1][0]) < 180:
        pieces[0] = pieces.pop() + pieces[0]
    return pieces
