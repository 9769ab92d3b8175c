"""Changes of seats in a round that is open and whose row is held: give, free, shift, and a new table.

Each returns the facts to record, so that the caller records them last: the mixer's stream is the last lock taken.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Max

from exchanges.mixers import languages
from exchanges.mixers.facts import SeatLeft, SeatMoved, SeatTaken
from exchanges.mixers.models import Mixer, Round, Seat, Table
from rooms import admissions, shared_clock
from rooms.models import Admission, Room
from rooms.rooms import open_room

PARTICIPANT = Admission.Role.PARTICIPANT


def taken(row: Round) -> list[Seat]:
    """The seats that are taken, with their tables, in a stable order."""
    return list(Seat.objects.filter(round=row, left_at=None).select_related("table").order_by("table__number", "id"))


def new_table(mixer: Mixer, row: Round) -> Table:
    """Put up another table, with a room and the round's clock."""
    number = (Table.objects.filter(round=row).aggregate(last=Max("number"))["last"] or 0) + 1
    room = open_room(f"Table {number}", f"/mixers/{mixer.event.slug}/table/", prompt=row.prompt)
    shared_clock.begin([room.id], phase=Mixer.Phase.ROUND, ends_at=row.ends_at)
    if mixer.paused_at is not None:
        shared_clock.pause([room.id], at=mixer.paused_at)
    return Table.objects.create(round=row, number=number, room=room)


def give(mixer: Mixer, row: Round, seat_at: Mapping[int, Table], *, now: datetime) -> list[SeatTaken]:
    """Seat people who sit nowhere; they are here."""
    Seat.objects.bulk_create(
        Seat(round=row, table=table, person_id=person, came_at=now) for person, table in seat_at.items()
    )
    _admit(mixer, seat_at)
    return [
        SeatTaken(mixer_id=mixer.id, number=row.number, table_id=table.id, person_id=person)
        for person, table in seat_at.items()
    ]


def free(mixer: Mixer, row: Round, leaving: Collection[Seat], *, why: str, now: datetime) -> list[SeatLeft]:
    """Take seats back; the people are shown out of their table's room."""
    Seat.objects.filter(id__in=[seat.id for seat in leaving]).update(left_at=now, left=why)
    _dismiss(leaving)
    return [
        SeatLeft(mixer_id=mixer.id, number=row.number, table_id=seat.table_id, person_id=seat.person_id)
        for seat in leaving
    ]


def shift(
    mixer: Mixer, row: Round, moving: Collection[Seat], to: Mapping[int, Table], *, now: datetime
) -> list[SeatMoved]:
    """Seat people at another table. Where they sat stays known, if they were there.

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
    _dismiss(moving)
    _admit(mixer, {seat.person_id: to[seat.person_id] for seat in moving})
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


def _admit(mixer: Mixer, table_of: Mapping[int, Table]) -> None:
    let_in(mixer, {person: table.room for person, table in table_of.items() if table.room is not None})


def _dismiss(leaving: Collection[Seat]) -> None:
    admissions.dismiss_all([(seat.person_id, seat.table.room_id) for seat in leaving if seat.table.room_id is not None])
