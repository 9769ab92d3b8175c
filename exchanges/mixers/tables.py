"""What hosts and people do at the tables of the open round: move, merge, remove, mute, step out and in, visit.

Every change takes the round's row first. So two hosts who move the same person at once do it one after the other, and
nobody ever sits at two tables.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from exchanges.mixers import hosts, languages, participants, seats
from exchanges.mixers.facts import SeatLeft, TablesMerged
from exchanges.mixers.models import Mixer, Round, Seat, Table
from exchanges.mixers.refusals import HostsStay, NoRound, NoSharedLanguage, NoSuchTable, NotSeated, TableFull
from ledger.facts import Fact
from ledger.recording import record
from members.models import Person
from rooms import admissions, rooms
from rooms.models import Admission

LARGEST = 8
"""More people cannot talk with each other."""


def held(mixer: Mixer) -> Round:
    """The open round, locked until the transaction ends.

    Raises:
        NoRound: none is open.
    """
    row = _held_if_open(mixer)
    if row is None:
        raise NoRound
    return row


def _held_if_open(mixer: Mixer) -> Round | None:
    return Round.objects.select_for_update(no_key=True).filter(mixer=mixer, state=Round.State.OPEN).first()


def move(mixer: Mixer, *, by: Person, person_id: int, table_id: int, anyway: bool = False) -> Table:
    """Seat somebody at another table; somebody who sits nowhere is seated there.

    Args:
        mixer: which.
        by: a host.
        person_id: whom.
        table_id: where to, in the open round.
        anyway: even if nobody would share a language with everybody there.

    Returns:
        The table.

    Raises:
        NotAHost, NoRound, NoSuchTable, TableFull, NoSharedLanguage: it cannot be done.
        NotSeated: the person does not take part.
    """
    hosts.require(mixer, by)
    with transaction.atomic():
        row = held(mixer)
        table = _table(row, table_id)
        sitting = seats.taken(row)
        there = [seat.person_id for seat in sitting if seat.table_id == table.id]
        if person_id in there:
            return table
        _check_company(mixer, [*there, person_id], anyway=anyway)
        mine = [seat for seat in sitting if seat.person_id == person_id]
        now = timezone.now()
        told: list[Fact]
        if mine:
            told = [*seats.shift(mixer, row, mine, {person_id: table}, now=now)]
        elif participants.registrations(mixer).filter(person=person_id).exists():
            told = [*seats.give(mixer, row, {person_id: table}, now=now)]
        else:
            raise NotSeated
        seats.usher(mixer, row, sitting)
        seats.name_languages(mixer, row)
        record(*told)
    return table


def merge(mixer: Mixer, *, by: Person, table_id: int, into_id: int, anyway: bool = False) -> Table:
    """Seat everybody of one table at another one and close the first.

    Raises:
        NotAHost, NoRound, NoSuchTable, TableFull, NoSharedLanguage: as for `move`.
    """
    hosts.require(mixer, by)
    with transaction.atomic():
        row = held(mixer)
        table, into = _table(row, table_id), _table(row, into_id)
        if table.id == into.id:
            raise NoSuchTable
        sitting = seats.taken(row)
        moving = [seat for seat in sitting if seat.table_id == table.id]
        company = [seat.person_id for seat in sitting if seat.table_id in (table.id, into.id)]
        _check_company(mixer, company, anyway=anyway)
        seats.shift(mixer, row, moving, {seat.person_id: into for seat in moving}, now=timezone.now())
        dissolve(table, into)
        seats.usher(mixer, row, sitting)
        seats.name_languages(mixer, row)
        people = tuple(seat.person_id for seat in moving)
        record(
            TablesMerged(
                mixer_id=mixer.id, number=row.number, table_id=into.id, from_table_id=table.id, person_ids=people
            )
        )
    return into


def dissolve(table: Table, into: Table) -> None:
    """Give up an empty table whose people sit at another one now; `seats.usher` closes its room."""
    table.merged_into = into
    table.save(update_fields=["merged_into"])


def remove(mixer: Mixer, *, by: Person, person_id: int) -> None:
    """Show somebody out of the mixer: the lobby, their table, and every round to come.

    Raises:
        NotAHost: `by` does not lead it.
        HostsStay: the person leads it, too.
    """
    hosts.require(mixer, by)
    with transaction.atomic():
        row = _held_if_open(mixer)
        rooms.locked(_rooms_of(mixer, person_id))
        lobby = Admission.objects.filter(room=mixer.lobby_id, person=person_id, dismissed_at=None).first()
        if lobby is not None and lobby.role == Admission.Role.HOST:
            raise HostsStay
        told = _free(mixer, row, person_id, Seat.Left.REMOVED) if row else []
        Seat.objects.filter(round__mixer=mixer, round__state=Round.State.PLANNED, person=person_id).delete()
        admissions.dismiss_all([(person_id, mixer.lobby_id)])
        record(*told)


def step_out(mixer: Mixer, *, by: Person) -> None:
    """Leave one's table for the rest of the round and stay in the lobby; the gap is closed at once.

    Raises:
        NoRound: none is open.
        NotSeated: the person sits nowhere.
    """
    with transaction.atomic():
        row = held(mixer)
        told = _free(mixer, row, by.pk, Seat.Left.STEPPED_OUT)
        if not told:
            raise NotSeated
        record(*told)


def step_in(mixer: Mixer, *, by: Person) -> None:
    """Ask for a seat again after stepping out; it is given within seconds, like to anybody who comes late.

    Raises:
        NoRound: none is open.
    """
    with transaction.atomic():
        row = held(mixer)
        mine = Seat.objects.filter(round=row, person=by, left=Seat.Left.STEPPED_OUT)
        mine.update(left=Seat.Left.GONE)


def mute(mixer: Mixer, *, by: Person, person_id: int, muted: bool = True) -> None:
    """Let somebody listen only, in the lobby and at their table, or speak again.

    Raises:
        NotAHost: `by` does not lead it.
    """
    hosts.require(mixer, by)
    change = admissions.mute if muted else admissions.unmute
    with transaction.atomic():
        _held_if_open(mixer)
        for room in rooms.locked(_rooms_of(mixer, person_id)).values():
            change(room, [person_id])


def visit(mixer: Mixer, *, by: Person, table_id: int) -> Table:
    """Let a host into a table's room without giving them a seat.

    Raises:
        NotAHost, NoRound, NoSuchTable: it cannot be done.
    """
    hosts.require(mixer, by)
    with transaction.atomic():
        table = _table(held(mixer), table_id)
        if table.room is not None:
            admissions.admit(table.room, [by.pk], role=Admission.Role.HOST)
    return table


def _table(row: Round, table_id: int) -> Table:
    table = Table.objects.select_related("room").filter(round=row, id=table_id, merged_into=None).first()
    if table is None:
        raise NoSuchTable
    return table


def _check_company(mixer: Mixer, people: Collection[int], *, anyway: bool) -> None:
    if len(people) > LARGEST:
        raise TableFull
    if not anyway and not languages.common(people, languages.spoken(mixer, people)):
        raise NoSharedLanguage


def _free(mixer: Mixer, row: Round, person_id: int, why: str) -> list[SeatLeft]:
    sitting = seats.taken(row)
    mine = [seat for seat in sitting if seat.person_id == person_id]
    told = seats.free(mixer, row, mine, why=why, now=timezone.now())
    if told:
        seats.usher(mixer, row, sitting)
        seats.name_languages(mixer, row)
    return told


def _rooms_of(mixer: Mixer, person_id: int) -> list[int]:
    """Ids of the lobby and of the room at the person's table."""
    now_at = Table.objects.filter(
        round__mixer=mixer, round__state=Round.State.OPEN, seats__person=person_id, seats__left_at=None
    )
    return [mixer.lobby_id, *now_at.exclude(room=None).values_list("room_id", flat=True)]
