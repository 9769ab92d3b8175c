"""Meeting times from a file: `vernetzt.slots/1` in, its answer out.

Beyond the form that docs/INTERFACES.md shows, `hours` may be an object by weekday (such as
`{"mon": [["09:00", "12:00"]], "sat": []}`): on a day left out there are none, and a Saturday that is named is no day
off.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from events import slots
from events.slots_days import WEEKDAYS, Hours, by_weekday, check_place, weekly, zone_of
from events.slots_explained import explain, in_english
from web import json_files
from web.json_files import FileError, a_list, a_number, a_text, a_whole_number, an_object, needed

FORMAT = "vernetzt.slots/1"
MOST_MINUTES = 24 * 60
MOST_PEOPLE = 1_000
MOST_DAYS = 366
MOST_BUSY = 10_000
MOST_BURDEN = 100_000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""The years whose clock changes and holidays are known or can be reckoned."""
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def slots_file(path_in: str | Path, *, out: str | Path | None) -> int:
    """Read who is to meet, find times, write them: the command `vernetzt slots`.

    Args:
        path_in: the file; "-" is standard input.
        out: where the answer goes; by default, and for "-", standard output.

    Returns:
        The exit code: 0, or 2 when the input or the output is at fault; then one line is on standard error.
    """

    def work() -> None:
        search = search_of(json_files.read(path_in, file_format=FORMAT))
        json_files.write(out, document_of(search, slots.best(search)))

    return json_files.run("slots", work)


def search_of(document: dict[str, Any]) -> slots.Search:
    """Turn what a file holds into a search; unknown fields are ignored.

    Raises:
        FileError: what is wrong, in one line that names the field.
    """
    first, last = _day("from", document.get("from")), _day("to", document.get("to"))
    if not first <= last < first + timedelta(days=MOST_DAYS):
        raise needed("to", f"a day from {first} on, within {MOST_DAYS} days,", document.get("to"))
    minutes = a_whole_number("minutes", document.get("minutes"), least=1, most=MOST_MINUTES)
    records = a_list("people", document.get("people"), most=MOST_PEOPLE)
    if not records:
        raise needed("people", "at least one person", records)
    people = tuple(_person(f"people[{index}]", record) for index, record in enumerate(records))
    json_files.ids_once("people", [person.id for person in people])
    return slots.Search(people=people, minutes=minutes, first=first, last=last)


def _day(field: str, value: Any) -> date:
    try:
        found = datetime.strptime(a_text(field, value, what="a day such as 2027-03-01"), "%Y-%m-%d").date()
    except (ValueError, TypeError) as error:
        raise error if isinstance(error, FileError) else needed(field, "a day such as 2027-03-01", value) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise needed(field, f"a day from {FIRST_DAY} to {LAST_DAY}", value)
    return found


def _person(record: str, value: Any) -> slots.Person:
    person = an_object(record, value)
    country, subdivision = _place(record, person)
    burden = person.get("burden")
    return slots.Person(
        id=a_text(f"{record}.id", person.get("id")),
        time_zone=_zone(f"{record}.time_zone", person.get("time_zone")),
        country=country,
        subdivision=subdivision,
        hours=_hours(f"{record}.hours", person.get("hours")),
        burden=0 if burden is None else a_number(f"{record}.burden", burden, least=0, most=MOST_BURDEN),
        busy=_busy(f"{record}.busy", person.get("busy")),
    )


def _zone(field: str, value: Any) -> str:
    name = a_text(field, value, what="an IANA time zone such as Asia/Kolkata")
    try:
        zone_of(name)
    except ValueError:
        raise needed(field, "an IANA time zone such as Asia/Kolkata", value) from None
    return name


def _place(record: str, person: dict[str, Any]) -> tuple[str, str]:
    what = "a country's code of two letters such as IN"
    country = a_text(f"{record}.country", person.get("country"), what=what)
    try:
        check_place(country, "")
    except ValueError:
        raise needed(f"{record}.country", what, country) from None
    subdivision = person.get("subdivision")
    if subdivision in (None, ""):
        return country, ""
    what = f"a subdivision of {country} as in ISO 3166-2"
    try:
        check_place(country, a_text(f"{record}.subdivision", subdivision, what=what))
    except ValueError:
        raise needed(f"{record}.subdivision", what, subdivision) from None
    return country, str(subdivision)


def _hours(field: str, value: Any) -> Hours:
    if not isinstance(value, dict):
        return weekly(_spans(field, value))
    for name in value:
        if name not in WEEKDAYS:
            raise needed(field, f"weekdays from {', '.join(WEEKDAYS)}", name)
    return by_weekday({WEEKDAYS.index(name): _spans(f"{field}.{name}", spans) for name, spans in value.items()})


def _spans(field: str, value: Any) -> list[tuple[time, time]]:
    records = a_list(field, value, most=100)
    return [_span(f"{field}[{index}]", record) for index, record in enumerate(records)]


def _span(field: str, value: Any) -> tuple[time, time]:
    what = 'a pair of times such as ["09:00", "18:00"], the later one second,'
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(each, str) for each in value):
        raise needed(field, what, value)
    opens, closes = (CLOCK.fullmatch(each) for each in value)
    midnight = value[1] in ("24:00", "00:00")
    if opens is None or (closes is None and not midnight) or not (midnight or value[0] < value[1]):
        raise needed(field, what, value)
    return time.fromisoformat(value[0]), time(0) if midnight else time.fromisoformat(value[1])


def _busy(field: str, value: Any) -> tuple[tuple[datetime, datetime], ...]:
    records = [] if value is None else a_list(field, value, most=MOST_BUSY)
    return tuple(_busy_time(f"{field}[{index}]", record) for index, record in enumerate(records))


def _busy_time(field: str, value: Any) -> tuple[datetime, datetime]:
    what = 'a pair of moments such as ["2027-03-02T08:00Z", "2027-03-02T10:00Z"], the later one second,'
    if not isinstance(value, list) or len(value) != 2:
        raise needed(field, what, value)
    since, until = (_moment(field, what, value, each) for each in value)
    if until <= since:
        raise needed(field, what, value)
    return since, until


def _moment(field: str, what: str, pair: Any, value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise needed(field, what, pair)


def document_of(search: slots.Search, found: list[slots.Slot]) -> list[dict[str, Any]]:
    """Slots as a file holds them: a list, best first."""
    return [_slot(search, slot) for slot in found]


def _slot(search: slots.Search, slot: slots.Slot) -> dict[str, Any]:
    return {
        "start": _utc(slot.start),
        "end": _utc(slot.end),
        "worst": slot.worst,
        "people": [
            {
                "id": person.id,
                "local_start": person.start.isoformat(timespec="minutes"),
                "outside_minutes": person.outside_minutes,
                "holiday": person.holiday,
                "weekend": person.weekend,
            }
            for person in slot.people
        ],
        "explanation": in_english(explain(search, slot)),
    }


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%MZ")
