"""When the moderator is away: somebody present says so, and may moderate when the moderator is not back in a minute.

The moderator keeps the role, and may lead on when the connection is back. Lock order: the room, then its stream.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from members.models import Person
from rooms import admissions, presence, rooms
from rooms.consultation.facts import ModeratorMissed
from rooms.consultation.refusals import GiveThemAMinute, ModeratorIsHere, NotBegun, NotConsulting
from rooms.models import Admission, Consultation, Room
from rooms.refusals import OnlyListening

WAITS, HOLDS = timedelta(minutes=1), timedelta(minutes=15)
"""How long the moderator has to come back, and for how long it counts that somebody missed them."""


def is_due(planned: Consultation) -> bool:
    """Whether a consultation has begun or should have, so that a moderator is missed."""
    return planned.began_at is not None or planned.starts_at <= timezone.now()


def take_over(room: Room, *, by: Person) -> bool:
    """Say that the moderator is away, or a minute after that, moderate instead.

    Returns:
        Whether the person moderates now.

    Raises:
        NotConsulting: there is no consultation here that goes on.
        NotBegun: its time has not come, and no moderator began early.
        ModeratorIsHere: a moderator is in the room.
        GiveThemAMinute: less than a minute has passed since the moderator was missed.
        Refused: `by` may not be in the room, may only listen, or the room is closed.
    """
    with transaction.atomic():
        row = rooms.locked_open(room.id)
        if not admissions.may_speak(admissions.require(row, by)):
            raise OnlyListening
        running = Consultation.objects.filter(room=row, closed_at=None).first()
        if running is None:
            raise NotConsulting
        if not is_due(running):
            raise NotBegun
        here = _moderator_is_here(row)
        missed_at = None if here else running.missed_at
        if missed_at is not None and timezone.now() - missed_at < HOLDS:
            return _moderates(row, running, by)
        running.missed_at = None if here else timezone.now()
        running.save(update_fields=["missed_at"])
        if not here:
            record(ModeratorMissed(room_id=row.id, person_id=by.pk))
    if here:
        raise ModeratorIsHere
    return False


def _moderator_is_here(row: Room) -> bool:
    hosts = Admission.objects.filter(room=row, role=Admission.Role.HOST, dismissed_at=None)
    stream = f"room:{row.id}"
    return bool(presence.present([stream])[stream] & set(hosts.values_list("person_id", flat=True)))


def _moderates(row: Room, running: Consultation, by: Person) -> bool:
    if running.missed_at is None or timezone.now() - running.missed_at < WAITS:
        raise GiveThemAMinute
    admissions.give_role(row, [by.pk], role=Admission.Role.HOST)
    running.missed_at = None
    running.save(update_fields=["missed_at"])
    return True
