"""The demo workshop: its preparation goes on, some have handed in, three groups have been proposed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events import audiences, calendar, registrations, states
from events.models import Event, Workshop
from events.workshops import groups, handing_in, ratings, steps, tasks
from hub.demo.people import Cast
from hub.demo.symposia import Texts, texts
from members.models import Network, Person, Topic

TITLE: Texts = (
    "Fachworkshop: Hitzeschutz planen (Demo)",
    "Specialist workshop: planning against heat (demo)",
    "Taller especializado: planificar contra el calor (demo)",
    "Oficina especializada: planejar contra o calor (demo)",
)
SUMMARY: Texts = (
    "Ein Tag, an dem alle eine Praxis oder eine Herausforderung mitbringen.",
    "A day to which everybody brings a practice or a challenge.",
    "Un día al que cada persona trae una práctica o un desafío.",
    "Um dia para o qual cada pessoa traz uma prática ou um desafio.",
)
NEEDS: Texts = (
    "Kleine Städte haben Hitzekarten, aber keinen Plan, der daraus folgt.",
    "Small towns have heat maps, and no plan that follows from them.",
    "Las ciudades pequeñas tienen mapas de calor, pero ningún plan que se derive de ellos.",
    "As cidades pequenas têm mapas de calor, mas nenhum plano que decorra deles.",
)
TASKS: tuple[tuple[int, Texts], ...] = (
    (12, ("Eine Praxis oder eine Herausforderung", "A practice or a challenge", "Una práctica o un desafío",
          "Uma prática ou um desafio")),
    (6, ("Eine Karte Ihrer Stadt", "A map of your town", "Un mapa de su ciudad", "Um mapa da sua cidade")),
)  # fmt: skip
COMPETENCES: tuple[Texts, ...] = (
    ("Ich kann eine Hitzekarte lesen.", "I can read a heat map.", "Sé leer un mapa de calor.",
     "Sei ler um mapa de calor."),
    ("Ich kann einen Hitzeplan mit der Feuerwehr abstimmen.", "I can agree on a heat plan with the fire brigade.",
     "Sé acordar un plan de calor con los bomberos.", "Sei combinar um plano de calor com os bombeiros."),
)  # fmt: skip
BROUGHT = (
    ("practice", "Shade on the way to school (demo)", "Forty trees along two streets; parents water them."),
    ("challenge", "Nobody reads our warnings (demo)", "We send mails. Those who suffer most have no mail."),
    ("practice", "Cool rooms in libraries (demo)", "Six libraries stay open until nine when it is hot."),
)


@transaction.atomic
def fill(cast: Cast) -> Event:
    """The workshop with homework, groups and competences; found again when it exists."""
    known = Event.objects.filter(titles=texts(TITLE), ends_at__gt=timezone.now()).first()
    if known is not None:
        return known
    event, by = _announce(cast), cast.organiser
    people = _register(event, cast)
    tasks.write_needs(event, by=by, needs=texts(NEEDS))
    for words in COMPETENCES:
        ratings.add_competence(event, by=by, texts=texts(words))
    for days, words in TASKS:
        tasks.set_task(event, by=by, titles=texts(words), due_at=event.starts_at - timedelta(days=days))
    for to in (Workshop.Step.AGENDA, Workshop.Step.PREPARATION):
        steps.move(event, to=to, by=by)
    _hand_in(event, people)
    groups.propose(event, by=by, size=4)
    return event


def _announce(cast: Cast) -> Event:
    starts_at = (timezone.now() + timedelta(days=24)).replace(hour=12, minute=0, second=0, microsecond=0)
    event = calendar.add(
        by=cast.organiser,
        network=Network.objects.get(slug="iscn"),
        kind=Event.Kind.WORKSHOP,
        topics=list(Topic.objects.filter(slug="heat-and-water")),
        titles=texts(TITLE),
        summaries=texts(SUMMARY),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=5),
        zone="Europe/Berlin",
        capacity=30,
        languages=["en", "es"],
        contact=cast.organiser.email,
    )
    for state in (Event.State.PUBLISHED, Event.State.REGISTRATION_OPEN):
        states.move(event, to=state, by=cast.organiser)
    event.refresh_from_db()
    return event


def _register(event: Event, cast: Cast) -> list[Person]:
    """The first twelve delegates of the network."""
    pairs = [(person, member) for person in cast.delegates for member in audiences.members_for(event, person)[:1]]
    for person, member in pairs[:12]:
        registrations.register(event, person, member, by=cast.organiser)
    return [person for person, _ in pairs[:12]]


def _hand_in(event: Event, people: list[Person]) -> None:
    first = event.workshop.tasks.earliest("due_at")
    competences = list(event.workshop.competences.all())
    for number, person in enumerate(people[:6]):
        scores = {one.pk: 1 + (number + place) % 3 for place, one in enumerate(competences)}
        ratings.rate(event, by=person, scores=scores)
    for person, (kind, title, text) in zip(people, BROUGHT, strict=False):
        handing_in.hand_in(event, first.pk, by=person, kind=kind, title=title, text=text)
