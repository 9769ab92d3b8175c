"""Rooms: opening, closing, and the lock that orders what happens in one.

Whoever changes a room takes its row first and its stream second; whoever changes several takes them in the order of
their ids. The row's lock also makes a check (is she still admitted?) hold until the change is committed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ledger.compiled import Compiled
from ledger.promises import withdraw
from ledger.recording import record
from rooms.facts import RoomClosed, RoomOpened
from rooms.models import Room
from rooms.promised import of_clock
from rooms.refusals import Closed


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A room that is to be made.

    Attributes:
        address: where the owner's page of this room is; empty for the room's own page.
        opens_at: before this only hosts may enter.
        prompt: question or task by language code.
    """

    title: str
    address: str = ""
    opens_at: datetime | None = None
    prompt: Mapping[str, str] = field(default_factory=dict)


def open_rooms(plans: Sequence[Plan]) -> list[Room]:
    """Make several rooms at once, in a handful of statements however many there are."""
    with transaction.atomic():
        rooms = Room.objects.bulk_create(
            Room(title=plan.title, address=plan.address, opens_at=plan.opens_at, prompt=dict(plan.prompt))
            for plan in plans
        )
        record(*(RoomOpened(room_id=room.id) for room in rooms))
    return rooms


def open_room(
    title: str, address: str = "", *, opens_at: datetime | None = None, prompt: Mapping[str, str] | None = None
) -> Room:
    """Make one room; see `Plan` for what the arguments mean."""
    return open_rooms([Plan(title=title, address=address, opens_at=opens_at, prompt=prompt or {})])[0]


def set_opening(room_id: int, opens_at: datetime | None) -> None:
    """Let a room open at another time: before it nobody but hosts may enter, and those inside lose their right."""
    with transaction.atomic():
        locked([room_id])
        Room.objects.filter(id=room_id).update(opens_at=opens_at)


def close_rooms(rooms: Collection[Room], *, beside: Collection[int] = ()) -> list[int]:
    """Close rooms for good: nothing more is said, the clock stops. Returns the ids of those that were open.

    Args:
        rooms: which.
        beside: ids of rooms that are locked with them, because the caller changes these next.
    """
    now, closing = timezone.now(), {room.id for room in rooms}
    with transaction.atomic():
        withdraw(*(what for room in rooms for what in of_clock(room.id)))
        there = locked([*closing, *beside]).values()
        still_open = [room.id for room in there if room.id in closing and room.closed_at is None]
        Room.objects.filter(id__in=still_open).update(
            closed_at=now, phase="", phase_started_at=None, phase_ends_at=None, paused_at=None
        )
        record(*(RoomClosed(room_id=room_id) for room_id in still_open))
    for room in rooms:
        room.closed_at = room.closed_at or now
    return still_open


def close_room(room: Room) -> bool:
    """Close one room. Returns whether it was open."""
    return bool(close_rooms([room]))


def locked(room_ids: Iterable[int]) -> dict[int, Room]:
    """The rooms by id, locked until the transaction ends; those that do not exist are left out."""
    wanted = set(room_ids)
    return {room.id: room for room in _locked(room_ids=wanted)} if wanted else {}


_locked = Compiled(
    lambda room_ids: Room.objects.select_for_update(no_key=True).filter(id__one_of=room_ids).order_by("id")
)


def locked_open(room_id: int) -> Room:
    """One room, locked and not closed.

    Raises:
        Closed: it is closed or does not exist.
    """
    room = locked([room_id]).get(room_id)
    if room is None or room.closed_at is not None:
        raise Closed
    return room
