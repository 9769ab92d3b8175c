"""The map of hours as its page shows it: a strip per clock, the day's dates across all of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from events import calendar, hours
from events.hours_map import Best, HoursOfDay, Line, Span, best
from events.listing import Filters
from events.models import Event
from events.overview import appointments, days
from events.overview.appointments import Appointment
from members import roles
from members.models import Network
from web import zones

MAJOR = ("00", "06", "12", "18", "24")
"""Hours that narrow screens show, too."""


@dataclass(frozen=True)
class Bar:
    """A part of a strip; place and width as SVG writes them."""

    x: str
    width: str


@dataclass(frozen=True)
class Strip:
    """One clock's day.

    Attributes:
        countries: (code, name of the clock's city where the country has several clocks).
        office: its office hours as moments, to be said in the reader's time.
        local: the chosen event's hour there.
    """

    line: Line
    countries: list[tuple[str, str]]
    awake: list[Bar]
    working: list[Bar]
    office: list[tuple[datetime, datetime]]
    local: hours.LocalHour | None


@dataclass(frozen=True)
class DayMap:
    """What the page shows.

    Attributes:
        event: the chosen one; its bar is drawn alone.
        ticks: (x, label, whether narrow screens leave it out).
        best: a time at which most are at work, its moments and the countries that are and that there are.
    """

    day: date
    event: Event | None
    appointments: list[Appointment]
    strips: list[Strip]
    bars: list[Bar]
    ticks: list[tuple[str, str, bool]]
    best: tuple[datetime, datetime, Best] | None

    @property
    def before(self) -> date:
        """The day before."""
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        """The day after."""
        return self.day + timedelta(days=1)


def of(person: roles.Somebody, chosen: Filters, asked: str, event: Event | None = None) -> DayMap:
    """The day asked for as `2027-03-28`, or the event's, or today, over the clocks of the networks' countries.

    Args:
        person: who looks; the day is one of their zone.
        chosen: whose countries (all networks' when none is chosen), and which dates are drawn.
        asked: the day.
        event: with `network` loaded; its network's countries, and nothing else of its day.
    """
    zone = zones.current(timezone.get_current_timezone_name())
    today = timezone.localtime(event.starts_at).date() if event else timezone.localdate()
    whole = HoursOfDay(days.day_of(asked, today), zone)
    members = calendar.zones_of_members(*([event.network] if event else _networks(chosen)))
    lines = whole.lines(members, host_zone=event.zone if event else "")
    times = Counter(country for line in lines for country in line.countries)
    divided = {country for country, number in times.items() if number > 1}
    shown = _shown(person, chosen, whole, event)
    return DayMap(
        whole.day,
        event,
        shown,
        [_strip(whole, line, event, divided) for line in lines],
        _bars(whole, [span for one in shown if (span := whole.span(one.starts_at, one.ends_at))]),
        [(_x(whole, minute), label, label[:2] not in MAJOR) for minute, label in whole.ticks()],
        _best(whole, lines),
    )


def _networks(chosen: Filters) -> Sequence[Network]:
    rows = Network.objects.order_by("id")
    return list(rows.filter(slug=chosen.network) if chosen.network else rows)


def _shown(person: roles.Somebody, chosen: Filters, whole: HoursOfDay, event: Event | None) -> list[Appointment]:
    if event is None:
        return appointments.between(person, chosen, whole.begin, whole.end)
    return [appointments.of_event(event)] if whole.span(event.starts_at, event.ends_at) else []


def _strip(whole: HoursOfDay, line: Line, event: Event | None, divided: Collection[str]) -> Strip:
    local = None
    if event is not None:
        local = hours.local_hour(
            event.starts_at, event.ends_at, country=line.countries[0], zone=line.zone, host_zone=event.zone
        )
    office = [_moments(whole, span) for span in line.working]
    reading = get_language() or "en"
    countries = [(code, zones.city(name, reading) if code in divided else "") for code, name in line.places]
    return Strip(line, countries, _bars(whole, line.awake), _bars(whole, line.working), office, local)


def _best(whole: HoursOfDay, lines: Sequence[Line]) -> tuple[datetime, datetime, Best] | None:
    found = best(lines)
    return (*_moments(whole, found.span), found) if found else None


def _moments(whole: HoursOfDay, span: Span) -> tuple[datetime, datetime]:
    return whole.begin + timedelta(minutes=span.start), whole.begin + timedelta(minutes=span.end)


def _bars(whole: HoursOfDay, spans: Sequence[Span]) -> list[Bar]:
    return [Bar(_x(whole, span.start), _x(whole, span.minutes)) for span in spans]


def _x(whole: HoursOfDay, minutes: int) -> str:
    return f"{100 * minutes / whole.minutes:.3f}%"
