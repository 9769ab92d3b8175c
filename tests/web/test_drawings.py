"""Drawings are true to their figures."""

from math import atan2, hypot, pi, tau
from re import findall, fullmatch

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from web.drawings.chords import RADIUS, THICKNESS, chords
from web.drawings.floor import Seat, chairs
from web.drawings.places import WORLD, Place, marks, outline, projected
from web.drawings.tones import INKS, ink

KOCHI = Place("Kochi", 9.97, 76.28, "IN")
JENA = Place("Jena", 50.93, 11.59, "DE")
APOLDA = Place("Apolda", 51.02, 11.51, "DE")
PIURA = Place("Piura", -5.19, -80.63, "PE")


def test_north_is_up_and_east_is_right() -> None:
    (piura_x, piura_y), (jena_x, jena_y) = (projected(place.latitude, place.longitude) for place in (PIURA, JENA))
    assert piura_x < jena_x
    assert piura_y > jena_y


def test_neighbours_share_a_mark_whose_area_grows() -> None:
    together, *rest = marks([KOCHI, JENA, APOLDA, PIURA])
    assert {place.name for place in together.places} == {"Jena", "Apolda"}
    assert together.country == "DE"
    assert [mark.names for mark in rest] == ["Piura", "Kochi"]
    assert abs(together.radius**2 / rest[0].radius ** 2 - 2) < 0.05


coordinates = st.builds(Place, st.text(max_size=3), st.floats(-57, 71), st.floats(-134, 154), st.just("DE"))


@given(st.lists(coordinates, max_size=60))
def test_no_place_is_lost_on_the_map(places: list[Place]) -> None:
    assert sorted(place.name for mark in marks(places) for place in mark.places) == sorted(p.name for p in places)
    x, y, width, height = WORLD.box
    assert all(x <= mark.x <= x + width and y <= mark.y <= y + height for mark in marks(places))


def test_a_coast_that_crosses_the_antimeridian_is_cut_there() -> None:
    path = outline([[(170, 60), (179, 61), (-179, 61), (-170, 60), (-175, 55), (175, 55), (172, 58), (170, 60)]])
    for piece in path.split("Z"):
        xs = [float(x) for x in findall(r"[ML](-?[\d.]+) ", piece)]
        assert not xs or max(xs) - min(xs) < 100


numbers = st.dictionaries(
    st.tuples(st.sampled_from(["BR", "DE", "IN", "MX", "PE"]), st.sampled_from(["BR", "DE", "IN", "MX", "PE"])),
    st.integers(0, 50),
    max_size=20,
)


@given(numbers)
def test_an_arc_is_as_long_as_its_groups_share(meetings: dict[tuple[str, str], int]) -> None:
    arcs, threads = chords(meetings)
    assert sum(thread.number for thread in threads) == sum(meetings.values())
    for arc in arcs:
        assert arc.number == sum(thread.number for thread in threads if arc.key in (thread.one, thread.other))
    whole = sum(arc.number for arc in arcs)
    gap = 0.05 if len(arcs) > 1 else 0
    for arc in arcs:
        start, end = (
            atan2(float(x), -float(y)) % tau for x, y in findall(r"(-?[\d.]+) (-?[\d.]+)(?=[AL])", arc.path)[:2]
        )
        expected = arc.number * (2 * pi - 0.001 - gap * len(arcs)) / whole
        assert abs(((end - start) % tau) - expected) < 0.01


def test_threads_stay_within_the_circle() -> None:
    _arcs, threads = chords({("DE", "IN"): 3, ("BR", "DE"): 1, ("DE", "DE"): 2})
    for thread in threads:
        points = [(float(x), float(y)) for x, y in findall(r"(-?[\d.]+) (-?[\d.]+)(?=[AQZ])", thread.path)]
        assert points
        assert all(hypot(x, y) < RADIUS - THICKNESS for x, y in points)


def test_a_table_has_its_seats_around_it_and_empty_ones_to_its_size() -> None:
    around = chairs([Seat("Anu Demo", "IN"), Seat("Rosa Demo", "PE", here=False)], size=4)
    assert [chair.seat.name for chair in around] == ["Anu Demo", "Rosa Demo", "", ""]
    assert [(chair.x, chair.y) for chair in around] == [(60, 16), (104, 60), (60, 104), (16, 60)]


def test_countries_of_the_iscn_have_inks_of_their_own() -> None:
    assert len({ink(code) for code in ("BR", "DE", "IN", "MX", "PE")}) == 5
    assert all(1 <= ink(code) <= INKS for code in ("FR", "JP", "", "XX"))


def test_a_map_says_in_words_what_it_shows() -> None:
    page = Template("{% load drawings %}{% place_map found %}").render(Context({"found": [KOCHI, JENA]}))
    assert 'aria-label="Map with 2 places: Germany, India"' in page
    assert "style=" not in page


def test_a_drawing_of_meetings_has_the_same_as_a_list() -> None:
    page = Template("{% load drawings %}{% chord_drawing met %}").render(Context({"met": {("DE", "IN"): 2}}))
    assert "Germany – India: 2 meetings" in page


def test_bars_are_a_table_with_the_numbers_in_it() -> None:
    page = Template("{% load drawings %}{% bar_chart rows %}").render(Context({"rows": [("Peru", 1), ("India", 4)]}))
    assert '<th scope="row">Peru</th>' in page
    assert 'width="25.00"' in page


@pytest.mark.parametrize("language", ["de", "en", "es", "pt-br"])
def test_drawings_write_numbers_for_machines_in_every_language(language: str) -> None:
    """A decimal comma would put every seat into the corner."""
    shown = (
        "{% load drawings %}{% floor_table 3 seats 4 %}{% chord_drawing meetings %}{% place_map places %}"
        "{% bar_chart attendance %}"
    )
    with translation.override(language):
        drawn = Template(shown).render(
            Context(
                {
                    "seats": [Seat("Anu", "IN"), Seat("Jonas", "DE")],
                    "meetings": {("DE", "IN"): 3, ("BR", "DE"): 1},
                    "places": [KOCHI],
                    "attendance": [("Jena", 3), ("Ulm", 2)],
                }
            )
        )
    numbers = findall(r' (?:cx|cy|x|y|r|width|stroke-width)="([^"]*)"', drawn)
    assert len(numbers) > 15
    assert [number for number in numbers if not fullmatch(r"-?[0-9]+(\.[0-9]+)?", number)] == []
