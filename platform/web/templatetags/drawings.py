"""Drawings as SVG: `{% load drawings %}`. Each has a caption or table that says the same in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import get_language

from web import names
from web.drawings import chords, floor, places, tones

register = template.Library()


@register.filter
def ink(code: str) -> str:
    """The CSS class of a country's ink: `ink-3`."""
    return f"ink-{tones.ink(code)}"


@register.filter
def tone(name: object) -> str:
    """The CSS class of a portrait's background: `tone-2`."""
    return f"tone-{tones.tone(str(name))}"


@register.filter
def initials(name: object) -> str:
    """One or two letters of a name."""
    return tones.initials(str(name))


@register.inclusion_tag("web/drawings/map.html")
def place_map(
    found: Iterable[Any], links: Iterable[tuple[Any, Any]] = (), view: str = "world", caption: str = ""
) -> dict[str, Any]:
    """A map of places (anything with `name`, `latitude`, `longitude`, `country`), with arcs for pairs in `links`.

    Places without coordinates, or outside the view ("world" or "europe"), are not drawn.
    """
    area = places.VIEWS[view]
    here = [place for each in found if (place := _place(each)) and _within(place, area)]
    threads = [places.thread(a, b) for one, other in links if (a := _place(one)) and (b := _place(other))]
    x, y, width, height = area.box
    return {
        "marks": places.marks(here, area),
        "threads": threads,
        "box": f"{x} {y} {width} {height}",
        "stroke": f"{width / 900:.3f}",
        "caption": caption,
        "countries": sorted(
            {names.country_name(place.country, get_language() or "en") for place in here if place.country}
        ),
        "number": len(here),
    }


def _place(each: Any) -> places.Place | None:
    if each.latitude is None or each.longitude is None:
        return None
    return places.Place(str(each.name), each.latitude, each.longitude, getattr(each, "country", ""))


def _within(place: places.Place, view: places.View) -> bool:
    return view.west <= place.longitude <= view.east and view.south <= place.latitude <= view.north


@register.inclusion_tag("web/drawings/chords.html")
def chord_drawing(meetings: Mapping[tuple[str, str], int], caption: str = "") -> dict[str, Any]:
    """Who met whom across countries: meetings counted per pair of country codes, drawn and listed."""
    arcs, threads = chords.chords(meetings)
    return {"arcs": arcs, "threads": sorted(threads, key=lambda thread: -thread.number), "caption": caption}


@register.inclusion_tag("web/drawings/bars.html")
def bar_chart(rows: Sequence[tuple[str, int]], caption: str = "") -> dict[str, Any]:
    """Labelled numbers as bars, in the given order; a table that a screen reader reads as one."""
    largest = max((number for _label, number in rows), default=0) or 1
    bars = [{"label": label, "number": number, "width": f"{100 * number / largest:.2f}"} for label, number in rows]
    return {"bars": bars, "caption": caption}


@register.inclusion_tag("web/drawings/paired_bars.html")
def paired_bars(rows: Sequence[tuple[str, int, int]], caption: str = "") -> dict[str, Any]:
    """Labelled parts of a whole, as (label, part, whole): both drawn over each other and written as `3 of 5`."""
    largest = max((whole for _label, _part, whole in rows), default=0) or 1
    bars = [
        {
            "label": label,
            "part": part,
            "whole": whole,
            "part_width": f"{100 * part / largest:.2f}",
            "whole_width": f"{100 * whole / largest:.2f}",
        }
        for label, part, whole in rows
    ]
    return {"bars": bars, "caption": caption}


@register.inclusion_tag("web/drawings/table.html")
def floor_table(number: int | str, seats: Sequence[floor.Seat], size: int = 0) -> dict[str, Any]:
    """A table from above with its number and its people's initials; see `web.drawings.floor.Seat`."""
    return {"number": number, "chairs": floor.chairs(list(seats), size)}
