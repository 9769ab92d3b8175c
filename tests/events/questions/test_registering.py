"""Registering with needs and answers, by approval, and as a group of one member."""

import json

import pytest
from django.test import Client

from events import groups, registrations
from events.errors import NotEnoughSeats, NotYourMember, NotYourRegistration, RegistrationCannotMove, WasDeclined
from events.models import Event, Registration, RegistrationQuestion
from events.questions import answering, asking
from events.questions.answering import AnswerMissing
from events.symposia.places import taking
from events.symposia.places.errors import NeedsSeat
from members import mailing
from members.exports import gather
from members.models import Delegate, Member, Notice, Person
from tests.events import cast
from tests.events.symposia.places import floor

pytestmark = pytest.mark.django_db
R = Registration.State


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def kochi() -> Member:
    return cast.member("Kochi", "IN")


@pytest.fixture
def event(olga: Person) -> Event:
    return cast.event(by=olga, capacity=3)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def meal(event: Event, olga: Person, *, required: bool = True) -> RegistrationQuestion:
    choices = [{"en": "Vegetarian", "de": "Vegetarisch"}, {"en": "Anything", "de": "Alles"}]
    labels = {"en": "What do you eat?", "de": "Was essen Sie?"}
    return asking.add(event, by=olga, kind="choice", labels=labels, choices=choices, required=required)


def test_with_a_required_question_one_click_leads_to_the_form_and_answers_reach_the_organiser_alone(event, olga, kochi):
    question = meal(event, olga)
    asha = cast.person("Asha", acts_for=kochi)
    client = browser(asha)
    assert client.post(f"/events/{event.slug}/register/")["Location"] == f"/events/{event.slug}/register/details/"
    page = client.post(f"/events/{event.slug}/register/details/", {"access_needs": "=A ramp"})
    assert "What do you eat?" in page.content.decode()
    assert Registration.objects.count() == 0
    answers = {"access_needs": "=A ramp", f"question_{question.pk}": "0"}
    client.post(f"/events/{event.slug}/register/details/", answers)
    assert Registration.objects.get().state == R.CONFIRMED
    listed = browser(olga).get(f"/events/{event.slug}/participants/").content.decode()
    assert ("Vegetarian" in listed, "=A ramp" in listed) == (True, True)
    sheet = browser(olga).get(f"/events/{event.slug}/participants.csv").content.decode("utf-8-sig")
    [first, line] = sheet.splitlines()
    assert first.endswith(",What do you eat?")
    assert ("'=A ramp" in line, line.endswith(",Vegetarian")) == (True, True)
    assert browser(cast.person("Ravi", acts_for=kochi)).get(f"/events/{event.slug}/participants/").status_code == 404


def test_needs_and_answers_are_changed_taken_back_and_exported_by_the_person_alone(event, olga, kochi):
    question = meal(event, olga, required=False)
    asha, ravi = (cast.person(name, acts_for=kochi) for name in ("Asha", "Ravi"))
    row = answering.register(event, asha, kochi, access_needs="A ramp", answers={question.pk: "1"})
    assert "A ramp" in json.dumps(gather(asha), default=str)
    with pytest.raises(NotYourRegistration):
        answering.change(row, by=ravi, access_needs="", answers={})
    browser(asha).post(f"/events/{event.slug}/register/details/", {"access_needs": "", f"question_{question.pk}": ""})
    row.refresh_from_db()
    assert (row.access_needs, answering.of(row)) == ("", {})


def test_nobody_registers_without_a_required_answer(event, olga, kochi):
    meal(event, olga)
    with pytest.raises(AnswerMissing):
        answering.register(event, cast.person("Asha", acts_for=kochi), kochi, access_needs="", answers={})
    assert Registration.objects.count() == 0


def test_where_approval_is_wanted_everybody_asks_and_who_is_declined_reads_why(olga, kochi):
    event = floor.symposium(olga, places={"Shade": 1})
    Event.objects.update(approval=True)
    asha, ravi = (cast.person(name, acts_for=kochi, language="es") for name in ("Asha", "Ravi"))
    for person in (asha, ravi):
        browser(person).post(f"/events/{event.slug}/register/")
    rows = list(Registration.objects.order_by("id"))
    assert [row.state for row in rows] == [R.REQUESTED, R.REQUESTED]
    with pytest.raises(NeedsSeat):
        taking.take(event, floor.session(event, "Shade").pk, person=asha)
    registrations.confirm(rows[0], by=olga)
    browser(olga).post(
        f"/events/{event.slug}/participants/decide/",
        {"registration": rows[1].pk, "deed": "decline", "reason": "One seat per town"},
    )
    cast.reactions_run()
    assert (cast.told("registration_confirmed"), cast.told("registration_declined")) == (["Asha"], ["Ravi"])
    mail = mailing.compose(Notice.objects.get(kind="registration_declined"))
    assert "One seat per town" in str(mail.body)
    assert "One seat per town" in browser(ravi).get(f"/events/{event.slug}/").content.decode()
    with pytest.raises(WasDeclined):
        registrations.register(event, ravi, kochi)
    with pytest.raises(RegistrationCannotMove):
        registrations.decline(rows[0], by=olga)


