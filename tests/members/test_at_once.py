"""Several people decide at the same moment, in real transactions: one decision counts."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from ledger import promises
from ledger.models import Promise
from members import delegates, erasure, invitations, memberships
from members.errors import AlreadyMember, InvitationSpent, NotPossible
from members.memberships import Application
from members.models import Delegate, Invitation, Member, Network, Person
from rooms.models import Message, Room
from tests.members.conftest import MakePerson
from tests.members.test_delegates import history
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: list[Callable[[], object]]) -> list[object]:
    """What each returned or raised, started at the same moment in threads of their own."""
    gate, said = threading.Barrier(len(work)), list[object]()

    def run(part: Callable[[], object]) -> None:
        gate.wait(PATIENCE)
        try:
            said.append(part())
        except Exception as error:
            said.append(type(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[part]) for part in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_ten_people_hold_the_same_invitation_and_one_gets_in(
    kochi: Member, representative: Person, make_person: MakePerson
) -> None:
    invitation = invitations.invite(member=kochi, email="new@example.org", by=representative)
    people = [make_person(f"P{number}") for number in range(10)]

    def accepts(person: Person) -> Callable[[], object]:
        return lambda: invitations.accept(token=invitation.token, person=person)

    said = at_once([accepts(person) for person in people])
    assert said.count(InvitationSpent) == 9
    assert Delegate.objects.filter(person__in=people, state="admitted").count() == 1


def test_without_the_lock_an_invitation_lets_several_in(
    kochi: Member, representative: Person, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both look before either writes. PostgreSQL shows it; SQLite writes in turn anyway."""
    invitation = invitations.invite(member=kochi, email="new@example.org", by=representative)
    people = [make_person(f"P{number}") for number in range(2)]
    if connection.vendor != "postgresql":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    together = threading.Barrier(2)

    def unlocked(**_: Any) -> Any:
        return Waiting()

    class Waiting:
        def select_related(self, *names: str) -> "Waiting":
            return self

        def get(self, **wanted: Any) -> Invitation:
            row = Invitation.objects.select_related("member").get(**wanted)
            together.wait(PATIENCE)
            return row

    def accepts(person: Person) -> Callable[[], object]:
        return lambda: invitations.accept(token=invitation.token, person=person)

    monkeypatch.setattr(Invitation.objects, "select_for_update", unlocked)
    said = at_once([accepts(person) for person in people])
    assert InvitationSpent not in said
    assert Delegate.objects.filter(person__in=people, state="admitted").count() == 2


def test_a_request_is_admitted_or_declined_but_not_both(
    kochi: Member, representative: Person, secretariat: Person, make_person: MakePerson
) -> None:
    row = delegates.request(person=make_person("Anil"), member=kochi)
    said = at_once(
        [
            lambda: delegates.admit(member=kochi, delegate_id=row.id, by=representative),
            lambda: delegates.decline(member=kochi, delegate_id=row.id, by=secretariat),
        ]
    )
    assert said.count(NotPossible) == 1
    decisions = [kind for kind in history(kochi) if kind in ("delegate_admitted", "delegate_declined")]
    assert len(decisions) == 1


def test_a_member_has_one_representative_however_many_are_named_at_once(
    kochi: Member, representative: Person, secretariat: Person, make_person: MakePerson
) -> None:
    people = [make_person(f"P{number}", kochi) for number in range(5)]
    ids = [Delegate.objects.get(person=person).id for person in people]

    def names(delegate_id: int) -> Callable[[], object]:
        return lambda: delegates.hand_over(member=kochi, delegate_id=delegate_id, by=secretariat)

    at_once([names(delegate_id) for delegate_id in ids])
    assert Delegate.objects.filter(member=kochi, representative=True, state="admitted").count() == 1
    assert history(kochi).count("representative_changed") == 5


def test_two_colleagues_apply_for_the_same_place_and_one_member_is_made(iscn: Network, make_person: MakePerson) -> None:
    piura = Application(name="Piura", country="PE", time_zone="America/Lima")
    people = [make_person("Rosa"), make_person("Luis")]

    def applies(person: Person) -> Callable[[], object]:
        return lambda: memberships.apply(person=person, network=iscn, application=piura)

    said = at_once([applies(person) for person in people])
    assert said.count(AlreadyMember) == 1
    assert Member.objects.filter(name="Piura").count() == 1


def test_what_is_said_while_its_person_is_erased_does_not_outlive_the_erasure(make_person: MakePerson) -> None:
    """The message is stored before the erasure looks for it, and committed after; SQLite writes in turn anyway."""
    if connection.vendor != "postgresql":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    anil, room = make_person("Anil"), Room.objects.create(title="Lobby")
    said, erased = threading.Event(), threading.Event()

    def says() -> None:
        with transaction.atomic():
            Message.objects.create(room=room, author=anil, text="Hello", nonce="1", position=1, said_at=timezone.now())
            said.set()
            erased.wait(PATIENCE)

    def erases() -> None:
        said.wait(PATIENCE)
        erasure.erase(anil)
        erased.set()

    assert at_once([says, erases]) == [None, None]
    assert Message.objects.get().text == "Hello"
    Promise.objects.update(due_at=timezone.now(), promised_at=timezone.now())
    assert promises.keep(Promise.objects.get(kind="erasure_needs_look").id)
    assert Message.objects.get().text == ""
