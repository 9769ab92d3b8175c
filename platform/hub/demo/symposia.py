"""The demo symposium: two days with two stages, its agenda published, its speakers in every state."""

from calendar import TUESDAY
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from events import audiences, calendar, registrations, states
from events.models import Appearance, Event, Session, Speaker
from events.symposia import bookmarks, handing_in, placements, publishing, sessions, speakers, stages
from events.symposia.places import taking
from hub.demo.people import Cast
from members.models import Network, Person, Topic

BERLIN = ZoneInfo("Europe/Berlin")
DAYS_AHEAD = 40
Texts = tuple[str, str, str, str]
TITLE: Texts = (
    "Symposium: Kühle Städte (Demo)",
    "Symposium: cool cities (demo)",
    "Simposio: ciudades frescas (demo)",
    "Simpósio: cidades frescas (demo)",
)
SUMMARY: Texts = (
    "Zwei Nachmittage über Hitze und Wasser in der Stadt, mit Verdolmetschung.",
    "Two afternoons about heat and water in cities, with interpretation.",
    "Dos tardes sobre calor y agua en la ciudad, con interpretación.",
    "Duas tardes sobre calor e água na cidade, com interpretação.",
)
HEAT: Texts = ("Hitze", "Heat", "Calor", "Calor")
WATER: Texts = ("Wasser", "Water", "Agua", "Água")
PAUSE: Texts = ("Pause", "Break", "Pausa", "Intervalo")
PROGRAMME: tuple[tuple[int, str, int, int, str, Texts | None, Texts, tuple[int, ...]], ...] = (
    (0, "13:30", 0, 30, "talk", None, ("Willkommen", "Welcome", "Bienvenida", "Boas-vindas"), (0,)),
    (0, "14:00", 0, 45, "talk", HEAT,
     ("Wo Schatten fehlt", "Where shade is missing", "Dónde falta sombra", "Onde falta sombra"), (1,)),
    (0, "14:00", 1, 45, "talk", WATER,
     ("Regen, der bleibt", "Rain that stays", "Lluvia que se queda", "Chuva que fica"), (2,)),
    (0, "14:45", 0, 15, "break", None, PAUSE, ()),
    (0, "15:00", 0, 60, "panel", HEAT,
     ("Wer bezahlt den Schatten?", "Who pays for shade?", "¿Quién paga la sombra?", "Quem paga a sombra?"), (1, 3, 4)),
    (0, "15:00", 1, 60, "world_cafe", WATER,
     ("Drei Kanäle, drei Tische", "Three canals, three tables", "Tres canales, tres mesas", "Três canais, três mesas"),
     (5,)),
    (0, "16:15", 0, 45, "fishbowl", None,
     ("Was nicht gelang", "What did not work", "Lo que no funcionó", "O que não deu certo"), (6,)),
    (1, "13:30", 0, 30, "talk", HEAT,
     ("Bäume, die überleben", "Trees that survive", "Árboles que sobreviven", "Árvores que sobrevivem"), (7,)),
    (1, "13:30", 1, 30, "talk", WATER,
     ("Offene Pegeldaten", "Open gauge data", "Datos abiertos de niveles", "Dados abertos de níveis"), (2,)),
    (1, "14:15", 0, 45, "talk", HEAT,
     ("Kühle Schulhöfe", "Cool school yards", "Patios escolares frescos", "Pátios escolares frescos"), (3,)),
    (1, "14:15", 1, 45, "1-2-4-all", WATER,
     ("Der nächste Schritt", "The next step", "El próximo paso", "O próximo passo"), (5,)),
    (1, "15:00", 0, 15, "break", None, PAUSE, ()),
    (1, "15:15", 0, 60, "panel", None,
     ("Was Karten verschweigen", "What maps leave out", "Lo que callan los mapas", "O que os mapas calam"), (4, 6, 8)),
    (1, "16:15", 0, 30, "talk", None,
     ("Was wir mitnehmen", "What we take home", "Lo que nos llevamos", "O que levamos para casa"), (0,)),
)  # fmt: skip
LIMITED = {5: 4, 10: 3}
"""Two sessions with few places, by their number in the programme: more people want to come."""
GUEST = "speaker.demo@example.org"


def texts(words: Texts) -> dict[str, str]:
    """Four texts by language code."""
    return dict(zip(("de", "en", "es", "pt-br"), words, strict=True))


