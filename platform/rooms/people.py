"""The people of a room or stream, as others who are there may see them: name, member, country."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from members.models import Delegate, Person
from rooms import presence
from rooms.admissions import valid
from rooms.models import Admission, Room


@dataclass(frozen=True, slots=True)
class Attendant:
    """A person admitted to a room.

    Attributes:
        member: the name of the organisation they act for; empty when there is none.
        country: its country, ISO 3166-1, two letters.
        here: whether they are in the room right now.
    """

    admission: Admission
    person: Person
    member: str
    country: str
    here: bool


def members_of(person_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Name and country of the member each person acts for (of several: the first), in one query."""
    rows = (
        Delegate.objects.filter(person_id__in=person_ids, state=Delegate.State.ADMITTED)
        .order_by("-since", "-id")  # the last one in the dictionary wins: the first delegation
        .values_list("person_id", "member__name", "member__country")
    )
    return {person_id: (name, country) for person_id, name, country in rows}


def of_room(room: Room) -> list[Attendant]:
    """Everyone admitted to a room, those present first, then by name; three queries."""
    rows = list(valid().filter(room=room).select_related("person").order_by("person__name", "person_id"))
    stream = f"room:{room.id}"
    here = presence.present([stream])[stream]
    members = members_of([row.person_id for row in rows])
    everyone = [
        Attendant(row, row.person, *members.get(row.person_id, ("", "")), row.person_id in here) for row in rows
    ]
    return sorted(everyone, key=lambda attendant: not attendant.here)


def there(streams: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Who is on streams right now, by name; streams with nobody have an empty list. Two queries."""
    rows = set(presence.current(streams).values_list("stream", "person_id", "person__name", "person__is_demo"))
    members = members_of({person_id for _, person_id, _, _ in rows})
    found: dict[str, list[dict[str, Any]]] = {stream: [] for stream in streams}
    for stream, person_id, name, demo in sorted(rows, key=lambda row: (row[2], row[1])):
        member, country = members.get(person_id, ("", ""))
        found[stream].append({"id": person_id, "name": name, "member": member, "country": country, "demo": demo})
    return found
