"""The demo mixers: one next week for looking around, and one that starts when asked for."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from events import audiences, registrations, states
from events.models import Event
from exchanges.mixers import cards, programme
from exchanges.mixers.models import Mixer
from exchanges.mixers.programme import Programme
from hub.demo.people import Cards, Cast
from members.models import Network, Person, Topic

TITLES = {
    "de": "Global Mixer: Hitze und Wasser (Demo)",
    "en": "Global Mixer: heat and water (demo)",
    "es": "Global Mixer: calor y agua (demo)",
    "pt-br": "Global Mixer: calor e água (demo)",
}
TITLES_NOW = {
    "de": "Global Mixer zum Ausprobieren (Demo)",
    "en": "Global Mixer to try out (demo)",
    "es": "Global Mixer de prueba (demo)",
    "pt-br": "Global Mixer para experimentar (demo)",
}
SUMMARIES = {
    "de": "75 Minuten, drei Runden an kleinen Tischen: Kommunen lernen sich kennen, die am selben Thema arbeiten.",
    "en": "75 minutes, three rounds at small tables: towns that work on the same topic meet.",
    "es": "75 minutos, tres rondas en mesas pequeñas: se conocen municipios que trabajan en el mismo tema.",
    "pt-br": "75 minutos, três rodadas em mesas pequenas: municípios que trabalham no mesmo tema se conhecem.",
}
PROMPTS = (
    {
        "de": "Welche Maßnahme würden Sie morgen wieder ergreifen, welche nie wieder?",
        "en": "Which measure would you take again tomorrow, and which never again?",
        "es": "¿Qué medida volvería a tomar mañana y cuál nunca más?",
        "pt-br": "Que medida a senhora ou o senhor tomaria de novo amanhã, e qual nunca mais?",
    },
    {
        "de": "Wer musste überzeugt werden, und wie gelang es?",
        "en": "Who had to be convinced, and how did you manage?",
        "es": "¿A quién hubo que convencer y cómo se logró?",
        "pt-br": "Quem precisou ser convencido, e como isso deu certo?",
    },
    {
        "de": "Was könnten zwei unserer Städte zusammen tun?",
        "en": "What could two of our cities do together?",
        "es": "¿Qué podrían hacer juntas dos de nuestras ciudades?",
        "pt-br": "O que duas das nossas cidades poderiam fazer juntas?",
    },
)
ROUND_SECONDS = 60
DAYS_AHEAD = 9


@transaction.atomic
def next_week(cast: Cast) -> Mixer:
    """The mixer in the calendar; most demo delegates of its network have registered. Found again when it exists."""
    known = Mixer.objects.filter(event__titles=TITLES, event__ends_at__gt=timezone.now()).first()
    if known is not None:
        return known
    day = timezone.now() + timedelta(days=DAYS_AHEAD)
    starts_at = day.replace(hour=13, minute=30, second=0, microsecond=0)
    mixer = _plan(cast, Programme(prompts=PROMPTS), TITLES, starts_at=starts_at, capacity=60)
    _register(mixer, dict(list(cast.delegates.items())[2:]))
    return mixer


@transaction.atomic
def starting_in(cast: Cast, seconds: float, *, round_seconds: int = ROUND_SECONDS) -> Mixer:
    """A further mixer with short rounds and pauses; half of its demo delegates are registered."""
    starts_at = timezone.now() + timedelta(seconds=seconds)
    short = Programme(
        round_seconds=round_seconds,
        pause_seconds=max(5, round_seconds // 4),
        welcome_seconds=10,
        input_seconds=0,
        harvest_seconds=round_seconds,
        prompts=PROMPTS,
    )
    mixer = _plan(cast, short, TITLES_NOW, starts_at=starts_at, capacity=60)
    _register(mixer, dict(list(cast.delegates.items())[::2]))
    return mixer


def _plan(cast: Cast, parts: Programme, titles: dict[str, str], **when: Any) -> Mixer:
    mixer = programme.create(
        by=cast.organiser,
        network=Network.objects.get(slug="iscn"),
        programme=parts,
        topics=list(Topic.objects.filter(slug__in=["heat-and-water", "resilience"])),
        titles=titles,
        summaries=SUMMARIES,
        zone="Europe/Berlin",
        audience=Event.Audience.PUBLIC,
        languages=["en", "es", "pt"],
        contact=cast.organiser.email,
        **when,
    )
    for state in (Event.State.PUBLISHED, Event.State.REGISTRATION_OPEN):
        states.move(mixer.event, to=state, by=cast.organiser)
    mixer.event.refresh_from_db()
    return mixer


def _register(mixer: Mixer, acting: dict[Person, Cards]) -> None:
    topics = dict(Topic.objects.values_list("slug", "id"))
    for person, brought in acting.items():
        members = audiences.members_for(mixer.event, person)
        if not members:
            continue
        registrations.register(mixer.event, person, members[0], by=mixer.event.organiser)
        cards.bring(
            mixer,
            by=person,
            seeks=[cards.Line(topics[slug], line) for slug, line in brought.seeks],
            offers=[cards.Line(topics[slug], line) for slug, line in brought.offers],
        )
