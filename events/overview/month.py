"""A month as a table of weeks, in the reader's zone and with the reader's first day of the week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import get_day_names
from django.utils import timezone
from django.utils.translation import get_language

from events.listing import Filters
from events.overview import appointments, days
from events.overview.appointments import Appointment
from members import roles
from web import times
from web.names import locale
from web.zones import current


@dataclass(frozen=True)
class Cell:
    """A day in the table; `outside` when it belongs to the month before or after."""

    date: date
    outside: bool
    today: bool
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True)
class Month:
    """What the page shows.

    Attributes:
        first: its first day; title: its name and year.
        before, after: first days of its neighbours, or None at the ends of the calendar.
        weekdays: (full name, short name), in the order of the columns.
        number: how many appointments there are.
    """

    first: date
    title: str
    before: date | None
    after: date | None
    weekdays: list[tuple[str, str]]
    weeks: list[list[Cell]]
    number: int


def of(person: roles.Somebody, chosen: Filters, asked: str) -> Month:
    """The month asked for as `2027-03`, or the present one, with all the reader sees of it."""
    zone = current(timezone.get_current_timezone_name())
    today = timezone.localdate()
    first = days.month_of(asked, today)
    chosen_locale = locale(get_language() or "en")
    weeks = days.weeks(first, first_weekday=chosen_locale.first_week_day)
    begins, ends = days.begin(weeks[0][0], zone), days.begin(weeks[-1][-1] + timedelta(days=1), zone)
    by_day: dict[date, list[Appointment]] = {}
    for one in appointments.between(person, chosen, begins, ends):
        for day in days.touched(one.starts_at, one.ends_at, zone):
            by_day.setdefault(day, []).append(one)
    cells = [
        [Cell(day, day.month != first.month, day == today, tuple(by_day.get(day, ()))) for day in week]
        for week in weeks
    ]
    return Month(
        first,
        times.written(first, skeletons=("yMMMM",)),
        _within(days.month_after(first, -1)),
        _within(days.month_after(first)),
        _weekdays(chosen_locale.first_week_day),
        cells,
        _number(cells),
    )


def _within(first: date) -> date | None:
    return first if days.FIRST_YEAR <= first.year <= days.LAST_YEAR else None


def _number(cells: Iterable[Iterable[Cell]]) -> int:
    return len({id(one) for week in cells for cell in week if not cell.outside for one in cell.appointments})


def _weekdays(first: int) -> list[tuple[str, str]]:
    reading = locale(get_language() or "en")
    full = get_day_names("wide", "stand-alone", reading)
    short = get_day_names("abbreviated", "stand-alone", reading)
    return [(full[at % 7], short[at % 7]) for at in range(first, first + 7)]
