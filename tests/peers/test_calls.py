"""Calls: collected until the deadline, matched together, reviewed as a whole, released; nobody is invited before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger import promises
from ledger.models import Promise
from members.errors import NotFound
from peers import calls
from peers.errors import CannotMove, DeadlineIsPast
from peers.models import Call, Invitation, Request, Suggestion
from peers.promises import CallEnds
from tests.peers import cast

R, C, S = Request.State, Call.State, Suggestion.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return cast.official("Olga", "organiser")


@pytest.fixture
def call(olga) -> Call:
    return calls.open_call(
        network=cast.network(), by=olga, titles={"en": "Tandems 2027"}, summaries={}, deadline=cast.in_days(5)
    )


def ended(call: Call) -> Call:
    """The deadline passes and its promise is kept."""
    row = Promise.objects.get(kind="call_ends")
    Promise.objects.filter(pk=row.pk).update(due_at=timezone.now(), promised_at=timezone.now())
    assert promises.keep(row.pk)
    cast.settle()
    return Call.objects.get(pk=call.pk)


def seekers(call: Call, *names: str) -> list[Request]:
    return [
        cast.posted(cast.delegate(f"Delegate of {name}", cast.member(name)), cast.member(name), call=call)
        for name in names
    ]


def test_all_are_matched_together_so_that_the_most_find_somebody(call, olga):
    cast.offer(cast.member("Kochi"), hosts=1)
    cast.offer(cast.member("Bolesławiec"), hosts=1, languages=["de"])
    pirna, _ = seekers(call, "Pirna", "Town")
    assert (pirna.state, Suggestion.objects.count()) == (R.POSTED, 0)
    assert ended(call).state == C.REVIEW
    found = {one.request.member.name: one.host.name for one in Suggestion.objects.all()}
    assert sorted(found) == ["Pirna", "Town"]
    assert sorted(found.values()) == ["Bolesławiec", "Kochi"]
    assert {one.state for one in Suggestion.objects.all()} == {S.PROPOSED}
    assert Invitation.objects.count() == 0
    assert cast.told("peer_call_matched") == ["Olga"]


def test_what_was_posted_into_a_call_is_due_when_its_moved_deadline_is(call, olga):
    rows = seekers(call, "Pirna", "Town")
    later = cast.in_days(30)
    calls.move_deadline(call_id=call.pk, by=olga, deadline=later)
    assert [cast.fresh(row).due_at for row in rows] == [later, later]
    due = Promise.objects.filter(kind="step_due", state="due", data__request_id__in=[row.pk for row in rows])
    assert list(due.values_list("due_at", flat=True)) == [later, later]


def test_the_released_result_invites_and_who_is_left_over_is_suggested_others(call, olga):
    kochi = cast.member("Kochi")
    cast.delegate("Anu", kochi)
    cast.offer(kochi, hosts=1)
    first, second = seekers(call, "Pirna", "Town")
    ended(call)
    calls.release(call_id=call.pk, by=olga, sentence="Matched by the programme")
    cast.settle()
    sent = Invitation.objects.get()
    assert (sent.host, sent.sentence) == (kochi, "Matched by the programme")
    assert cast.told("peer_invited") == ["Anu"]
    found = {cast.fresh(row).state for row in (first, second)}
    assert found == {R.INVITED, R.MATCHED}
    with pytest.raises(CannotMove):
        calls.release(call_id=call.pk, by=olga, sentence="again")


def test_what_the_organiser_leaves_out_is_not_invited(call, olga):
    cast.offer(cast.member("Kochi"))
    [pirna] = seekers(call, "Pirna")
    ended(call)
    one = Suggestion.objects.get()
    calls.keep(call_id=call.pk, suggestion_id=one.pk, by=olga, kept=False)
    calls.release(call_id=call.pk, by=olga, sentence="x")
    assert Invitation.objects.count() == 0
    assert cast.fresh(pirna).state == R.MATCHED


def test_proposals_stay_hidden_from_the_seeker_until_released(call, olga):
    cast.offer(cast.member("Kochi"))
    [pirna] = seekers(call, "Pirna")
    ended(call)
    katrin = pirna.member.delegates.get().person
    page = cast.signed_in(katrin).get(f"/peers/requests/{pirna.pk}/")
    assert "Kochi" not in page.content.decode()
    one = Suggestion.objects.get()
    assert cast.signed_in(katrin).post(f"/peers/suggestions/{one.pk}/invite/", {"sentence": "x"}).status_code == 404


def test_a_moved_deadline_moves_the_promise_and_a_cancelled_call_withdraws_it(call, olga):
    later = cast.in_days(9)
    calls.move_deadline(call_id=call.pk, by=olga, deadline=later)
    assert Promise.objects.get(kind="call_ends").due_at == later
    with pytest.raises(DeadlineIsPast):
        calls.move_deadline(call_id=call.pk, by=olga, deadline=timezone.now() - timedelta(days=1))
    cast.offer(cast.member("Kochi"))
    [pirna] = seekers(call, "Pirna")
    calls.cancel(call_id=call.pk, by=olga)
    assert Promise.objects.get(kind="call_ends").state == Promise.State.WITHDRAWN
    assert cast.fresh(pirna).state == R.MATCHED


def test_only_staff_of_the_network_lead_its_calls(call, olga):
    foreign = cast.official("Emil", "organiser", of=cast.network("vernetzt-in-europa"))
    katrin = cast.delegate("Katrin", cast.member("Pirna"))
    for by in (foreign, katrin):
        for deed in (
            lambda by=by: calls.release(call_id=call.pk, by=by, sentence="x"),
            lambda by=by: calls.cancel(call_id=call.pk, by=by),
            lambda by=by: calls.open_call(
                network=cast.network(), by=by, titles={"en": "x"}, summaries={}, deadline=cast.in_days(3)
            ),
        ):
            with pytest.raises(NotFound):
                deed()


def test_the_promise_kept_again_changes_nothing(call, olga):
    cast.offer(cast.member("Kochi"))
    seekers(call, "Pirna")
    ended(call)
    before = list(Suggestion.objects.values_list("pk", "state"))
    calls.keep_promise(CallEnds(call_id=call.pk))
    assert list(Suggestion.objects.values_list("pk", "state")) == before


def test_the_page_after_the_release_shows_whom_the_call_brought_together(call, olga):
    cast.offer(cast.member("Kochi"), hosts=1)
    pirna, town = seekers(call, "Pirna", "Town")
    ended(call)
    placed = Suggestion.objects.get().request
    calls.release(call_id=call.pk, by=olga, sentence="Matched by the programme")
    page = cast.signed_in(olga).get(f"/peers/calls/{call.pk}/review/").context
    assert [one.request for one in page["proposals"]] == [placed]
    assert page["left_over"] == [row for row in (pirna, town) if row != placed]


def test_what_was_sent_is_neither_left_out_nor_taken_in_any_more(call, olga):
    cast.offer(cast.member("Kochi"))
    seekers(call, "Pirna")
    ended(call)
    one = Suggestion.objects.get()
    Suggestion.objects.update(state=S.INVITED)
    with pytest.raises(NotFound):
        calls.keep(call_id=call.pk, suggestion_id=one.pk, by=olga, kept=False)


def test_a_tridem_with_one_host_from_the_call_is_suggested_a_second_one(call, olga):
    kochi, town = cast.member("Kochi"), cast.member("Town")
    cast.offer(kochi)
    row = cast.posted(cast.delegate("Delegate of Town", town), town, call=call, wants=2)
    ended(call)
    piura = cast.member("Piura")
    cast.offer(piura)
    calls.release(call_id=call.pk, by=olga, sentence="Matched by the programme")
    assert (cast.fresh(row).state, Invitation.objects.get().host) == (R.INVITED, kochi)
    assert [one.host for one in row.suggestions.filter(state=S.OPEN)] == [piura]
