"""Planning a consultation, beginning it, casting its roles.

Lock order as for the room's clock: promises, then the room, then its stream.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ledger.promises import promise, withdraw
from ledger.recording import record
from members.models import Person
from rooms import admissions, clock, phases, rooms
from rooms.consultation.facts import ConsultationPlanned
from rooms.consultation.promised import ConsultationBegins
from rooms.consultation.refusals import BegunAlready, NotCastable, NotConsulting
from rooms.consultation_models import Consultation
from rooms.models import Admission, Room
from rooms.timetable import Step

Role = Admission.Role
CASTABLE = (Role.CASE_GIVER, Role.ADVISOR, Role.SCRIBE, Role.INTERPRETER, Role.OBSERVER)
"""Roles the moderator gives in the room; the moderator's own is the owner's to give."""
CASTABLE_CHOICES = [(role.value, role.label) for role in CASTABLE]


def plan(
    room: Room,
    *,
    starts_at: datetime,
    seconds: int,
    story_minutes: int = phases.STORY_MINUTES[0],
    interpreted: bool = False,
) -> Consultation:
    """Make a room the place of a consultation, or move one that has not begun; its beginning is promised.

    Args:
        room: a room whose people the owner admits, the moderator as host.
        starts_at: when the first phase begins.
        seconds: how long the room is booked.
        story_minutes: how long the case-giver tells, 10 to 15.
        interpreted: whether everything takes 1.3 times as long.

    Raises:
        BegunAlready: it has begun, or is over.
        Closed: the room is closed.
    """
    steps = phases.programme(seconds=seconds, story_minutes=story_minutes, interpreted=interpreted)
    with transaction.atomic():
        withdraw(ConsultationBegins(room_id=room.id))
        row = rooms.locked_open(room.id)
        planned, _ = Consultation.objects.get_or_create(room=row, defaults={"starts_at": starts_at})
        if planned.began_at is not None:
            raise BegunAlready
        planned.starts_at = starts_at
        planned.save(update_fields=["starts_at"])
        _furnish(row, steps)
        promise(ConsultationBegins(room_id=row.id), at=starts_at)
        record(ConsultationPlanned(room_id=row.id))
    return planned


def _furnish(row: Room, steps: tuple[Step, ...]) -> None:
    row.programme, row.scribed = [[step.phase, step.seconds] for step in steps], True
    row.save(update_fields=["programme", "scribed"])


def cancel(room: Room) -> bool:
    """Take a consultation back before it begins, as the room's owner; the room is closed. Returns whether it was open.

    Raises:
        BegunAlready: it has begun.
    """
    with transaction.atomic():
        withdraw(ConsultationBegins(room_id=room.id))
        rooms.locked([room.id])
        if Consultation.objects.filter(room=room).exclude(began_at=None).exists():
            raise BegunAlready
        return rooms.close_room(room)


def begin(room: Room, *, by: Person | None = None) -> Room:
    """Begin the first phase before its time, as the moderator.

    Raises:
        BegunAlready: it has begun.
        NotConsulting: the room is for something else.
        Refused: `by` is no host, or the room is closed.
    """
    with transaction.atomic():
        row, planned = _waiting(room, by)
        if not row.programme:
            raise NotConsulting
        if planned is None:
            raise BegunAlready
        return _begun(row, planned, timezone.now())


def keep_promise(due: ConsultationBegins) -> None:
    """Begin when it was planned to; nothing happens if it was moved, began early or was taken back meanwhile."""
    row = rooms.locked([due.room_id]).get(due.room_id)
    planned = Consultation.objects.filter(room_id=due.room_id, began_at=None, starts_at__lte=timezone.now()).first()
    if row is not None and row.closed_at is None and planned is not None:
        _begun(row, planned, planned.starts_at)


def _waiting(room: Room, by: Person | None) -> tuple[Room, Consultation | None]:
    """The room locked, and its consultation when that has not begun."""
    if by is not None:
        admissions.require_host(room, by)
    withdraw(ConsultationBegins(room_id=room.id))
    row = rooms.locked_open(room.id)
    if by is not None:
        admissions.require_host(row, by)
    return row, Consultation.objects.filter(room=row, began_at=None).first()


def _begun(row: Room, planned: Consultation, begins_at: datetime) -> Room:
    running = clock.run(row, clock.steps(row), begins_at=begins_at)
    if running.phase:
        planned.began_at = timezone.now()
        planned.save(update_fields=["began_at"])
    return running


def cast(room: Room, roles: Mapping[int, str], *, by: Person) -> list[int]:
    """Give people in the room their roles, as the moderator. Returns those who had another one.

    Raises:
        NotConsulting: the room is for something else.
        NotCastable: an unknown role, somebody who is not here, or a moderator.
        Refused: `by` is no host, or the room is closed.
    """
    with transaction.atomic():
        row = rooms.locked_open(room.id)
        admissions.require_host(row, by)
        if not row.programme:
            raise NotConsulting
        here = Admission.objects.filter(room=row, person_id__in=roles, dismissed_at=None).exclude(role=Role.HOST)
        if here.count() != len(roles) or not set(roles.values()) <= set(CASTABLE):
            raise NotCastable
        changed = (admissions.give_role(row, [person], role=role) for person, role in roles.items())
        return [person for people in changed for person in people]