def test_a_representative_registers_several_all_or_nobody_or_as_many_as_there_are_seats(event, kochi):
    meera = cast.person("Meera", acts_for=kochi)
    Delegate.objects.filter(person=meera).update(representative=True)
    people = cast.delegates(4, acts_for=kochi)
    with pytest.raises(NotEnoughSeats):
        groups.register(event, kochi, people, by=meera, together=True)
    assert Registration.objects.count() == 0
    client = browser(meera)
    chosen = {"person": [one.pk for one in people], "how": "each"}
    page = client.post(f"/events/{event.slug}/group/kochi/", chosen, follow=True).content.decode()
    assert ("4 people are registered." in page, "1 of them waits for a seat." in page) == (True, True)
    assert [row.state for row in Registration.objects.order_by("id")] == [R.CONFIRMED] * 3 + [R.WAITLISTED]
    assert groups.delegates_left(event, kochi) == [meera]
    assert set(Registration.objects.values_list("member", flat=True)) == {kochi.pk}


def test_who_is_registered_by_others_is_led_to_what_must_be_answered(event, olga, kochi):
    question = meal(event, olga)
    asha, meera = (cast.person(name, acts_for=kochi) for name in ("Asha", "Meera"))
    Delegate.objects.filter(person=meera).update(representative=True)
    client, details = browser(meera), f"/events/{event.slug}/register/details/"
    answer = client.post(f"/events/{event.slug}/group/kochi/", {"person": [asha.pk], "how": "each"})
    assert answer["Location"] == f"/events/{event.slug}/"
    assert "Everybody who comes is asked: What do you eat?" in client.get(f"/events/{event.slug}/").content.decode()
    cast.reactions_run()
    notice = Notice.objects.get(kind="registration_confirmed")
    assert (notice.address, leads_to_questions(notice)) == (details, True)
    answering.change(Registration.objects.get(), by=asha, access_needs="", answers={question.pk: "1"})
    assert leads_to_questions(notice) is False
    answer = client.post(f"/events/{event.slug}/group/kochi/", {"person": [meera.pk], "how": "each"})
    assert answer["Location"] == details


def leads_to_questions(notice: Notice) -> bool:
    body = str(mailing.compose(notice).body)
    return "The link below leads to the questions: What do you eat?" in " ".join(body.split())


def test_who_is_asked_nothing_that_must_be_answered_is_led_to_the_event(event, olga, kochi):
    meal(event, olga, required=False)
    registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    cast.reactions_run()
    notice = Notice.objects.get(kind="registration_confirmed")
    assert (notice.address, leads_to_questions(notice)) == (f"/events/{event.slug}/", False)


def test_only_the_representative_registers_others_and_only_delegates_of_the_member(event, kochi):
    asha, meera = (cast.person(name, acts_for=kochi) for name in ("Asha", "Meera"))
    with pytest.raises(NotYourMember):
        groups.register(event, kochi, [meera], by=asha, together=False)
    Delegate.objects.filter(person=meera).update(representative=True)
    jonas = cast.person("Jonas", acts_for=cast.member("Jena"))
    with pytest.raises(NotYourMember):
        groups.register(event, kochi, [asha, jonas], by=meera, together=False)
    assert Registration.objects.count() == 0
    assert browser(asha).get(f"/events/{event.slug}/group/kochi/").status_code == 404


def test_the_organiser_writes_questions_with_as_many_choices_in_every_language(event, olga):
    client, address = browser(olga), f"/events/{event.slug}/questions/"
    asked = {"labels_en": "Lunch?", "labels_de": "Essen?", "kind": "choice", "choices_en": "Yes\nNo"}
    assert "as many in every language" in client.post(address, {**asked, "choices_de": "Ja"}).content.decode()
    client.post(address, {**asked, "choices_de": "Ja\nNein", "required": "on"})
    question = RegistrationQuestion.objects.get()
    assert question.choices == [{"en": "Yes", "de": "Ja"}, {"en": "No", "de": "Nein"}]
    client.post(f"{address}{question.pk}/drop/")
    assert RegistrationQuestion.objects.count() == 0


@pytest.mark.parametrize("end", ["withdraw", "decline"])
def test_what_somebody_needed_and_answered_goes_with_the_registration_and_is_not_written_again(event, olga, kochi, end):
    question = meal(event, olga, required=False)
    Event.objects.update(approval=True)
    asha = cast.person("Asha", acts_for=kochi)
    row = answering.register(event, asha, kochi, access_needs="A ramp", answers={question.pk: "1"})
    getattr(registrations, end)(row, by=olga)
    ended = Registration.objects.get()
    assert (ended.access_needs, answering.of(ended)) == ("", {})
    with pytest.raises(RegistrationCannotMove):
        answering.change(row, by=asha, access_needs="A ramp", answers={question.pk: "1"})
    assert not ended.answers.exists()


def test_where_approval_is_wanted_a_representative_asks_for_a_group(event, kochi):
    Event.objects.update(approval=True)
    meera = cast.person("Meera", acts_for=kochi)
    Delegate.objects.filter(person=meera).update(representative=True)
    chosen = {"person": [one.pk for one in cast.delegates(4, acts_for=kochi)], "how": "each"}
    page = browser(meera).post(f"/events/{event.slug}/group/kochi/", chosen, follow=True).content.decode()
    assert ("You have asked for seats for 4 people." in page, "registered." in page) == (True, False)
