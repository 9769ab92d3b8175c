"""Requests: drafted in ten minutes, prefilled, posted when complete, withdrawn or declined with a reason."""

import pytest

from members.errors import NotFound
from members.models import Membership
from peers import access, requests
from peers.errors import CannotMove, DeadlinePassed, NotComplete
from peers.models import Call, Invitation, Request
from tests.peers import cast
from web.errors import TooOften

R = Request.State
OTHER = "vernetzt-in-europa"
pytestmark = pytest.mark.django_db


@pytest.fixture
def pirna():
    return cast.member("Pirna")


@pytest.fixture
def katrin(pirna):
    return cast.delegate("Katrin", pirna, representative=True)


def test_a_draft_knows_what_the_member_has_said_already(pirna, katrin):
    draft = requests.begin(member=pirna, by=katrin)
    assert (draft.state, draft.languages, draft.size_class) == (R.DRAFT, ["de", "en"], "22")
    assert requests.begin(member=pirna, by=katrin).pk == draft.pk


def test_the_next_draft_takes_over_what_stays_true(pirna, katrin):
    cast.posted(katrin, pirna, motivation="Der Rat will es.", team="Stadtplanung", hours=7)
    draft = requests.begin(member=pirna, by=katrin)
    assert (draft.motivation, draft.team, draft.hours, draft.need) == ("Der Rat will es.", "Stadtplanung", 7, "")


def test_a_draft_is_kept_however_incomplete(pirna, katrin):
    draft = requests.begin(member=pirna, by=katrin)
    requests.save(
        request_id=draft.pk, by=katrin, values={"need": "Schatten", "topics": [cast.TOWN, "nothing", cast.TOWN]}
    )
    kept = cast.fresh(draft)
    assert kept.need == "Schatten"
    assert [row.topic.slug for row in kept.ranked.all()] == [cast.TOWN]
    requests.save(request_id=draft.pk, by=katrin, values={"hours": 3})
    assert (cast.fresh(draft).need, cast.fresh(draft).hours) == ("Schatten", 3)


@pytest.mark.parametrize("missing", ["topics", "need", "questions", "languages", "hours"])
def test_what_is_missing_is_named_before_posting(pirna, katrin, missing):
    draft = cast.draft(katrin, pirna, **{missing: None if missing == "hours" else ""} if missing != "topics" else {})
    if missing == "topics":
        requests.save(request_id=draft.pk, by=katrin, values={"topics": []})
    with pytest.raises(NotComplete) as refused:
        requests.post(request_id=draft.pk, by=katrin)
    assert refused.value.field == missing
    assert cast.fresh(draft).state == R.DRAFT


def test_posting_twice_is_refused_and_a_posted_request_is_not_edited(pirna, katrin):
    row = cast.posted(katrin, pirna)
    with pytest.raises(CannotMove):
        requests.post(request_id=row.pk, by=katrin)
    with pytest.raises(CannotMove):
        requests.save(request_id=row.pk, by=katrin, values={"need": "Anders"})


def test_only_delegates_of_the_member_ask_for_it(pirna, katrin):
    draft = cast.draft(katrin, pirna)
    jonas = cast.delegate("Jonas", cast.member("Jena"))
    for deed in (
        lambda: requests.begin(member=pirna, by=jonas),
        lambda: requests.save(request_id=draft.pk, by=jonas, values={}),
        lambda: requests.post(request_id=draft.pk, by=jonas),
        lambda: requests.withdraw(request_id=draft.pk, by=jonas, reason="x"),
    ):
        with pytest.raises(NotFound):
            deed()


def test_a_member_that_left_the_network_posts_no_more(pirna, katrin):
    draft = cast.draft(katrin, pirna)
    Membership.objects.filter(member=pirna).update(state="ended")
    with pytest.raises(NotFound):
        requests.post(request_id=draft.pk, by=katrin)


def test_withdrawing_takes_invitations_back_and_tells_the_host(pirna, katrin):
    kochi = cast.member("Kochi")
    cast.delegate("Anu", kochi)
    cast.offer(kochi)
    row = cast.posted(katrin, pirna)
    cast.invited(row, kochi, katrin)
    requests.withdraw(request_id=row.pk, by=katrin, reason="Kein Budget.")
    cast.settle()
    kept = cast.fresh(row)
    assert (kept.state, kept.reason, kept.due_at) == (R.WITHDRAWN, "Kein Budget.", None)
    assert Invitation.objects.get().state == Invitation.State.WITHDRAWN
    assert cast.told("peer_uninvited") == ["Anu"]


def test_the_secretariat_declines_with_a_reason_and_nobody_else_does(pirna, katrin):
    row = cast.posted(katrin, pirna)
    secretariat, organiser = cast.official(), cast.official("Olga", "organiser")
    foreign = cast.official("Elke", of=cast.network("vernetzt-in-europa"))
    for by in (organiser, foreign, katrin):
        with pytest.raises(NotFound):
            requests.decline(request_id=row.pk, by=by, reason="x")
    requests.decline(request_id=row.pk, by=secretariat, reason="Please ask the KTS.")
    cast.settle()
    assert (cast.fresh(row).state, cast.fresh(row).reason) == (R.DECLINED, "Please ask the KTS.")
    assert cast.told("request_declined") == ["Katrin"]


