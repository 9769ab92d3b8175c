"""Suggestions: who could teach, why, and how a no makes the next ones better."""

from datetime import UTC, date, datetime

import pytest

from ledger.reading import since
from members.errors import NotFound
from peers import hosting, invitations, offers, requests, suggestions
from peers.errors import CannotMove
from peers.models import Request, Suggestion
from tests.peers import cast
from tests.statements import counted

R, S = Request.State, Suggestion.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def pirna():
    return cast.member("Pirna")


@pytest.fixture
def katrin(pirna):
    return cast.delegate("Katrin", pirna, representative=True)


def hosts(row: Request) -> list[str]:
    return [one.host.name for one in suggestions.of(row)]


def test_piura_and_kochi_are_suggested_with_two_reasons_and_one_limit(pirna, katrin):
    for name in ("Kochi", "Piura"):
        cast.offer(cast.member(name))
    cast.offer(cast.member("Jena"), cast.ENERGY)
    row = cast.posted(katrin, pirna)
    assert row.state == R.MATCHED
    assert sorted(hosts(row)) == ["Kochi", "Piura"]
    for one in suggestions.of(row):
        assert (len(one.reasons), len(one.limits)) == (2, 1)
        assert one.topic.slug == cast.HEAT
    assert cast.told("peer_matches") == ["Katrin"]
    assert [entry.kind for entry in since(f"request:{row.pk}", 0)] == ["request_posted", "matches_suggested"]


def test_without_a_common_language_nobody_is_suggested_and_the_secretariat_hears_of_it(pirna, katrin):
    cast.official()
    cast.offer(cast.member("Lima"))
    row = cast.posted(katrin, pirna)
    assert (row.state, hosts(row)) == (R.POSTED, [])
    assert (cast.told("peer_no_match"), cast.told("peer_unmatched")) == (["Katrin"], ["Sekar"])


def test_a_new_offer_is_looked_at_for_those_who_still_wait(pirna, katrin):
    row = cast.posted(katrin, pirna)
    cast.offer(cast.member("Kochi"))
    cast.settle()
    assert (cast.fresh(row).state, hosts(row)) == (R.MATCHED, ["Kochi"])


def test_a_withdrawn_offer_of_a_full_host_or_of_another_network_suggests_nobody(pirna, katrin):
    kochi, piura = cast.member("Kochi"), cast.member("Piura")
    anu = cast.delegate("Anu", kochi)
    offers.withdraw(offer_id=cast.offer(kochi).pk, by=anu)
    cast.offer(piura, until=cast.in_days(-2).date())
    cast.offer(cast.member("Kolding", of=cast.network("vernetzt-in-europa")))
    assert hosts(cast.posted(katrin, pirna)) == []


def test_a_no_with_its_reason_is_never_suggested_again_and_others_move_up(pirna, katrin):
    for name in ("Kochi", "Piura", "Bolesławiec"):
        cast.offer(cast.member(name))
    row = cast.posted(katrin, pirna)
    first = suggestions.of(row)[0]
    suggestions.decline(suggestion_id=first.pk, by=katrin, why="distance", text="Zu weit")
    assert first.host.name not in hosts(row)
    assert len(hosts(row)) == 2
    kept = Suggestion.objects.get(pk=first.pk)
    assert (kept.state, kept.why, kept.why_text) == (S.DECLINED, "distance", "Zu weit")
    again = cast.posted(katrin, pirna)
    assert first.host.name not in hosts(again)


def test_who_declined_for_the_distance_is_suggested_the_near_first(pirna, katrin):
    for name in ("Kochi", "Piura", "Jena"):
        cast.offer(cast.member(name))
    row = cast.posted(katrin, pirna)
    before = hosts(row)
    suggestions.decline(suggestion_id=cast.suggested(row, cast.member("Kochi")).pk, by=katrin, why="distance")
    after = hosts(row)
    assert before.index("Jena") > before.index("Piura")
    assert after == ["Jena", "Piura"]


def test_a_suggestion_is_decided_once_and_by_its_own_member(pirna, katrin):
    cast.offer(cast.member("Kochi"))
    row = cast.posted(katrin, pirna)
    one = suggestions.of(row)[0]
    with pytest.raises(NotFound):
        suggestions.decline(suggestion_id=one.pk, by=cast.delegate("Anu", cast.member("Kochi")), why="size")
    with pytest.raises(CannotMove):
        suggestions.decline(suggestion_id=one.pk, by=katrin, why="nonsense")
    suggestions.decline(suggestion_id=one.pk, by=katrin, why="size")
    with pytest.raises(CannotMove):
        suggestions.decline(suggestion_id=one.pk, by=katrin, why="size")
    assert cast.fresh(row).state == R.POSTED


def test_looking_needs_as_many_statements_for_forty_hosts_as_for_four(pirna, katrin):
    def statements(number: int) -> int:
        for place in range(number):
            cast.offer(cast.member(f"Host {number} {place}", languages=["en"]))
        cast.settle()
        row = requests.post(request_id=cast.draft(katrin, pirna).pk, by=katrin)
        with counted() as sent:
            cast.settle()
        requests.withdraw(request_id=row.pk, by=katrin, reason="again")
        cast.settle()
        return len([one for one in sent if "peers_" in one])

    assert statements(5) == statements(40)


def test_a_host_that_declined_is_not_suggested_to_the_same_seeker_again(pirna, katrin):
    kochi = cast.member("Kochi")
    anu = cast.delegate("Anu", kochi)
    cast.offer(kochi)
    cast.offer(cast.member("Piura"))
    row = cast.posted(katrin, pirna)
    invitations.decline(invitation_id=cast.invited(row, kochi, katrin).pk, by=anu, reason="No time")
    assert (cast.fresh(row).state, hosts(row)) == (R.MATCHED, ["Piura"])


def test_an_invitation_taken_back_bars_nobody_from_the_next_request(pirna, katrin):
    kochi = cast.member("Kochi")
    cast.offer(kochi)
    row = cast.posted(katrin, pirna)
    invitations.take_back(invitation_id=cast.invited(row, kochi, katrin).pk, by=katrin)
    requests.withdraw(request_id=row.pk, by=katrin, reason="We ask for something else")
    assert hosts(cast.posted(katrin, pirna)) == ["Kochi"]


def test_a_request_withdrawn_after_an_invitation_bars_nobody_from_the_next_one(pirna, katrin):
    kochi = cast.member("Kochi")
    cast.offer(kochi)
    row = cast.posted(katrin, pirna)
    cast.invited(row, kochi, katrin)
    requests.withdraw(request_id=row.pk, by=katrin, reason="Not this year")
    assert hosts(cast.posted(katrin, pirna)) == ["Kochi"]


@pytest.mark.parametrize(("hours", "open_offers"), [(0, 1), (11, 1), (12, 0)])
def test_an_offer_holds_until_its_last_day_is_over_everywhere(monkeypatch, hours, open_offers):
    cast.offer(cast.member("Piura"), until=date(2026, 6, 30))
    now = datetime(2026, 7, 1, hours, tzinfo=UTC)
    monkeypatch.setattr("peers.hosting.timezone.now", lambda: now)
    assert hosting.open_ones().count() == open_offers
