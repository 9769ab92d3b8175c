"""A member that has left a network neither seeks, is suggested, is invited nor learns there; the others go on."""

from functools import partial

import pytest

from ledger.facts import Fact
from ledger.recording import record
from members import dossiers, memberships
from members.models import Member, Membership, Notice, Person
from peers import calls, invitations, partnerships
from peers.errors import NotOfNetwork
from peers.models import Call, Invitation, Partnership, Request, Suggestion
from tests.parallel import Meanwhile
from tests.peers import cast, session_cast
from workers import wiring

R, V, S = Request.State, Invitation.State, Suggestion.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired() -> None:
    wiring.connect()


@pytest.fixture
def pirna() -> Member:
    return cast.member("Pirna")


@pytest.fixture
def katrin(pirna: Member) -> Person:
    return cast.delegate("Katrin", pirna, representative=True)


@pytest.fixture
def kochi(pirna: Member) -> Member:
    made = cast.member("Kochi")
    cast.offer(made)
    return made


@pytest.fixture
def anu(kochi: Member) -> Person:
    return cast.delegate("Anu", kochi, representative=True)


@pytest.fixture
def jena(pirna: Member) -> Member:
    made = cast.member("Jena")
    cast.offer(made, experience=1)
    return made


@pytest.fixture
def jonas(jena: Member) -> Person:
    return cast.delegate("Jonas", jena, representative=True)


def leave(member: Member) -> None:
    """The secretariat ends the membership; nothing has followed yet."""
    row = Membership.objects.select_related("network").get(member=member)
    sekar = Person.objects.filter(name="Sekar").first() or cast.official(of=row.network)
    memberships.end(network=row.network, membership_id=row.pk, by=sekar)


def gone(member: Member) -> None:
    """The membership has ended, and what follows has followed."""
    leave(member)
    cast.settle()


def told_that_it_left(member: Member) -> list[str]:
    rows = Notice.objects.filter(kind="membership_ended", data__member_id=member.pk)
    return sorted(rows.values_list("person__name", flat=True))


def test_a_request_of_a_member_that_left_is_withdrawn_and_its_host_is_told(pirna, katrin, kochi, anu):
    row = cast.posted(katrin, pirna)
    invitation = cast.invited(row, kochi, katrin)
    gone(pirna)
    invitation.refresh_from_db()
    row = cast.fresh(row)
    assert (row.state, row.due_at, invitation.state) == (R.WITHDRAWN, None, V.WITHDRAWN)
    assert row.reason == "Pirna gehört nicht mehr zu ISCN."
    assert cast.told("peer_uninvited") == ["Anu"]
    assert told_that_it_left(pirna) == ["Katrin"]


def test_a_request_in_another_network_goes_on(pirna, katrin):
    row = cast.posted(katrin, pirna)
    cast.admitted("vernetzt-in-europa", pirna)
    europe = Membership.objects.get(member=pirna, network=cast.network("vernetzt-in-europa"))
    memberships.end(network=europe.network, membership_id=europe.pk, by=katrin)
    cast.settle()
    assert (row.network.slug, cast.fresh(row).state) == ("iscn", R.POSTED)


def test_a_draft_of_a_member_that_left_is_kept(pirna, katrin):
    draft = cast.draft(katrin, pirna)
    gone(pirna)
    assert cast.fresh(draft).state == R.DRAFT


def test_a_host_that_left_is_suggested_no_more(pirna, katrin, kochi, jena):
    row = cast.posted(katrin, pirna)
    gone(kochi)
    assert dict(row.suggestions.values_list("host__name", "state")) == {"Kochi": S.PASSED, "Jena": S.OPEN}
    gone(jena)
    assert cast.fresh(row).state == R.POSTED
    assert cast.told("peer_no_match") == ["Katrin"]


def test_an_invitation_to_a_host_that_left_lapses_and_the_seeker_is_told(pirna, katrin, kochi, anu, jena):
    row = cast.posted(katrin, pirna)
    invitation = cast.invited(row, kochi, katrin)
    gone(kochi)
    invitation.refresh_from_db()
    assert (invitation.state, cast.fresh(row).state) == (V.WITHDRAWN, R.MATCHED)
    assert cast.suggested(row, jena).state == S.OPEN
    assert told_that_it_left(kochi) == ["Anu", "Katrin"]
    assert Notice.objects.get(kind="membership_ended", person=katrin).address == f"/peers/requests/{row.pk}/"
    lines = [line.sentence for line in dossiers.entries(pirna, katrin)[:20] if line.kind == "peer_lapsed"]
    assert lines == ["The invitation of Kochi by Pirna has lapsed."]


