"""Reminders: promised with publication, moved and withdrawn with the event, told to those who have a seat."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from events import calendar, registrations, reminders, states
from events.models import Event
from ledger import promises
from ledger.models import Promise
from members import mailing
from members.models import Notice, Person
from tests.events import cast

E = Event.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


def published(olga: Person, **details: Any) -> Event:
    return states.move(cast.event(by=olga, state=E.DRAFT, **details), to=E.PUBLISHED, by=olga)


def due(event: Event) -> dict[str, timedelta]:
    """Open reminders and how long before the start they are."""
    rows = Promise.objects.filter(stream=f"event:{event.pk}", state="due")
    return {row.kind: event.starts_at - row.promised_at for row in rows}


def time_has_come(kind: str, *, late: timedelta = timedelta(0)) -> str:
    """Let a reminder be due, keep it, and say what became of it."""
    Promise.objects.filter(kind=kind).update(promised_at=timezone.now() - late, due_at=timezone.now() - late)
    row = Promise.objects.get(kind=kind)
    Promise.objects.exclude(pk=row.pk).filter(state="due").update(promised_at=timezone.now() + timedelta(days=99))
    promises.keep(row.pk)
    return Promise.objects.get(pk=row.pk).state


def test_a_moved_event_takes_its_reminders_along(olga):
    event = published(olga)
    later = event.starts_at + timedelta(days=30)
    moved = calendar.change(event, by=olga, starts_at=later, ends_at=later + timedelta(hours=1))
    assert due(moved) == {
        "week_reminder": timedelta(days=7), "day_reminder": timedelta(days=1), "last_reminder": timedelta(minutes=15),
    }  # fmt: skip
    assert Promise.objects.count() == 3


def test_what_lies_in_the_past_is_not_promised(olga):
    soon = timezone.now() + timedelta(days=3)
    assert set(due(published(olga, starts_at=soon, ends_at=soon + timedelta(hours=1)))) == {
        "day_reminder",
        "last_reminder",
    }


def test_only_those_with_a_seat_are_reminded_in_their_language_with_the_address_to_join(olga):
    kochi = cast.member("Kochi", "IN")
    event = states.move(published(olga, capacity=1), to=E.REGISTRATION_OPEN, by=olga)
    asha = cast.person("Asha", acts_for=kochi, language="de", zone="Asia/Kolkata")
    registrations.register(event, asha, kochi)
    registrations.register(event, cast.person("Bela", acts_for=kochi), kochi)
    assert time_has_come("last_reminder") == "done"
    assert cast.told("last_reminder") == ["Asha"]
    while mailing.mail_due():
        pass
    [message] = [one for one in mail.outbox if one.to == ["asha@example.org"]]
    assert "Globaler Mixer" in message.subject
    assert "Kolkata" in message.body
    assert f"/mixers/{event.slug}/lobby/" in message.body


@pytest.mark.parametrize(
    ("mode", "named", "day", "last"),
    [
        ("online", False, "You join by the address below, in the browser", "Join here:"),
        ("onsite", True, "", ""),
        ("hybrid", True, "Those who are not there join by the address below", "Those who are not there join here:"),
    ],
)
def test_where_to_go_is_said_as_the_event_takes_place(olga, mode: str, named: bool, day: str, last: str):
    event = published(olga, mode=mode, venue="Anger 1 & Hof, Jena", kind="symposium")
    asha = cast.person("Asha")
    for kind, said in (("day_reminder", day), ("last_reminder", last)):
        data = {"event_id": event.pk}
        notice = Notice.objects.create(person=asha, kind=kind, key=kind, data=data, address="/events/")
        body = mailing.compose(notice).body
        assert ("It takes place here: Anger 1 & Hof, Jena" in body, said in body) == (named, True)
        assert ("join" in body.lower()) is bool(said)


def test_who_withdrew_is_not_reminded(olga):
    kochi = cast.member("Kochi", "IN")
    event = states.move(published(olga), to=E.REGISTRATION_OPEN, by=olga)
    asha = cast.person("Asha", acts_for=kochi)
    registrations.withdraw(registrations.register(event, asha, kochi), by=asha)
    assert time_has_come("week_reminder") == "done"
    assert cast.told("week_reminder") == []


@pytest.mark.parametrize(
    ("kind", "late", "became"),
    [
        ("week_reminder", timedelta(hours=23), "done"),
        ("week_reminder", timedelta(hours=25), "missed"),
        ("day_reminder", timedelta(hours=13), "missed"),
        ("last_reminder", timedelta(minutes=16), "missed"),
    ],
)
def test_after_an_outage_a_reminder_is_kept_only_while_it_is_of_use(olga, kind: str, late: timedelta, became: str):
    kochi = cast.member("Kochi", "IN")
    event = states.move(published(olga), to=E.REGISTRATION_OPEN, by=olga)
    registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    assert time_has_come(kind, late=late) == became
    assert cast.told(kind) == (["Asha"] if became == "done" else [])


def test_a_reminder_for_a_new_date_is_told_again(olga):
    kochi = cast.member("Kochi", "IN")
    event = states.move(published(olga), to=E.REGISTRATION_OPEN, by=olga)
    registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    reminder = reminders.WeekReminder(event_id=event.pk)
    reminders.remind(reminder)
    reminders.remind(reminder)
    later = event.starts_at + timedelta(days=30)
    calendar.change(event, by=olga, starts_at=later, ends_at=later + timedelta(hours=1))
    reminders.remind(reminder)
    assert cast.told("week_reminder") == ["Asha", "Asha"]
