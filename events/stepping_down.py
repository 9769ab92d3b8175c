"""Who loses an office no longer leads the rooms it opened to them."""

from collections.abc import Collection

from django.db.models import QuerySet

from events import audiences
from ledger.facts import Entry
from rooms import admissions, rooms
from rooms.models import Admission, Room

Role = Admission.Role


def led(person_id: int) -> QuerySet[Room]:
    """The rooms of which a person is a host now."""
    return Room.objects.filter(
        admissions__person=person_id, admissions__role=Role.HOST, admissions__dismissed_at=None
    ).order_by()


def step_down(entry: Entry, *, from_rooms: Collection[int], seats: Collection[int]) -> None:
    """An office ended: whoever has no other one in that network stays where they have a seat, and leaves elsewhere.

    Args:
        entry: the office that ended.
        from_rooms: ids of rooms of the network that the person leads.
        seats: ids of those in which they have a seat.
    """
    person_id, network_id = entry.data["person_id"], entry.data["network_id"]
    if not from_rooms or audiences.offices(people=[person_id], networks=[network_id]):
        return
    rooms.locked(from_rooms)
    here = set(led(person_id).filter(pk__in=from_rooms))
    for room in here:
        if room.pk in seats:
            admissions.give_role(room, [person_id], role=Role.PARTICIPANT)
    admissions.dismiss_all({(person_id, room.pk) for room in here if room.pk not in seats})
