"""Closing a consultation: by the moderator, who is asked for an action or a reason, or by the clock."""

from django.db import transaction
from django.utils import timezone

from ledger.facts import Entry
from ledger.promises import withdraw
from ledger.recording import record
from members.models import Person
from rooms import admissions, rooms, texts
from rooms.consultation import actions, checks
from rooms.consultation.facts import ConsultationClosed
from rooms.consultation.promised import ConsultationBegins
from rooms.consultation.refusals import NoActions, NotBegun
from rooms.consultation_models import Consultation
from rooms.models import Room
from rooms.promised import of_clock

REASON_LENGTH = 300


def close(room: Room, *, by: Person, reason: str = "") -> Consultation:
    """Close a consultation as its moderator.

    Args:
        room: whose.
        by: a host of the room.
        reason: why there is no action, up to 300 characters; not kept when there is one.

    Raises:
        NoActions: there is neither an action nor a reason.
        NotBegun: it has not begun.
        Refused: `by` is no host, or the room is closed.
    """
    admissions.require_host(room, by)
    with transaction.atomic():
        row = _held(room)
        admissions.require_host(row, by)
        running = Consultation.objects.filter(room=row).exclude(began_at=None).first()
        if running is None:
            raise NotBegun
        plain = texts.tidied(reason)[:REASON_LENGTH]
        if not plain and not actions.agreed(row).exists():
            raise NoActions
        return _closed(row, running, by=by, reason=plain)


def follow_programme(entry: Entry) -> None:
    """Close by the clock: the last phase is over. A reaction to `ProgrammeEnded`."""
    running = Consultation.objects.filter(room_id=entry.data["room_id"], closed_at=None).select_related("room").first()
    if running is None or running.room.closed_at is not None:
        return
    row = _held(running.room)
    running.refresh_from_db()
    if running.closed_at is None and not row.phase:
        _closed(row, running, by=None, reason="")


def _held(room: Room) -> Room:
    withdraw(ConsultationBegins(room_id=room.id), *of_clock(room.id))
    return rooms.locked_open(room.id)


def _closed(row: Room, running: Consultation, *, by: Person | None, reason: str) -> Consultation:
    count = actions.agreed(row).count()
    running.closed_at, running.closed_by, running.reason = timezone.now(), by, "" if count else reason
    running.save(update_fields=["closed_at", "closed_by", "reason"])
    rooms.close_room(row)
    if count:
        checks.promise_all(row, running.closed_at)
    held = running.began_at is not None
    record(ConsultationClosed(room_id=row.id, person_id=by.pk if by else None, actions=count, held=held))
    return running
