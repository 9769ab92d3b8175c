"""Admissions: who may be in a room, as what, and who must be silent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger.reading import since
from members.models import Person
from rooms import admissions, rooms
from rooms.models import Admission, Room
from rooms.refusals import NotAdmitted, OnlyForHosts, WasRemoved
from tests.rooms.conftest import person
from tests.statements import counted

pytestmark = pytest.mark.django_db
HOST = Admission.Role.HOST


def happened(room: Room) -> list[tuple[str, int]]:
    """Kinds of facts with the person they are about, after the room was opened."""
    return [(entry.kind, entry.data.get("person_id", 0)) for entry in since(f"room:{room.id}", 1)]


def test_people_are_admitted_once_and_each_admission_is_a_fact(asha: Person, jonas: Person) -> None:
    room = rooms.open_room("Table 1")
    assert admissions.admit(room, [asha.pk, jonas.pk]) == [asha.pk, jonas.pk]
    assert admissions.admit(room, [asha.pk, jonas.pk]) == []
    assert happened(room) == [("person_admitted", asha.pk), ("person_admitted", jonas.pk)]


def test_admitting_again_does_not_demote_a_host(table: Room, lucia: Person) -> None:
    admissions.admit(table, [lucia.pk])
    assert admissions.require(table, lucia).role == HOST


def test_whoever_was_dismissed_can_be_admitted_again_and_speaks(table: Room, asha: Person) -> None:
    admissions.mute(table, [asha.pk])
    admissions.dismiss(table, [asha.pk])
    assert admissions.admission(table, asha) is None
    assert admissions.admit(table, [asha.pk], role=Admission.Role.SCRIBE) == [asha.pk]
    again = admissions.require(table, asha)
    assert (again.role, again.muted) == ("scribe", False)


def test_whom_a_host_removed_comes_back_only_by_the_owner(table: Room, lucia: Person, asha: Person) -> None:
    admissions.dismiss(table, [asha.pk], by=lucia)
    with pytest.raises(WasRemoved):
        admissions.readmit(table, asha, role=Admission.Role.PARTICIPANT)
    assert admissions.admission(table, asha) is None
    admissions.admit(table, [asha.pk])
    admissions.dismiss(table, [asha.pk])
    admissions.readmit(table, asha, role=Admission.Role.PARTICIPANT)
    assert admissions.require(table, asha).role == "participant"


def test_who_was_removed_and_leads_now_comes_in(table: Room, lucia: Person, asha: Person) -> None:
    admissions.dismiss(table, [asha.pk], by=lucia)
    admissions.readmit(table, asha, role=HOST)
    assert admissions.require(table, asha).role == HOST


def test_a_dismissal_is_told_once(table: Room, asha: Person, jonas: Person) -> None:
    assert admissions.dismiss(table, [asha.pk, 999_999]) == [asha.pk]
    assert admissions.dismiss(table, [asha.pk]) == []
    assert happened(table)[-1] == ("admission_withdrawn", asha.pk)
    assert [kind for kind, _ in happened(table)].count("admission_withdrawn") == 1


def test_a_host_may_dismiss_and_mute_participants(table: Room, lucia: Person, asha: Person) -> None:
    assert admissions.mute(table, [asha.pk], by=lucia) == [asha.pk]
    assert admissions.require(table, asha).muted is True
    assert admissions.unmute(table, [asha.pk], by=lucia) == [asha.pk]
    assert admissions.dismiss(table, [asha.pk], by=lucia) == [asha.pk]
    assert [kind for kind, _ in happened(table)[-3:]] == ["person_muted", "person_unmuted", "admission_withdrawn"]


def test_a_host_has_no_power_over_hosts_nor_elsewhere(table: Room, lucia: Person, asha: Person, jonas: Person) -> None:
    admissions.give_role(table, [jonas.pk], role=HOST)
    with pytest.raises(OnlyForHosts):
        admissions.dismiss(table, [jonas.pk], by=lucia)
    other = rooms.open_room("Table 2")
    admissions.admit(other, [asha.pk])
    with pytest.raises(NotAdmitted):
        admissions.dismiss(other, [asha.pk], by=lucia)
    assert Admission.objects.filter(dismissed_at=None).count() == 4


def test_participants_have_no_power(table: Room, asha: Person, jonas: Person) -> None:
    for act in (admissions.dismiss, admissions.mute, admissions.unmute):
        with pytest.raises(OnlyForHosts):
            act(table, [jonas.pk], by=asha)


def test_a_role_is_given_and_told(table: Room, asha: Person) -> None:
    assert admissions.give_role(table, [asha.pk], role=Admission.Role.OBSERVER) == [asha.pk]
    assert admissions.give_role(table, [asha.pk], role=Admission.Role.OBSERVER) == []
    assert admissions.may_speak(admissions.require(table, asha)) is False
    assert happened(table)[-1] == ("role_given", asha.pk)


def test_before_a_room_opens_only_hosts_enter(asha: Person, lucia: Person) -> None:
    room = rooms.open_room("Table 1", opens_at=timezone.now() + timedelta(minutes=5))
    admissions.admit(room, [asha.pk])
    admissions.admit(room, [lucia.pk], role=HOST)
    assert admissions.admission(room, asha) is None
    assert admissions.admission(room, lucia) is not None
    Room.objects.update(opens_at=timezone.now() - timedelta(seconds=1))
    assert admissions.admission(room, asha) is not None


def test_a_deactivated_person_is_not_admitted_anywhere(table: Room, asha: Person) -> None:
    Person.objects.filter(id=asha.pk).update(is_active=False)
    assert admissions.admission(table, asha) is None
    assert admissions.admitted([(asha.pk, str(table.id))]) == set()


def test_many_sockets_are_checked_by_one_query(table: Room, asha: Person, jonas: Person) -> None:
    other = rooms.open_room("Table 2")
    admissions.admit(other, [jonas.pk])
    stranger = person("Rosa Demo")
    pairs = [(who.pk, str(room.id)) for who in (asha, jonas, stranger) for room in (table, other)]
    with counted() as statements:
        found = admissions.admitted(pairs)
    assert found == {(asha.pk, str(table.id)), (jonas.pk, str(table.id)), (jonas.pk, str(other.id))}
    assert len(statements) == 1


@pytest.mark.parametrize("key", ["", "x", "0", "07", "-1", "1.0", "٣", "9" * 40, "1 "])
def test_keys_that_are_no_room_are_not_admitted(key: str, table: Room, asha: Person) -> None:
    assert admissions.admitted([(asha.pk, key)]) == set()


def test_a_whole_round_is_admitted_in_a_handful_of_statements() -> None:
    people = [person(f"Delegate {number}").pk for number in range(60)]
    with counted() as for_one:
        one = rooms.open_rooms([rooms.Plan(title="Table 0")])
        admissions.admit_all({one[0].id: {people[0]: "participant"}})
    with counted() as for_many:
        many = rooms.open_rooms([rooms.Plan(title=f"Table {number}") for number in range(1, 16)])
        new = admissions.admit_all(
            {room.id: dict.fromkeys(people[4 * n : 4 * n + 4], "participant") for n, room in enumerate(many)}
        )
    assert len(new) == 60
    assert len(for_many) == len(for_one) == 8
    with counted() as statements:
        admissions.dismiss_all(new)
        rooms.close_rooms(many)
    assert len(statements) <= 11  # one of them: what follows from withdrawn admissions
