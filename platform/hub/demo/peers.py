"""Peer learning in the demo: what towns offer, a request in Pirna's drawer, and a tandem that is learning.

The places are real, the wishes and offers are invented; the people behind them are labelled demo.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.demo.people import Cast
from members.memberships import State
from members.models import Member, Membership, Network, Person, Topic
from peers import offers, partnerships, requests, writing
from peers.models import Invitation, Offer, Partnership, Request, Suggestion
from peers.states import R
from peers.states import move as step

NETWORK = "vernetzt-in-europa"
OFFERS: tuple[tuple[str, str, int, str, list[str], bool], ...] = (
    ("piura", "heat-and-water", 3, "Vivir con El Niño: sombra, fuentes, patios frescos", ["es", "en", "de"], False),
    ("kochi", "heat-and-water", 3, "Cooling a market without more power", ["en", "hi"], True),
    ("kochi", "resilience", 2, "Flood plans for lagoon islands", ["en"], False),
    ("boleslawiec", "heat-and-water", 2, "Trees and wells on an old market square", ["pl", "de", "en"], False),
    ("boleslawiec", "energy", 2, "Renovating schools without losing a year", ["pl", "en", "de"], True),
    ("freiburg-im-breisgau", "energy", 3, "Heat planning for a whole city", ["de", "en"], False),
    ("pirna", "town-centre", 2, "Pop-up-Läden in der Altstadt", ["de", "en"], True),
)
"""Member, topic, experience, line, languages, whether others could take it over."""
DRAFT: dict[str, Any] = {
    "topics": ["heat-and-water", "town-centre"],
    "need": "Unsere Altstadt wird im Sommer so heiß, dass die Leute den Markt meiden.",
    "tried": "Sonnensegel vor dem Rathaus; sie hielten keinen Sturm aus.",
    "questions": ["Was kühlt einen Marktplatz am schnellsten?"],
    "languages": ["de", "en"],
    "hours": 4,
}


@transaction.atomic
def fill(cast: Cast) -> None:
    """Make what is missing; members that take part in peer learning belong to the same network for it."""
    people = {person.email.partition("@")[0]: person for person in cast.delegates}
    network = Network.objects.get(slug=NETWORK)
    members = Member.objects.in_bulk({row[0] for row in OFFERS} | {"jena"}, field_name="slug")
    for member in members.values():
        Membership.objects.get_or_create(member=member, network=network, defaults={"state": State.ADMITTED})
    topics = Topic.objects.in_bulk(field_name="slug")
    for slug, topic, experience, line, languages, solution in OFFERS:
        _offer(members[slug], topics[topic], experience, line, languages, solution)
    if not Request.objects.filter(member=members["pirna"]).exists():
        draft = requests.begin(member=members["pirna"], network=network, by=people["pirna"])
        requests.save(request_id=draft.pk, by=people["pirna"], values=DRAFT)
    if not Request.objects.filter(member=members["jena"]).exists():
        _tandem(members["jena"], members["freiburg-im-breisgau"], people, network)


def _offer(member: Member, topic: Topic, experience: int, line: str, languages: list[str], solution: bool) -> None:
    if Offer.objects.filter(member=member, topic=topic).exists():
        return
    values = {"experience": experience, "line": line, "languages": languages, "solution": solution, "hosts": 2}
    offers.make(member=member, topic=topic, by=None, values=values)


def _tandem(seeker: Member, host: Member, people: dict[str, Person], network: Network) -> Partnership:
    """Jena learns from Freiburg how to plan the heat of a whole city, and has begun."""
    jonas, ines = people["jena"], people["freiburg-im-breisgau"]
    draft = requests.begin(member=seeker, network=network, by=jonas)
    values = {**DRAFT, "topics": ["energy"], "need": "Wie planen wir die Wärme einer ganzen Stadt?", "tried": ""}
    row = requests.save(request_id=draft.pk, by=jonas, values=values)
    row = requests.post(request_id=row.pk, by=jonas)
    step(row, R.MATCHED)
    _invited(row, host)
    made = partnerships.found(row, by=ines)
    partnerships.write_charter(
        partnership_id=made.pk, by=jonas, goals="Jena: ein Wärmeplan bis 2028. Freiburg: Daten aus einem engen Tal.",
        effort="Zwei Stunden im Monat, ein Besuch",
    )  # fmt: skip
    for person in (jonas, ines):
        partnerships.agree(partnership_id=made.pk, by=person)
    partnerships.go_on(partnership_id=made.pk, by=jonas, to=R.LEARNING)
    due_on = timezone.localdate() + timedelta(days=30)
    writing.plan(
        partnership_id=made.pk, by=ines, text="Freiburg zeigt die Datengrundlage", owner_id=host.pk, due_on=due_on
    )
    writing.log(partnership_id=made.pk, by=jonas, text="Erstes Treffen: Wir beginnen mit den Schulen.")
    return made


def _invited(row: Request, host: Member) -> None:
    topic = row.ranked.get().topic
    reasons = [{"kind": "experience", "values": {"topic": topic.slug, "experience": 3, "wish": 1}}]
    Suggestion.objects.create(
        request=row, host=host, topic=topic, state=Suggestion.State.INVITED, rank=1, score=120, reasons=reasons
    )
    Invitation.objects.create(
        request=row, host=host, topic=topic, state=Invitation.State.ACCEPTED, answered_at=timezone.now(),
        sentence="Ihr plant die Wärme einer ganzen Stadt. Dürfen wir zuschauen?",
    )  # fmt: skip
    step(row, R.INVITED)
