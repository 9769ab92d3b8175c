"""Rounds: planned shortly before the bell on who is really here, opened, closed, skipped.

The round's row is the lock of everything that happens at its tables. All of it is done for all tables at once: the
number of statements does not depend on the number of people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.models import Registration
from exchanges.mixers import languages, meetings, participants, plans, seats
from exchanges.mixers.facts import MembersMet, RoundClosed, RoundOpened, RoundPlanned
from exchanges.mixers.models import Mixer, Round, Seat, Table
from exchanges.mixers.promises import RoundNeedsPlan
from ledger.recording import record
from rooms import rooms, shared_clock
from web.times import iso

State = Round.State
FEW = 0.02
"""At the bell so large a share of the people may have come or gone without a new plan: that would keep hundreds waiting
for a few, who are seated, or whose gap is closed, by the next look at the tables."""


def locked(mixer: Mixer, number: int) -> Round:
    """A round, its row locked until the transaction ends."""
    return Round.objects.select_for_update(no_key=True).get(mixer=mixer, number=number)


def keep_promise(due: RoundNeedsPlan) -> None:
    """Keep the promise to plan a round."""
    plan(Mixer.objects.select_related("event").get(id=due.mixer_id), due.number)


def plan(mixer: Mixer, number: int, *, at_bell: bool = False) -> bool:
    """Give everybody who is here a seat in a round that has not opened.

    Args:
        mixer: with its event.
        number: of the round.
        at_bell: leave the plan as it is when only few came or went since it was made.

    Returns:
        Whether the plan changed; it does not when the same people are here as when it was made.
    """
    with transaction.atomic():
        row = locked(mixer, number)
        if row.state != State.PLANNED:
            return False
        here = participants.to_seat(mixer, participants.expected(mixer.id))
        seated = set(Seat.objects.filter(round=row).values_list("person_id", flat=True))
        if row.planned_at is not None and len(seated ^ here) <= (FEW * len(seated) if at_bell else 0):
            return False
        _seat(mixer, row, here)
        record(RoundPlanned(mixer_id=mixer.id, number=number))
    return True


def _seat(mixer: Mixer, row: Round, people: Collection[int]) -> None:
    Table.objects.filter(round=row).delete()
    companies = plans.next_round(mixer, people, number=row.number)
    spoken = languages.spoken(mixer, people)
    tables = Table.objects.bulk_create(
        Table(round=row, number=index, languages=languages.common(company, spoken))
        for index, company in enumerate(companies, start=1)
    )
    Seat.objects.bulk_create(
        Seat(round=row, table=table, person_id=person)
        for table, company in zip(tables, companies, strict=True)
        for person in company
    )
    row.planned_at = timezone.now()
    row.save(update_fields=["planned_at"])


def open_round(
    mixer: Mixer, number: int, *, opens_at: datetime, ends_at: datetime, now: datetime | None = None
) -> bool:
    """Ring the bell: plan again if people came or went, open a room per table, admit everybody, start the clock.

    Args:
        mixer: with its event.
        number: of the round.
        opens_at: when the bell was promised.
        ends_at: when the round ends by the clock.
        now: the present.

    Returns:
        Whether this call opened it; a round that is open, closed or skipped stays as it is.
    """
    with transaction.atomic():
        row = locked(mixer, number)
        if row.state != State.PLANNED:
            return False
        plan(mixer, number, at_bell=True)
        _keep_only_who_takes_part(mixer, row)
        tables = list(Table.objects.filter(round=row).order_by("number"))
        _open_rooms(mixer, row, tables, ends_at)
        row.state, row.opens_at, row.opened_at, row.ends_at = State.OPEN, opens_at, now or timezone.now(), ends_at
        row.save(update_fields=["state", "opens_at", "opened_at", "ends_at"])
        _note_who_is_here(mixer, row)
        record(RoundOpened(mixer_id=mixer.id, number=number, ends_at=iso(ends_at)))
    return True


def _keep_only_who_takes_part(mixer: Mixer, row: Round) -> None:
    """The plan may be older than that somebody withdrew or was removed."""
    taking_part = participants.registrations(mixer).values("person_id")
    if Seat.objects.filter(round=row).exclude(person__in=taking_part).delete()[0]:
        seats.name_languages(mixer, row)


def _note_who_is_here(mixer: Mixer, row: Round) -> None:
    """Right after an outage some are still on their way back: their seats wait for them as for anybody missing."""
    here = participants.here(mixer.id)
    Seat.objects.filter(round=row, person__in=here).update(came_at=row.opened_at)
    Seat.objects.filter(round=row, came_at=None).update(missing_since=row.opened_at)


def _open_rooms(mixer: Mixer, row: Round, tables: Collection[Table], ends_at: datetime) -> None:
    address = f"/mixers/{mixer.event.slug}/table/"
    opened = rooms.open_rooms(
        [rooms.Plan(title=f"Table {table.number}", address=address, prompt=row.prompt) for table in tables]
    )
    for table, room in zip(tables, opened, strict=True):
        table.room = room
    Table.objects.bulk_update(tables, ["room"])
    room_at = {table.id: room for table, room in zip(tables, opened, strict=True)}
    taken = Seat.objects.filter(round=row).values_list("person_id", "table_id")
    seats.let_in(mixer, {person: room_at[table] for person, table in taken})
    shared_clock.begin([room.id for room in opened], phase=Mixer.Phase.ROUND, ends_at=ends_at)


def close_round(mixer: Mixer, number: int, *, now: datetime | None = None) -> bool:
    """End a round: its rooms can be read, nothing more is said; members that met get it into their dossiers.

    The lobby is taken with the tables, because its clock is set next: who says something in both takes them in order.

    Returns:
        Whether this call closed it; a round that is not open stays as it is.
    """
    with transaction.atomic():
        row = locked(mixer, number)
        if row.state != State.OPEN:
            return False
        tables = Table.objects.filter(round=row).exclude(room=None).select_related("room")
        rooms.close_rooms([table.room for table in tables if table.room is not None], beside=[mixer.lobby_id])
        row.state, row.closed_at = State.CLOSED, now or timezone.now()
        row.save(update_fields=["state", "closed_at"])
        record(RoundClosed(mixer_id=mixer.id, number=number), *_members_met(mixer, row))
    return True


def _members_met(mixer: Mixer, row: Round) -> Iterable[MembersMet]:
    if mixer.rehearsal:
        return
    people: dict[int, set[int]] = defaultdict(set)
    for meeting in meetings.meetings(meetings.sittings(Seat.objects.filter(round=row))):
        people[meeting.table_id].update(meeting.pair)
    rows = Registration.objects.filter(event=mixer.event_id, person__in=set().union(*people.values()))
    member_of = dict(rows.exclude(member=None).values_list("person_id", "member_id"))
    for table_id, company in sorted(people.items()):
        members = tuple(sorted({member_of[person] for person in company if person in member_of}))
        if len(members) > 1:
            yield MembersMet(
                mixer_id=mixer.id, number=row.number, table_id=table_id, member_ids=members, concerns=members
            )


def skip_round(mixer: Mixer, number: int) -> bool:
    """Leave a round out. Returns whether it was still to come."""
    with transaction.atomic():
        row = locked(mixer, number)
        if row.state != State.PLANNED:
            return False
        Table.objects.filter(round=row).delete()
        row.state = State.SKIPPED
        row.save(update_fields=["state"])
    return True
