"""Organisations apply, the secretariat decides, and the person who applied becomes the representative."""

import pytest

from members import delegates, directory, invitations, memberships, roles
from members.errors import AlreadyMember, Forbidden, NotFound, NotPossible
from members.memberships import Application
from members.models import Member, Membership, Network, Notice, Person
from tests.members.conftest import MakePerson
from tests.members.test_delegates import history, told

pytestmark = pytest.mark.django_db

PIURA = Application(name=" Piura ", country="PE", time_zone="America/Lima", languages=["es"], size_class="12")


def test_a_new_organisation_is_seen_by_nobody_until_it_is_admitted(
    iscn: Network, secretariat: Person, make_person: MakePerson
) -> None:
    rosa, stranger = make_person("Rosa"), make_person("Jonas")
    member = memberships.apply(person=rosa, network=iscn, application=PIURA)
    assert (member.slug, member.name) == ("piura", "Piura")
    assert told(secretariat) == ["membership_requested"]
    assert directory.get("piura", rosa) == member
    with pytest.raises(NotFound):
        directory.get("piura", stranger)
    assert not roles.is_delegate(rosa, member)
    memberships.admit(network=iscn, membership_id=member.memberships.get().id, by=secretariat)
    assert directory.get("piura", None) == member
    assert delegates.representative_of(member) == rosa
    assert told(rosa) == ["membership_admitted"]
    assert history(member) == [
        "member_entered",
        "membership_requested",
        "membership_admitted",
        "delegate_admitted",
        "representative_changed",
    ]


def test_who_applied_is_a_delegate_like_others_when_somebody_represents_already(
    iscn: Network, secretariat: Person, make_person: MakePerson
) -> None:
    rosa, ana = make_person("Rosa"), make_person("Ana")
    member = memberships.apply(person=rosa, network=iscn, application=PIURA)
    invitation = invitations.invite(member=member, email=ana.email, by=secretariat, representative=True)
    invitations.accept(token=invitation.token, person=ana)
    memberships.admit(network=iscn, membership_id=member.memberships.get().id, by=secretariat)
    assert delegates.representative_of(member) == ana
    assert roles.is_delegate(rosa, member)


def test_an_organisation_that_is_there_cannot_be_made_again(
    iscn: Network, kochi: Member, make_person: MakePerson
) -> None:
    again = Application(name="KOCHI", country="IN", time_zone="Asia/Kolkata")
    with pytest.raises(AlreadyMember):
        memberships.apply(person=make_person("Anil"), network=iscn, application=again)
    assert Member.objects.count() == 1


def test_only_the_secretariat_of_that_network_decides(
    iscn: Network, secretariat: Person, make_person: MakePerson, make_official: MakePerson
) -> None:
    member = memberships.apply(person=make_person("Rosa"), network=iscn, application=PIURA)
    row = member.memberships.get()
    europe = Network.objects.get(slug="vernetzt-in-europa")
    with pytest.raises(Forbidden):
        memberships.admit(network=iscn, membership_id=row.id, by=make_official("Orga", "organiser"))
    other = make_official("Andere", "secretariat", network=europe)
    with pytest.raises(NotFound):
        memberships.admit(network=iscn, membership_id=row.id, by=other)
    with pytest.raises(NotFound):
        memberships.admit(network=europe, membership_id=row.id, by=other)
    memberships.decline(network=iscn, membership_id=row.id, by=secretariat)
    with pytest.raises(NotPossible):
        memberships.admit(network=iscn, membership_id=row.id, by=secretariat)


def test_a_representative_asks_for_a_second_network_once(kochi: Member, representative: Person) -> None:
    europe = Network.objects.get(slug="vernetzt-in-europa")
    memberships.request(member=kochi, network=europe, by=representative)
    with pytest.raises(AlreadyMember):
        memberships.request(member=kochi, network=europe, by=representative)
    assert Membership.objects.get(member=kochi, network=europe).state == "requested"


def test_a_membership_ends_by_secretariat_or_representative(
    iscn: Network, kochi: Member, jena: Member, representative: Person, secretariat: Person, make_person: MakePerson
) -> None:
    of_jena = jena.memberships.get()
    with pytest.raises(NotFound):
        memberships.end(network=iscn, membership_id=of_jena.id, by=representative)
    memberships.end(network=iscn, membership_id=kochi.memberships.get().id, by=representative)
    memberships.end(network=iscn, membership_id=of_jena.id, by=secretariat)
    assert set(Membership.objects.values_list("state", flat=True)) == {"ended"}
    assert Notice.objects.filter(kind="membership_ended", person=representative).count() == 1
