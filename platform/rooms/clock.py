"""The room's clock: one phase at a time, with an end that is promised, not watched.

The owner says what a phase is and what follows from its end: a reaction to `PhaseEnded`, or a programme whose phases
follow each other by themselves (`run`). Lock order: the promise, then the room, then the stream; so the keeper of the
promise and a host who extends never wait for each other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ledger.facts import Fact
from ledger.promises import promise, withdraw
from ledger.recording import record
from members.models import Person
from members.notices import tell
from rooms import admissions, facts, refusals, rooms, timetable
from rooms.models import Admission, Room
from rooms.promised import PauseForgotten, PhaseEnds, of_clock
from rooms.timetable import Step

REMINDS_AFTER, GOES_ON_AFTER = timedelta(minutes=5), timedelta(minutes=15)
"""How long a clock may be paused until its hosts are reminded, and until it goes on by itself."""


def run(room: Room, programme: Sequence[Step], *, begins_at: datetime | None = None, by: Person | None = None) -> Room:
    """Let phases follow each other from a time on; one that is running ends without further ado.

    Args:
        room: which room.
        programme: the phases, each code once; stored with the room.
        begins_at: when the first one begins or began, not in the future; `None`: now. Phases whose time has passed
            are left out.
        by: the host who does it, `None` for the room's owner.

    Returns:
        The room as it is now; with no phase when the whole programme was over already.

    Raises:
        Refused: `by` is no host, or the room is closed.
    """
    with transaction.atomic():
        row = _taken(room, by)
        row.programme = [[step.phase, step.seconds] for step in programme]
        row.clock_is_owners = False
        row.save(update_fields=["programme"])
        return _went_on(row, programme, ended_at=begins_at or timezone.now())


def steps(room: Room) -> tuple[Step, ...]:
    """The room's programme."""
    return tuple(Step(phase, 0, seconds) for phase, seconds in room.programme)


def begin(
    room: Room, *, phase: str, seconds: float | None = None, ends_at: datetime | None = None, by: Person | None = None
) -> Room:
    """Begin a phase; one that is running ends without further ado.

    Args:
        room: which room.
        phase: a short code of the owner's, up to 40 characters.
        seconds: how long it lasts; or
        ends_at: when it ends. Neither: until somebody ends it.
        by: the host who does it, `None` for the room's owner.

    Returns:
        The room as it is now.

    Raises:
        Refused: `by` is no host, or the room is closed.
    """
    now = timezone.now()
    end = ends_at if seconds is None else now + timedelta(seconds=seconds)
    with transaction.atomic():
        row = _taken(room, by)
        row.phase, row.phase_started_at, row.phase_ends_at, row.paused_at = phase, now, end, None
        row.clock_is_owners = False
        return _settled(row, facts.PhaseBegan(room_id=row.id, phase=phase, ends_at=_code(end)))


def extend(room: Room, *, seconds: float, phase: str = "", by: Person | None = None) -> Room:
    """Let the running phase last longer, or shorter with negative seconds (it never ends in the past).

    Args:
        room: which room.
        seconds: how much longer.
        phase: the phase that is meant; "" for whichever runs.
        by: the host who does it, `None` for the room's owner.

    Raises:
        PhaseOver: another phase runs by now.
        Refused: `by` is no host, nothing is running, or it has no end.
    """
    with transaction.atomic():
        row = _running(room, by, phase)
        if row.phase_ends_at is None:
            raise refusals.NoPhase
        row.phase_ends_at = max(row.phase_ends_at + timedelta(seconds=seconds), row.paused_at or timezone.now())
        ends_at = None if row.paused_at else _code(row.phase_ends_at)
        return _settled(row, facts.PhaseExtended(room_id=row.id, phase=row.phase, ends_at=ends_at))


def pause(room: Room, *, by: Person | None = None) -> Room:
    """Hold the clock; its promise is taken back. Doing it again changes nothing.

    Raises:
        Refused: `by` is no host, or nothing is running.
    """
    with transaction.atomic():
        row = _running(room, by)
        if row.paused_at is not None:
            return _settled(row)
        row.paused_at = timezone.now()
        return _settled(row, facts.ClockPaused(room_id=row.id, phase=row.phase, seconds_left=seconds_left(row)))


def resume(room: Room, *, by: Person | None = None) -> Room:
    """Let the clock run on with the time that was left. Doing it again changes nothing.

    Raises:
        Refused: `by` is no host, or nothing is running.
    """
    with transaction.atomic():
        row = _running(room, by)
        return _resumed(row)


def _resumed(row: Room) -> Room:
    if row.paused_at is None:
        return _settled(row)
    if row.phase_ends_at is not None:
        row.phase_ends_at += timezone.now() - row.paused_at
    row.paused_at = None
    return _settled(row, facts.ClockResumed(room_id=row.id, phase=row.phase, ends_at=_code(row.phase_ends_at)))


