"""Groups: made with a topic and a room, filled by organisers by hand or from a proposal."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from events.models import Event, GroupPlace, Workshop, WorkshopGroup
from events.workshops import facts, people, proposing, rights
from events.workshops.errors import NobodyToSeat, NotTakingPart
from ledger.recording import record
from members.errors import NotFound
from members.models import Person, Topic
from rooms import admissions, rooms


def add(event: Event, *, by: Person, topic: str) -> WorkshopGroup:
    """Make a group with a room of its own; nobody is in it yet.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`.
    """
    with rights.door(event, by=by) as workshop:
        made = _add(workshop, topic)
        record(facts.WorkshopGroupsChanged(event_id=event.pk))
    return made


def _add(workshop: Workshop, topic: str) -> WorkshopGroup:
    room = rooms.open_room(topic, rights.address_of(workshop.event))
    return WorkshopGroup.objects.create(workshop=workshop, topic=topic, room=room)


def drop(event: Event, group_id: int, *, by: Person) -> None:
    """Dissolve a group; its room is closed, and those who were in it can still read there.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`; or the group is another workshop's.
    """
    with rights.door(event, by=by) as workshop:
        row = _held(workshop, group_id)
        rooms.close_room(row.room)
        row.delete()
        record(facts.WorkshopGroupsChanged(event_id=event.pk))


def put(event: Event, person_id: int, *, by: Person, group_id: int | None) -> None:
    """Put a participant into a group, out of the one they were in; None for no group.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`; or the group is another workshop's.
        NotTakingPart: the person has no seat.
    """
    with rights.door(event, by=by) as workshop:
        if not people.registrations(event).filter(person=person_id).exists():
            raise NotTakingPart
        group = _held(workshop, group_id) if group_id is not None else None
        there = dict(GroupPlace.objects.filter(workshop=workshop).values_list("person_id", "group_id"))
        _seat(workshop, {**there, person_id: group.pk if group else None})
        record(facts.WorkshopGroupsChanged(event_id=event.pk))


def propose(event: Event, *, by: Person, size: int) -> list[WorkshopGroup]:
    """Fill the groups anew, balanced by languages, topics and countries; missing groups are added, none is dropped.

    Args:
        event: whose workshop.
        by: an organiser.
        size: how many people a group has at most.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`.
        NobodyToSeat: nobody takes part.
    """
    with rights.door(event, by=by) as workshop:
        guests = proposing.guests(workshop.event)
        if not guests:
            raise NobodyToSeat
        tables = [table for table in proposing.groups(guests, size) if table]
        names = dict(Topic.objects.values_list("slug", "names"))
        found = list(WorkshopGroup.objects.filter(workshop=workshop))
        for table in tables[len(found) :]:
            number = {"number": len(found) + 1}
            topic = proposing.topic_of(table, guests, names) or _("Group %(number)d") % number
            found.append(_add(workshop, topic[:160]))
        _seat(workshop, {person: group.pk for group, table in zip(found, tables, strict=False) for person in table})
        record(facts.WorkshopGroupsChanged(event_id=event.pk))
    return found


def _seat(workshop: Workshop, wanted: Mapping[int, int | None]) -> None:
    """Let everybody be where they are wanted: places, and admissions to the rooms."""
    rooms_of = dict(WorkshopGroup.objects.filter(workshop=workshop).values_list("pk", "room_id"))
    before = dict(GroupPlace.objects.filter(workshop=workshop).values_list("person_id", "group_id"))
    after = {person: group for person, group in wanted.items() if group is not None}
    moved = {person for person in before.keys() | after.keys() if before.get(person) != after.get(person)}
    rooms.locked({rooms_of[places[one]] for places in (before, after) for one in moved & set(places)})
    GroupPlace.objects.filter(workshop=workshop, person__in=moved).delete()
    GroupPlace.objects.bulk_create(
        GroupPlace(workshop=workshop, person_id=person, group_id=after[person]) for person in sorted(moved & set(after))
    )
    admissions.dismiss_all(people.but_hosts({(person, rooms_of[before[person]]) for person in moved & set(before)}))
    into: dict[int, dict[int, str]] = {}
    for person in sorted(moved & set(after)):
        into.setdefault(rooms_of[after[person]], {})[person] = people.Role.PARTICIPANT
    admissions.admit_all(into)


def enter(event: Event, room_id: int, *, by: Person) -> None:
    """Let an organiser into one of the workshop's rooms, as its host.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`; or the room is no room of this workshop.
    """
    with rights.door(event, by=by) as workshop:
        rooms_here = [workshop.room, *(group.room for group in workshop.groups.select_related("room"))]
        room = next((one for one in rooms_here if one.pk == room_id), None)
        if room is None:
            raise NotFound
        people.let_in(room, by)


def _held(workshop: Workshop, group_id: int) -> WorkshopGroup:
    row = WorkshopGroup.objects.select_related("room").filter(workshop=workshop, pk=group_id).first()
    if row is None:
        raise NotFound
    return row
