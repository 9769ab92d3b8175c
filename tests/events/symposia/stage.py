"""A symposium of two days in Berlin with two stages, for these tests."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events import registrations
from events.models import Event, Registration, Session, Speaker, Stage
from events.symposia import placements, publishing, sessions, speakers, stages
from events.symposia.promises import LATEST, AgendaNewsDue, PiecesReminder
from ledger import promises
from ledger.models import Promise
from members.models import Person
from tests.events import cast


def symposium(olga: Person, **details: Any) -> Event:
    """Tuesday and Wednesday in nine weeks, from 9:00 UTC to 16:00 UTC of the next day."""
    start = cast.event(by=olga, slug="draw", kind="symposium").starts_at + timedelta(days=42)
    Event.objects.filter(slug="draw").delete()
    start = start.replace(hour=9, minute=0)
    values = {
        "slug": "symposium",
        "kind": "symposium",
        "titles": {"en": "Heat symposium", "de": "Hitzesymposium"},
        "starts_at": start,
        "ends_at": start + timedelta(hours=31),
        "capacity": 300,
    }
    return cast.event(by=olga, **{**values, **details})


def two_stages(event: Event, by: Person) -> tuple[Stage, Stage]:
    return stages.add_stage(event, by=by, name="Main hall", capacity=200), stages.add_stage(event, by=by, name="Studio")


def planned(event: Event, by: Person, title: str = "Heat plans", **details: Any) -> Session:
    return sessions.plan(event, by=by, **{"titles": {"en": title}, "language": "en", **details})


def placed(event: Event, by: Person, title: str, stage: Stage, hours: float, **details: Any) -> Session:
    session = planned(event, by, title, **details)
    put(session, by, stage, event.starts_at + timedelta(hours=hours))
    return session


def put(session: Session, by: Person, stage: Stage, starts_at: datetime) -> None:
    placements.place(session.event, session.pk, by=by, stage_id=stage.pk, starts_at=starts_at, revision=None)


def publish(event: Event, by: Person) -> int:
    event.agenda.refresh_from_db()
    return publishing.publish(event, by=by, revision=event.agenda.revision).number


def invited(event: Event, by: Person, email: str, session: Session | None = None, **more: Any) -> Speaker:
    return speakers.invite(event, by=by, email=email, session_id=session.pk if session else None, **more)


def registered(event: Event, name: str) -> Person:
    kochi = cast.member("Kochi", "IN")
    person = cast.person(name, acts_for=kochi)
    made = registrations.register(event, person, kochi)
    assert made.state == Registration.State.CONFIRMED
    return person


def keep(*kinds: str) -> int:
    """Let the time of every open promise of these kinds come. Returns how many were kept."""
    rows = Promise.objects.filter(kind__in=kinds, state=Promise.State.DUE)
    past = timezone.now()
    rows.update(due_at=past, promised_at=past)
    return sum(promises.keep(pk) for pk in list(rows.order_by("id").values_list("pk", flat=True)))


NEWS, PIECES = AgendaNewsDue.kind, PiecesReminder.kind
__all__ = ["LATEST", "NEWS", "PIECES"]
