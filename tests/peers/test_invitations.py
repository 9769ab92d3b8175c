"""Invitations: accepted, declined, countered; tandems and tridems; never more guests than a host can take."""

from functools import partial

import pytest

from members.errors import NotFound
from members.models import Member, Person
from peers import hosting, invitations, offers, requests
from peers.errors import CannotMove, EnoughInvited, HostIsFull, NothingProposed
from peers.models import Invitation, Partner, Partnership, Request, Suggestion
from tests.parallel import at_once, errors
from tests.peers import cast
from tests.serving import PATIENCE

R, V = Request.State, Invitation.State


@pytest.fixture
def pirna(db):
    return cast.member("Pirna")


@pytest.fixture
def katrin(pirna):
    return cast.delegate("Katrin", pirna, representative=True)


@pytest.fixture
def kochi(pirna):
    made = cast.member("Kochi")
    cast.offer(made, hosts=1)
    return made


@pytest.fixture
def anu(kochi):
    return cast.delegate("Anu", kochi, representative=True)


@pytest.fixture
def boleslawiec(pirna):
    made = cast.member("Bolesławiec")
    cast.offer(made)
    return made


@pytest.fixture
def marta(boleslawiec):
    return cast.delegate("Marta", boleslawiec, representative=True)


def test_accepted_by_both_a_partnership_begins_with_its_charter(pirna, katrin, kochi, anu):
    made = cast.partnership(cast.posted(katrin, pirna), kochi, by=katrin, host_by=anu)
    assert made.request.state == R.CHARTER
    assert [(one.member.name, one.asked) for one in made.partners.all()] == [("Pirna", True), ("Kochi", False)]
    assert [(one.topic.slug, one.leader.name) for one in made.roles.all()] == [(cast.HEAT, "Kochi")]
    assert sorted(one.person.name for one in made.team.all()) == ["Anu", "Katrin"]
    assert (cast.told("peer_invited"), cast.told("peer_accepted")) == (["Anu"], ["Katrin"])


def test_kochi_declines_and_boleslawiec_accepts(pirna, katrin, kochi, anu, boleslawiec, marta):
    row = cast.posted(katrin, pirna)
    no = invitations.decline(invitation_id=cast.invited(row, kochi, katrin).pk, by=anu, reason="No time before May")
    cast.settle()
    assert (no.state, no.answer, cast.fresh(row).state) == (V.DECLINED, "No time before May", R.MATCHED)
    assert cast.told("peer_declined") == ["Katrin"]
    made = cast.partnership(cast.fresh(row), boleslawiec, by=katrin, host_by=marta)
    assert [one.member.name for one in made.partners.all()] == ["Pirna", "Bolesławiec"]


def test_something_else_is_proposed_and_the_seeker_takes_it(pirna, katrin, kochi, anu):
    row = cast.posted(katrin, pirna)
    sent = cast.invited(row, kochi, katrin)
    with pytest.raises(NothingProposed):
        invitations.counter(invitation_id=sent.pk, by=anu, sentence="Perhaps")
    invitations.counter(invitation_id=sent.pk, by=anu, topic=cast.topic(cast.TOWN), time="From May on")
    cast.settle()
    assert cast.told("peer_countered") == ["Katrin"]
    for refused in (invitations.accept, invitations.take_counter):
        with pytest.raises((CannotMove, NotFound)):
            refused(invitation_id=sent.pk, by=anu)
    invitations.take_counter(invitation_id=sent.pk, by=katrin)
    cast.settle()
    assert cast.told("peer_accepted") == ["Anu"]
    made = Partnership.objects.get(request=row)
    assert [one.topic.slug for one in made.roles.all()] == [cast.TOWN]


def test_a_tandem_invites_one_and_a_tridem_two(pirna, katrin, kochi, boleslawiec, anu, marta):
    row = cast.posted(katrin, pirna)
    first = cast.invited(row, kochi, katrin)
    with pytest.raises(EnoughInvited):
        cast.invited(row, boleslawiec, katrin)
    invitations.take_back(invitation_id=first.pk, by=katrin)
    requests.withdraw(request_id=row.pk, by=katrin, reason="A tridem is better")
    tridem = cast.posted(katrin, pirna, wants=2)
    sent = [cast.invited(tridem, host, katrin) for host in (kochi, boleslawiec)]
    invitations.accept(invitation_id=sent[0].pk, by=anu)
    assert cast.fresh(tridem).state == R.INVITED
    invitations.accept(invitation_id=sent[1].pk, by=marta)
    names = [one.member.name for one in Partnership.objects.get(request=tridem).partners.all()]
    assert names == ["Pirna", "Kochi", "Bolesławiec"]


