"""Looking after the tables while a mixer is live: late arrivals get seats, gaps are closed.

A look takes place every two seconds. It compares who is here with who has a seat. Somebody whose connection breaks
keeps the seat for `GRACE`, because most come back. A round that somebody else is changing right now is passed by until
the next look, so this never holds up a bell or a host.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from exchanges.mixers import participants, plans, seats, tables
from exchanges.mixers.models import Mixer, Round, Seat, Table
from exchanges.mixers.promises import TablesNeedLook
from ledger.facts import Fact
from ledger.promises import promise
from ledger.recording import record

GRACE = timedelta(seconds=20)
"""How long a person may be away before the seat is given up."""
EVERY = timedelta(seconds=2)


def keep_promise(due: TablesNeedLook) -> None:
    """Look, and promise the next look as long as the mixer is live."""
    mixer = Mixer.objects.select_related("event", "lobby").get(id=due.mixer_id)
    if mixer.phase in (Mixer.Phase.WAITING, Mixer.Phase.ENDED):
        return
    plans.get_ready()
    look(mixer)
    promise(due, at=timezone.now() + EVERY)


def look(mixer: Mixer, *, now: datetime | None = None) -> None:
    """Note who came, and in an open round seat whoever has no seat and close the gaps."""
    now = now or timezone.now()
    with transaction.atomic():
        present = participants.here(mixer.id)
        participants.note_arrivals(mixer, present)
        open_rounds = Round.objects.select_for_update(skip_locked=True, no_key=True)
        row = open_rounds.filter(mixer=mixer, state=Round.State.OPEN).first()
        if row is not None:
            tend(mixer, row, present, now=now)


def tend(mixer: Mixer, row: Round, present: Collection[int], *, now: datetime) -> None:
    """Bring the seats of a held round in line with who is present and takes part."""
    taken = seats.taken(row)
    taking_part = participants.to_seat(mixer, {*present, *(seat.person_id for seat in taken)})
    here = taking_part & set(present)
    _note_absences(taken, here, now)
    gone = [seat for seat in taken if seat.person_id not in taking_part or _is_lost(seat, now)]
    told: list[Fact] = [*seats.free(mixer, row, gone, why=Seat.Left.GONE, now=now)]
    late = set(here) - {seat.person_id for seat in taken} - _stepped_out(row)
    told += seat_late(mixer, row, late, now=now)
    told += close_gaps(mixer, row, now=now)
    if told:
        seats.usher(mixer, row, taken)
        seats.name_languages(mixer, row)
        record(*told)


def _note_absences(taken: Collection[Seat], here: Collection[int], now: datetime) -> None:
    """Remember since when people are away, and forget it for those who are back."""
    back = [seat for seat in taken if seat.person_id in here and (seat.missing_since or seat.came_at is None)]
    away = [seat for seat in taken if seat.person_id not in here and seat.missing_since is None]
    for seat in back:
        seat.missing_since, seat.came_at = None, seat.came_at or now
    for seat in away:
        seat.missing_since = now
    if back or away:
        Seat.objects.bulk_update([*back, *away], ["missing_since", "came_at"])


def _is_lost(seat: Seat, now: datetime) -> bool:
    return seat.missing_since is not None and seat.missing_since <= now - GRACE


def _stepped_out(row: Round) -> set[int]:
    rows = Seat.objects.filter(round=row, left=Seat.Left.STEPPED_OUT)
    return set(rows.values_list("person_id", flat=True))


def companies(row: Round) -> dict[int, list[int]]:
    """Who has a seat at each table that is not dissolved, in the order of the tables."""
    open_tables = Table.objects.filter(round=row, merged_into=None).order_by("number")
    company: dict[int, list[int]] = {table: [] for table in open_tables.values_list("id", flat=True)}
    for seat in seats.taken(row):
        company[seat.table_id].append(seat.person_id)
    return company


def seat_late(mixer: Mixer, row: Round, late: Collection[int], *, now: datetime) -> list[Fact]:
    """Seat people who came late where they share a language, best with people they have not met."""
    if not late:
        return []
    company = companies(row)
    places = plans.places_for_late(mixer, company, sorted(late))
    tables_by_id = _tables(mixer, row, company, set(places.values()))
    to = {person: tables_by_id[place] for person, place in places.items()}
    moving = [seat for seat in seats.taken(row) if seat.person_id in to]
    told: list[Fact] = [*seats.shift(mixer, row, moving, to, now=now)]
    moved = {seat.person_id for seat in moving}
    return [*told, *seats.give(mixer, row, {who: table for who, table in to.items() if who not in moved}, now=now)]


def _tables(mixer: Mixer, row: Round, company: Collection[int], places: Collection[int]) -> dict[int, Table]:
    """The tables by id, and new ones for the negative numbers among the places."""
    found = Table.objects.in_bulk(list(company))
    return found | {place: seats.new_table(mixer, row) for place in sorted(places) if place < 0}


def close_gaps(mixer: Mixer, row: Round, *, now: datetime) -> list[Fact]:
    """Join tables that got too small; nobody who can sit with others sits alone."""
    company = companies(row)
    moves = plans.moves_against_gaps(mixer, company)
    if not moves:
        return []
    by_id = Table.objects.in_bulk(list(company))
    moving = [seat for seat in seats.taken(row) if seat.person_id in moves]
    told = seats.shift(mixer, row, moving, {person: by_id[table] for person, table in moves.items()}, now=now)
    _dissolve_empty(moving, moves, companies(row), by_id)
    return [*told]


def _dissolve_empty(
    moved: Collection[Seat], moves: dict[int, int], company: dict[int, list[int]], by_id: dict[int, Table]
) -> None:
    went_to: dict[int, int] = defaultdict(int)
    for seat in moved:
        went_to[seat.table_id] = moves[seat.person_id]
    for table_id, into in went_to.items():
        if not company[table_id]:
            tables.dissolve(by_id[table_id], by_id[into])
