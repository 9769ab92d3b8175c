"""A workshop on heat in Jena with people from Kochi, Piura and Guadalajara, for these tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events import registrations, states
from events.models import Competence, Event, Registration, Workshop, WorkshopTask
from events.workshops import ratings, steps, tasks
from events.workshops.promises import HomeworkReminder
from ledger import promises
from ledger.models import Promise
from members.models import Member, Person, SpokenLanguage
from tests.events import cast

E = Event.State
PLACES = (("Kochi", "IN", "en"), ("Jena", "DE", "de"), ("Piura", "PE", "es"), ("Guadalajara", "MX", "es"))
REMINDER = HomeworkReminder.kind


def workshop(olga: Person, **details: Any) -> Event:
    """In three weeks, open for registration, with thirty seats."""
    values = {"slug": "heat", "kind": "workshop", "titles": {"en": "Heat in towns", "de": "Hitze in der Stadt"}}
    return cast.event(by=olga, **{**values, "capacity": 30, **details})


def places() -> list[Member]:
    return [cast.member(name, country) for name, country, _ in PLACES]


def guest(event: Event, name: str, acts_for: Member, **more: Any) -> Person:
    """Somebody with a seat, who speaks the language of the place and some English."""
    person = cast.person(name, acts_for=acts_for, **more)
    spoken = {code for place, _, code in PLACES if place == acts_for.name} | {"en"}
    SpokenLanguage.objects.bulk_create(SpokenLanguage(person=person, code=code, level="B2") for code in sorted(spoken))
    made = registrations.register(event, person, acts_for)
    assert made.state == Registration.State.CONFIRMED
    cast.reactions_run()
    return person


def guests(event: Event, count: int) -> list[Person]:
    """People from the four places in turn."""
    there = places()
    return [guest(event, f"Guest {number:02}", there[number % len(there)]) for number in range(count)]


def task(event: Event, by: Person, title: str = "Bring a practice", *, days: int = 10, **more: Any) -> WorkshopTask:
    due_at = timezone.now() + timedelta(days=days)
    return tasks.set_task(event, by=by, **{"titles": {"en": title}, "texts": {}, "due_at": due_at, **more})


def competence(event: Event, by: Person, text: str = "I can read a heat map.") -> Competence:
    return ratings.add_competence(event, by=by, texts={"en": text})


def preparing(olga: Person, **details: Any) -> Event:
    """A workshop whose preparation has begun, with one task due in ten days."""
    event = workshop(olga, **details)
    task(event, olga)
    for to in (Workshop.Step.AGENDA, Workshop.Step.PREPARATION):
        steps.move(event, to=to, by=olga)
    return event


def hold(event: Event, olga: Person) -> None:
    """Let the event begin and end, and all follow that follows."""
    for to in (E.REGISTRATION_CLOSED, E.LIVE, E.DOCUMENTATION):
        states.move(event, to=to, by=olga)
    cast.reactions_run()


def step(event: Event) -> str:
    return Workshop.objects.get(event=event).step


def keep(*kinds: str, **data: Any) -> int:
    """Let the time of the open promises of these kinds come, of those with this data. Returns how many were kept."""
    past = timezone.now()
    rows = [row for row in Promise.objects.filter(kind__in=kinds, state="due") if data.items() <= row.data.items()]
    Promise.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=past, promised_at=past)
    return sum(promises.keep(row.pk) for row in rows)