def test_a_tridem_may_begin_with_the_one_who_accepted(pirna, katrin, kochi, anu, boleslawiec):
    row = cast.posted(katrin, pirna, wants=2)
    sent = [cast.invited(row, host, katrin) for host in (kochi, boleslawiec)]
    with pytest.raises(CannotMove):
        invitations.begin(request_id=row.pk, by=katrin)
    invitations.accept(invitation_id=sent[0].pk, by=anu)
    invitations.begin(request_id=row.pk, by=katrin)
    assert [one.state for one in Invitation.objects.order_by("pk")] == [V.ACCEPTED, V.WITHDRAWN]
    assert cast.fresh(row).state == R.CHARTER


def test_answers_come_from_the_right_side_and_once(pirna, katrin, kochi, anu):
    sent = cast.invited(cast.posted(katrin, pirna), kochi, katrin)
    stranger = cast.delegate("Jonas", cast.member("Jena"))
    for who in (katrin, stranger):
        with pytest.raises(NotFound):
            invitations.accept(invitation_id=sent.pk, by=who)
    with pytest.raises(NotFound):
        invitations.take_back(invitation_id=sent.pk, by=anu)
    invitations.decline(invitation_id=sent.pk, by=anu, reason="No")
    for deed in (invitations.accept, partial(invitations.decline, reason="x")):
        with pytest.raises(CannotMove):
            deed(invitation_id=sent.pk, by=anu)


def test_a_full_host_accepts_no_more_until_it_offers_more(pirna, katrin, kochi, anu):
    cast.partnership(cast.posted(katrin, pirna), kochi, by=katrin, host_by=anu)
    jena = cast.member("Jena")
    jonas = cast.delegate("Jonas", jena)
    row = cast.posted(jonas, jena)
    assert row.suggestions.count() == 0
    offer = kochi.peer_offers.get()
    offers.change(offer_id=offer.pk, by=anu, values={"hosts": 2})
    offers.withdraw(offer_id=cast.offer(kochi, cast.ENERGY, hosts=2).pk, by=anu)
    cast.settle()
    sent = cast.invited(row, kochi, jonas)
    offers.change(offer_id=offer.pk, by=anu, values={"hosts": 1})
    with pytest.raises(HostIsFull):
        invitations.accept(invitation_id=sent.pk, by=anu)
    offers.change(offer_id=offer.pk, by=anu, values={"hosts": 2})
    assert invitations.accept(invitation_id=sent.pk, by=anu).state == V.ACCEPTED


def asking_two(name: str, *hosts: Member) -> list[Invitation]:
    """A town's invitations of the hosts of its tridem."""
    town = cast.member(name)
    by = cast.delegate(f"Delegate of {name}", town)
    row = cast.posted(by, town, wants=2)
    return [cast.invited(row, host, by) for host in hosts]


def test_kochi_with_one_place_accepts_one_of_two_tridems_that_still_wait_for_others(kochi, anu, boleslawiec, marta):
    pirnas, theirs = asking_two("Pirna", kochi, boleslawiec)
    jenas, _ = asking_two("Jena", kochi, boleslawiec)
    invitations.accept(invitation_id=pirnas.pk, by=anu)
    assert hosting.places([kochi.pk]) == {kochi.pk: (1, 1)}
    with pytest.raises(HostIsFull):
        invitations.accept(invitation_id=jenas.pk, by=anu)
    invitations.accept(invitation_id=theirs.pk, by=marta)
    assert hosting.places([kochi.pk]) == {kochi.pk: (1, 1)}


def test_the_place_for_a_tridem_that_was_given_up_is_free_again(kochi, anu, boleslawiec):
    pirnas, _ = asking_two("Pirna", kochi, boleslawiec)
    jenas, _ = asking_two("Jena", kochi, boleslawiec)
    invitations.accept(invitation_id=pirnas.pk, by=anu)
    by = pirnas.request.member.delegates.get().person
    requests.withdraw(request_id=pirnas.request_id, by=by, reason="No budget")
    assert invitations.accept(invitation_id=jenas.pk, by=anu).state == V.ACCEPTED


