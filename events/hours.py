"""What hour a moment is in each country that takes part: the first thing people ask about a date.

Pure: moments and codes in, moments out. Zone data is that of Python's `zoneinfo`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MAIN_ZONES = {
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "BR": "America/Sao_Paulo",
    "CH": "Europe/Zurich", "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IN": "Asia/Kolkata", "IS": "Atlantic/Reykjavik",
    "IT": "Europe/Rome", "LI": "Europe/Vaduz", "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg",
    "LV": "Europe/Riga", "MT": "Europe/Malta", "MX": "America/Mexico_City", "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo", "PE": "America/Lima", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest", "SE": "Europe/Stockholm", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava",
    "UA": "Europe/Kyiv",
}  # fmt: skip
"""The zone most people of a country live in; used where no member says its own."""

OPENS, CLOSES = time(9), time(18)
"""Usual office hours, from and to; outside them an hour counts as a burden."""


@dataclass(frozen=True)
class LocalHour:
    """A moment as it is in one country.

    Attributes:
        country: ISO 3166-1 code of two letters.
        zone: IANA name; of several zones with the same hour the country's main one, else the first by name.
        start, end: in that zone.
        day_offset: -1, 0 or 1: the day there compared with the day in the host's zone.
        outside_minutes: how many minutes of the event, or of each of its days, lie outside 09:00 to 18:00 there.
        days: how many days the event has, each from `start` to `end`.
    """

    country: str
    zone: str
    start: datetime
    end: datetime
    day_offset: int
    outside_minutes: int
    days: int = 1

    @property
    def comfortable(self) -> bool:
        """Whether all of it lies within office hours."""
        return self.outside_minutes == 0

    @property
    def day_minute(self) -> int:
        """Minutes from the start of the local day, 0 to 1439, for drawing."""
        return self.start.hour * 60 + self.start.minute

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return round((self.end.timestamp() - self.start.timestamp()) / 60)


def local_hours(
    start: datetime,
    countries: Iterable[str],
    *,
    end: datetime | None = None,
    zones: Mapping[str, Iterable[str]] | None = None,
    host_zone: str = "UTC",
) -> list[LocalHour]:
    """The local hour of a moment in every country.

    Args:
        start: an aware moment.
        countries: ISO 3166-1 codes; one whose zone is unknown (neither in `zones` nor a main zone) is left out.
        end: when it ends; an hour after the start when not given.
        zones: per country the zones its members are in. Zones that show the same hour become one row.
        host_zone: the zone `day_offset` refers to.

    Returns:
        One row per country and hour, from the earliest local hour to the latest, then by country.
    """
    end = end or start + timedelta(hours=1)
    rows: dict[tuple[str, datetime], LocalHour] = {}
    for country in sorted(set(countries)):
        for zone in sorted((zones or {}).get(country) or {MAIN_ZONES.get(country, "")} - {""}, key=_main_first):
            hour = local_hour(start, end, country=country, zone=zone, host_zone=host_zone)
            rows.setdefault((country, hour.start.replace(tzinfo=None)), hour)
    return sorted(rows.values(), key=lambda row: (row.start.replace(tzinfo=None), row.country))


@dataclass(frozen=True)
class SharedHour:
    """One hour of the clock and the countries that have it.

    Attributes:
        first: the row that stands for all: the host's, else one in its country's main zone; the others differ in
            country and zone only.
        countries: ISO 3166-1 codes, in alphabetical order.
    """

    first: LocalHour
    countries: tuple[str, ...]


def shared(rows: Iterable[LocalHour], *, host_zone: str = "") -> list[SharedHour]:
    """Rows with the same hour put together, in their order: 31 European countries have four hours."""
    groups: dict[datetime, list[LocalHour]] = {}
    for row in rows:
        groups.setdefault(row.start.replace(tzinfo=None), []).append(row)
    return [
        SharedHour(
            min(group, key=lambda row: (row.zone != host_zone, _main_first(row.zone)[0])),
            tuple(row.country for row in group),
        )
        for group in groups.values()
    ]


def _main_first(zone: str) -> tuple[bool, str]:
    return zone not in MAIN_ZONES.values(), zone


def local_hour(start: datetime, end: datetime, *, country: str, zone: str, host_zone: str) -> LocalHour:
    """The row for one zone; arguments as in `local_hours`."""
    closes, days = first_day(start, end, host_zone=host_zone)
    there, until = start.astimezone(ZoneInfo(zone)), closes.astimezone(ZoneInfo(zone))
    offset = (there.date() - start.astimezone(ZoneInfo(host_zone)).date()).days
    return LocalHour(country, zone, there, until, offset, outside_minutes(there, until), days)


def first_day(start: datetime, end: datetime, *, host_zone: str) -> tuple[datetime, int]:
    """When the first day of an event ends, and how many days it has: nobody sits there through the night.

    An event longer than 24 hours lasts on each of its days from the hour it begins to the hour it ends, on the host's
    clock; one that ends at the hour it begins, or earlier, is taken as it is.
    """
    begins, ends = start.astimezone(ZoneInfo(host_zone)), end.astimezone(ZoneInfo(host_zone))
    if ends - begins <= timedelta(days=1) or ends.time() <= begins.time():
        return end, 1
    return datetime.combine(begins.date(), ends.time(), begins.tzinfo), (ends.date() - begins.date()).days + 1


def outside_minutes(start: datetime, end: datetime) -> int:
    """How many minutes between two moments of one zone lie outside 09:00 to 18:00 local time.

    Counted in elapsed time, so a clock change in between neither adds nor takes an hour.
    """
    whole = end.timestamp() - start.timestamp()
    inside = 0.0
    day = start.date()
    while day <= end.date():
        opens = max(datetime.combine(day, OPENS, start.tzinfo), start, key=datetime.timestamp)
        closes = min(datetime.combine(day, CLOSES, start.tzinfo), end, key=datetime.timestamp)
        inside += max(0.0, closes.timestamp() - opens.timestamp())
        day += timedelta(days=1)
    return round((whole - inside) / 60)
