"""When a person works: hours by weekday, public holidays and weekends of a place.

Pure; holidays are those of the library `holidays` (public ones, by country and subdivision).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Span = tuple[int, int]
ENGLISH = "en_US"
"""What every country's holidays are named in."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60

ISO_CODES = {
    "MX": "AGU BCN BCS CAM CHH CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SIN SLP SON TAB"
    " TAM TLA VER YUC ZAC",
    "PE": "AMA ANC APU ARE AYA CAJ CAL CUS HUC HUV ICA JUN LAL LAM LIM LMA LOR MDD MOQ PAS PIU PUN SAM TAC TUM UCA",
}
"""ISO 3166-2 codes of our networks' countries whose holidays are the same everywhere, so that a slip is noticed."""
OTHER_CODES = ("FR", "GB", "NL", "PL")
"""Countries for which the library knows other codes than ISO 3166-2, or some only: an unknown one may be right."""


@dataclass(frozen=True)
class Hours:
    """When somebody works, by the clock on their wall.

    Attributes:
        spans: from Monday to Sunday, pairs of minutes of the day (from, until; 1440 is midnight at its end).
        named: the weekdays (0 is Monday) the person named one by one; a Saturday among them is no day off for them.
    """

    spans: tuple[tuple[Span, ...], ...]
    named: frozenset[int] = frozenset()


def weekly(every_day: Iterable[tuple[time, time]]) -> Hours:
    """The same hours on every weekday; `time(0)` as the end is midnight."""
    return Hours((tuple(_span(*pair) for pair in every_day),) * 7)


def by_weekday(days: Mapping[int, Sequence[tuple[time, time]]]) -> Hours:
    """Hours of single weekdays, 0 being Monday; there are none on a day that is left out."""
    spans = tuple(tuple(_span(*pair) for pair in days.get(weekday, ())) for weekday in range(7))
    return Hours(spans, frozenset(weekday for weekday in range(7) if spans[weekday]))


def _span(opens: time, closes: time) -> Span:
    return opens.hour * 60 + opens.minute, (closes.hour * 60 + closes.minute) or DAY


def zone_of(name: str) -> ZoneInfo:
    """An IANA zone.

    Raises:
        ValueError: there is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a name may be unknown, no path at all, or a directory
        raise ValueError(f"unknown time zone {name!r}") from None


@dataclass(frozen=True)
class Place:
    """Holidays and weekends of a country and subdivision.

    Attributes:
        language: in which holidays are named, where the library has names in it; else they are named in English.
    """

    country: str = ""
    subdivision: str = ""
    language: str = ENGLISH

    def holiday(self, day: date) -> str | None:
        """The name of the public holiday of a day; None: it is none."""
        calendar = _calendar(self.country, self.subdivision, self.language)
        return None if calendar is None else calendar.get(day)

    def weekend(self, day: date) -> bool:
        """Whether people do not usually work on this day of the week."""
        calendar = _calendar(self.country, self.subdivision, self.language)
        return day.weekday() in (5, 6) if calendar is None else bool(calendar.is_weekend(day))


@lru_cache(maxsize=512)
def _calendar(country: str, subdivision: str, language: str = ENGLISH) -> Any:
    """The library's calendar; where it does not know the subdivision, that of the whole country.

    A language is always given: without one the library takes that of the process's environment. There is none for a
    country it does not know: no holidays, and weekends on Saturday and Sunday.
    """
    if not country:
        return None
    import holidays  # half a second, which only those wait who ask for a date

    try:
        known = _known_subdivisions(country)
    except ValueError:
        return None
    within = subdivision if subdivision in known else None
    return holidays.country_holidays(country, subdiv=within, language=_offered(country, language))


def _offered(country: str, language: str) -> str:
    """The language in which a country's holidays are named: `pt-br` is `pt_BR` there, and `es` may be `es_MX`."""
    import holidays

    offered = holidays.country_holidays(country).supported_languages
    wanted, base = language.replace("-", "_").lower(), language[:2].lower()
    for fits in (lambda code: code.lower() == wanted, lambda code: code[:2] == base):
        found = next(filter(fits, offered), None)
        if found and base != "en":
            return found
    return ENGLISH


@lru_cache(maxsize=512)
def _known_subdivisions(country: str) -> frozenset[str]:
    """The subdivisions of a country in the library.

    Raises:
        ValueError: it does not know the country.
    """
    import holidays

    try:
        found = holidays.country_holidays(country)
    except NotImplementedError:
        raise ValueError(f"unknown country {country!r}") from None
    return frozenset((*found.subdivisions, *found.subdivisions_aliases))


def check_place(country: str, subdivision: str) -> None:
    """Refuse a country or a subdivision that cannot be right.

    Args:
        country: ISO 3166-1 code of two letters.
        subdivision: second part of an ISO 3166-2 code, or empty.

    Raises:
        ValueError: in one line, what is not known.
    """
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise ValueError(f"unknown country {country!r}")
    known = _known_subdivisions(country) or frozenset(ISO_CODES.get(country, "").split())
    strict = bool(known) and country not in OTHER_CODES
    looks_right = re.fullmatch(r"[A-Z0-9]{1,3}", subdivision) is not None
    if subdivision and not (subdivision in known or (looks_right and not strict)):
        raise ValueError(f"unknown subdivision {subdivision!r} of {country}")