def test_kochi_without_its_offer_is_suggested_and_invited_no_more(pirna, katrin, kochi, anu):
    row = cast.posted(katrin, pirna)
    offers.withdraw(offer_id=kochi.peer_offers.get().pk, by=anu)
    assert (cast.suggested(row, kochi).state, cast.fresh(row).state) == (Suggestion.State.PASSED, R.POSTED)
    Suggestion.objects.update(state=Suggestion.State.OPEN)
    Request.objects.update(state=R.MATCHED)
    with pytest.raises(HostIsFull):
        cast.invited(row, kochi, katrin)


def test_kochi_without_one_of_its_offers_is_suggested_for_the_other(pirna, katrin, kochi, anu):
    cast.offer(kochi, cast.TOWN)
    row = cast.posted(katrin, pirna)
    assert cast.suggested(row, kochi).topic.slug == cast.HEAT
    offers.withdraw(offer_id=kochi.peer_offers.get(topic__slug=cast.HEAT).pk, by=anu)
    one = cast.suggested(row, kochi)
    assert (one.topic.slug, one.state, cast.fresh(row).state) == (cast.TOWN, Suggestion.State.OPEN, R.MATCHED)


def test_kochi_may_accept_whoever_invited_it_before_it_took_its_offer_back(pirna, katrin, kochi, anu):
    sent = cast.invited(cast.posted(katrin, pirna), kochi, katrin)
    offers.withdraw(offer_id=kochi.peer_offers.get().pk, by=anu)
    assert invitations.accept(invitation_id=sent.pk, by=anu).state == V.ACCEPTED


def test_what_kochi_proposed_before_it_took_its_offer_back_stands_no_more(pirna, katrin, kochi, anu):
    sent = cast.invited(cast.posted(katrin, pirna), kochi, katrin)
    invitations.counter(invitation_id=sent.pk, by=anu, time="From May on")
    offers.withdraw(offer_id=kochi.peer_offers.get().pk, by=anu)
    with pytest.raises(HostIsFull):
        invitations.take_counter(invitation_id=sent.pk, by=katrin)


def three_ask_for_one_place() -> tuple[list[Invitation], Person]:
    kochi = cast.member("Kochi")
    cast.offer(kochi, hosts=1)
    sent = []
    for number in range(3):
        town = cast.member(f"Town {number}")
        by = cast.delegate(f"Delegate {number}", town)
        sent.append(cast.invited(cast.posted(by, town), kochi, by))
    return sent, cast.delegate("Anu", kochi)


@pytest.mark.django_db(transaction=True)
def test_three_acceptances_at_once_fill_one_place_once():
    sent, anu = three_ask_for_one_place()
    results = at_once(*[partial(invitations.accept, invitation_id=one.pk, by=anu) for one in sent])
    assert [type(error) for error in errors(results)] == [HostIsFull, HostIsFull]
    assert Partner.objects.filter(asked=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_race_oversells(monkeypatch):
    """The negative control: the host's row is not locked, and everybody waits until all have looked."""
    import threading

    sent, anu = three_ask_for_one_place()
    looked = threading.Barrier(3)
    real = invitations._require_place

    def look_together(host, **how):
        real(host, **how)
        looked.wait(PATIENCE)

    class Unlocked:
        objects = type(
            "Rows", (), {"select_for_update": lambda *_, **__: type("Row", (), {"get": lambda *_, **__: None})()}
        )()

    from django.db import connection

    if connection.vendor == "sqlite":
        return  # one writer at a time: there is no race to lose
    monkeypatch.setattr(invitations, "Member", Unlocked)
    monkeypatch.setattr(invitations, "_require_place", look_together)
    at_once(*[partial(invitations.accept, invitation_id=one.pk, by=anu) for one in sent])
    assert Partner.objects.filter(asked=False).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_delegates_accepting_at_once_found_one_partnership():
    kochi, pirna = cast.member("Kochi"), cast.member("Pirna")
    cast.offer(kochi)
    katrin = cast.delegate("Katrin", pirna)
    sent = cast.invited(cast.posted(katrin, pirna), kochi, katrin)
    people = [cast.delegate(f"Delegate {number}", kochi) for number in range(4)]
    results = at_once(*[partial(invitations.accept, invitation_id=sent.pk, by=one) for one in people])
    assert [type(error) for error in errors(results)] == [CannotMove] * 3
    assert Partnership.objects.count() == 1
