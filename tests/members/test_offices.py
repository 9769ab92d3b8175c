"""Offices: given by the secretariat, or by the operator for the first one; taken back."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from members import offices, people, roles
from members.errors import Forbidden, NotFound
from members.models import Delegate, Member, Membership, Network, Office, Person
from tests.members.conftest import MakePerson
from tests.members.test_delegates import told
from tests.members.test_signing_in import facts

pytestmark = pytest.mark.django_db


def test_the_operator_appoints_the_first_secretariat(iscn: Network, make_person: MakePerson) -> None:
    anna = make_person("Anna")
    call_command("appoint", "ANNA@example.org", "secretariat", "iscn")
    call_command("appoint", "anna@example.org", "secretariat", "iscn")
    assert roles.holds(anna, roles.SECRETARIAT, iscn)
    assert (facts(anna), told(anna)) == (["office_given"], ["office_given"])
    with pytest.raises(CommandError, match="Nobody has signed up with no@example"):
        call_command("appoint", "no@example.org", "organiser", "iscn")
    with pytest.raises(CommandError, match="There is no network moon; there are iscn, vernetzt-in-europa"):
        call_command("appoint", "anna@example.org", "organiser", "moon")


def test_offices_are_given_and_taken_by_the_secretariat_of_the_same_network(
    iscn: Network, kochi: Member, secretariat: Person, make_person: MakePerson, make_official: MakePerson
) -> None:
    europe = Network.objects.get(slug="vernetzt-in-europa")
    anna = make_person("Anna", kochi)
    office = offices.give(person=anna, network=iscn, role=Office.Role.ORGANISER, by=secretariat)
    assert roles.organises(anna, iscn)
    assert not roles.organises(anna, europe)
    assert not roles.holds(anna, roles.SECRETARIAT, iscn)
    with pytest.raises(NotFound):
        offices.give(person=anna, network=europe, role=Office.Role.ORGANISER, by=secretariat)
    with pytest.raises(Forbidden):
        offices.give(person=anna, network=iscn, role=Office.Role.SECRETARIAT, by=anna)
    stranger = make_official("Andere", Office.Role.SECRETARIAT, network=europe)
    with pytest.raises(NotFound):
        offices.take(network=europe, office_id=office.id, by=stranger)
    offices.take(network=iscn, office_id=office.id, by=secretariat)
    assert not roles.organises(anna)
    assert facts(anna) == ["office_given", "office_taken"]


def test_who_is_barred_holds_nothing(iscn: Network, secretariat: Person) -> None:
    assert list(roles.secretariat_of(iscn)) == [secretariat]
    secretariat.is_active = False
    secretariat.save()
    assert not roles.holds(secretariat, roles.SECRETARIAT, iscn)
    assert not roles.organises(secretariat, iscn)
    assert list(roles.staff_of(iscn)) == []
    assert list(roles.networks_of(secretariat)) == []


def test_a_secretariat_bars_only_who_belongs_to_its_network(
    iscn: Network, kochi: Member, secretariat: Person, make_person: MakePerson
) -> None:
    anil, jonas = make_person("Anil", kochi), make_person("Jonas")
    delegation = Delegate.objects.create(person=jonas, member=kochi, state=Delegate.State.DECLINED)
    with pytest.raises(NotFound):
        people.deactivate(person_id=jonas.id, by=secretariat)
    delegation.state = Delegate.State.REQUESTED
    delegation.save()
    assert not people.deactivate(person_id=jonas.id, by=secretariat).is_active
    Membership.objects.filter(member=kochi).update(state=Membership.State.DECLINED)
    with pytest.raises(NotFound):
        people.deactivate(person_id=anil.id, by=secretariat)
