"""One clock for several rooms, kept by their owner: the tables of a round, and the lobby beside them.

Unlike `rooms.clock` nothing is promised here: the owner promises the end once for all its rooms, and begins the
next phase or closes them then. A handful of statements however many rooms there are.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from rooms import facts, rooms
from rooms.models import Room
from web.times import iso


def begin(room_ids: Collection[int], *, phase: str, ends_at: datetime | None) -> None:
    """Begin a phase in every room that is not closed; one that is running ends without further ado."""
    started: dict[str, str | datetime | None] = {
        "phase": phase,
        "phase_started_at": timezone.now(),
        "phase_ends_at": ends_at,
        "paused_at": None,
    }
    _set(room_ids, started, lambda room: facts.PhaseBegan(room_id=room.id, phase=phase, ends_at=_code(ends_at)))


def extend(room_ids: Collection[int], *, ends_at: datetime) -> None:
    """Let the running phase end at another time."""
    _set(
        room_ids,
        {"phase_ends_at": ends_at},
        lambda room: facts.PhaseExtended(
            room_id=room.id, phase=room.phase, ends_at=None if room.paused_at else _code(ends_at)
        ),
    )


def pause(room_ids: Collection[int], *, at: datetime) -> None:
    """Hold the clocks at a moment."""

    def paused(room: Room) -> facts.RoomFact:
        left = None if room.phase_ends_at is None else max(0, round((room.phase_ends_at - at).total_seconds()))
        return facts.ClockPaused(room_id=room.id, phase=room.phase, seconds_left=left)

    _set(room_ids, {"paused_at": at}, paused)


def resume(room_ids: Collection[int], *, ends_at: datetime | None) -> None:
    """Let the clocks run on to another end."""
    _set(
        room_ids,
        {"paused_at": None, "phase_ends_at": ends_at},
        lambda room: facts.ClockResumed(room_id=room.id, phase=room.phase, ends_at=_code(ends_at)),
    )


def _set(
    room_ids: Collection[int],
    values: Mapping[str, str | datetime | None],
    fact: Callable[[Room], facts.RoomFact],
) -> None:
    with transaction.atomic():
        still_open = [room for room in rooms.locked(room_ids).values() if room.closed_at is None]
        Room.objects.filter(id__in=[room.id for room in still_open]).update(clock_is_owners=True, **values)
        record(*(fact(room) for room in still_open))


def _code(when: datetime | None) -> str | None:
    return None if when is None else iso(when)