def end(room: Room, *, phase: str = "", by: Person | None = None) -> Room:
    """End the running phase before its time; in a programme the next one begins.

    Args:
        room: which room.
        phase: the phase that is meant, so that who presses at the bell does not end two; "" for whichever runs.
        by: the host who does it, `None` for the room's owner.

    Raises:
        PhaseOver: another phase runs by now.
        Refused: `by` is no host, or nothing is running.
    """
    with transaction.atomic():
        return _ended(_running(room, by, phase), early=True, at=timezone.now())


def keep_phase_end(due: PhaseEnds) -> None:
    """End a room's phase when its time has come; nothing happens if it was moved, paused or ended meanwhile."""
    row = rooms.locked([due.room_id]).get(due.room_id)
    over = row is not None and row.phase_ends_at is not None and row.phase_ends_at <= timezone.now()
    if row is not None and over and row.paused_at is None:
        _ended(row, early=False, at=row.phase_ends_at or timezone.now())


def goes_on_at(room: Room) -> datetime:
    """When a paused clock goes on by itself."""
    return (room.paused_at or timezone.now()) + GOES_ON_AFTER


def keep_pause(due: PauseForgotten) -> None:
    """Remind the hosts of a clock that is still paused; later let it go on. Nothing happens when it runs again."""
    row = rooms.locked([due.room_id]).get(due.room_id)
    if row is None or row.paused_at is None or row.closed_at is not None or row.clock_is_owners:
        return
    if timezone.now() >= goes_on_at(row):
        _resumed(row)
        return
    hosts = Admission.objects.filter(room=row, role=Admission.Role.HOST, dismissed_at=None)
    tell(
        hosts.values_list("person_id", flat=True),
        kind="clock_paused",
        key=f"clock_paused:{row.id}:{_code(row.paused_at)}",
        data={"room_id": row.id},
        address=row.address or f"/rooms/{row.id}/",
        by_mail=False,
    )
    promise(due, at=goes_on_at(row))


def seconds_left(room: Room, now: datetime | None = None) -> int | None:
    """Whole seconds until the running phase ends, at least 0; `None` when nothing runs or it has no end."""
    if room.phase_ends_at is None:
        return None
    left = room.phase_ends_at - (room.paused_at or now or timezone.now())
    return max(0, round(left.total_seconds()))


def _taken(room: Room, by: Person | None) -> Room:
    """The room locked, its promise before it; only the owner passes, or a host where the clock is the room's own."""
    if by is not None:
        admissions.require_host(room, by)  # before the locks: who may not hold the clock holds up nobody
    withdraw(*of_clock(room.id))
    row = rooms.locked_open(room.id)
    if by is not None:
        admissions.require_host(row, by)
        if row.clock_is_owners:
            raise refusals.OwnersClock
    return row


def _running(room: Room, by: Person | None, phase: str = "") -> Room:
    row = _taken(room, by)
    if not row.phase:
        raise refusals.NoPhase
    if phase not in ("", row.phase):
        raise refusals.PhaseOver
    return row


def _ended(row: Room, *, early: bool, at: datetime) -> Room:
    ended = facts.PhaseEnded(room_id=row.id, phase=row.phase, early=early)
    if row.programme:
        return _went_on(row, timetable.after(steps(row), row.phase), ended, ended_at=at)
    _stop(row)
    return _settled(row, ended)


def _stop(row: Room) -> None:
    row.phase, row.phase_started_at, row.phase_ends_at, row.paused_at = "", None, None, None


def _went_on(row: Room, rest: Sequence[Step], *happened: Fact, ended_at: datetime) -> Room:
    """Begin the phase of the programme that should run now, or none when it is over."""
    now = timezone.now()
    standing = timetable.go_on(rest, ended_at=ended_at, now=now)
    left_out = [facts.PhaseLeftOut(room_id=row.id, phase=step.phase) for step in standing.skipped]
    _stop(row)
    if standing.step is None:
        return _settled(row, *happened, *left_out, facts.ProgrammeEnded(room_id=row.id))
    row.phase, row.phase_started_at, row.phase_ends_at = standing.step.phase, now, standing.ends_at
    began = facts.PhaseBegan(room_id=row.id, phase=row.phase, ends_at=_code(standing.ends_at))
    return _settled(row, *happened, *left_out, began)


def _settled(row: Room, *happened: Fact) -> Room:
    """Store the clock, promise its end if there is one and it runs, and record what happened."""
    row.save(update_fields=["phase", "phase_started_at", "phase_ends_at", "paused_at", "clock_is_owners"])
    if row.phase_ends_at is not None and row.paused_at is None:
        promise(PhaseEnds(room_id=row.id), at=row.phase_ends_at)
    elif row.paused_at is not None:
        reminds = row.paused_at + REMINDS_AFTER
        promise(PauseForgotten(room_id=row.id), at=reminds if reminds > timezone.now() else goes_on_at(row))
    record(*happened)
    return row


def _code(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