def test_a_call_takes_one_request_of_each_member_until_its_deadline(pirna, katrin):
    call = Call.objects.create(network=cast.network(), titles={"en": "Tandems"}, deadline=cast.in_days(5))
    row = cast.posted(katrin, pirna, call=call)
    assert (row.state, row.due_at) == (R.POSTED, call.deadline)
    with pytest.raises(DeadlinePassed):
        requests.post(request_id=cast.draft(katrin, pirna, call=call).pk, by=katrin)
    late = Call.objects.create(network=cast.network(), titles={"en": "Past"}, deadline=cast.in_days(-1))
    jena = cast.member("Jena")
    jonas = cast.delegate("Jonas", jena)
    with pytest.raises(DeadlinePassed):
        requests.post(request_id=cast.draft(jonas, jena, call=late).pk, by=jonas)


def test_interest_in_an_offer_becomes_a_draft(pirna, katrin):
    kochi = cast.member("Kochi")
    offer = cast.offer(kochi, cast.ENERGY, languages=["en"])
    draft = requests.begin_from(offer=offer, member=pirna, by=katrin, need="Wie in Kochi")
    assert (draft.need, draft.languages) == ("Wie in Kochi", ["de", "en"])
    assert [row.topic.slug for row in draft.ranked.all()] == [cast.ENERGY]


def test_nobody_posts_all_day_long(pirna, katrin):
    draft = cast.draft(katrin, pirna, need="")
    for _ in range(requests.PER_HOUR):
        with pytest.raises(NotComplete):
            requests.post(request_id=draft.pk, by=katrin)
    with pytest.raises(TooOften):
        requests.post(request_id=draft.pk, by=katrin)


def test_what_was_never_posted_stays_the_members_own_even_when_thrown_away(pirna, katrin):
    secretariat = cast.official()
    draft = cast.draft(katrin, pirna)
    for _ in range(2):
        with pytest.raises(NotFound):
            access.request(secretariat, draft.pk)
        if cast.fresh(draft).state == R.DRAFT:
            requests.withdraw(request_id=draft.pk, by=katrin, reason="–")
    assert access.request(katrin, draft.pk).state == R.WITHDRAWN


def test_a_member_of_two_networks_asks_in_the_one_it_chooses(pirna, katrin):
    cast.admitted(OTHER, pirna)
    draft = requests.begin(member=pirna, by=katrin)
    assert draft.network == cast.network(OTHER)
    requests.save(request_id=draft.pk, by=katrin, values={"network": cast.network()})
    assert requests.begin(member=pirna, by=katrin).network == cast.network()
    assert requests.begin(member=pirna, network=cast.network(OTHER), by=katrin).network == cast.network(OTHER)


def test_nobody_asks_in_a_network_that_has_not_admitted_the_member(pirna, katrin):
    draft = cast.draft(katrin, pirna)
    with pytest.raises(NotFound):
        requests.save(request_id=draft.pk, by=katrin, values={"network": cast.network(OTHER)})
    with pytest.raises(NotFound):
        requests.begin(member=pirna, network=cast.network(OTHER), by=katrin)


def test_a_draft_goes_along_to_the_network_that_still_has_the_member(pirna, katrin):
    draft = cast.draft(katrin, pirna)
    cast.admitted(OTHER, pirna)
    Membership.objects.filter(member=pirna, network=cast.network()).update(state="ended")
    kept = requests.begin(member=pirna, by=katrin)
    assert (kept.pk, kept.network) == (draft.pk, cast.network(OTHER))
    assert requests.post(request_id=draft.pk, by=katrin).state == R.POSTED


def test_a_call_of_either_network_can_be_answered(pirna, katrin):
    cast.admitted(OTHER, pirna)
    call = Call.objects.create(network=cast.network(), titles={"en": "Tandems"}, deadline=cast.in_days(5))
    row = cast.posted(katrin, pirna, call=call, network=cast.network(OTHER))
    assert (row.state, row.call, row.network) == (R.POSTED, call, call.network)


def test_a_draft_that_goes_to_another_network_leaves_the_call_of_the_first(pirna, katrin):
    cast.admitted(OTHER, pirna)
    call = Call.objects.create(network=cast.network(), titles={"en": "Tandems"}, deadline=cast.in_days(5))
    draft = cast.draft(katrin, pirna, call=call)
    requests.save(request_id=draft.pk, by=katrin, values={"network": cast.network(OTHER)})
    kept = cast.fresh(draft)
    assert (kept.network, kept.call) == (cast.network(OTHER), None)


def test_interest_in_an_offer_is_asked_for_where_its_member_is(pirna, katrin):
    cast.admitted(OTHER, pirna)
    kochi = cast.member("Kochi")
    draft = requests.begin_from(offer=cast.offer(kochi), member=pirna, by=katrin, need="Wie in Kochi")
    assert draft.network == cast.network()
    requests.save(request_id=draft.pk, by=katrin, values={"questions": ["Wie kühlt ihr?"]})
    requests.post(request_id=draft.pk, by=katrin)
    cast.settle()
    assert [one.host for one in draft.suggestions.all()] == [kochi]