@transaction.atomic
def fill(cast: Cast) -> Event:
    """The symposium with its agenda; found again when it exists."""
    known = Event.objects.filter(titles=texts(TITLE), ends_at__gt=timezone.now()).first()
    if known is not None:
        return known
    first = _tuesday((timezone.now() + timedelta(days=DAYS_AHEAD)).astimezone(BERLIN).date())
    event = _announce(cast, first)
    made = _draft(event, cast.organiser, first)
    _invite(event, cast, made)
    _publish(event, cast)
    return event


def _tuesday(day: date) -> date:
    """The first Tuesday from a day on: nobody confers on a weekend."""
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def _announce(cast: Cast, first: date) -> Event:
    event = calendar.add(
        by=cast.organiser,
        network=Network.objects.get(slug="iscn"),
        kind=Event.Kind.SYMPOSIUM,
        topics=list(Topic.objects.filter(slug="heat-and-water")),
        titles=texts(TITLE),
        summaries=texts(SUMMARY),
        starts_at=_at(first, 0, "13:30"),
        ends_at=_at(first, 1, "17:00"),
        zone="Europe/Berlin",
        audience=Event.Audience.PUBLIC,
        capacity=200,
        languages=["en", "es"],
        interpretation=[["es", "en"], ["en", "es"]],
        contact=cast.organiser.email,
    )
    for state in (Event.State.PUBLISHED, Event.State.REGISTRATION_OPEN):
        states.move(event, to=state, by=cast.organiser)
    event.refresh_from_db()
    return event


def _at(first: date, day: int, hour: str) -> datetime:
    return datetime.combine(first + timedelta(days=day), time.fromisoformat(hour), BERLIN)


def _draft(event: Event, by: Person, first: date) -> list[Session]:
    rooms = [
        stages.add_stage(event, by=by, name=name, capacity=holds) for name, holds in (("Plenum", 200), ("Studio", 40))
    ]
    tracks = {names: stages.add_track(event, by=by, names=texts(names)) for names in (HEAT, WATER)}
    made = []
    for day, hour, stage, minutes, kind, track, title, _ in PROGRAMME:
        details: dict[str, Any] = {"titles": texts(title), "format": kind, "minutes": minutes}
        if kind != Session.Format.BREAK:
            pair = {"from": "en", "to": "es", "channel": "2"}
            details |= {"language": "en", "interpretation": [pair] if stage == 0 else []}
        session = sessions.plan(event, by=by, track=tracks[track] if track else None, **details)
        starts_at, room = _at(first, day, hour), rooms[stage]
        placements.place(event, session.pk, by=by, stage_id=room.pk, starts_at=starts_at, revision=None)
        made.append(session)
    for number, places in LIMITED.items():
        made[number].refresh_from_db(fields=["revision"])  # its placement has raised it
        sessions.change(event, made[number].pk, by=by, revision=made[number].revision, capacity=places)
    return made


def _invite(event: Event, cast: Cast, made: list[Session]) -> None:
    """Nine people: most have accepted, some are confirmed, one has not answered, one has no account."""
    people = [person.email for person in list(cast.delegates)[:8]]
    invited: list[Speaker] = []
    for number, email in enumerate([*people, GUEST]):
        speaker = speakers.invite(
            event, by=cast.organiser, email=email, name="Noor Haddad (demo)", zone="" if number < 8 else "Africa/Cairo"
        )
        invited.append(speaker)
    for session, (*_, numbers) in zip(made, PROGRAMME, strict=True):
        for place, number in enumerate(numbers):
            role = Appearance.Role.MODERATOR if place == 0 and len(numbers) > 1 else Appearance.Role.SPEAKER
            speaker_id = invited[number].pk
            speakers.give_role(event, speaker_id, by=cast.organiser, session_id=session.pk, role=role)
    for number, speaker in enumerate(invited[:7]):
        speakers.answer(speaker.token, accept=True)
        if number < 4:
            handing_in.about_me(speaker.token, biography="Works for a town that gets hotter (demo).", recording=True)
            speakers.confirm(event, speaker.pk, by=cast.organiser)


def _publish(event: Event, cast: Cast) -> None:
    event.agenda.refresh_from_db()
    version = publishing.publish(event, by=cast.organiser, revision=event.agenda.revision)
    shown = [one["id"] for one in version.snapshot["sessions"]]
    for person in list(cast.delegates)[8:16]:
        for member in audiences.members_for(event, person)[:1]:
            registrations.register(event, person, member, by=cast.organiser)
            bookmarks.keep(event, shown[0], person=person, wanted=True)
            for session in event.sessions.filter(places__isnull=False):
                taking.take(event, session.pk, person=person)
