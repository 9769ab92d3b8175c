"""Actions: what will be done, by whom, until when; agreed while the room is open."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledger.recording import record
from members.models import Person
from rooms import admissions, rooms, texts
from rooms.consultation.facts import ActionAgreed, ActionWithdrawn
from rooms.consultation.refusals import DayIsPast, NoOwner, NotConsulting, NoText, NotRecording
from rooms.consultation_models import Action
from rooms.models import Admission, Room

Role = Admission.Role
RECORDING = (Role.HOST, Role.SCRIBE, Role.CASE_GIVER)
"""Who writes down actions."""
LENGTH = 300


def agreed(room: Room) -> QuerySet[Action]:
    """The room's actions with their owners, by day."""
    return Action.objects.filter(room=room, withdrawn_at=None).select_related("owner")


def may_record(found: Admission) -> bool:
    """Whether this admission lets a person write down actions."""
    return not found.muted and found.role in RECORDING


def take(room_id: int, wanted: bool) -> None:
    """Let a room without a consultation take actions, or no longer, as its owner."""
    with transaction.atomic():
        rooms.locked([room_id])
        Room.objects.filter(pk=room_id).update(takes_actions=wanted)


def agree(room: Room, *, by: Person, text: str, owner_id: int, due_on: date) -> Action:
    """Write down an action.

    Args:
        room: where it was agreed.
        by: the moderator, the scribe or the case-giver; in a room that takes actions without a consultation everybody,
            for themselves.
        text: what will be done, up to 300 characters.
        owner_id: the person admitted to the room who will do it.
        due_on: until when, from today on.

    Raises:
        Refused: one of `rooms.consultation.refusals`, or the room is closed.
    """
    plain = texts.tidied(text[: 4 * LENGTH])
    with transaction.atomic():
        row = _writable(room, by, owner_id)
        if not plain or len(plain) > LENGTH:
            raise NoText
        if due_on < timezone.localdate():
            raise DayIsPast
        if not admissions.valid().filter(room=row, person_id=owner_id).exists():
            raise NoOwner
        action = Action.objects.create(room=row, text=plain, owner_id=owner_id, due_on=due_on)
        record(ActionAgreed(room_id=row.id, action_id=action.pk, person_id=by.pk, owner_id=owner_id))
    return action


def withdraw(action: Action, *, by: Person) -> None:
    """Take an action back while the room is open. Doing it again is no error.

    Raises:
        Refused: `by` does not write down actions, or the room is closed.
    """
    with transaction.atomic():
        row = _writable(action.room, by, action.owner_id)
        if Action.objects.filter(pk=action.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            record(ActionWithdrawn(room_id=row.id, action_id=action.pk, person_id=by.pk))


def _writable(room: Room, by: Person, owner_id: int | None) -> Room:
    row = rooms.locked_open(room.id)
    found = admissions.require(row, by)
    own = row.takes_actions and owner_id == by.pk and admissions.may_speak(found)
    if not may_record(found) and not own:
        raise NotRecording
    if not row.programme and not row.takes_actions:
        raise NotConsulting
    return row
