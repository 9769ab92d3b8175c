"""Pirna and Bolesławiec at a table: people and meetings for these tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from events.meetings import booking
from events.meetings.availability import Attendee
from events.models import Meeting
from ledger import promises
from ledger.models import Promise
from members.models import Member, Person
from tests.events import cast


def tuesday(hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a Tuesday in summer, far ahead; nobody here has a holiday that week."""
    return datetime(2031, 6, 24, hour, minute, tzinfo=UTC)


def pirna() -> Member:
    return cast.member("Pirna", "DE")


def kochi() -> Member:
    return cast.member("Kochi", "IN")


def petra() -> Person:
    return cast.person("Petra", acts_for=pirna(), language="de")


def asha() -> Person:
    return cast.person("Asha", acts_for=kochi())


def attendee(person: Person, role: str = "participant") -> Attendee:
    delegation = person.delegations.first()
    return Attendee(person_id=person.pk, member_id=delegation.member_id if delegation else None, role=role)


def book(people: Sequence[Person], *, starts_at: datetime | None = None, **details: Any) -> Meeting:
    """A meeting of partnership 7; the first of the people is its host."""
    roles = ["host", *["participant"] * (len(people) - 1)]
    values: dict[str, Any] = {
        "subject": ("partnership", 7),
        "network": cast.network(),
        "titles": {"en": "Heat plans", "de": "Wärmepläne"},
        "attendees": [attendee(person, role) for person, role in zip(people, roles, strict=True)],
        "starts_at": starts_at or tuesday(),
        "minutes": 60,
        "zone": "Europe/Berlin",
    }
    return booking.book(**(values | details))


def promised(meeting: Meeting) -> dict[str, timedelta]:
    """What is promised for a meeting, and how long before the start."""
    rows = Promise.objects.filter(stream=f"meeting:{meeting.pk}", state=Promise.State.DUE)
    return {row.kind: meeting.starts_at - row.promised_at for row in rows}


def time_has_come(meeting: Meeting, kind: str, *, late: timedelta = timedelta(0)) -> str:
    """Let a promise of a meeting be due, keep it, and say what became of it."""
    rows = Promise.objects.filter(stream=f"meeting:{meeting.pk}")
    rows.exclude(kind=kind).filter(state=Promise.State.DUE).update(promised_at=timezone.now() + timedelta(days=99))
    rows.filter(kind=kind).update(promised_at=timezone.now() - late, due_at=timezone.now() - late)
    row = rows.get(kind=kind)
    promises.keep(row.pk)
    return Promise.objects.get(pk=row.pk).state
