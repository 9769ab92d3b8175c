"""People, members and events for these tests: real places, invented persons."""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from events.models import Event
from ledger import relay
from members.models import Delegate, Member, Membership, Network, Notice, Office, Person

ZONES = {"DE": "Europe/Berlin", "IN": "Asia/Kolkata", "PE": "America/Lima", "MX": "America/Mexico_City"}


def network(slug: str = "iscn") -> Network:
    return Network.objects.get(slug=slug)


EUROPE = "vernetzt-in-europa"


def member(name: str, country: str = "DE", *, of: Network | None = None, admitted: bool = True) -> Member:
    made, _ = Member.objects.get_or_create(
        slug=name.lower(), defaults={"name": name, "country": country, "time_zone": ZONES[country], "languages": ["en"]}
    )
    state = Membership.State.ADMITTED if admitted else Membership.State.REQUESTED
    Membership.objects.get_or_create(member=made, network=of or network(), defaults={"state": state})
    return made


def person(name: str, *, acts_for: Member | None = None, language: str = "en", zone: str = "") -> Person:
    made = Person.objects.create_user(
        f"{name.lower().replace(' ', '.')}@example.org", name=name, language=language, time_zone=zone
    )
    if acts_for:
        Delegate.objects.create(person=made, member=acts_for, state=Delegate.State.ADMITTED)
    return made


def delegates(count: int, *, acts_for: Member) -> list[Person]:
    made = Person.objects.bulk_create(
        Person(email=f"delegate{number}@example.org", name=f"Delegate {number}") for number in range(1, count + 1)
    )
    Delegate.objects.bulk_create(Delegate(person=one, member=acts_for, state=Delegate.State.ADMITTED) for one in made)
    return made


def organiser(name: str = "Olga", *, of: Network | None = None, role: str = Office.Role.ORGANISER) -> Person:
    made = person(name)
    Office.objects.create(person=made, network=of or network(), role=role)
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={})
    return made


def event(*, by: Person, slug: str = "global-mixer", **details: Any) -> Event:
    """An event of the ISCN in three weeks at 13:30 UTC, open for registration, with ten seats."""
    start = (timezone.now() + timedelta(days=21)).replace(hour=13, minute=30, second=0, microsecond=0)
    values = {
        "kind": Event.Kind.MIXER,
        "network": network(),
        "state": Event.State.REGISTRATION_OPEN,
        "titles": {"en": "Global Mixer", "de": "Globaler Mixer"},
        "starts_at": start,
        "ends_at": start + timedelta(minutes=75),
        "zone": "Europe/Berlin",
        "capacity": 10,
        "contact": "mixer@example.org",
    }
    return Event.objects.create(slug=slug, organiser=by, **{**values, **details})


def at(text: str) -> datetime:
    """A moment in UTC from `2027-03-28 13:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def reactions_run() -> None:
    """Let everything follow that follows from what was recorded."""
    while relay.drain():
        pass


def told(kind: str) -> list[str]:
    """Who was told something of a kind, by name."""
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))
