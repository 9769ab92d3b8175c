"""Members, people, offers and requests for these tests: real places, invented persons."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from ledger import relay
from members.models import Delegate, Member, Membership, Network, Notice, Office, Person, Topic
from peers import invitations, offers, requests
from peers.models import Invitation, Offer, Partnership, Request, Suggestion
from tests.events import cast as calendar

HEAT, TOWN, ENERGY = "heat-and-water", "town-centre", "energy"
PLACES = {
    "Pirna": ("DE", "22", "Europe/Berlin", ["de", "en"]),
    "Jena": ("DE", "12", "Europe/Berlin", ["de", "en"]),
    "Kochi": ("IN", "11", "Asia/Kolkata", ["en", "hi"]),
    "Piura": ("PE", "12", "America/Lima", ["es", "en"]),
    "Bolesławiec": ("PL", "22", "Europe/Warsaw", ["pl", "en", "de"]),
    "Lima": ("PE", "11", "America/Lima", ["es"]),
}


def network(slug: str = "iscn") -> Network:
    return Network.objects.get(slug=slug)


def member(name: str, *, of: Network | None = None, **fields: Any) -> Member:
    """A member of the ISCN unless told otherwise; the same one again when it is there."""
    country, size, zone, languages = PLACES.get(name, ("DE", "22", "Europe/Berlin", ["de", "en"]))
    values = {"name": name, "country": country, "size_class": size, "time_zone": zone, "languages": languages, **fields}
    made, _ = Member.objects.get_or_create(slug=name.lower().replace("ł", "l").replace(" ", "-"), defaults=values)
    Membership.objects.get_or_create(member=made, network=of or network(), defaults={"state": "admitted"})
    return made


def admitted(to: str, one: Member) -> Member:
    """The member, in one more network."""
    Membership.objects.create(member=one, network=network(to), state="admitted")
    return one


def delegate(name: str, acts_for: Member, *, representative: bool = False, **fields: Any) -> Person:
    made = Person.objects.create_user(f"{name.lower()}@example.org", name=name, **fields)
    Delegate.objects.create(person=made, member=acts_for, state="admitted", representative=representative)
    return made


def official(name: str = "Sekar", role: str = Office.Role.SECRETARIAT, *, of: Network | None = None) -> Person:
    return calendar.organiser(name, of=of, role=role)


def topic(slug: str) -> Topic:
    return Topic.objects.get(slug=slug)


def offer(of: Member, slug: str = HEAT, **values: Any) -> Offer:
    given = {"line": f"{slug} in {of.name}", "experience": 3, "languages": of.languages, "hosts": 2, **values}
    return offers.make(member=of, topic=topic(slug), by=None, values=given)


def draft(by: Person, of: Member, **values: Any) -> Request:
    """A draft in which everything stands that is needed."""
    made = requests.begin(member=of, by=by)
    given = {
        "topics": [HEAT, TOWN],
        "need": "Unsere Altstadt wird im Sommer zu heiß.",
        "questions": ["Was kühlt am schnellsten?"],
        "languages": ["de", "en"],
        "hours": 4,
        **values,
    }
    return requests.save(request_id=made.pk, by=by, values=given)


def posted(by: Person, of: Member, **values: Any) -> Request:
    """A posted request, with what follows from it."""
    made = requests.post(request_id=draft(by, of, **values).pk, by=by)
    settle()
    return fresh(made)


def settle() -> None:
    """Let everything follow that follows from what was recorded."""
    while relay.drain():
        pass


def fresh(row: Request) -> Request:
    return Request.objects.select_related("member", "network", "call").get(pk=row.pk)


def suggested(row: Request, host: Member) -> Suggestion:
    return Suggestion.objects.get(request=row, host=host)


def invited(row: Request, host: Member, by: Person) -> Invitation:
    sentence = "Wir möchten von euch lernen."
    return invitations.invite(suggestion_id=suggested(row, host).pk, by=by, sentence=sentence)


def partnership(row: Request, host: Member, *, by: Person, host_by: Person) -> Partnership:
    """Invited and accepted."""
    invitations.accept(invitation_id=invited(row, host, by).pk, by=host_by)
    settle()
    return Partnership.objects.get(request=row)


def told(kind: str) -> list[str]:
    """Who was told something of a kind, by name."""
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def in_days(days: int) -> Any:
    return timezone.now() + timedelta(days=days)
