"""Who comes into a session's small groups while a step runs, and who leaves them."""

from collections.abc import Collection

from django.db.models import Q

from events import registrations
from events.models import Event, GroupSeat, GroupWork, SmallGroup
from events.stage import facts, places, tallies
from events.stage.groups import grouping, people, seats
from events.stage.groups.people import Role
from ledger.facts import Entry
from ledger.recording import record
from members.models import Person
from rooms import admissions
from rooms.models import Admission


def let_in(session_id: int, person: Person, *, role: str) -> None:
    """Put somebody who joins the session's conversation into the smallest group; hosts come into every room.

    Whom a host has removed from a group's room stays without a group until the next step. The session is held.
    """
    work = people.running(session_id)
    if work is None or not people.is_in_groups(work):
        return
    there = seats.rooms_of(work)
    if role == Role.HOST:
        admissions.admit_all({room.pk: {person.pk: role} for room in there})
        return
    was_removed = Admission.objects.filter(room__in=there, person=person, role=Role.REMOVED).exists()
    if not was_removed and not GroupSeat.objects.filter(work=work, step=work.step, person=person).exists():
        _seat(work, person.pk)


def _seat(work: GroupWork, person_id: int) -> None:
    """Give a seat in the smallest group in which somebody is, else in any, else in a new one."""
    known = seats.seated(work, work.step)
    inhabited = [pk for pk, company in known.items() if company] or list(known)
    if not inhabited:
        seats.open_groups(work, [[person_id]], people.present(work.session_id))
        return
    group_id = inhabited[grouping.smallest([known[pk] for pk in inhabited])]
    group = SmallGroup.objects.select_related("room").get(pk=group_id)
    GroupSeat.objects.create(work=work, step=work.step, group=group, person_id=person_id)
    there = people.present(work.session_id)
    if group.room is not None:
        admissions.admit(group.room, [person_id])
        seats.quiet(group.room, [person_id], there)
    elif known[group_id]:
        seats.give_rooms(work, [(group, [*known[group_id], person_id])], there)
    _tell(work, group_id)


def follow_withdrawal(entry: Entry) -> None:
    """Somebody left a conversation or a group's room, or was removed: they leave their group. A reaction."""
    room_id, person_id = entry.data["room_id"], entry.data["person_id"]
    about = Q(session__podium__conversation=room_id) | Q(groups__room=room_id)
    found = GroupWork.objects.filter(about, ended_at=None).select_related("session").first()
    if found is None:
        return
    with registrations.door(found.session.event_id):
        tallies.locked([found.session_id])
        work = people.running(found.session_id)
        back = Admission.objects.filter(room=room_id, person=person_id, dismissed_at=None).exists()
        if work is not None and not back:
            _leave(work, person_id, room_id)


def _leave(work: GroupWork, person_id: int, room_id: int) -> None:
    """Give a seat back: the one in this room, or any when the room is the conversation."""
    mine = GroupSeat.objects.filter(work=work, step=work.step, person=person_id).select_related("group").first()
    is_group = SmallGroup.objects.filter(work=work, room=room_id).exists()
    if not is_group:
        seats.dismiss(work, person_id)
    if mine is not None and (not is_group or mine.group.room_id == room_id):
        mine.delete()
        _tell(work, mine.group_id)
        _join_others(work, mine.group_id)


def _join_others(work: GroupWork, group_id: int) -> None:
    """Put who is alone in a group now into another one, if there is one with somebody in it."""
    known = seats.seated(work, work.step)
    if len(known[group_id]) == 1 and any(company for pk, company in known.items() if pk != group_id):
        [person_id] = known[group_id]
        GroupSeat.objects.filter(work=work, step=work.step, person=person_id).delete()
        seats.dismiss(work, person_id)
        _seat(work, person_id)


def _tell(work: GroupWork, group_id: int) -> None:
    record(facts.SmallGroupChanged(event_id=work.session.event_id, session_id=work.session_id, group_id=group_id))


def follow_agenda(entry: Entry) -> None:
    """A session's people changed: who moderates it no longer leaves the rooms of its groups. A reaction."""
    with registrations.door(entry.data["event_id"]) as event:
        _let_go([event])


def office_taken(entry: Entry) -> None:
    """An office ended: who moderates no longer by any other right leaves the rooms of groups. A reaction."""
    with registrations.doors(places.open_in(entry.data["network_id"])) as events:
        _let_go(events)


def _let_go(events: Collection[Event]) -> None:
    """Let hosts of groups' rooms who do not moderate out of them, of all rooms at once."""
    gone: set[admissions.Pair] = set()
    for work in GroupWork.objects.filter(session__event__in=events, ended_at=None).select_related("session"):
        hosts = Admission.objects.filter(room__in=seats.rooms_of(work), role=Role.HOST, dismissed_at=None)
        pairs = set(hosts.values_list("person_id", "room_id"))
        found = places.many({work.session.event_id}, {person for person, _ in pairs})
        lead = {place.person.pk for place in found if place.moderates(work.session_id)}
        gone |= {(person, room) for person, room in pairs if person not in lead}
    admissions.dismiss_all(gone)
