"""The dashboard: the next obligation first, one action each."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events import registrations, states
from events.meetings import booking
from events.models import Event, Registration, WorkshopTask
from events.workshops import handing_in
from exchanges.mixers.models import Contact, FollowUp, Mixer
from hub import obligations
from members import delegates
from members.models import Delegate, Member, Person
from rooms import admissions
from rooms.rooms import open_room
from tests.events import cast
from tests.events.meetings.table import asha as asha_of_kochi
from tests.events.meetings.table import book, tuesday
from tests.events.meetings.table import petra as petra_of_pirna
from tests.events.workshops import bench
from tests.statements import counted

E = Event.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def kochi() -> Member:
    return cast.member("Kochi", "IN")


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


def shown(person: Person) -> Any:
    client = Client()
    client.force_login(person)
    return client.get("/dashboard/")


def mixer_of(event: Event) -> Mixer:
    return Mixer.objects.create(event=event, lobby=open_room(title="Lobby", address=f"/mixers/{event.slug}/lobby/"))


def test_visitors_are_asked_to_sign_in():
    assert Client().get("/dashboard/").headers["Location"] == "/accounts/login/?next=/dashboard/"


def test_live_comes_first_then_overdue_then_what_is_next(olga, kochi):
    asha = cast.person("Asha", acts_for=kochi)
    Delegate.objects.filter(person=asha).update(representative=True)
    later = cast.event(by=olga, slug="later", kind="symposium", titles={"en": "Later"})
    now = timezone.now()
    live = cast.event(
        by=olga,
        slug="live",
        titles={"en": "Live"},
        starts_at=now + timedelta(minutes=9),
        ends_at=now + timedelta(hours=1),
    )
    mixer_of(live)
    for event in (later, live):
        registrations.register(event, asha, kochi)
    delegates.request(person=cast.person("Bela"), member=kochi)
    found = obligations.gather(asha)
    assert [(one.title, str(one.action)) for one in found] == [
        ("Live", "Join now"), ("Kochi", "Decide"), ("Live", "Fill in my card"), ("Later", "See the event"),
    ]  # fmt: skip
    assert (found[0].live, found[0].address) == (True, "/mixers/live/lobby/")
    assert found[1].overdue


def test_a_meeting_is_what_comes_next_and_can_be_joined_ten_minutes_before():
    petra, asha = petra_of_pirna(), asha_of_kochi()
    soon = book([petra, asha], starts_at=timezone.now() + timedelta(minutes=9))
    later = book([petra, asha])
    booking.cancel(book([petra, asha], starts_at=tuesday(15)), by=None)
    found = [(one.live, one.address, str(one.action)) for one in obligations.gather(asha)]
    assert found == [
        (True, f"/rooms/{soon.room_id}/", "Join now"),
        (False, f"/meetings/{later.pk}/", "See the meeting"),
    ]


def test_what_is_cancelled_withdrawn_or_over_is_no_obligation(olga, kochi):
    asha = cast.person("Asha", acts_for=kochi)
    off, withdrawn, postponed = (cast.event(by=olga, slug=slug) for slug in ("off", "withdrawn", "postponed"))
    rows = [registrations.register(event, asha, kochi) for event in (off, withdrawn, postponed)]
    states.move(off, to=E.CANCELLED, by=olga)
    registrations.withdraw(rows[1], by=asha)
    states.move(postponed, to=E.POSTPONED, by=olga)
    assert obligations.gather(asha) == []
    assert "Nothing waits for you." in shown(asha).content.decode()


def test_what_was_asked_about_contacts_is_one_line_per_mixer_and_date(olga, kochi):
    asha, bela, cleo = (cast.person(name, acts_for=kochi) for name in ("Asha", "Bela", "Cleo"))
    past = timezone.now() - timedelta(days=31)
    event = cast.event(by=olga, state=E.DOCUMENTATION, starts_at=past, ends_at=past + timedelta(hours=1))
    mixer = mixer_of(event)
    Registration.objects.create(event=event, person=asha, member=kochi, state=Registration.State.CONFIRMED)
    admissions.admit(mixer.lobby, [asha.pk])
    for other in (bela, cleo):
        FollowUp.objects.create(mixer=mixer, person=asha, other=other, days=30)
        Contact.objects.create(mixer=mixer, person=asha, other=other, shared_at=past)
    [one] = obligations.gather(asha)
    assert str(one.text) == "What came of your contact with Bela, Cleo?"
    assert (one.overdue, one.address) == (True, "/mixers/global-mixer/afterwards/")
    assert sorted(known.card.name for known in shown(asha).context["contacts"]) == ["Bela", "Cleo"]


def test_my_members_dossier_is_shown_and_no_other(olga, kochi):
    asha = cast.person("Asha", acts_for=kochi)
    jena = cast.member("Jena")
    event = cast.event(by=olga)
    registrations.register(event, asha, kochi)
    registrations.register(event, cast.person("Jana", acts_for=jena), jena)
    text = shown(asha).content.decode()
    assert "Asha has a seat at “Global Mixer”." in text
    assert "Jana" not in text


def test_somebody_who_acts_for_nobody_is_led_to_the_directory():
    text = shown(cast.person("Nils")).content.decode()
    assert "You do not act for a member yet." in text
    assert 'href="/members/"' in text


def test_much_costs_as_many_queries_as_little(olga, kochi):
    asha = cast.person("Asha", acts_for=kochi)
    found = []
    for number, more in enumerate((1, 6)):
        for each in range(more):
            event = cast.event(by=olga, slug=f"event-{number}-{each}")
            mixer = mixer_of(event)
            registrations.register(event, asha, kochi)
            other = cast.person(f"Other {number} {each}", acts_for=kochi)
            Contact.objects.create(mixer=mixer, person=asha, other=other, shared_at=timezone.now())
            FollowUp.objects.create(mixer=mixer, person=asha, other=other, days=30)
        shown(asha)
        with counted() as statements:
            assert shown(asha).status_code == 200
        found.append(len(statements))
    assert found[0] == found[1]


def test_homework_of_a_workshop_stands_there_until_it_is_handed_in(kochi, olga):
    event = bench.preparing(olga)
    asha = bench.guest(event, "Asha", kochi)
    task = WorkshopTask.objects.get()
    [owed] = obligations.homework_to_hand_in(asha)
    assert (owed.at, owed.text, owed.overdue) == (task.due_at, "Prepare: Bring a practice", False)
    handing_in.hand_in(event, task.pk, by=asha, kind="practice", text="Shade")
    assert list(obligations.homework_to_hand_in(asha)) == []
