"""Delegates ask, the representative or the secretariat decides, and the dossier tells it."""

import pytest

from ledger.models import Concern
from members import delegates, roles
from members.errors import AlreadyDelegate, Forbidden, NotFound, NotPossible, RepresentativeStays
from members.models import Delegate, Member, Network, Notice, Person
from tests.members.conftest import MakeMember, MakePerson
from web.errors import TooOften

pytestmark = pytest.mark.django_db


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def history(member: Member) -> list[str]:
    return list(Concern.objects.filter(member_id=member.id).order_by("id").values_list("entry__kind", flat=True))


def test_the_representative_admits_who_asked(kochi: Member, representative: Person, make_person: MakePerson) -> None:
    anil = make_person("Anil")
    row = delegates.request(person=anil, member=kochi)
    assert told(representative) == ["delegate_requested"]
    assert delegates.acting_members(anil) == []
    delegates.admit(member=kochi, delegate_id=row.id, by=representative)
    assert delegates.acting_members(anil) == [kochi]
    assert told(anil) == ["delegate_admitted"]
    assert history(kochi) == ["delegate_requested", "delegate_admitted"]


def test_without_a_representative_the_secretariat_is_asked(
    kochi: Member, secretariat: Person, make_person: MakePerson
) -> None:
    row = delegates.request(person=make_person("Anil"), member=kochi)
    assert told(secretariat) == ["delegate_requested"]
    delegates.admit(member=kochi, delegate_id=row.id, by=secretariat)
    assert Delegate.objects.get(id=row.id).state == "admitted"


def test_who_was_declined_may_ask_again(kochi: Member, representative: Person, make_person: MakePerson) -> None:
    anil = make_person("Anil")
    row = delegates.request(person=anil, member=kochi)
    with pytest.raises(AlreadyDelegate):
        delegates.request(person=anil, member=kochi)
    delegates.decline(member=kochi, delegate_id=row.id, by=representative)
    with pytest.raises(NotPossible):
        delegates.admit(member=kochi, delegate_id=row.id, by=representative)
    assert delegates.request(person=anil, member=kochi).id == row.id
    assert told(representative) == ["delegate_requested", "delegate_requested"]


def test_nobody_else_decides(
    kochi: Member, jena: Member, representative: Person, make_person: MakePerson, make_official: MakePerson
) -> None:
    row = delegates.request(person=make_person("Anil"), member=kochi)
    colleague, stranger = make_person("Latha", kochi), make_person("Jonas", jena, representative=True)
    organiser = make_official("Orga", "organiser")
    other = make_official("Andere", "secretariat", network=Network.objects.get(slug="vernetzt-in-europa"))
    with pytest.raises(Forbidden):
        delegates.admit(member=kochi, delegate_id=row.id, by=colleague)
    for person in (stranger, organiser, other):
        with pytest.raises(NotFound):
            delegates.admit(member=kochi, delegate_id=row.id, by=person)
    with pytest.raises(NotFound):
        delegates.admit(member=jena, delegate_id=row.id, by=stranger)
    assert Delegate.objects.get(id=row.id).state == "requested"


def test_a_representative_hands_over_before_leaving(
    kochi: Member, representative: Person, make_person: MakePerson
) -> None:
    latha = make_person("Latha", kochi)
    own = Delegate.objects.get(person=representative)
    with pytest.raises(RepresentativeStays):
        delegates.end(member=kochi, delegate_id=own.id, by=representative)
    next_one = Delegate.objects.get(person=latha)
    delegates.hand_over(member=kochi, delegate_id=next_one.id, by=representative)
    assert delegates.representative_of(kochi) == latha
    with pytest.raises(NotPossible):
        delegates.hand_over(member=kochi, delegate_id=next_one.id, by=latha)
    delegates.end(member=kochi, delegate_id=own.id, by=representative)
    assert not roles.is_delegate(representative, kochi)
    assert history(kochi) == ["representative_changed", "delegate_ended"]


def test_the_secretariat_may_end_a_representative(kochi: Member, representative: Person, secretariat: Person) -> None:
    row = Delegate.objects.get(person=representative)
    delegates.end(member=kochi, delegate_id=row.id, by=secretariat)
    assert delegates.representative_of(kochi) is None
    assert told(representative) == ["delegate_ended"]


def test_a_member_outside_every_network_cannot_be_joined(make_member: MakeMember, make_person: MakePerson) -> None:
    with pytest.raises(NotFound):
        delegates.request(person=make_person("Anil"), member=make_member("Piura", country="PE", admitted=False))


def test_a_deactivated_representative_decides_nothing(
    kochi: Member, representative: Person, secretariat: Person
) -> None:
    representative.is_active = False
    representative.save()
    assert not roles.governs(representative, kochi)
    assert delegates.governors_of(kochi) == {secretariat.id}


def test_asking_everybody_is_stopped(kochi: Member, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delegates, "PER_HOUR", 1)
    anil = make_person("Anil")
    delegates.request(person=anil, member=kochi)
    with pytest.raises(TooOften):
        delegates.request(person=anil, member=kochi)
