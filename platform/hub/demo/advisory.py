"""The advisory programme in the demo: a season, advisors, and cases in different states.

The places are real, the challenges and what is known about them are invented; the people behind them are labelled demo.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from exchanges.advisory import advice, advisors, cases, engagements, noting, programmes, triage
from exchanges.advisory.models import Advisor, Case, Programme
from hub.demo.people import Cast
from members.memberships import State
from members.models import Member, Membership, Network, Person

C = Case.State
NETWORK = "iscn"
TITLES = {
    "en": "Advice 2027 (demo)", "de": "Beratung 2027 (Demo)", "es": "Asesoría 2027 (demo)",
    "pt-br": "Assessoria 2027 (demo)",
}  # fmt: skip
CALL = {
    "en": "Bring a challenge that you cannot solve alone. Two advisors from other countries think it through with you.",
    "de": "Bringen Sie eine Herausforderung ein, die Sie allein nicht lösen. Zwei Beratende aus anderen Ländern denken "
    "sie mit Ihnen durch.",
    "es": "Presente un reto que no puede resolver solo. Dos asesores de otros países lo piensan con usted.",
    "pt-br": "Traga um desafio que você não resolve sozinho. Dois assessores de outros países pensam com você.",
}
ADVISORS: tuple[tuple[str, list[str], dict[str, str]], ...] = (
    ("utrecht", ["en", "es"], {"resilience": "Stormwater plan of a whole district", "digital-twin": "A twin"}),
    ("piura", ["es", "en"], {"resilience": "Aviso temprano en 120 barrios", "heat-and-water": "Patios frescos"}),
    ("freiburg-im-breisgau", ["de", "en"], {"heat-and-water": "Map of cool places", "energy": "Heat plan"}),
    ("kochi", ["en", "hi"], {"resilience": "Flood plans for lagoon islands", "heat-and-water": "A cool market"}),
    ("belem", ["pt", "es", "en"], {"climate-action": "Corredores verdes", "heat-and-water": "Sombra"}),
)
"""Member, languages, and what its delegate knows, with the evidence."""
CASES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "bhubaneswar", C.SUBMITTED,
        {"title": "Safe ways to school", "topics": ["heat-and-water"], "languages": ["en"], "level": "network",
         "challenge": "In May children walk to school at forty degrees.",
         "questions": ["Which shade grows fast enough?", "Who waters it?"]},
    ),
    (
        "pirna", C.TRIAGED,
        {"title": "Leere Läden, heißer Markt", "topics": ["heat-and-water"], "languages": ["de"],
         "challenge": "Im Sommer meiden alle den Markt.", "questions": ["Was kühlt einen Platz?"]},
    ),
    (
        "saltillo", C.ADVISORS_MATCHED,
        {"title": "Agua en el desierto", "topics": ["heat-and-water", "resilience"], "languages": ["es", "en"],
         "level": "network", "challenge": "El acuífero baja cada año un metro.",
         "attempts": "Tarifas por bloques; protestas.", "questions": ["¿Qué ahorra más en dos años?"]},
    ),
    (
        "lima", C.ADVICE_DELIVERED,
        {"title": "Buses que llegan", "topics": ["resilience"], "languages": ["es"], "challenge": "Nadie sabe cuándo.",
         "questions": ["¿Qué se dice al pasajero cuando el bus no llega?"]},
    ),
)  # fmt: skip
"""Member, how far its case has come, and what it says."""
ADVICE = (
    "Un mapa de paradas sin sombra, hecho con los conductores",
    "Un aviso por mensaje, también sin teléfono nuevo",
)


@transaction.atomic
def fill(cast: Cast) -> None:
    """Make what is missing."""
    network = Network.objects.get(slug=NETWORK)
    if Programme.objects.filter(network=network, titles=TITLES).exists():
        return
    people = {person.email.partition("@")[0]: person for person in cast.delegates}
    slugs = {row[0] for row in ADVISORS} | {row[0] for row in CASES} | {"guadalajara"}
    members = Member.objects.in_bulk(slugs, field_name="slug")
    for member in members.values():
        Membership.objects.get_or_create(member=member, network=network, defaults={"state": State.ADMITTED})
    guides = [
        _advisor(network, members[slug], people[slug], languages, known, cast.secretariat)
        for slug, languages, known in ADVISORS
    ]
    season = _season(network, cast.organiser)
    for slug, state, told in CASES:
        _case(season, members[slug], people[slug], state, told, guides[1:3], cast.secretariat)


def _season(network: Network, by: Person) -> Programme:
    deadline = timezone.now() + timedelta(days=45)
    values = {"titles": TITLES, "summaries": CALL, "deadline": deadline, "capacity": 8}
    return programmes.add(network=network, by=by, values={**values, "languages": ["en", "es", "de"], "topics": []})


def _advisor(
    network: Network, member: Member, by: Person, languages: list[str], known: dict[str, str], office: Person
) -> Advisor:
    row = advisors.offer(member=member, network=network, by=by, evidence=known, languages=languages, load=3)
    return advisors.admit(advisor_id=row.pk, by=office)


def _case(
    season: Programme,
    member: Member,
    giver: Person,
    state: str,
    told: Mapping[str, Any],
    guides: list[Advisor],
    office: Person,
) -> None:
    """A case that has come so far."""
    row = cases.begin(programme_id=season.pk, member_id=member.pk, by=giver)
    cases.save(case_id=row.pk, by=giver, values=told)
    row = cases.submit(case_id=row.pk, by=giver)
    if state == C.SUBMITTED:
        return
    row = triage.look(case_id=row.pk, by=office)
    if state == C.TRIAGED:
        return
    row = triage.accept(case_id=row.pk, by=office, wants=1, interpreted=False)
    _advised(row, guides[0], office)
    if state == C.ADVICE_DELIVERED:
        _deliver(row, guides[0], office)


def _advised(row: Case, guide: Advisor, office: Person) -> None:
    asked = engagements.ask(case_id=row.pk, advisor_id=guide.pk, by=office)
    engagements.declare(engagement_id=asked.pk, by=guide.person, conflict="")
    engagements.accept(engagement_id=asked.pk, by=guide.person)


def _deliver(row: Case, guide: Advisor, office: Person) -> None:
    """As after a session, which nobody holds in a demo."""
    row.refresh_from_db()
    for state in (C.SCOPED, C.SCHEDULED, C.HELD):
        noting.moved(row, state, by=office)
    for text in ADVICE:
        advice.recommend(case_id=row.pk, by=guide.person, text=text)
    advice.deliver(case_id=row.pk, by=guide.person)