def test_a_tridem_waits_for_its_second_host_when_one_that_accepted_left(pirna, katrin, kochi, anu, jena, jonas):
    row = cast.posted(katrin, pirna, wants=2)
    first, second = cast.invited(row, kochi, katrin), cast.invited(row, jena, katrin)
    invitations.accept(invitation_id=first.pk, by=anu)
    gone(kochi)
    invitations.accept(invitation_id=second.pk, by=jonas)
    assert dict(row.invitations.values_list("host__name", "state")) == {"Kochi": V.WITHDRAWN, "Jena": V.ACCEPTED}
    assert cast.fresh(row).state == R.INVITED
    invitations.begin(request_id=row.pk, by=katrin)
    partners = Partnership.objects.get(request=row).partners
    assert sorted(partners.values_list("member__name", flat=True)) == ["Jena", "Pirna"]


@pytest.mark.parametrize("who", ["Pirna", "Kochi"])
def test_a_partnership_ends_when_a_partner_leaves_and_the_other_is_told(pirna, katrin, kochi, anu, who):
    row = cast.posted(katrin, pirna)
    found = cast.partnership(row, kochi, by=katrin, host_by=anu)
    leaving, other = (pirna, anu) if who == "Pirna" else (kochi, katrin)
    gone(leaving)
    assert (cast.fresh(row).state, cast.fresh(row).due_at) == (R.WITHDRAWN, None)
    assert cast.fresh(row).reason == f"{who} gehört nicht mehr zu ISCN."
    assert told_that_it_left(leaving) == ["Anu", "Katrin"]
    word = Notice.objects.get(kind="membership_ended", person=other)
    assert word.address == f"/peers/partnerships/{found.pk}/"
    assert cast.told("partnership_moved") == ["Anu", "Katrin"]
    assert who in cast.signed_in(other).get(word.address).content.decode()


def test_the_sessions_of_a_partnership_that_ends_are_called_off():
    tandem = session_cast.tandem()
    booked, proposed = session_cast.booked(tandem), session_cast.proposed(tandem, session_cast.soon(days=5))
    gone(tandem.boleslawiec)
    for session in (booked, proposed):
        session.refresh_from_db()
    assert (booked.state, proposed.state, booked.booked.state) == ("cancelled", "cancelled", "cancelled")


def test_a_partnership_that_closed_stays_closed(pirna, katrin, kochi, anu):
    row = cast.posted(katrin, pirna)
    found = cast.partnership(row, kochi, by=katrin, host_by=anu)
    Request.objects.filter(pk=row.pk).update(state=R.REFLECTION)
    partnerships.go_on(partnership_id=found.pk, by=katrin, to=R.CLOSED)
    gone(kochi)
    assert cast.fresh(row).state == R.CLOSED


@pytest.mark.parametrize("who", ["Pirna", "Kochi"])
def test_nobody_invites_or_accepts_from_the_moment_a_member_has_left(pirna, katrin, kochi, anu, who):
    row = cast.posted(katrin, pirna)
    suggestion = cast.suggested(row, kochi)
    leaving = pirna if who == "Pirna" else kochi
    invitation = cast.invited(row, kochi, katrin)
    leave(leaving)
    with pytest.raises(NotOfNetwork, match=f"{who} no longer belongs to ISCN"):
        invitations.accept(invitation_id=invitation.pk, by=anu)
    Invitation.objects.all().delete()
    Suggestion.objects.update(state=S.OPEN)
    with pytest.raises(NotOfNetwork, match=f"{who} no longer belongs to ISCN"):
        invitations.invite(suggestion_id=suggestion.pk, by=katrin, sentence="Wir möchten von euch lernen.")


def test_a_call_that_is_released_invites_no_host_that_has_left(pirna, katrin, kochi, jena):
    olga = cast.official("Olga", "organiser")
    deadline = cast.in_days(5)
    call = calls.open_call(network=cast.network(), by=olga, titles={"en": "Tandems"}, summaries={}, deadline=deadline)
    row = cast.posted(katrin, pirna, call=call)
    Call.objects.filter(pk=call.pk).update(state=Call.State.REVIEW)
    about = {"topic": cast.topic(cast.HEAT), "state": S.PROPOSED, "rank": 1, "score": 1}
    Suggestion.objects.create(request=row, host=kochi, **about)
    leave(kochi)
    calls.release(call_id=call.pk, by=olga, sentence="Learn together.")
    assert Invitation.objects.count() == 0
    assert dict(row.suggestions.values_list("host__name", "state")) == {"Kochi": S.PASSED, "Jena": S.OPEN}


@pytest.mark.django_db(transaction=True)
def test_an_invitation_that_is_being_sent_while_its_host_leaves_lapses_as_well(pirna, katrin, kochi, monkeypatch):
    row = cast.posted(katrin, pirna)
    leaving = Meanwhile(partial(gone, kochi))

    def recorded(*facts: Fact) -> None:
        leaving.begin()
        record(*facts)

    with monkeypatch.context() as held:
        held.setattr(invitations, "record", recorded)
        invitation = cast.invited(row, kochi, katrin)
    assert leaving.result() is None
    invitation.refresh_from_db()
    assert (invitation.state, cast.fresh(row).state) == (V.WITHDRAWN, R.POSTED)
