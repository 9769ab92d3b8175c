"""Who leads a mixer: the organisers of its network while they are, and whom they made hosts in its lobby."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from events import audiences, stepping_down
from events.states import HOLDS_A_SEAT
from exchanges.mixers.models import Mixer, Seat, Table
from exchanges.mixers.refusals import NotAHost
from ledger.facts import Entry
from members.models import Person
from members.roles import Somebody, active
from rooms import admissions
from rooms.models import Admission

HOST = Admission.Role.HOST


def is_host(mixer: Mixer, person: Somebody) -> bool:
    """Whether the person leads this mixer."""
    if not active(person):
        return False
    return audiences.looks_after(mixer.event, person) or _made_host(mixer, person)


def _made_host(mixer: Mixer, person: Person) -> bool:
    return admissions.valid().filter(Q(room_id=mixer.lobby_id), person=person, role=HOST).exists()


def require(mixer: Mixer, person: Somebody) -> Person:
    """The person, when they lead this mixer.

    Raises:
        NotAHost: they do not.
    """
    if not active(person) or not is_host(mixer, person):
        raise NotAHost
    return person


def require_organiser(mixer: Mixer, person: Somebody) -> Person:
    """The person, when they are staff of the mixer's network: what is private to the organisers is theirs alone.

    Raises:
        NotAHost: they are not, even if they lead this mixer.
    """
    if not active(person) or not audiences.looks_after(mixer.event, person):
        raise NotAHost
    return person


def enter(mixer: Mixer, person: Person) -> None:
    """Let an organiser of the network into the lobby, as a host unless they take part themselves.

    Raises:
        NotAHost: the person is neither an organiser of the network nor a host already.
    """
    require(mixer, person)
    admissions.admit(mixer.lobby, [person.pk], role=HOST)


def appoint(mixer: Mixer, person_id: int, *, by: Person) -> None:
    """Make somebody a host of this mixer.

    Raises:
        NotAHost: `by` is none.
    """
    require(mixer, by)
    if not admissions.admit(mixer.lobby, [person_id], role=HOST):
        admissions.give_role(mixer.lobby, [person_id], role=HOST)


def office_taken(entry: Entry) -> None:
    """An office ended: in lobbies and at tables of that network its holder is a participant, or not at all."""
    person_id, led = entry.data["person_id"], stepping_down.led(entry.data["person_id"]).values("pk")
    mixers = Mixer.objects.filter(event__network=entry.data["network_id"], lobby__in=led)
    placed = mixers.filter(event__registrations__person=person_id, event__registrations__state__in=HOLDS_A_SEAT)
    tables = Table.objects.filter(round__mixer__event__network=entry.data["network_id"], room__in=led)
    sitting = Seat.objects.filter(table__in=tables, person=person_id, left_at=None)
    stepping_down.step_down(
        entry,
        from_rooms={*_ids(mixers, "lobby"), *_ids(tables, "room")},
        seats={*_ids(placed, "lobby"), *_ids(sitting, "table__room")},
    )


def _ids(rows: QuerySet[Any], room: str) -> Iterable[int]:
    return rows.values_list(room, flat=True)
