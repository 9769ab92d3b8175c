"""Whether a consultation may be recorded: off, unless everybody who is admitted has agreed and nobody took it back.

The platform has no video and records nothing itself. It keeps on record who agreed and when, tells everybody whether
a recording may be on, and says so as facts. What was said before the moderator asked does not count; somebody new
must agree first. When somebody who refused has left, the moderator asks anew: nobody is recorded because of who went.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from members.models import Person
from rooms import admissions, rooms
from rooms.consultation import facts
from rooms.consultation.refusals import NobodyAsked, NotConsulting
from rooms.consultation_models import Consultation, RecordingConsent
from rooms.models import Admission, Room


@dataclass(frozen=True, slots=True)
class Recording:
    """How it stands with a recording, for one reader.

    Attributes:
        asked_at: since when everybody is asked; `None`: off, and nobody asks.
        on: whether a recording may be on now.
        people, agreed: how many are admitted, and how many of them have agreed.
        refused: whether somebody has refused.
        mine: what the reader has said; `None`: nothing.
    """

    asked_at: datetime | None = None
    on: bool = False
    people: int = 0
    agreed: int = 0
    refused: bool = False
    mine: bool | None = None


def of(planned: Consultation, person_id: int) -> Recording:
    """How it stands for a person, in two queries; in none when nobody asks."""
    if planned.recording_asked_at is None:
        return Recording()
    here, said = _here(planned.room_id), _said(planned)
    return Recording(
        asked_at=planned.recording_asked_at,
        on=planned.recording_on and planned.closed_at is None and all(said.get(one) for one in here),
        people=len(here),
        agreed=sum(said.get(one, False) for one in here),
        refused=any(said.get(one) is False for one in here),
        mine=said.get(person_id),
    )


def _here(room_id: int) -> set[int]:
    """Everybody who may be in the room, whether they are there or not."""
    rows = Admission.objects.filter(room=room_id, dismissed_at=None, person__is_active=True)
    return set(rows.values_list("person_id", flat=True))


def _said(planned: Consultation) -> dict[int, bool]:
    """What each person said last since everybody was asked."""
    rows = RecordingConsent.objects.filter(room=planned.room_id, said_at__gte=planned.recording_asked_at)
    return dict(rows.order_by("id").values_list("person_id", "agreed"))


def ask(room: Room, *, by: Person) -> None:
    """Ask everybody in the room whether it may be recorded; answers given before no longer count.

    Raises:
        NotConsulting: the room is for something else.
        Refused: `by` is no host, or the room is closed.
    """
    with transaction.atomic():
        planned = _held(room, by, host=True)
        _turn(planned, on=False)
        planned.recording_asked_at = timezone.now()
        planned.save(update_fields=["recording_asked_at"])
        record(facts.RecordingAsked(room_id=room.id, person_id=by.pk))


def drop(room: Room, *, by: Person) -> None:
    """Ask no longer: it is off. Doing it again changes nothing.

    Raises:
        NotConsulting: the room is for something else.
        Refused: `by` is no host, or the room is closed.
    """
    with transaction.atomic():
        planned = _held(room, by, host=True)
        if planned.recording_asked_at is None:
            return
        _turn(planned, on=False)
        planned.recording_asked_at = None
        planned.save(update_fields=["recording_asked_at"])
        record(facts.RecordingDropped(room_id=room.id, person_id=by.pk))


def answer(room: Room, *, by: Person, agreed: bool) -> None:
    """Agree to being recorded, refuse, or take back what was said; at any time. The same again changes nothing.

    Raises:
        NobodyAsked: nobody asks.
        NotConsulting: the room is for something else.
        Refused: `by` is not admitted, or the room is closed.
    """
    with transaction.atomic():
        planned = _held(room, by)
        if planned.recording_asked_at is None:
            raise NobodyAsked
        said = _said(planned)
        if said.get(by.pk) is agreed:
            return
        RecordingConsent.objects.create(room=room, person=by, agreed=agreed)
        record(facts.RecordingAnswered(room_id=room.id, person_id=by.pk, agreed=agreed))
        said[by.pk] = agreed
        _turn(planned, on=all(said.get(one) for one in _here(room.id)))


def follow_people(room_id: int) -> None:
    """Somebody was admitted to a room whose row the caller has locked: who is new has not agreed."""
    planned = Consultation.objects.filter(room=room_id, recording_on=True).first()
    if planned is not None:
        _turn(planned, on=all(map(_said(planned).get, _here(room_id))))


def _held(room: Room, by: Person, *, host: bool = False) -> Consultation:
    row = rooms.locked_open(room.id)
    if host:
        admissions.require_host(row, by)
    else:
        admissions.require(row, by)
    planned = Consultation.objects.filter(room=row).first()
    if planned is None:
        raise NotConsulting
    return planned


def _turn(planned: Consultation, *, on: bool) -> None:
    if planned.recording_on == on:
        return
    planned.recording_on = on
    planned.save(update_fields=["recording_on"])
    fact = facts.RecordingAllowed if on else facts.RecordingForbidden
    record(fact(room_id=planned.room_id))
