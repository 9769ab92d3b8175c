"""Seats, the waiting list, approval, withdrawal, attendance."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import calendar, registrations, states, waiting
from events.errors import (
    AlreadyRegistered,
    CapacityTooSmall,
    NotInvited,
    NotOpen,
    NotYourEvent,
    NotYourMember,
    NotYourRegistration,
    RegistrationCannotMove,
    WasDeclined,
)
from events.models import Event, Registration
from ledger.models import Concern
from ledger.reading import since
from members import memberships
from tests.events import cast

E, R = Event.State, Registration.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def kochi():
    return cast.member("Kochi", "IN")


@pytest.fixture
def olga():
    return cast.organiser()


def kinds(event: Event) -> list[str]:
    return [entry.kind for entry in since(f"event:{event.pk}", 0)]


def test_a_delegate_gets_a_seat_at_once_and_it_stands_in_the_members_dossier(olga, kochi):
    event = cast.event(by=olga)
    asha = cast.person("Asha", acts_for=kochi)
    registration = registrations.register(event, asha, kochi)
    assert registration.state == R.CONFIRMED
    [entry] = since(f"event:{event.pk}", 0)
    assert entry.data == {"event_id": event.pk, "registration_id": registration.pk, "person_id": asha.pk}
    assert list(Concern.objects.values_list("member_id", flat=True)) == [kochi.pk]


def test_who_comes_after_the_last_seat_waits_in_order(olga, kochi):
    event = cast.event(by=olga, capacity=1)
    asha, bela, cleo = (cast.person(name, acts_for=kochi) for name in ("Asha", "Bela", "Cleo"))
    seat, first, second = (registrations.register(event, one, kochi) for one in (asha, bela, cleo))
    assert [seat.state, first.state, second.state] == [R.CONFIRMED, R.WAITLISTED, R.WAITLISTED]
    assert waiting.positions([event.pk]) == {first.pk: 1, second.pk: 2}


def test_a_freed_seat_goes_to_the_first_in_the_list_in_the_same_transaction(olga, kochi):
    event = cast.event(by=olga, capacity=1)
    asha, bela, cleo = (cast.person(name, acts_for=kochi) for name in ("Asha", "Bela", "Cleo"))
    seat, first, second = (registrations.register(event, one, kochi) for one in (asha, bela, cleo))
    registrations.withdraw(seat, by=asha)
    first.refresh_from_db()
    assert first.state == R.CONFIRMED
    assert waiting.positions([event.pk]) == {second.pk: 1}
    assert kinds(event)[-2:] == ["registration_withdrawn", "registration_promoted"]
    cast.reactions_run()
    assert cast.told("registration_promoted") == ["Bela"]


def test_more_seats_go_to_the_waiting_list_at_once_and_in_order(olga, kochi):
    event = cast.event(by=olga, capacity=1)
    rows = [registrations.register(event, one, kochi) for one in cast.delegates(5, acts_for=kochi)]
    calendar.change(event, by=olga, capacity=3)
    assert [Registration.objects.get(pk=row.pk).state for row in rows] == [
        R.CONFIRMED, R.CONFIRMED, R.CONFIRMED, R.WAITLISTED, R.WAITLISTED,
    ]  # fmt: skip


def test_capacity_cannot_fall_below_the_seats_taken(olga, kochi):
    event = cast.event(by=olga, capacity=3)
    for one in cast.delegates(2, acts_for=kochi):
        registrations.register(event, one, kochi)
    with pytest.raises(CapacityTooSmall):
        calendar.change(event, by=olga, capacity=1)
    assert calendar.change(event, by=olga, capacity=2).capacity == 2


def test_one_active_registration_per_person_and_event(olga, kochi):
    event = cast.event(by=olga)
    asha = cast.person("Asha", acts_for=kochi)
    first = registrations.register(event, asha, kochi)
    with pytest.raises(AlreadyRegistered):
        registrations.register(event, asha, kochi)
    registrations.withdraw(first, by=asha)
    assert registrations.register(event, asha, kochi).state == R.CONFIRMED
    assert Registration.objects.count() == 2


@pytest.mark.parametrize("state", [E.DRAFT, E.PUBLISHED, E.REGISTRATION_CLOSED, E.LIVE, E.POSTPONED, E.CANCELLED])
def test_nobody_registers_while_registration_is_not_open(olga, kochi, state: str):
    event = cast.event(by=olga, state=state)
    with pytest.raises(NotOpen):
        registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    assert Registration.objects.count() == 0


def test_nobody_registers_for_what_has_begun(olga, kochi):
    event = cast.event(by=olga, starts_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotOpen):
        registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)


def test_other_networks_are_not_invited(olga):
    event = cast.event(by=olga)
    graz = cast.member("Graz", of=cast.network(cast.EUROPE))
    with pytest.raises(NotInvited):
        registrations.register(event, cast.person("Gert", acts_for=graz), graz)


def test_nobody_comes_for_a_member_they_do_not_act_for(olga, kochi):
    event = cast.event(by=olga)
    jena = cast.member("Jena")
    with pytest.raises(NotYourMember):
        registrations.register(event, cast.person("Asha", acts_for=kochi), jena)
    waits = cast.member("Ulm", admitted=False)
    with pytest.raises(NotYourMember):
        registrations.register(
            cast.event(by=olga, slug="open", audience="public"), cast.person("Udo", acts_for=waits), waits
        )


def test_at_a_public_event_outsiders_ask_and_the_organiser_decides(olga, kochi):
    event = cast.event(by=olga, audience="public", capacity=1)
    gert, hana = cast.person("Gert"), cast.person("Hana")
    asked, declined = registrations.register(event, gert), registrations.register(event, hana)
    assert [asked.state, declined.state] == [R.REQUESTED, R.REQUESTED]
    assert registrations.confirm(asked, by=olga).state == R.CONFIRMED
    assert registrations.decline(declined, by=olga).state == R.DECLINED
    with pytest.raises(WasDeclined):
        registrations.register(event, hana)
    cast.reactions_run()
    assert cast.told("registration_to_decide") == ["Olga", "Olga"]
    assert (cast.told("registration_confirmed"), cast.told("registration_declined")) == (["Gert"], ["Hana"])


def test_a_granted_request_stands_in_the_list_where_it_was_asked_for(olga, kochi):
    event = cast.event(by=olga, audience="public", capacity=1)
    registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    asked = registrations.register(event, cast.person("Gert"))
    later = registrations.register(event, cast.person("Bela", acts_for=kochi), kochi)
    assert registrations.confirm(asked, by=olga).state == R.WAITLISTED
    assert waiting.positions([event.pk]) == {asked.pk: 1, later.pk: 2}


def test_nobody_is_taken_out_of_the_list_past_the_others(olga, kochi):
    event = cast.event(by=olga, capacity=1)
    rows = [registrations.register(event, one, kochi) for one in cast.delegates(3, acts_for=kochi)]
    with pytest.raises(RegistrationCannotMove):
        registrations.confirm(rows[2], by=olga)


def test_an_organiser_registers_invited_people_who_then_see_the_event(olga):
    from events import audiences

    event = cast.event(by=olga, audience="invited")
    mina = cast.person("Mina")
    assert not audiences.may_see(event, mina)
    with pytest.raises(NotInvited):
        registrations.register(event, mina)
    assert registrations.register(event, mina, by=olga).state == R.CONFIRMED
    assert audiences.may_see(event, mina)
    with pytest.raises(NotYourEvent):
        registrations.register(event, cast.person("Nils"), by=mina)


def test_a_registration_is_withdrawn_by_its_person_or_by_staff_only(olga, kochi):
    event = cast.event(by=olga)
    row = registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    for stranger in (cast.person("Bela", acts_for=kochi), cast.organiser("Emil", of=cast.network(cast.EUROPE))):
        with pytest.raises(NotYourRegistration):
            registrations.withdraw(row, by=stranger)
    assert registrations.withdraw(row, by=olga).state == R.WITHDRAWN


def test_nothing_is_withdrawn_twice_and_nobody_is_promoted_twice(olga, kochi):
    event = cast.event(by=olga, capacity=1)
    asha = cast.person("Asha", acts_for=kochi)
    row = registrations.register(event, asha, kochi)
    rest = [registrations.register(event, one, kochi) for one in cast.delegates(2, acts_for=kochi)]
    registrations.withdraw(row, by=asha)
    with pytest.raises(RegistrationCannotMove):
        registrations.withdraw(row, by=asha)
    assert kinds(event).count("registration_promoted") == 1
    assert waiting.positions([event.pk]) == {rest[1].pk: 1}


def test_attendance_is_noted_and_can_be_corrected(olga, kochi):
    event = cast.event(by=olga)
    asha, bela = (cast.person(name, acts_for=kochi) for name in ("Asha", "Bela"))
    rows = [registrations.register(event, one, kochi) for one in (asha, bela)]
    assert registrations.mark_attended(event, [asha.pk, bela.pk, 999], by=None) == 2
    assert registrations.mark_missed(event, [bela.pk], by=olga) == 1
    assert registrations.mark_missed(event, [bela.pk], by=olga) == 0
    assert [Registration.objects.get(pk=row.pk).state for row in rows] == [R.ATTENDED, R.NO_SHOW]
    with pytest.raises(NotYourEvent):
        registrations.mark_attended(event, [bela.pk], by=asha)


def test_seats_are_free_for_others_when_a_delegate_leaves_the_member(olga, kochi):
    from members import delegates as acting
    from members.models import Delegate

    event = cast.event(by=olga, capacity=1)
    asha, bela = (cast.person(name, acts_for=kochi) for name in ("Asha", "Bela"))
    mine, waits = (registrations.register(event, one, kochi) for one in (asha, bela))
    acting.end(member=kochi, delegate_id=Delegate.objects.get(person=asha).pk, by=asha)
    cast.reactions_run()
    assert [Registration.objects.get(pk=row.pk).state for row in (mine, waits)] == [R.WITHDRAWN, R.CONFIRMED]


def test_seats_are_free_for_others_when_the_member_leaves_the_network(olga, kochi):
    event = cast.event(by=olga, capacity=2)
    jena = cast.member("Jena")
    asha, bela, cleo = (cast.person(name, acts_for=kochi) for name in ("Asha", "Bela", "Cleo"))
    jonas = cast.person("Jonas", acts_for=jena)
    rows = [registrations.register(event, asha, kochi), registrations.register(event, bela, kochi)]
    rows += [registrations.register(event, cleo, kochi), registrations.register(event, jonas, jena)]
    of_europe = cast.event(by=olga, slug="europe", network=cast.network(cast.EUROPE))
    cast.member("Kochi", of=of_europe.network)
    elsewhere = registrations.register(of_europe, asha, kochi)
    _leave_the_network(kochi)
    assert [row.state for row in _now(*rows, elsewhere)] == [R.WITHDRAWN] * 3 + [R.CONFIRMED] * 2
    assert [entry.data["person_id"] for entry in _promoted(event)] == [jonas.pk]


def test_who_leaves_with_their_member_keeps_no_seat_at_a_public_event_and_stays_noted_as_having_come(olga, kochi):
    asha, bela = (cast.person(name, acts_for=kochi) for name in ("Asha", "Bela"))
    public, over = cast.event(by=olga, audience="public"), cast.event(by=olga, slug="over")
    rows = [registrations.register(public, one, kochi) for one in (asha, bela)]
    came = registrations.register(over, asha, kochi)
    registrations.mark_attended(public, [bela.pk], by=None)
    Event.objects.filter(pk=over.pk).update(state=E.DOCUMENTATION)
    _leave_the_network(kochi)
    assert [row.state for row in _now(*rows, came)] == [R.WITHDRAWN, R.ATTENDED, R.CONFIRMED]


def _leave_the_network(member):
    by = cast.organiser("Sekar", role="secretariat")
    memberships.end(network=cast.network(), membership_id=member.memberships.get(network__slug="iscn").pk, by=by)
    cast.reactions_run()


def _now(*rows):
    return [Registration.objects.get(pk=row.pk) for row in rows]


def _promoted(event):
    return [entry for entry in since(f"event:{event.pk}", 0) if entry.kind == "registration_promoted"]


def test_a_cancelled_event_gives_no_seats_any_more(olga, kochi):
    event = cast.event(by=olga, capacity=1)
    asha = cast.person("Asha", acts_for=kochi)
    row = registrations.register(event, asha, kochi)
    states.move(event, to=E.CANCELLED, by=olga)
    with pytest.raises(RegistrationCannotMove):
        registrations.withdraw(row, by=asha)
