"""A consultation for the tests: Bolesławiec moderates, Pirna gives the case, Piura advises, Kochi writes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from ledger import promises
from ledger.models import Promise
from members.models import Person
from rooms import admissions, pace, rooms
from rooms.consultation import leading
from rooms.models import Admission, Room
from tests.rooms.conftest import person
from workers import wiring

Role = Admission.Role


@pytest.fixture
def anna() -> Person:
    """The moderator, from Bolesławiec."""
    return person("Anna Kowalska")


@pytest.fixture
def uwe() -> Person:
    """The case-giver, from Pirna."""
    return person("Uwe Richter")


@pytest.fixture
def lucia() -> Person:
    """An advisor, from Piura."""
    return person("Lucía Rojas")


@pytest.fixture
def asha() -> Person:
    """The scribe, from Kochi."""
    return person("Asha Menon")


@pytest.fixture
def room(anna: Person, uwe: Person, lucia: Person, asha: Person) -> Room:
    """A room with the four, booked for an hour that begins in ten minutes."""
    room = rooms.open_room("Flood warning for a small town")
    admissions.admit_all(
        {room.id: {anna.pk: Role.HOST, uwe.pk: Role.CASE_GIVER, lucia.pk: Role.ADVISOR, asha.pk: Role.SCRIBE}}
    )
    leading.plan(room, starts_at=timezone.now() + timedelta(minutes=10), seconds=3600)
    room.refresh_from_db()
    return room


@pytest.fixture
def running(room: Room, anna: Person) -> Room:
    """The same, begun by its moderator."""
    leading.begin(room, by=anna)
    room.refresh_from_db()
    return room


@pytest.fixture(autouse=True)
def _wired() -> Iterator[None]:
    pace.forget_all()
    wiring.connect()
    yield


def let_time_pass(room: Room, **span: float) -> None:
    """Move everything the room has promised into the past, and keep what is due by then."""
    back = timedelta(**span)
    room.refresh_from_db()
    for name in ("phase_started_at", "phase_ends_at"):
        if getattr(room, name) is not None:
            setattr(room, name, getattr(room, name) - back)
    room.save()
    planned = room.consultation
    planned.refresh_from_db()
    planned.starts_at -= back
    planned.save()
    for row in Promise.objects.filter(state="due", stream=f"room:{room.id}"):
        Promise.objects.filter(id=row.id).update(due_at=row.due_at - back, promised_at=row.promised_at - back)
    promises.keep_due(until=timezone.now())
    room.refresh_from_db()
