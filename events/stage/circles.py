"""The chairs of a fishbowl as its readers see them, the same for everybody but for who they are themselves."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from events.models import Chair
from events.stage.chairs import CHAIRS, NUMBERS
from events.stage.places import Place
from rooms.people import members_of


@dataclass(frozen=True)
class Taken:
    """A chair.

    Attributes:
        person_id, name, member: of who sits there; 0 and "" when it is free.
    """

    number: int
    person_id: int = 0
    name: str = ""
    member: str = ""


@dataclass(frozen=True)
class Circle:
    """The six chairs for one reader.

    Attributes:
        asked: when all are taken, who sits there, the longest first.
        mine: the number of the reader's chair, or 0.
        acts: the reader may sit down and stand up now.
    """

    chairs: tuple[Taken, ...]
    asked: tuple[str, ...]
    mine: int
    acts: bool


def of_session(session_id: int, place: Place, *, is_on: bool) -> Circle:
    """The chairs of a session for a reader, in two queries."""
    rows = _rows({session_id})[session_id]
    mine = next((row.number for row in rows if row.person_id == place.person.pk), 0)
    return Circle(_chairs(rows, _members(rows)), _asked(rows), mine, is_on and place.acts)


def told(session_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What everybody is told about the chairs of sessions, by session: those that are taken, and who is asked."""
    found = _rows(session_ids) if session_ids else {}
    members = _members([row for rows in found.values() for row in rows])
    return {
        pk: {
            "chairs": [
                {"number": one.number, "person_id": one.person_id, "name": one.name, "member": one.member}
                for one in _chairs(found[pk], members)
            ],
            "asked": ", ".join(_asked(found[pk])),
        }
        for pk in found
    }


def _rows(session_ids: Collection[int]) -> dict[int, list[Chair]]:
    found: dict[int, list[Chair]] = defaultdict(list)
    for row in Chair.objects.filter(session__in=session_ids).select_related("person"):
        found[row.session_id].append(row)
    return {pk: found[pk] for pk in session_ids}


def _members(rows: Collection[Chair]) -> dict[int, str]:
    return {pk: name for pk, (name, _) in members_of([row.person_id for row in rows]).items()} if rows else {}


def _chairs(rows: Collection[Chair], members: dict[int, str]) -> tuple[Taken, ...]:
    there = {row.number: row for row in rows}
    return tuple(
        Taken(number, row.person_id, str(row.person), members.get(row.person_id, ""))
        if (row := there.get(number))
        else Taken(number)
        for number in NUMBERS
    )


def _asked(rows: Collection[Chair]) -> tuple[str, ...]:
    full = len(rows) == CHAIRS
    return tuple(str(row.person) for row in sorted(rows, key=lambda row: (row.since, row.pk))) if full else ()
