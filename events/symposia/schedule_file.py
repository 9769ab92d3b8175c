"""Agendas in the schedule format of frab and pretalx (`schedule.json`), read and written. Pure: no Django.

What the format calls a talk's `type`, `room` and `persons` are a session's format, stage and speakers here. Unknown
fields do no harm; a bad one is said with the number of its talk, counted through the file from 1.
"""

import json
import re
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from members.sheets import Problem, Unreadable, decode

FORMATS = ("talk", "panel", "fishbowl", "world_cafe", "1-2-4-all", "break")
LONGEST = 24 * 60
"""How many minutes a session lasts at most, whether it is typed or taken in."""
YEARS = range(2000, 2101)
"""Of sessions; moments at the ends of the calendar are none on the clock of another zone."""
LENGTHS = {"title": 160, "abstract": 3000, "track": 80, "stage": 80}
_UNFIT = re.compile("[\0\ud800-\udfff]")
"""What no text has, but JSON can escape: NUL, and halves of pairs of surrogates."""
_DURATION = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,2}):([0-9]{2})")


@dataclass(frozen=True)
class Talk:
    """A session as files know it.

    Attributes:
        row: where it stands in the file, from 1.
        guid: names it across files; None when the file has none.
        starts_at: None when it is not placed.
        people: names of who is on stage.
        unsaid: attributes about which the file says nothing; of a known session they stay as they are.
    """

    row: int
    title: str
    minutes: int
    guid: uuid.UUID | None = None
    abstract: str = ""
    format: str = "talk"
    track: str = ""
    language: str = ""
    capacity: int | None = None
    stage: str = ""
    starts_at: datetime | None = None
    people: tuple[str, ...] = ()
    unsaid: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Schedule:
    """A whole agenda.

    Attributes:
        stages: name to how many it holds, in order.
    """

    title: str
    version: str
    zone: str
    talks: Sequence[Talk]
    stages: Mapping[str, int | None]
    acronym: str = "agenda"
    url: str = ""


def problems_of(talk: Talk) -> Iterator[Problem]:
    """What of a talk cannot be kept, whatever file it came from."""
    for name, most in LENGTHS.items():
        if len(getattr(talk, name)) > most:
            yield Problem(talk.row, name, f"is longer than {most} characters")
    if not talk.title:
        yield Problem(talk.row, "title", "is empty")
    if not 1 <= talk.minutes <= LONGEST:
        yield Problem(talk.row, "duration", f"must be between 1 and {LONGEST} minutes")
    if talk.starts_at is not None and not talk.stage:
        yield Problem(talk.row, "room", "is missing, although the session has a time")
    if talk.starts_at is not None and talk.starts_at.year not in YEARS:
        yield Problem(talk.row, "date", f"must lie between the years {YEARS[0]} and {YEARS[-1]}")
    if any(len(name) > 120 for name in talk.people):
        yield Problem(talk.row, "persons", "a name is longer than 120 characters")


def read(content: bytes) -> Schedule:
    """The agenda in a file's bytes.

    Raises:
        Unreadable: every problem of the file, in the order of its talks.
    """
    inner = _document(content)
    conference = inner["conference"]
    problems: list[Problem] = []
    talks: list[Talk] = []
    for row, (room, raw) in enumerate(_raw(conference, problems), 1):
        talk = _talk(row, room, raw, str(conference.get("acronym", "")), problems)
        if talk is not None:
            problems += problems_of(talk)
            talks.append(talk)
    problems += _twice(talks)
    if not talks and not problems:
        problems = [Problem(0, "days", "there is no talk")]
    if problems:
        raise Unreadable(sorted(problems, key=lambda problem: problem.row))
    return Schedule(
        title=_text(conference, "title"),
        version=str(inner.get("version", "")),
        zone=_text(conference, "time_zone_name"),
        talks=talks,
        stages=_rooms(conference, talks),
    )


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(decode(content))
    except (ValueError, RecursionError) as error:
        raise Unreadable([Problem(0, "", "is no JSON")]) from error
    if unfit := next(_unfit(document), None):
        raise Unreadable([Problem(0, "", f"{unfit[:60]!r} holds a character that no text has")])
    inner = document.get("schedule") if isinstance(document, dict) else None
    if not isinstance(inner, dict) or not isinstance(inner.get("conference"), dict):
        raise Unreadable([Problem(0, "schedule.conference", "is missing")])
    return inner


def _unfit(document: Any) -> Iterator[str]:
    """Names and texts of a document that cannot be kept."""
    waiting = [document]
    while waiting:
        match waiting.pop():
            case str() as text if _UNFIT.search(text):
                yield text
            case dict() as found:
                waiting += [*found, *found.values()]
            case list() as found:
                waiting += found


