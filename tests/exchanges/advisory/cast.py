"""Members, people and cases for these tests: real places, invented persons; Guadalajara asks, others advise."""

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from events.models import Meeting
from exchanges.advisory import advisors, cases, engagements, triage
from exchanges.advisory.models import Advisor, Case, Engagement, Programme
from ledger import promises, relay
from members.models import Delegate, Member, Membership, Network, Notice, Office, Person
from tests.events import cast as calendar

WATER, HEAT, DATA = "resilience", "heat-and-water", "energy"
PLACES = {
    "Guadalajara": ("MX", "America/Mexico_City", ["es", "en"]),
    "Piura": ("PE", "America/Lima", ["es", "en"]),
    "Utrecht": ("NL", "Europe/Amsterdam", ["en", "nl"]),
    "Kochi": ("IN", "Asia/Kolkata", ["en", "hi"]),
    "Pirna": ("DE", "Europe/Berlin", ["de", "en"]),
    "Jena": ("DE", "Europe/Berlin", ["de"]),
}
WRITTEN: dict[str, Any] = {
    "title": "Agua en los barrios altos",
    "topics": [WATER, HEAT],
    "challenge": "En marzo falta agua en los barrios altos.",
    "context": "Un millón y medio de personas, tres embalses.",
    "attempts": "Camiones cisterna, sin plan.",
    "questions": ["¿Qué ayuda antes de la próxima sequía?"],
    "languages": ["es", "en"],
}


def network(slug: str = "iscn") -> Network:
    return Network.objects.get(slug=slug)


def member(name: str, *, of: Network | None = None) -> Member:
    country, zone, languages = PLACES[name]
    values = {"name": name, "country": country, "time_zone": zone, "languages": languages, "size_class": "11"}
    made, _ = Member.objects.get_or_create(slug=name.lower(), defaults=values)
    Membership.objects.get_or_create(member=made, network=of or network(), defaults={"state": "admitted"})
    return made


def delegate(name: str, of: Member) -> Person:
    made = Person.objects.create_user(f"{name.lower()}@example.org", name=name, time_zone=of.time_zone)
    Delegate.objects.create(person=made, member=of, state="admitted")
    return made


def official(name: str = "Sekar", role: str = Office.Role.SECRETARIAT, *, of: Network | None = None) -> Person:
    return calendar.organiser(name, of=of, role=role)


def programme(**values: Any) -> Programme:
    given = {"titles": {"en": "Advice 2027"}, "deadline": in_days(30), "capacity": 5, "languages": ["es", "en"]}
    return Programme.objects.create(network=network(), **{**given, **values})


def advisor(name: str, of: str, *, topics: tuple[str, ...] = (WATER,), **values: Any) -> Advisor:
    """A delegate of a place who advises on some topics and has been admitted."""
    place = member(of)
    person = delegate(name, place)
    evidence = {slug: f"We did {slug} in {of}." for slug in topics}
    given = {"languages": place.languages, "load": 2, **values}
    row = advisors.offer(member=place, network=network(), by=person, evidence=evidence, **given)
    Advisor.objects.filter(pk=row.pk).update(state=Advisor.State.ADMITTED)
    return Advisor.objects.get(pk=row.pk)


def draft(by: Person, of: Member, season: Programme | None = None, **values: Any) -> Case:
    made = cases.begin(programme_id=(season or programme()).pk, member_id=of.pk, by=by)
    return cases.save(case_id=made.pk, by=by, values={**WRITTEN, **values})


def submitted(by: Person, of: Member, season: Programme | None = None, **values: Any) -> Case:
    return cases.submit(case_id=draft(by, of, season, **values).pk, by=by)


def accepted(
    by: Person, of: Member, office: Person, *, wants: int = 2, interpreted: bool = False, **values: Any
) -> Case:
    row = submitted(by, of, **values)
    triage.look(case_id=row.pk, by=office)
    return triage.accept(case_id=row.pk, by=office, wants=wants, interpreted=interpreted)


def asked(row: Case, who: Advisor, office: Person) -> Engagement:
    return engagements.ask(case_id=row.pk, advisor_id=who.pk, by=office)


def advising(row: Case, who: Advisor, office: Person) -> Engagement:
    """Asked, without a conflict, accepted."""
    one = asked(row, who, office)
    engagements.declare(engagement_id=one.pk, by=who.person, conflict="")
    return engagements.accept(engagement_id=one.pk, by=who.person)


def fresh(row: Case) -> Case:
    return Case.objects.select_related("programme__network", "member", "giver", "session__room").get(pk=row.pk)


def session_of(row: Case) -> Meeting:
    """The session as it is booked now."""
    session = fresh(row).session
    assert session is not None
    return session


def scoping_of(row: Case) -> Meeting:
    """The scoping call as it is booked now."""
    scoping = Case.objects.select_related("scoping").get(pk=row.pk).scoping
    assert scoping is not None
    return scoping


def settle() -> None:
    """Let everything follow that follows from what was recorded."""
    while relay.drain():
        pass


def keep_everything_due() -> None:
    """What workers do: promises and reactions, until nothing is left."""
    while promises.keep_due(until=timezone.now()) + relay.drain():
        pass


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def in_days(days: float) -> Any:
    return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
