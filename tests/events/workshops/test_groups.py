"""Groups: balanced by languages, moved by hand, each with a room that only its people and organisers enter."""

import pytest

from events import registrations
from events.errors import NotYourEvent
from events.models import GroupPlace, Registration, WorkshopGroup
from events.workshops import agreeing, groups, proposing
from events.workshops.errors import NobodyToSeat, NotTakingPart
from members import offices
from members.errors import NotFound
from members.models import Office, SpokenLanguage
from rooms import admissions
from rooms.consultation.refusals import NotRecording
from rooms.models import Admission
from tests.events import cast
from tests.events.workshops import bench

pytestmark = pytest.mark.django_db


def in_room(group: WorkshopGroup) -> list[str]:
    rows = admissions.valid().filter(room=group.room_id, role=Admission.Role.PARTICIPANT)
    return sorted(rows.values_list("person__name", flat=True))


def test_proposed_groups_hold_everybody_once_and_share_a_language():
    olga = cast.organiser()
    event = bench.preparing(olga)
    people = bench.guests(event, 9)
    for one in people[:4]:
        SpokenLanguage.objects.filter(person=one, code="en").delete()
    SpokenLanguage.objects.bulk_create(SpokenLanguage(person=one, code="es", level="C1") for one in people[:2])
    made = groups.propose(event, by=olga, size=3)
    tables = [set(row.places.values_list("person_id", flat=True)) for row in made]
    assert sorted(len(table) for table in tables) == [3, 3, 3]
    assert set().union(*tables) == {one.pk for one in people}
    spoken = {guest.person_id: set(guest.languages) for guest in proposing.guests(event)}
    assert all(set.intersection(*(spoken[one] for one in table)) for table in tables)


def test_the_same_people_get_the_same_groups_again_and_topics_stay():
    olga = cast.organiser()
    event = bench.preparing(olga)
    groups.add(event, by=olga, topic="Shade")
    bench.guests(event, 6)
    first = groups.propose(event, by=olga, size=3)
    before = dict(GroupPlace.objects.values_list("person_id", "group_id"))
    again = groups.propose(event, by=olga, size=3)
    assert (first, before) == (again, dict(GroupPlace.objects.values_list("person_id", "group_id")))
    assert [row.topic for row in again] == ["Shade", "Group 2"]


def test_who_is_moved_leaves_one_room_and_enters_the_other():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    shade, water = (groups.add(event, by=olga, topic=topic) for topic in ("Shade", "Water"))
    groups.put(event, asha.pk, by=olga, group_id=shade.pk)
    assert (in_room(shade), in_room(water)) == (["Asha"], [])
    groups.put(event, asha.pk, by=olga, group_id=water.pk)
    assert (in_room(shade), in_room(water)) == ([], ["Asha"])
    groups.put(event, asha.pk, by=olga, group_id=None)
    assert (in_room(water), GroupPlace.objects.count()) == ([], 0)


def test_an_organiser_who_takes_part_stays_host_of_the_room_they_are_moved_out_of():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    shade, water = (groups.add(event, by=olga, topic=topic) for topic in ("Shade", "Water"))
    groups.put(event, asha.pk, by=olga, group_id=shade.pk)
    admissions.give_role(shade.room, [asha.pk], role=Admission.Role.HOST)
    groups.put(event, asha.pk, by=olga, group_id=water.pk)
    assert admissions.require(shade.room, asha).role == Admission.Role.HOST
    assert in_room(water) == ["Asha"]


def test_who_gives_the_seat_back_is_in_no_room_and_no_group():
    olga = cast.organiser()
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    shade = groups.add(event, by=olga, topic="Shade")
    groups.put(event, asha.pk, by=olga, group_id=shade.pk)
    registrations.withdraw(Registration.objects.get(person=asha), by=asha)
    cast.reactions_run()
    assert not admissions.valid().filter(person=asha).exists()
    assert not GroupPlace.objects.exists()


def test_who_loses_the_office_leaves_the_rooms_but_those_where_they_take_part():
    olga = cast.organiser()
    event = bench.preparing(olga)
    omar = bench.guest(event, "Omar", cast.member("Jena"))
    Office.objects.create(person=omar, network=cast.network(), role=Office.Role.ORGANISER)
    shade, water = (groups.add(event, by=olga, topic=topic) for topic in ("Shade", "Water"))
    groups.put(event, omar.pk, by=olga, group_id=shade.pk)
    places = (event.workshop.room, shade.room, water.room)
    for who, room in ((who, room) for who in (olga, omar) for room in places):
        groups.enter(event, room.pk, by=who)
    for who in (olga, omar):
        offices.take(network=cast.network(), office_id=who.offices.get().pk, by=None)
    cast.reactions_run()
    there = {who: [admissions.admission(room, who) for room in places] for who in (olga, omar)}
    assert there[olga] == [None, None, None]
    assert [found and found.role for found in there[omar]] == ["participant", "participant", None]


def test_groups_are_the_organisers_and_of_those_who_take_part():
    olga = cast.organiser()
    event, other = bench.preparing(olga), bench.workshop(olga, slug="water")
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    foreign = groups.add(other, by=olga, topic="Water")
    with pytest.raises(NotYourEvent):
        groups.add(event, by=asha, topic="Shade")
    with pytest.raises(NotTakingPart):
        groups.put(event, cast.person("Lena").pk, by=olga, group_id=None)
    with pytest.raises(NotFound):
        groups.put(event, asha.pk, by=olga, group_id=foreign.pk)
    with pytest.raises(NotFound):
        groups.enter(event, foreign.room_id, by=olga)
    with pytest.raises(NobodyToSeat):
        groups.propose(other, by=olga, size=4)
    groups.enter(other, foreign.room_id, by=olga)
    assert admissions.require(foreign.room, olga).role == Admission.Role.HOST


def test_participants_write_down_their_own_actions_and_organisers_everybodys():
    olga = cast.organiser()
    event = bench.preparing(olga)
    kochi = cast.member("Kochi", "IN")
    asha, ravi = bench.guest(event, "Asha", kochi), bench.guest(event, "Ravi", kochi)
    day = event.ends_at.date()
    with pytest.raises(NotRecording):
        agreeing.agree(event, by=asha, text="Plant trees", owner_id=ravi.pk, due_on=day)
    agreeing.agree(event, by=olga, text="Count trees", owner_id=ravi.pk, due_on=day)
    mine = agreeing.agree(event, by=asha, text="Plant trees", owner_id=asha.pk, due_on=day)
    with pytest.raises(NotRecording):
        agreeing.take_back(event, mine.pk, by=ravi)
    agreeing.take_back(event, mine.pk, by=asha)
    assert [row.text for row in agreeing.of(event.workshop, asha).rows] == ["Count trees"]


def test_a_proposal_for_thirty_takes_as_many_queries_as_one_for_six():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    olga = cast.organiser()
    event = bench.preparing(olga)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            proposing.guests(event)
        return len(queries)

    bench.guests(event, 2)
    few = count()
    for number in range(4):
        bench.guest(event, f"More {number}", cast.member("Jena"))
    assert (few, count()) == (3, 3)
