"""Organisations apply, the secretariat decides, and the person who applied becomes the representative."""

from dataclasses import replace

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


def _declined(member: Member, secretariat: Person) -> Member:
    row = member.memberships.get()
    memberships.decline(network=row.network, membership_id=row.id, by=secretariat)
    return member


def test_a_declined_organisation_applies_again_with_other_words(
    iscn: Network, secretariat: Person, make_person: MakePerson
) -> None:
    rosa = make_person("Rosa")
    _declined(memberships.apply(person=rosa, network=iscn, application=PIURA), secretariat)
    again = memberships.apply(person=rosa, network=iscn, application=replace(PIURA, name="PIURA", size_class="11"))
    piura = Member.objects.get()
    assert (again, piura.slug, piura.name, piura.size_class) == (piura, "piura", "PIURA", "11")
    assert told(secretariat) == ["membership_requested"] * 2
    with pytest.raises(AlreadyMember):
        memberships.apply(person=make_person("Ana"), network=iscn, application=PIURA)
    memberships.admit(network=iscn, membership_id=piura.memberships.get().id, by=secretariat)
    assert (directory.get("piura", None), delegates.representative_of(piura)) == (piura, rosa)
    assert history(piura)[1:6] == [
        "membership_requested",
        "membership_declined",
        "member_changed",
        "membership_requested",
        "membership_admitted",
    ]


def test_who_applied_in_vain_does_not_get_in_with_who_applies_later(
    iscn: Network, secretariat: Person, make_person: MakePerson
) -> None:
    rosa, ana = make_person("Rosa"), make_person("Ana")
    piura = _declined(memberships.apply(person=rosa, network=iscn, application=PIURA), secretariat)
    memberships.apply(person=ana, network=iscn, application=PIURA)
    memberships.admit(network=iscn, membership_id=piura.memberships.get().id, by=secretariat)
    assert delegates.representative_of(piura) == ana
    assert not roles.is_delegate(rosa, piura)
    assert [row.person for row in delegates.of(piura)] == [ana, rosa]


def test_a_member_that_left_comes_back_as_it_was_and_its_representative_admits_who_applied(
    iscn: Network, kochi: Member, representative: Person, secretariat: Person, make_person: MakePerson
) -> None:
    memberships.end(network=iscn, membership_id=kochi.memberships.get().id, by=representative)
    anil = make_person("Anil")
    wrong = Application(name="Kochi", country="IN", time_zone="Asia/Kolkata", mailbox="anil@example.org")
    assert memberships.apply(person=anil, network=iscn, application=wrong) == kochi
    memberships.admit(network=iscn, membership_id=kochi.memberships.get().id, by=secretariat)
    assert (Member.objects.get().mailbox, delegates.representative_of(kochi)) == ("", representative)
    assert told(representative) == ["membership_ended", "delegate_requested", "membership_admitted"]
    delegates.admit(member=kochi, delegate_id=anil.delegations.get().id, by=representative)
    assert delegates.acting_members(anil) == [kochi]


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
