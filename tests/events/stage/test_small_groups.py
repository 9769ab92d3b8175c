"""Small groups of a World Café and of 1-2-4-All: who sits where, step by step, by hand and by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import registrations, states
from events.models import Appearance, Event, GroupSeat, GroupWork, Podium, Registration, SmallGroup
from events.stage import places, talking
from events.stage.errors import NoSuchThing, NotOnNow, OnlyForModerators
from events.stage.groups import grouping, leading, overview, seats
from events.stage.groups.grouping import Groups
from events.stage.promised import GroupStepEnds
from events.symposia import speakers
from ledger.models import Promise
from members.models import Person
from rooms import admissions, conversation, notes
from rooms.models import Admission, Room
from rooms.refusals import Closed
from tests.events import cast
from tests.events.stage import hall as at
from tests.events.stage.test_questions import kinds
from tests.events.symposia import stage as on
from tests.statements import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> at.Hall:
    made = at.hall()
    at.in_format(made, "world_cafe")
    return made


def begin(here: at.Hall, guests: int = 0) -> GroupWork:
    at.talkers(here, guests)
    return leading.begin(here.event, here.heat.pk, by=here.ravi)


def go_on(here: at.Hall, step: int) -> None:
    leading.go_on(here.event, here.heat.pk, by=here.ravi, step=step)


def work_now() -> GroupWork:
    return GroupWork.objects.get()


def groups(step: int) -> Groups:
    return list(seats.seated(work_now(), step).values())


def sizes(step: int) -> list[int]:
    return sorted(len(group) for group in groups(step))


def room_of(person: Person) -> Room:
    group = SmallGroup.objects.get(seats__person=person, step=work_now().step)
    assert group.room is not None
    return group.room


def inside(room: Room) -> dict[str, str]:
    rows = Admission.objects.filter(room=room, dismissed_at=None)
    return dict(rows.values_list("person__name", "role"))


def time_passes(seconds: float) -> None:
    """The running step and its promise lie so much earlier, and what is due is kept."""
    back = timedelta(seconds=seconds)
    for work in GroupWork.objects.all():
        GroupWork.objects.filter(pk=work.pk).update(ends_at=work.ends_at - back)
    on.keep(GroupStepEnds.kind)


def test_a_cafe_has_three_rounds_at_tables_where_nobody_meets_anybody_twice(here: at.Hall) -> None:
    begin(here, 16)
    for step in range(2):
        go_on(here, step)
    assert [sizes(step) for step in range(3)] == [[4, 4, 4, 4]] * 3
    assert set(grouping.meetings([groups(step) for step in range(3)]).values()) == {1}
    assert [round(seconds / 60) for _, _, seconds in work_now().steps] == [21, 21, 21]
    go_on(here, 2)
    assert work_now().ended_at is not None
    assert kinds(here) == ["group_step_began"] * 3 + ["group_work_ended"]


def test_pairs_follow_thinking_alone_and_become_fours_and_then_all(here: at.Hall) -> None:
    at.in_format(here, "1-2-4-all")
    begin(here, 9)
    assert groups(0) == []
    for step in range(2):
        go_on(here, step)
    assert (sizes(1), sizes(2)) == ([2, 2, 2, 3], [4, 5])
    assert all(any(set(pair) <= set(four) for four in groups(2)) for pair in groups(1))
    go_on(here, 2)
    assert (groups(3), work_now().ended_at) == ([], None)
    assert list(Room.objects.filter(closed_at=None)) == [Podium.objects.get().conversation]


def test_each_group_has_a_room_with_its_people_and_the_moderators_until_the_step_ends(here: at.Hall) -> None:
    talking.join(here.event, here.heat.pk, by=here.ravi)
    talking.join(here.event, here.heat.pk, by=here.asha)
    talking.join(here.event, here.heat.pk, by=here.lucia)
    work = begin(here)
    room = room_of(here.asha)
    assert inside(room) == {"Asha": "participant", "Lucia": "participant", "Ravi": "host"}
    assert (room.phase, room.phase_ends_at, room.clock_is_owners) == ("cafe_round", work.ends_at, True)
    assert conversation.say(room=room, by=here.asha, text="Shade first.", nonce="1")
    leading.extend(here.event, here.heat.pk, by=here.olga, step=0)
    assert room_of(here.asha).phase_ends_at == work.ends_at + timedelta(minutes=2)
    go_on(here, 0)
    with pytest.raises(Closed):
        conversation.say(room=room, by=here.asha, text="Still there?", nonce="2")
    assert room_of(here.asha) != room


def test_what_was_begun_is_not_begun_again_and_the_step_that_was_seen_ends_once(here: at.Hall) -> None:
    first = begin(here, 5)
    assert leading.begin(here.event, here.heat.pk, by=here.olga) == first
    for _ in range(3):
        go_on(here, 0)
    leading.extend(here.event, here.heat.pk, by=here.olga, step=0)
    assert work_now().step == 1
    assert kinds(here) == ["group_step_began"] * 2
    for _ in range(2):
        leading.end(here.event, here.heat.pk, by=here.olga)
    assert leading.begin(here.event, here.heat.pk, by=here.olga).ended_at is not None
    assert Promise.objects.get(kind=GroupStepEnds.kind).state == Promise.State.WITHDRAWN


def test_only_moderators_lead_and_only_while_the_session_is_on(here: at.Hall) -> None:
    for person in (here.asha, here.lucia):
        for lead in (leading.begin, leading.end):
            with pytest.raises(OnlyForModerators):
                lead(here.event, here.heat.pk, by=person)
        with pytest.raises(OnlyForModerators):
            leading.go_on(here.event, here.heat.pk, by=person, step=0)
        with pytest.raises(OnlyForModerators):
            leading.extend(here.event, here.heat.pk, by=person, step=0)
    with pytest.raises(NoSuchThing):
        leading.begin(here.event, here.water.pk, by=here.olga)
    on.put(here.heat, here.olga, here.stage, here.event.starts_at + timedelta(hours=3))
    on.publish(here.event, here.olga)
    with pytest.raises(NotOnNow):
        begin(here)
    assert not GroupWork.objects.exists()


def test_steps_go_on_by_themselves_and_the_next_end_is_promised(here: at.Hall) -> None:
    at.in_format(here, "1-2-4-all")
    begin(here, 4)
    assert on.keep(GroupStepEnds.kind) == 1
    assert work_now().step == 0
    leading.extend(here.event, here.heat.pk, by=here.ravi, step=0)
    time_passes(3 * 60)
    assert work_now().step == 1
    due = Promise.objects.get(kind=GroupStepEnds.kind)
    assert (due.state, due.due_at) == (Promise.State.DUE, work_now().ends_at)
    assert 115 < (due.due_at - timezone.now()).total_seconds() <= 120


def test_after_an_outage_steps_whose_time_has_passed_are_left_out(here: at.Hall) -> None:
    at.in_format(here, "1-2-4-all")
    begin(here, 4)
    time_passes(60 + 120 + 30)
    assert work_now().step == 2
    assert sizes(1) == []
    assert sizes(2) == [4]
    assert 265 < (work_now().ends_at - timezone.now()).total_seconds() <= 270
    assert kinds(here) == ["group_step_began"] * 2
    time_passes(3600)
    assert work_now().ended_at is not None
    assert work_now().step == 2


def test_who_joins_later_comes_into_the_smallest_group_at_once(here: at.Hall) -> None:
    begin(here, 9)
    for person in (here.asha, here.asha, here.lucia):
        talking.join(here.event, here.heat.pk, by=person)
    assert sizes(0) == [5, 6]
    assert inside(room_of(here.asha))["Asha"] == "participant"
    assert "small_group_changed" in kinds(here)


def test_the_first_one_is_alone_until_a_second_one_comes_and_then_both_have_a_room(here: at.Hall) -> None:
    begin(here)
    talking.join(here.event, here.heat.pk, by=here.asha)
    assert (sizes(0), SmallGroup.objects.get().room) == ([1], None)
    talking.join(here.event, here.heat.pk, by=here.lucia)
    assert inside(room_of(here.asha)) == {"Asha": "participant", "Lucia": "participant"}
    talking.join(here.event, here.heat.pk, by=here.ravi)
    assert inside(room_of(here.asha))["Ravi"] == "host"


def test_who_only_listens_in_the_conversation_only_listens_at_the_table(here: at.Hall) -> None:
    talking.join(here.event, here.heat.pk, by=here.ravi)
    room = talking.join(here.event, here.heat.pk, by=here.asha)
    talking.join(here.event, here.heat.pk, by=here.lucia)
    admissions.mute(room, [here.asha.pk], by=here.ravi)
    begin(here)
    assert admissions.require(room_of(here.asha), here.asha).muted is True
    assert admissions.require(room_of(here.asha), here.lucia).muted is False


def test_who_loses_the_place_or_is_removed_leaves_the_group_and_nobody_stays_alone(here: at.Hall) -> None:
    at.in_format(here, "1-2-4-all")
    room = talking.join(here.event, here.heat.pk, by=here.ravi)
    for person in (here.asha, here.lucia, *at.audience(here, 2)):
        talking.join(here.event, here.heat.pk, by=person)
    begin(here)
    go_on(here, 0)
    assert {frozenset(pair) for pair in groups(1)} >= {frozenset({here.asha.pk, here.lucia.pk})}
    left = room_of(here.asha)
    registrations.withdraw(Registration.objects.get(event=here.event, person=here.asha), by=here.olga)
    cast.reactions_run()
    assert sizes(1) == [0, 3]
    assert inside(left) == {"Ravi": "host"}
    admissions.dismiss(room, [here.lucia.pk], by=here.ravi)
    cast.reactions_run()
    assert sizes(1) == [0, 2]
    assert not GroupSeat.objects.filter(step=1, person__in=[here.asha, here.lucia]).exists()


def test_who_a_moderator_removes_from_a_table_sits_nowhere_until_the_next_step(here: at.Hall) -> None:
    talking.join(here.event, here.heat.pk, by=here.ravi)
    for person in (here.asha, here.lucia, *at.audience(here, 2)):
        talking.join(here.event, here.heat.pk, by=person)
    begin(here)
    admissions.dismiss(room_of(here.asha), [here.asha.pk], by=here.ravi)
    cast.reactions_run()
    talking.join(here.event, here.heat.pk, by=here.asha)
    assert sizes(0) == [3]
    go_on(here, 0)
    assert sizes(1) == [4]


def test_who_moderates_no_longer_leaves_the_rooms_of_the_groups(here: at.Hall) -> None:
    for person in (here.ravi, here.asha, here.lucia):
        talking.join(here.event, here.heat.pk, by=person)
    begin(here)
    role = Appearance.objects.get(session=here.heat, speaker__person=here.ravi)
    speakers.take_role(here.event, role.pk, by=here.olga)
    cast.reactions_run()
    assert inside(room_of(here.asha)) == {"Asha": "participant", "Lucia": "participant"}


@pytest.mark.parametrize("state", ["postponed", "documentation"])
def test_when_the_event_is_over_or_postponed_the_groups_end(here: at.Hall, state: str) -> None:
    begin(here, 4)
    states.move(here.event, to=state, by=here.olga)
    cast.reactions_run()
    assert work_now().ended_at is not None
    assert not Room.objects.filter(closed_at=None).exists()
    assert Promise.objects.get(kind=GroupStepEnds.kind).state == Promise.State.WITHDRAWN


@pytest.mark.parametrize("over", [False, True], ids=["in the middle", "after its last step"])
def test_a_postponed_event_begins_its_groups_anew_and_what_the_first_ones_noted_stays(
    here: at.Hall, over: bool
) -> None:
    talking.join(here.event, here.heat.pk, by=here.asha)
    talking.join(here.event, here.heat.pk, by=here.lucia)
    first = begin(here)
    before = room_of(here.asha)
    notes.write(before, by=here.asha, base="", text="Shade before stone.", version=0)
    if over:
        leading.end(here.event, here.heat.pk, by=here.ravi)
    states.move(here.event, to="postponed", by=here.olga)
    cast.reactions_run()
    Event.objects.filter(pk=here.event.pk).update(state=Event.State.LIVE)
    here.event.refresh_from_db()
    for person in (here.asha, here.lucia):
        talking.join(here.event, here.heat.pk, by=person)
    shown = see(here, here.ravi)
    assert (shown.over, shown.guests, [one.standing for one in shown.steps]) == (False, 2, ["ahead"] * 3)
    again = leading.begin(here.event, here.heat.pk, by=here.ravi)
    assert again != first
    now = SmallGroup.objects.get(work=again, step=0).room
    assert now is not None and now != before
    assert inside(now) == {"Asha": "participant", "Lucia": "participant"}
    first.refresh_from_db()
    kept = [overview.Noted("Round 1", "Table 1", "Shade before stone.", first.ended_at)]
    assert list(see(here, here.asha).noted) == kept
    notes.write(now, by=here.asha, base="", text="Trees before shade.", version=0)
    leading.end(here.event, here.heat.pk, by=here.ravi)
    assert list(see(here, here.asha).noted) == [*kept, overview.Noted("Round 1", "Table 1", "Trees before shade.")]


def test_a_reader_sees_their_own_group_moderators_all_and_afterwards_everybody_the_harvest(here: at.Hall) -> None:
    talking.join(here.event, here.heat.pk, by=here.asha)
    begin(here, 7)
    talking.join(here.event, here.heat.pk, by=here.lucia)
    shown = {one: see(here, one) for one in (here.asha, here.ravi)}
    mine = shown[here.asha].mine
    assert mine is not None
    assert "Lucia" in mine.people
    assert "Asha" not in mine.people
    assert [len(one.groups) for one in shown.values()] == [0, 2]
    notes.write(room_of(here.asha), by=here.asha, base="", text="Shade before stone.", version=0)
    assert see(here, here.lucia).noted == ()
    leading.end(here.event, here.heat.pk, by=here.ravi)
    assert [(one.step, one.group, one.text) for one in see(here, here.lucia).noted] == [
        ("Round 1", mine.name, "Shade before stone.")
    ]


def see(here: at.Hall, person: Person) -> overview.Overview:
    found = overview.of_session(here.heat.pk, places.require(here.event, person), "world_cafe", 90 * 60)
    assert found is not None
    return found


def test_forty_people_cost_no_more_statements_than_eight(here: at.Hall) -> None:
    people = at.audience(here, 40)
    spent: list[tuple[int, int]] = []
    begin(here)
    see(here, here.ravi)
    for guests in (people[:8], people[8:]):
        for one in guests:
            talking.join(here.event, here.heat.pk, by=one)
        with counted() as stepping:
            go_on(here, len(spent))
        with counted() as shown:
            see(here, here.ravi)
        spent.append((len(stepping), len(shown)))
    assert spent[0] == spent[1]
