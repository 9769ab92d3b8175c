"""Invitations: mailed, accepted once, withdrawn, expired."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import delegates, invitations, mailing
from members.errors import AlreadyDelegate, AlreadyInvited, Forbidden, InvitationSpent, NotFound
from members.models import Invitation, Member, Notice, Person
from tests.members.conftest import MakePerson
from tests.members.test_delegates import history, told
from web.errors import TooOften

pytestmark = pytest.mark.django_db


def test_an_invitation_lets_one_person_in_once(kochi: Member, representative: Person, make_person: MakePerson) -> None:
    invitation = invitations.invite(member=kochi, email="Anil@Example.org", by=representative)
    mail = Notice.objects.get(kind="invitation")
    assert (mail.email, mail.person, mail.address) == (
        "anil@example.org",
        None,
        f"/members/invitations/{invitation.token}/",
    )
    anil = make_person("Anil")
    assert [found.id for found in invitations.for_person(anil)] == [invitation.id]
    invitations.accept(token=invitation.token, person=anil)
    assert delegates.acting_members(anil) == [kochi]
    assert told(representative) == ["invitation_accepted"]
    assert history(kochi) == ["delegate_invited", "delegate_admitted"]
    with pytest.raises(InvitationSpent):
        invitations.accept(token=invitation.token, person=make_person("Somebody"))


def test_who_acts_for_the_member_already_does_not_use_it_up(kochi: Member, representative: Person) -> None:
    invitation = invitations.invite(member=kochi, email="new@example.org", by=representative)
    with pytest.raises(AlreadyDelegate):
        invitations.accept(token=invitation.token, person=representative)
    assert invitations.find(invitation.token) == invitation


def test_somebody_known_gets_a_notice(kochi: Member, representative: Person, make_person: MakePerson) -> None:
    anil = make_person("Anil")
    invitations.invite(member=kochi, email=anil.email, by=representative)
    assert told(anil) == ["invitation"]


def test_an_unknown_address_reads_the_deadline_in_the_member_s_zone(kochi: Member, representative: Person) -> None:
    invitation = invitations.invite(member=kochi, email="new@example.org", by=representative)
    Notice.objects.update(data={**Notice.objects.get().data, "expires_at": "2026-12-06T13:30:00+00:00"})
    assert invitation.member.time_zone == "Asia/Kolkata"
    assert "19:00 (Kolkata)" in str(mailing.compose(Notice.objects.get()).body)


def test_an_expired_or_withdrawn_invitation_is_worthless(
    kochi: Member, representative: Person, make_person: MakePerson
) -> None:
    anil = make_person("Anil")
    old = invitations.invite(member=kochi, email="old@example.org", by=representative)
    Invitation.objects.filter(id=old.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    taken_back = invitations.invite(member=kochi, email="back@example.org", by=representative)
    invitations.withdraw(member=kochi, invitation_id=taken_back.id, by=representative)
    assert Notice.objects.filter(email="back@example.org").values_list("by_mail", flat=True).get() is False
    for spent in (old, taken_back):
        with pytest.raises(InvitationSpent):
            invitations.accept(token=spent.token, person=anil)
    with pytest.raises(InvitationSpent):
        invitations.withdraw(member=kochi, invitation_id=taken_back.id, by=representative)
    assert delegates.acting_members(anil) == []
    assert invitations.open_ones(kochi) == []


def test_only_who_decides_invites(kochi: Member, jena: Member, representative: Person, make_person: MakePerson) -> None:
    stranger = make_person("Jonas", jena, representative=True)
    with pytest.raises(Forbidden):
        invitations.invite(member=kochi, email="x@example.org", by=make_person("Latha", kochi))
    with pytest.raises(NotFound):
        invitations.invite(member=kochi, email="x@example.org", by=stranger)
    invitation = invitations.invite(member=kochi, email="x@example.org", by=representative)
    with pytest.raises(NotFound):
        invitations.withdraw(member=jena, invitation_id=invitation.id, by=stranger)
    with pytest.raises(AlreadyInvited):
        invitations.invite(member=kochi, email="X@example.org", by=representative)
    assert Invitation.objects.count() == 1


def test_an_invited_representative_becomes_one_only_while_there_is_none(
    kochi: Member, secretariat: Person, make_person: MakePerson
) -> None:
    first = invitations.invite(member=kochi, email="a@example.org", by=secretariat, representative=True)
    second = invitations.invite(member=kochi, email="b@example.org", by=secretariat, representative=True)
    anil, latha = make_person("Anil"), make_person("Latha")
    invitations.accept(token=first.token, person=anil)
    invitations.accept(token=second.token, person=latha)
    assert delegates.representative_of(kochi) == anil
    assert delegates.acting_members(latha) == [kochi]


def test_invitations_are_no_mailing_list(
    kochi: Member, representative: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "PER_HOUR", 2)
    invitations.invite(member=kochi, email="a@example.org", by=representative)
    invitations.invite(member=kochi, email="b@example.org", by=representative)
    with pytest.raises(TooOften):
        invitations.invite(member=kochi, email="c@example.org", by=representative)
