"""Whoever is no longer in the secretariat leaves the sessions, polls and rooms of cases that office led them to."""

from datetime import datetime

import pytest
from django.core.cache import cache

from events.meetings.polls import answering
from events.meetings.polls import booking as booking_polled
from events.models import Meeting, Poll
from exchanges.advisory import interpreting, meetings, polling
from exchanges.advisory.models import Advisor, Case
from members import offices
from members.models import Office, Person
from rooms.models import Admission
from tests.exchanges.advisory import cast
from workers import wiring

C = Case.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired() -> None:
    cache.clear()
    wiring.connect()


@pytest.fixture
def sekar() -> Person:
    return cast.official()


@pytest.fixture
def nila() -> Person:
    return cast.official("Nila")


@pytest.fixture
def ana() -> Advisor:
    return cast.advisor("Ana", "Piura")


def end_office(person: Person, role: str = Office.Role.SECRETARIAT) -> None:
    """The person's office ends, and what follows has followed."""
    office = Office.objects.get(person=person, network=cast.network(), role=role)
    offices.take(network=cast.network(), office_id=office.pk, by=None)
    cast.settle()


def advised(sekar: Person, ana: Advisor, *, interpreted: bool = False) -> Case:
    """Guadalajara's case, on which Ana advises; the secretariat has written what the session is to answer."""
    guadalajara = cast.member("Guadalajara")
    lupita = cast.delegate("Lupita", guadalajara)
    row = cast.accepted(lupita, guadalajara, sekar, wants=1, interpreted=interpreted)
    cast.advising(row, ana, sekar)
    return meetings.scope(case_id=row.pk, by=sekar, text="¿Qué barrios primero?")


def booked(row: Case, by: Person, moderator: Person) -> Meeting:
    meetings.book(case_id=row.pk, by=by, moderator_id=moderator.pk, starts_at=cast.in_days(5))
    return cast.session_of(row)


def roles_in(session: Meeting) -> dict[str, str]:
    return dict(session.participants.filter(left_at=None).values_list("person__name", "role"))


def may_enter(session: Meeting, person: Person) -> bool:
    return Admission.objects.filter(room=session.room, person=person, dismissed_at=None).exists()


def two_times() -> list[datetime]:
    return [cast.in_days(4), cast.in_days(5)]


def say_yes(poll: Poll, *people: Person) -> None:
    for voter in poll.voters.filter(person__in=people):
        answering.answer(voter, dict.fromkeys(poll.times.values_list("pk", flat=True), "yes"))


def test_an_advisor_moderates_when_the_moderator_is_no_longer_in_the_secretariat(
    sekar: Person, nila: Person, ana: Advisor
) -> None:
    row = advised(nila, ana)
    session = booked(row, nila, sekar)
    end_office(sekar)
    assert roles_in(session) == {"Lupita": "case_giver", "Ana": "host"}
    assert (may_enter(session, sekar), may_enter(session, ana.person)) == (False, True)
    assert cast.fresh(row).state == C.SCHEDULED


def test_who_also_advises_on_the_case_goes_on_moderating(sekar: Person, nila: Person, ana: Advisor) -> None:
    Office.objects.create(person=ana.person, network=cast.network(), role=Office.Role.SECRETARIAT)
    session = booked(advised(nila, ana), nila, ana.person)
    end_office(ana.person)
    assert roles_in(session) == {"Lupita": "case_giver", "Ana": "host"}
    assert may_enter(session, ana.person)


def test_who_stays_in_the_secretariat_goes_on_moderating_when_another_office_ends(sekar: Person, ana: Advisor) -> None:
    Office.objects.create(person=sekar, network=cast.network(), role=Office.Role.ORGANISER)
    session = booked(advised(sekar, ana), sekar, sekar)
    end_office(sekar, Office.Role.ORGANISER)
    assert roles_in(session) == {"Lupita": "case_giver", "Ana": "advisor", "Sekar": "host"}


def test_who_interprets_the_session_goes_on_interpreting(sekar: Person, nila: Person, ana: Advisor) -> None:
    row = advised(nila, ana, interpreted=True)
    session = booked(row, nila, nila)
    interpreting.invite(case_id=row.pk, by=nila, email=sekar.email)
    end_office(sekar)
    assert roles_in(session)["Sekar"] == "interpreter"
    assert may_enter(session, sekar)


def test_a_moderator_of_the_past_may_not_enter_its_room_any_more(sekar: Person, nila: Person, ana: Advisor) -> None:
    row = advised(nila, ana)
    session = booked(row, nila, sekar)
    Case.objects.filter(pk=row.pk).update(state=C.ADVICE_DELIVERED)
    Meeting.objects.filter(pk=session.pk).update(state=Meeting.State.HELD)
    end_office(sekar)
    assert not may_enter(session, sekar)
    assert Admission.objects.filter(room=session.room, person=sekar).count() == 1


def test_a_poll_whose_asker_is_no_longer_in_the_secretariat_is_booked_by_those_asked(
    sekar: Person, nila: Person, ana: Advisor
) -> None:
    row = advised(nila, ana)
    poll = polling.ask_session(case_id=row.pk, by=sekar, moderator_id=sekar.pk, times=two_times())
    say_yes(poll, ana.person, Person.objects.get(name="Lupita"))
    cast.settle()
    assert cast.told("poll_ready") == ["Sekar"]
    end_office(sekar)
    poll = Poll.objects.get()
    assert (poll.asker, poll.state) == (None, "ready")
    assert sorted(poll.voters.values_list("person__name", flat=True)) == ["Ana", "Lupita"]
    assert cast.told("poll_ready") == ["Ana", "Lupita", "Sekar"]
    session = booking_polled.book(poll_id=poll.pk, by=ana.person, time_id=poll.times.all()[0].pk)
    assert roles_in(session) == {"Lupita": "case_giver", "Ana": "host"}


def test_a_poll_asked_by_a_colleague_is_asked_on_as_it_was(sekar: Person, nila: Person, ana: Advisor) -> None:
    row = advised(nila, ana)
    poll = polling.ask_session(case_id=row.pk, by=nila, moderator_id=ana.person_id, times=two_times())
    end_office(sekar)
    assert (Poll.objects.get().asker, Poll.objects.get().state) == (nila, "open")
    assert sorted(poll.voters.values_list("person__name", flat=True)) == ["Ana", "Lupita"]
