"""Filters of the mixer's pages: `{% load mixers %}`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from exchanges.mixers.models import Card
from exchanges.mixers.queries.figures import Link
from exchanges.mixers.queries.floor import Chair, Floor, TableOnFloor
from exchanges.mixers.queries.lobby import Country
from exchanges.mixers.queries.people import Participant
from exchanges.mixers.queries.seat import MySeat
from exchanges.mixers.recap import Recap
from members.models import Member
from web import names
from web.drawings import floor

register = template.Library()
NAMED_PLACES = 6
"""So many places of a country are named before the list is opened."""


@dataclass(frozen=True)
class Sides:
    """Cards by side."""

    seeks: Sequence[Card]
    offers: Sequence[Card]


@dataclass(frozen=True)
class Measure:
    """A figure of the recap: what is counted, the number as it is read, and what it is a part of.

    Attributes:
        chief: one of the few that are looked at first.
    """

    label: str
    number: str
    more: str = ""
    chief: bool = False


@register.filter
def contact_with(wished: Mapping[int, bool], person_id: int) -> str:
    """How things stand with somebody: `exchanged`, `wished`, or nothing."""
    if person_id not in wished:
        return ""
    return "exchanged" if wished[person_id] else "wished"


@register.filter
def sides(cards: Iterable[Card]) -> Sides:
    """Cards as what somebody seeks and offers."""
    brought = list(cards)
    return Sides(
        [card for card in brought if card.side == Card.Side.SEEK],
        [card for card in brought if card.side == Card.Side.OFFER],
    )


@register.filter
def seats(table: TableOnFloor) -> Sequence[floor.Seat]:
    """A table's people for its drawing."""
    return [_seat(chair) for chair in table.chairs]


def _seat(chair: Chair) -> floor.Seat:
    one = chair.participant
    return floor.Seat(name=one.name, country=one.country, here=not chair.away)


@register.filter
def around(mine: MySeat) -> Sequence[floor.Seat]:
    """The people of one's own table for its drawing, oneself at the top."""
    return [floor.Seat(name=one.name, country=one.country) for one in mine.people]


@register.filter
def empty_seats(shown: Floor) -> int:
    """How many seats are free at all tables."""
    return sum(table.free for table in shown.tables)


@register.filter
def members(people: Iterable[Participant]) -> list[Member]:
    """The members these people are from, each once, for a map."""
    return list({one.member.pk: one.member for one in people if one.member is not None}.values())


@register.filter
def everybody(countries: Iterable[Country]) -> list[Participant]:
    """The people of all countries."""
    return [one for country in countries for one in country.people]


@register.filter
def places(country: Country) -> str:
    """Where a country's people are from: `Jena, Pirna and 3 more`."""
    towns = _places(country.people)
    shown, more = towns[:NAMED_PLACES], len(towns) - NAMED_PLACES
    if more <= 0:
        return ", ".join(shown)
    return ngettext("%(places)s and %(number)d more", "%(places)s and %(number)d more", more) % {
        "places": ", ".join(shown),
        "number": more,
    }


def _places(people: Collection[Participant]) -> list[str]:
    return list(dict.fromkeys(one.place for one in people if one.member is not None))


@register.filter
def pairs(links: Iterable[Link]) -> dict[tuple[str, str], int]:
    """Who met whom, counted per pair of countries; people without a member are left out."""
    return {(link.one, link.other): link.count for link in links if link.one and link.other}


@register.filter
def minutes(seconds: int) -> str:
    """A length of the programme: `12 minutes`."""
    whole = seconds / 60
    number = number_format(round(whole, 1) if whole % 1 else int(whole))
    return ngettext("%(number)s minute", "%(number)s minutes", 1 if whole == 1 else 2) % {"number": number}


@register.filter
def attendance(found: Recap) -> list[tuple[str, int, int]]:
    """Present and registered by country, for bars."""
    language = get_language() or "en"
    return [
        (
            names.country_name(row.country, language) if row.country else _("Without a member"),
            row.present,
            row.registered,
        )
        for row in found.countries
    ]


@register.filter
def measures(found: Recap) -> list[Measure]:
    """The recap's figures as they are read, the chief ones first."""
    return [
        Measure(_("people came"), str(found.present), _of(found.registered), chief=True),
        Measure(_("first meetings"), str(found.first_meetings), _of(found.meetings), chief=True),
        Measure(_("contacts exchanged"), str(found.contacts), chief=True),
        Measure(_("of meetings were useful"), _percent(found.useful), _rated(found.rated), chief=True),
        Measure(_("of meetings crossed a border"), _percent(found.cross_country)),
        Measure(_("did not come"), str(found.no_shows)),
        Measure(_("members were there"), str(found.members)),
        Measure(_("rounds held"), str(found.rounds)),
        Measure(_("of 5 points on average"), _mean(found.stars), _rated(found.ratings)),
        Measure(_("contacts with something under way"), str(found.going_on), _answered(found.follow_ups)),
    ]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)} %"


def _mean(value: float | None) -> str:
    return "–" if value is None else number_format(value, 1)


def _of(whole: int) -> str:
    return _("of %(number)d") % {"number": whole}


def _rated(count: int) -> str:
    return ngettext("%(number)d rating", "%(number)d ratings", count) % {"number": count}


def _answered(count: int) -> str:
    return ngettext("%(number)d answer", "%(number)d answers", count) % {"number": count}
