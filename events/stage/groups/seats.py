"""The rooms of a step's groups and who may be in them; whoever calls holds the session."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F, QuerySet

from events.models import GroupSeat, GroupWork, SmallGroup
from events.stage.addresses import page_of
from events.stage.groups import people
from events.stage.groups.grouping import Groups
from events.stage.groups.people import Present, Role
from rooms import admissions, rooms, shared_clock
from rooms.models import Admission, Room
from rooms.rooms import Plan
from web.translated import translated


def seated(work: GroupWork, step: int) -> dict[int, list[int]]:
    """By group of a step who is in it, in the order of their seats; empty groups, too. Two queries."""
    found: dict[int, list[int]] = {pk: [] for pk in _groups(work, step).values_list("pk", flat=True)}
    for group_id, person_id in GroupSeat.objects.filter(work=work, step=step).values_list("group_id", "person_id"):
        found[group_id].append(person_id)
    return found


def history(work: GroupWork) -> list[Groups]:
    """The groups of the steps so far, without those of the running one."""
    found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = GroupSeat.objects.filter(work=work, step__lt=work.step).order_by("step", "group__number", "id")
    for step, group_id, person_id in rows.values_list("step", "group_id", "person_id"):
        found[step][group_id].append(person_id)
    return [list(groups.values()) for groups in found.values()]


def open_groups(work: GroupWork, groups: Groups, there: Present) -> None:
    """Make the groups of the running step, with rooms for those of two or more; a handful of statements."""
    made = SmallGroup.objects.bulk_create(
        SmallGroup(work=work, step=work.step, number=number) for number in range(1, len(groups) + 1)
    )
    GroupSeat.objects.bulk_create(
        GroupSeat(work=work, step=work.step, group=group, person_id=one)
        for group, company in zip(made, groups, strict=True)
        for one in company
    )
    give_rooms(work, [(group, company) for group, company in zip(made, groups, strict=True) if len(company) > 1], there)


def give_rooms(work: GroupWork, groups: Sequence[tuple[SmallGroup, Sequence[int]]], there: Present) -> None:
    """Open a room for each of the groups, with the moderators as hosts and the step's clock."""
    title = translated(work.session.titles, "en").text[:150]
    address = page_of(work.session.event, work.session_id)
    made = rooms.open_rooms([Plan(title=f"{title} · {group.number}", address=address) for group, _ in groups])
    hosts = dict.fromkeys(there.hosts, str(Role.HOST))
    for (group, _), room in zip(groups, made, strict=True):
        group.room = room
    SmallGroup.objects.bulk_update([group for group, _ in groups], ["room"])
    companies = [company for _, company in groups]
    admissions.admit_all({room.pk: _guests(company) | hosts for room, company in zip(made, companies, strict=True)})
    for room, company in zip(made, companies, strict=True):
        quiet(room, company, there)
    shared_clock.begin([room.pk for room in made], phase=people.phase_of(work), ends_at=work.ends_at)


def quiet(room: Room, company: Collection[int], there: Present) -> None:
    """Let those who only listen in the conversation only listen here as well."""
    if silent := there.muted.intersection(company):
        admissions.mute(room, silent)


def _guests(company: Collection[int]) -> dict[int, str]:
    return dict.fromkeys(company, str(Role.PARTICIPANT))


def rooms_of(*works: GroupWork) -> list[Room]:
    """The rooms of the running steps."""
    of_steps = SmallGroup.objects.filter(work__in=works, step=F("work__step"))
    return list(Room.objects.filter(pk__in=of_steps.values("room")))


def close_groups(*works: GroupWork) -> None:
    """Close the rooms of the running steps; they can be read by those who were there."""
    rooms.close_rooms(rooms_of(*works))


def dismiss(work: GroupWork, person_id: int) -> None:
    """Let a person out of every room of the running step."""
    mine = Admission.objects.filter(room__in=rooms_of(work), person=person_id, dismissed_at=None)
    admissions.dismiss_all(set(mine.values_list("person_id", "room_id")))


def _groups(work: GroupWork, step: int) -> QuerySet[SmallGroup]:
    return SmallGroup.objects.filter(work=work, step=step)
