"""Changes of seats in a round that is open and whose row is held: give, free, shift, and a new table.

None of them touches a table's room: when all seats are as they should be, `usher` shows people out and in, and takes
all the rooms at once. Each returns the facts to record, so that the caller records them last: the mixer's stream is the
last lock taken.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Max

from exchanges.mixers import languages
from exchanges.mixers.facts import SeatLeft, SeatMoved, SeatTaken
from exchanges.mixers.models import Mixer, Round, Seat, Table
from rooms import admissions, rooms, shared_clock
from rooms.models import Admission, Room

PARTICIPANT = Admission.Role.PARTICIPANT


def taken(row: Round) -> list[Seat]:
    """The seats that are taken, with their tables, in a stable order."""
    return list(Seat.objects.filter(round=row, left_at=None).select_related("table").order_by("table__number", "id"))


def new_table(mixer: Mixer, row: Round) -> Table:
    """Put up another table, with a room and the round's clock, which may have been paused since the mixer was read."""
    number = (Table.objects.filter(round=row).aggregate(last=Max("number"))["last"] or 0) + 1
    room = rooms.open_room(f"Table {number}", f"/mixers/{mixer.event.slug}/table/", prompt=row.prompt)
    shared_clock.begin([room.id], phase=Mixer.Phase.ROUND, ends_at=row.ends_at)
    paused_at = Mixer.objects.values_list("paused_at", flat=True).get(pk=mixer.pk)
    if paused_at is not None:
        shared_clock.pause([room.id], at=paused_at)
    return Table.objects.create(round=row, number=number, room=room)


def give(mixer: Mixer, row: Round, seat_at: Mapping[int, Table], *, now: datetime) -> list[SeatTaken]:
    """Seat people who sit nowhere; they are here. `usher` lets them in."""
    Seat.objects.bulk_create(
        Seat(round=row, table=table, person_id=person, came_at=now) for person, table in seat_at.items()
    )
    return [
        SeatTaken(mixer_id=mixer.id, number=row.number, table_id=table.id, person_id=person)
        for person, table in seat_at.items()
    ]


def free(mixer: Mixer, row: Round, leaving: Collection[Seat], *, why: str, now: datetime) -> list[SeatLeft]:
    """Take seats back; `usher` shows the people out."""
    Seat.objects.filter(id__in=[seat.id for seat in leaving]).update(left_at=now, left=why)
    return [
        SeatLeft(mixer_id=mixer.id, number=row.number, table_id=seat.table_id, person_id=seat.person_id)
        for seat in leaving
    ]


def shift(
    mixer: Mixer, row: Round, moving: Collection[Seat], to: Mapping[int, Table], *, now: datetime
) -> list[SeatMoved]:
    """Seat people at another table; `usher` takes them there. Where they sat stays known, if they were there.

    Args:
        mixer: with its event.
        row: the round, held.
        moving: the seats they have.
        to: the new table by person.
        now: the present.
    """
    came = [seat.id for seat in moving if seat.came_at is not None]
    Seat.objects.filter(id__in=came).update(left_at=now, left=Seat.Left.MOVED)
    Seat.objects.filter(id__in=[seat.id for seat in moving if seat.came_at is None]).delete()
    Seat.objects.bulk_create(
        Seat(
            round=row,
            table=to[seat.person_id],
            person_id=seat.person_id,
            came_at=None if seat.missing_since else now,
            missing_since=seat.missing_since,
        )
        for seat in moving
    )
    return [
        SeatMoved(
            mixer_id=mixer.id,
            number=row.number,
            table_id=to[seat.person_id].id,
            from_table_id=seat.table_id,
            person_id=seat.person_id,
        )
        for seat in moving
    ]


def name_languages(mixer: Mixer, row: Round) -> None:
    """Write down anew what every table's people have in common, where it changed."""
    tables = list(Table.objects.filter(round=row))
    company: dict[int, list[int]] = {table.id: [] for table in tables}
    for table_id, person in Seat.objects.filter(round=row, left_at=None).values_list("table_id", "person_id"):
        company[table_id].append(person)
    spoken = languages.spoken(mixer, [person for people in company.values() for person in people])
    changed = []
    for table in tables:
        common = languages.common(company[table.id], spoken)
        if common != table.languages:
            table.languages = common
            changed.append(table)
    Table.objects.bulk_update(changed, ["languages"])


def let_in(mixer: Mixer, room_of: Mapping[int, Room]) -> None:
    """Admit people to their tables' rooms; who is muted in the lobby only listens there, too."""
    wanted: dict[int, dict[int, str]] = {room.id: {} for room in room_of.values()}
    for person, room in room_of.items():
        wanted[room.id][person] = PARTICIPANT
    admissions.admit_all(wanted)
    silent = Admission.objects.filter(room=mixer.lobby_id, muted=True, dismissed_at=None)
    for person in set(silent.values_list("person_id", flat=True)) & room_of.keys():
        admissions.mute(room_of[person], [person])


def usher(mixer: Mixer, row: Round, before: Collection[Seat]) -> None:
    """Let everybody into the room of the table where they sit now and out of the one where they sat; close the empty.

    All these rooms are taken at once: one after the other, in whatever order people move, would wait in a circle with
    words said to several of them.

    Args:
        mixer: with its event.
        row: the round, held.
        before: the seats that were taken before they were changed.
    """
    was = {seat.person_id: seat.table.room_id for seat in before}
    sits = _rooms_of(row)
    moved = {person for person in was.keys() | sits.keys() if was.get(person) != sits.get(person)}
    out = [(person, room) for person in sorted(moved & was.keys()) if (room := was[person]) is not None]
    empty = _dissolved(row)
    there = rooms.locked({*empty, *(room for _, room in out), *(sits[person] for person in moved & sits.keys())})
    admissions.dismiss_all(out)
    let_in(mixer, {person: there[sits[person]] for person in sorted(moved & sits.keys())})
    rooms.close_rooms([there[room] for room in empty])


def _rooms_of(row: Round) -> dict[int, int]:
    """Where everybody sits now: the room's id by person."""
    sitting = Seat.objects.filter(round=row, left_at=None).exclude(table__room=None)
    return dict(sitting.values_list("person_id", "table__room_id"))


def _dissolved(row: Round) -> list[int]:
    """Ids of the rooms that are still open though their tables were merged into others."""
    tables = Table.objects.filter(round=row, room__closed_at=None).exclude(merged_into=None).exclude(room=None)
    return list(tables.values_list("room_id", flat=True))