def _raw(conference: Mapping[str, Any], problems: list[Problem]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    days = conference.get("days")
    for day in days if isinstance(days, list) else []:
        rooms = day.get("rooms") if isinstance(day, dict) else None
        if not isinstance(rooms, dict):
            problems.append(Problem(0, "rooms", "a day has none"))
            continue
        for room, talks in rooms.items():
            yield from ((room, talk) for talk in (talks if isinstance(talks, list) else []) if isinstance(talk, dict))


def _talk(row: int, room: str, raw: Mapping[str, Any], acronym: str, problems: list[Problem]) -> Talk | None:
    minutes, starts_at = _minutes(raw.get("duration")), _moment(raw.get("date"))
    if minutes is None:
        problems.append(Problem(row, "duration", "is no length such as 00:45"))
    if starts_at is None:
        problems.append(Problem(row, "date", "is no moment with a zone such as 2027-03-15T09:00:00+01:00"))
    if minutes is None or starts_at is None:
        return None
    kind, language = _text(raw, "type").casefold().replace(" ", "_"), _text(raw, "language").casefold()[:2]
    return Talk(
        row=row,
        title=_text(raw, "title"),
        minutes=minutes,
        guid=_guid(raw, acronym),
        abstract=_text(raw, "abstract") or _text(raw, "description"),
        format=kind if kind in FORMATS else "talk",
        track=_text(raw, "track"),
        language=language if language.isascii() and language.isalpha() else "",
        stage=" ".join(room.split()),
        starts_at=starts_at,
        people=tuple(dict.fromkeys(_names(raw.get("persons")))),
    )


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return "\n".join(" ".join(line.split()) for line in value.split("\n")).strip() if isinstance(value, str) else ""


def _minutes(value: Any) -> int | None:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    return int(match[1] or 0) * 1440 + int(match[2]) * 60 + int(match[3]) if match else None


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None


def _guid(raw: Mapping[str, Any], acronym: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(raw.get("guid")))
    except ValueError:
        number = raw.get("id")
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{acronym}/{number}") if number is not None else None


def _names(persons: Any) -> Iterator[str]:
    for person in persons if isinstance(persons, list) else []:
        if isinstance(person, dict) and (name := _text(person, "public_name") or _text(person, "name")):
            yield name


def _twice(talks: Collection[Talk]) -> Iterator[Problem]:
    seen: dict[uuid.UUID, int] = {}
    for talk in talks:
        if talk.guid is not None and talk.guid in seen:
            yield Problem(talk.row, "guid", f"stands at talk {seen[talk.guid]} already")
        elif talk.guid is not None:
            seen[talk.guid] = talk.row


def _rooms(conference: Mapping[str, Any], talks: Collection[Talk]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    rooms = conference.get("rooms")
    for room in rooms if isinstance(rooms, list) else []:
        if isinstance(room, dict) and 0 < len(name := _text(room, "name")) <= LENGTHS["stage"]:
            holds = room.get("capacity")
            fits = isinstance(holds, int) and not isinstance(holds, bool) and 0 < holds <= 100_000
            found[name] = holds if fits else None
    return {**{talk.stage: None for talk in talks if talk.stage}, **found}


def write(schedule: Schedule) -> dict[str, Any]:
    """The document for an agenda; only sessions that have a place are in it."""
    zone = ZoneInfo(schedule.zone)
    placed = sorted(
        ((talk.starts_at.astimezone(zone), talk) for talk in schedule.talks if talk.starts_at),
        key=lambda pair: (pair[0], pair[1].stage),
    )
    days = sorted({start.date() for start, _ in placed})
    conference = {
        "acronym": schedule.acronym,
        "title": schedule.title,
        "start": days[0].isoformat() if days else "",
        "end": days[-1].isoformat() if days else "",
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "time_zone_name": schedule.zone,
        "rooms": [{"name": name, "capacity": holds} for name, holds in schedule.stages.items()],
        "tracks": [{"name": name} for name in dict.fromkeys(talk.track for _, talk in placed if talk.track)],
        "days": [
            _day(index, [pair for pair in placed if pair[0].date() == day], schedule)
            for index, day in enumerate(days, 1)
        ],
    }
    return {"schedule": {"url": schedule.url, "version": schedule.version, "conference": conference}}


def _day(index: int, placed: Sequence[tuple[datetime, Talk]], schedule: Schedule) -> dict[str, Any]:
    rooms: dict[str, list[dict[str, Any]]] = {name: [] for name in schedule.stages}
    for start, talk in placed:
        rooms.setdefault(talk.stage, []).append(_written(start, talk))
    return {
        "index": index,
        "date": placed[0][0].date().isoformat(),
        "day_start": placed[0][0].isoformat(),
        "day_end": max(start + timedelta(minutes=talk.minutes) for start, talk in placed).isoformat(),
        "rooms": {name: talks for name, talks in rooms.items() if talks},
    }


def _written(start: datetime, talk: Talk) -> dict[str, Any]:
    return {
        "guid": str(talk.guid),
        "id": talk.row,
        "date": start.isoformat(),
        "start": f"{start:%H:%M}",
        "duration": f"{talk.minutes // 60:02d}:{talk.minutes % 60:02d}",
        "room": talk.stage,
        "title": talk.title,
        "subtitle": "",
        "track": talk.track or None,
        "type": talk.format,
        "language": talk.language,
        "abstract": talk.abstract,
        "description": "",
        "persons": [{"id": number, "public_name": name} for number, name in enumerate(talk.people, 1)],
        "links": [],
        "attachments": [],
    }
