"""Who takes part in a workshop, who organises it, and who is let into its rooms."""

from collections.abc import Collection

from django.db.models import QuerySet

from events import audiences, stepping_down
from events.models import AgendaVersion, Event, GroupPlace, Registration, Workshop, WorkshopGroup
from events.standing import doors_open
from events.states import HOLDS_A_SEAT
from ledger.facts import Entry
from members import roles
from members.models import Person
from rooms import admissions
from rooms.models import Admission, Room

Role = Admission.Role


def registrations(event: Event) -> QuerySet[Registration]:
    """The seats of those who take part, by name."""
    rows = Registration.objects.filter(event=event, state__in=HOLDS_A_SEAT, person__is_active=True)
    return rows.select_related("person", "member").order_by("person__name", "id")


def came(event: Event) -> QuerySet[Registration]:
    """The seats of those who take part and are not marked as having stayed away."""
    return registrations(event).exclude(state=Registration.State.NO_SHOW)


def takes_part(event: Event, person: roles.Somebody) -> bool:
    """Whether the person has a seat."""
    return roles.active(person) and registrations(event).filter(person=person).exists()


def may_enter(event: Event, person: roles.Somebody) -> bool:
    """Whether a workshop's page is for this person: participants and organisers."""
    return takes_part(event, person) or audiences.looks_after(event, person)


def joins_stage(event: Event, person: roles.Somebody) -> bool:
    """Whether the live stage of the workshop's sessions is open for somebody who takes part."""
    there = doors_open(event) and roles.active(person) and came(event).filter(person=person).exists()
    return there and AgendaVersion.objects.filter(event=event).exists()


def let_in(room: Room, by: Person) -> None:
    """Let an organiser into a room as its host."""
    if not admissions.admit(room, [by.pk], role=Role.HOST):
        admissions.give_role(room, [by.pk], role=Role.HOST)


def but_hosts(pairs: Collection[admissions.Pair]) -> set[admissions.Pair]:
    """Those of (person id, room id) pairs who are not hosts of the room, in one query."""
    people, rooms = {person for person, _ in pairs}, {room for _, room in pairs}
    hosts = Admission.objects.filter(person__in=people, room__in=rooms, role=Role.HOST)
    return set(pairs) - set(hosts.values_list("person_id", "room_id"))


def follow_registration(entry: Entry) -> None:
    """A registration changed: let the person into the common room, or out of all the workshop's rooms."""
    workshop = Workshop.objects.select_related("room", "event").filter(event=entry.data["event_id"]).first()
    if workshop is None:
        return
    person = Person.objects.filter(pk=entry.data["person_id"]).first()
    if person is not None and takes_part(workshop.event, person):
        admissions.admit(workshop.room, [person.pk])
        return
    gone = entry.data["person_id"]
    rooms = [workshop.room_id, *WorkshopGroup.objects.filter(workshop=workshop).values_list("room_id", flat=True)]
    admissions.dismiss_all(but_hosts({(gone, room) for room in rooms}))
    workshop.places.filter(person=gone).delete()


def office_taken(entry: Entry) -> None:
    """An office ended: in workshops' rooms of that network its holder is a participant, or not at all."""
    person_id, led = entry.data["person_id"], stepping_down.led(entry.data["person_id"]).values("pk")
    common = Workshop.objects.filter(event__network=entry.data["network_id"], room__in=led)
    groups = WorkshopGroup.objects.filter(workshop__event__network=entry.data["network_id"], room__in=led)
    placed = common.filter(event__registrations__person=person_id, event__registrations__state__in=HOLDS_A_SEAT)
    works_in = GroupPlace.objects.filter(group__in=groups, person=person_id).values_list("group__room", flat=True)
    stepping_down.step_down(
        entry,
        from_rooms={*common.values_list("room", flat=True), *groups.values_list("room", flat=True)},
        seats={*placed.values_list("room", flat=True), *works_in},
    )
