"""Sessions in a spreadsheet as organisers have it: one row each, all or none. Pure: no Django.

`title` must be there; `guid`, `abstract`, `format`, `track`, `language`, `minutes`, `capacity`, `stage`, `start` and
`speakers` (names, separated by `|`) may be; others are ignored. Without a length a new session is 45 minutes;
what is known of a session stays where its cell is empty. Breaks may share a title when they begin at different times.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from events.symposia.schedule_file import FORMATS, LONGEST, Talk, problems_of
from members.sheets import Problem, Row, Unreadable
from members.sheets import read as rows_of

HEADINGS = (
    "guid", "title", "abstract", "format", "track", "language", "minutes", "capacity", "stage", "start", "speakers",
)  # fmt: skip
SHAPES = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M")
_USUAL = 45


def read(content: bytes, *, zone: str, languages: Mapping[str, str]) -> list[Talk]:
    """The sessions of a spreadsheet.

    Args:
        content: the file's bytes.
        zone: IANA name of the zone whose clock the column `start` is on.
        languages: known codes of spoken languages.

    Raises:
        Unreadable: every problem of the file, in the order of its rows.
    """
    problems: list[Problem] = []
    talks: list[Talk] = []
    seen: dict[str, int] = {}
    for row in rows_of(content, required=("title",)):
        found = [*_problems(row, zone, languages)]
        if not found:
            talk = _talk(row, zone)
            found = [*problems_of(talk)]
            name = str(talk.guid or (talk.title.casefold(), talk.starts_at if talk.format == "break" else None))
            if name in seen:
                found.append(Problem(row.number, "title", f"stands in row {seen[name]} already"))
            seen.setdefault(name, row.number)
            talks.append(talk)
        problems += found
    if problems:
        raise Unreadable(problems)
    return talks


def _problems(row: Row, zone: str, languages: Mapping[str, str]) -> Iterator[Problem]:
    if row["format"] and _format(row["format"]) not in FORMATS:
        yield Problem(row.number, "format", f"{row['format']!r} is not one of {', '.join(FORMATS)}")
    if row["language"] and row["language"].lower() not in languages:
        yield Problem(row.number, "language", f"{row['language']!r} is no ISO 639-1 code")
    for column, most in (("minutes", LONGEST), ("capacity", 100_000)):
        text = row[column]
        if text and not (re.fullmatch(r"[0-9]{1,6}", text) and 1 <= int(text) <= most):
            yield Problem(row.number, column, f"{text!r} is no number from 1 to {most}")
    if row["start"] and _moment(row["start"], zone) is None:
        yield Problem(row.number, "start", f"{row['start']!r} is no hour such as 2027-03-15 09:00")
    if row["guid"] and _guid(row["guid"]) is None:
        yield Problem(row.number, "guid", f"{row['guid']!r} is no UUID")


def _talk(row: Row, zone: str) -> Talk:
    return Talk(
        row=row.number,
        title=" ".join(row["title"].split()),
        minutes=int(row["minutes"] or _USUAL),
        guid=_guid(row["guid"]),
        abstract=row["abstract"],
        format=_format(row["format"]) or "talk",
        track=" ".join(row["track"].split()),
        language=row["language"].lower(),
        capacity=int(row["capacity"]) if row["capacity"] else None,
        stage=" ".join(row["stage"].split()),
        starts_at=_moment(row["start"], zone),
        unsaid=frozenset(name for name in HEADINGS if not row[name]),
        people=tuple(dict.fromkeys(name for part in row["speakers"].split("|") if (name := " ".join(part.split())))),
    )


def _format(text: str) -> str:
    return text.casefold().replace(" ", "_").replace("é", "e")


def _moment(text: str, zone: str) -> datetime | None:
    """The moment a clock in the zone shows this; None also for an hour that clocks skip."""
    for shape in SHAPES:
        try:
            wall = datetime.strptime(text, shape)
            moment = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        return moment if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall else None
    return None


def _guid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
