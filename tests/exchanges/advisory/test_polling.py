"""Polls about the meetings of a case: opened on the pages of times, booked by who asked, ended with the case."""

import pytest
from django.core.cache import cache
from django.test import Client

from events.meetings.polls import answering, asking
from events.meetings.polls import booking as booking_polled
from events.models import Meeting, Poll, PollTime
from exchanges.advisory import meetings, polling
from exchanges.advisory.models import Case
from members import delegates, people
from members.models import Person
from tests.exchanges.advisory import cast
from tests.exchanges.advisory.test_pages import do, page, times_of

C = Case.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def sekar() -> Person:
    return cast.official()


@pytest.fixture
def guadalajara():
    return cast.member("Guadalajara")


@pytest.fixture
def lupita(guadalajara):
    return cast.delegate("Lupita", guadalajara)


def offered(poll: Poll) -> list[PollTime]:
    return list(poll.times.order_by("starts_at"))


def test_when_no_time_suits_all_everybody_is_asked_and_the_best_is_booked(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    client, office, at = cast.signed_in(ana.person), cast.signed_in(sekar), f"/advisory/cases/{row.pk}/"
    days, times = times_of(client, f"{at}scoping/")
    assert client.post(f"{at}scoping/", {**days, "times": times[:1], "poll": "1"}).status_code == 422
    client.post(f"{at}scoping/", {**days, "times": times[:2], "poll": "1"})
    poll = Poll.objects.get()
    assert f"/meetings/polls/{poll.pk}/" in page(lupita, row)
    booking_polled.book(poll_id=poll.pk, by=ana.person, time_id=offered(poll)[0].pk)
    call = Meeting.objects.get(subject_kind="advisory_scoping")
    assert (call.pk, call.starts_at) == (cast.fresh(row).scoping_id, offered(poll)[0].starts_at)
    do(ana.person, row, "scope", {"text": "¿Qué barrios primero?"})
    days, times = times_of(office, f"{at}session/", {"moderator": sekar.pk})
    office.post(f"{at}session/", {**days, "times": times[:3], "poll": "1"})
    poll = Poll.objects.get(subject_kind="advisory_session")
    booking_polled.book(poll_id=poll.pk, by=sekar, time_id=offered(poll)[-1].pk)
    assert cast.fresh(row).state == C.SCHEDULED
    assert cast.session_of(row).participants.get(role="host").person == sekar
    assert set(Poll.objects.values_list("state", flat=True)) == {"booked"}


def test_a_poll_ends_with_its_case_and_forgets_who_left(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=2)
    guides = [cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Kochi")]
    for one in guides:
        cast.advising(row, one, sekar)
    polling.ask_scoping(case_id=row.pk, by=sekar, times=[cast.in_days(4), cast.in_days(5)])
    do(guides[1].person, row, "leave", {"reason": "A new post."})
    poll = Poll.objects.get()
    assert sorted(poll.voters.values_list("person__name", flat=True)) == ["Ana", "Lupita"]
    do(lupita, row, "withdraw")
    poll.refresh_from_db()
    assert poll.state == "called_off"


def asked_in(poll: Poll) -> list[str]:
    return sorted(poll.voters.values_list("person__name", flat=True))


def test_who_takes_the_case_over_is_asked_in_the_poll_that_runs(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    polling.ask_scoping(case_id=row.pk, by=ana.person, times=[cast.in_days(4), cast.in_days(5)])
    poll = Poll.objects.get()
    answering.answer(poll.voters.get(person=lupita), dict.fromkeys(poll.times.values_list("pk", flat=True), "yes"))
    assert Poll.objects.get().state == "ready"
    carmen = cast.delegate("Carmen", guadalajara)
    carmen.delegations.update(representative=True)
    cast.settle()
    assert f"/meetings/polls/{poll.pk}/" not in page(carmen, row)
    delegates.leave(lupita.delegations.get(), by=None)
    cast.settle()
    assert asked_in(poll) == ["Ana", "Carmen"]
    assert Poll.objects.get().state == "open"
    assert cast.told("poll_asked") == ["Carmen"]
    assert f"/meetings/polls/{poll.pk}/" in page(carmen, row)
    assert cast.signed_in(carmen).get(f"/meetings/polls/{poll.pk}/").status_code == 200


def test_an_advisor_who_accepts_late_is_asked_as_well(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=2)
    for one in (cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Kochi")):
        cast.advising(row, one, sekar)
    polling.ask_scoping(case_id=row.pk, by=sekar, times=[cast.in_days(4), cast.in_days(5)])
    do(Person.objects.get(name="Asha"), row, "leave", {"reason": "A new post."})
    cast.advising(row, cast.advisor("Joris", "Utrecht"), sekar)
    assert asked_in(Poll.objects.get()) == ["Ana", "Joris", "Lupita"]


@pytest.mark.parametrize("kind", ["scoping", "session"])
def test_a_case_giver_who_leads_the_poll_books_what_it_found(lupita, guadalajara, sekar, kind):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana, times = cast.advisor("Ana", "Piura"), [cast.in_days(4), cast.in_days(5)]
    cast.advising(row, ana, sekar)
    if kind == "scoping":
        polling.ask_scoping(case_id=row.pk, by=sekar, times=times)
    else:
        do(ana.person, row, "scope", {"text": "¿Qué barrios primero?"})
        polling.ask_session(case_id=row.pk, by=sekar, moderator_id=sekar.pk, times=times)
    people.deactivate(person_id=sekar.pk, by=None)
    poll = Poll.objects.get()
    at = f"/meetings/polls/{poll.pk}/"
    assert cast.signed_in(lupita).get(at).context["leads"]
    booked = cast.signed_in(lupita).post(f"{at}book/", {"time": offered(poll)[0].pk})
    assert booked.headers["Location"] == f"/meetings/{Meeting.objects.get().pk}/"
    roles = dict(Meeting.objects.get().participants.values_list("person__name", "role"))
    assert roles == {"Lupita": "case_giver", "Ana": "advisor" if kind == "scoping" else "host"}


def test_a_poll_that_was_called_off_is_closed_to_an_advisor_who_left_the_case(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=2)
    ana, asha = cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Kochi")
    for one in (ana, asha):
        cast.advising(row, one, sekar)
    poll = polling.ask_scoping(case_id=row.pk, by=sekar, times=[cast.in_days(4), cast.in_days(5)])
    asking.call_off(poll_id=poll.pk, by=sekar)
    token = poll.voters.get(person=asha.person).token
    do(asha.person, row, "leave", {"reason": "A new post."})
    at = f"/meetings/polls/{poll.pk}/"
    seen = [cast.signed_in(person).get(at).status_code for person in (ana.person, asha.person, lupita)]
    assert seen == [200, 404, 200]
    assert Client().get(f"/polls/{token}/").status_code == 404


def test_a_scope_written_without_the_call_ends_the_poll_about_it(lupita, guadalajara, sekar):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    polling.ask_scoping(case_id=row.pk, by=ana.person, times=[cast.in_days(4), cast.in_days(5)])
    meetings.scope(case_id=row.pk, by=ana.person, text="¿Qué barrios primero?")
    assert (Poll.objects.get().state, cast.fresh(row).state) == ("called_off", C.SCOPED)


@pytest.mark.parametrize(("state", "then"), [("scheduled", "cancelled"), ("open", "open"), ("held", "held")])
def test_a_scope_written_before_the_call_calls_it_off_and_during_it_lets_it_go_on(
    lupita, guadalajara, sekar, state, then
):
    row = cast.accepted(lupita, guadalajara, sekar, wants=1)
    ana = cast.advisor("Ana", "Piura")
    cast.advising(row, ana, sekar)
    meetings.book_scoping(case_id=row.pk, by=ana.person, starts_at=cast.in_days(2))
    Meeting.objects.update(state=state)
    meetings.scope(case_id=row.pk, by=ana.person, text="¿Qué barrios primero?")
    assert (Meeting.objects.get().state, cast.fresh(row).state) == (then, C.SCOPED)
