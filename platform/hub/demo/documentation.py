"""A demo symposium of three weeks ago: who came, what they thought, what stays of it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from events import audiences, facts, registrations, states
from events.documentation import downloads, items, publishing, rating
from events.models import Agenda, Appearance, DocumentationItem, Event, Registration, Session, Speaker
from events.symposia import handing_in, placements, sessions, stages
from events.symposia import publishing as agendas
from hub.demo.people import Cast
from hub.demo.symposia import Texts, texts
from ledger.recording import record
from members.models import Network, Person, Topic
from web.documents.document import Document, Section
from web.documents.pdf import pdf

DAYS_AGO = 21
ZONE = ZoneInfo("Europe/Berlin")
TITLE: Texts = (
    "Symposium: Regen in der Stadt (Demo)",
    "Symposium: rain in the city (demo)",
    "Simposio: lluvia en la ciudad (demo)",
    "Simpósio: chuva na cidade (demo)",
)
SUMMARY: Texts = (
    "Ein Nachmittag über Wasser, das bleibt, und Wasser, das zu viel ist.",
    "An afternoon about water that stays, and water that is too much.",
    "Una tarde sobre el agua que se queda y el agua que sobra.",
    "Uma tarde sobre a água que fica e a água que sobra.",
)
PROGRAMME: tuple[tuple[str, int, Texts], ...] = (
    ("14:30", 30, ("Willkommen", "Welcome", "Bienvenida", "Boas-vindas")),
    ("15:00", 45, ("Was ein Platz speichert", "What a square can store", "Lo que guarda una plaza",
                   "O que uma praça armazena")),
    ("16:00", 45, ("Wer den Kanal bezahlt", "Who pays for the sewer", "Quién paga el alcantarillado",
                   "Quem paga a rede de esgoto")),
)  # fmt: skip
MESSAGES: Texts = (
    "Speichern ist billiger als ableiten. Ein Platz, der überflutet werden darf, braucht Nachbarn, die das wissen.",
    "Storing is cheaper than draining. A square that may be flooded needs neighbours who know it.",
    "Almacenar cuesta menos que evacuar. Una plaza que puede inundarse necesita vecinos que lo sepan.",
    "Armazenar custa menos que escoar. Uma praça que pode alagar precisa de vizinhos que saibam disso.",
)
SLIDES = {"de": "Folien", "en": "Slides", "es": "Diapositivas", "pt-br": "Slides"}
COMMENTS = (
    "More time for questions, please.",
    "",
    "Muy útil, gracias.",
    "",
    "",
    "Gern mit Beispielen aus kleinen Orten.",
)


@transaction.atomic
def fill(cast: Cast) -> Event:
    """The symposium that is over; found again when it exists."""
    known = Event.objects.filter(titles=texts(TITLE)).first()
    if known is not None:
        return known
    event = _event(cast.organiser)
    made = _agenda(event, cast.organiser)
    people = list(cast.delegates)
    _attend(event, cast.organiser, people[3:21])
    speakers = [_speak(session, person) for session, person in zip(made, people, strict=False)]
    _publish(event, cast.organiser)
    event = states.move(event, to=Event.State.DOCUMENTATION, by=cast.organiser)
    _document(event, cast.organiser, made, speakers)
    _rate(event, made, people[3:14])
    return event


def _event(by: Person) -> Event:
    day = (timezone.now() - timedelta(days=DAYS_AGO)).astimezone(ZONE).date()
    event = Event.objects.create(
        slug=f"rain-in-the-city-demo-{day:%Y-%m}",
        kind=Event.Kind.SYMPOSIUM,
        network=Network.objects.get(slug="iscn"),
        organiser=by,
        state=Event.State.LIVE,
        titles=texts(TITLE),
        summaries=texts(SUMMARY),
        starts_at=_at(day, "14:30"),
        ends_at=_at(day, "17:00"),
        zone="Europe/Berlin",
        audience=Event.Audience.PUBLIC,
        capacity=100,
        languages=["en", "es"],
        contact=by.email,
    )
    event.topics.set(Topic.objects.filter(slug="heat-and-water"))
    record(facts.EventAdded(event_id=event.pk))
    return event


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), ZONE)


def _agenda(event: Event, by: Person) -> list[Session]:
    hall = stages.add_stage(event, by=by, name="Plenum", capacity=100)
    made = []
    for hour, minutes, title in PROGRAMME:
        session = sessions.plan(event, by=by, titles=texts(title), language="en", minutes=minutes)
        starts_at = _at(event.starts_at.astimezone(ZONE).date(), hour)
        placements.place(event, session.pk, by=by, stage_id=hall.pk, starts_at=starts_at, revision=None)
        made.append(session)
    return made


def _publish(event: Event, by: Person) -> None:
    """Publish the agenda, and tell nobody: it was long ago."""
    version = agendas.publish(event, by=by, revision=Agenda.objects.get(event=event).revision)
    Agenda.objects.filter(event=event).update(told=version.number)


def _attend(event: Event, by: Person, people: list[Person]) -> None:
    """Most came; every sixth did not. Their registrations are put in as they were, so that nobody is mailed now."""
    rows = [
        Registration(event=event, person=person, member=members[0], state=Registration.State.CONFIRMED)
        for person in people
        if (members := audiences.members_for(event, person))
    ]
    Registration.objects.bulk_create(rows)
    away = [row.person_id for row in rows[::6]]
    registrations.mark_missed(event, away, by=by)
    registrations.mark_attended(event, [row.person_id for row in rows if row.person_id not in away], by=by)


def _speak(session: Session, person: Person) -> Appearance:
    """Somebody who spoke, agreed to be published and handed in slides."""
    speaker = Speaker.objects.create(event=session.event, person=person, state=Speaker.State.CONFIRMED)
    row = Appearance.objects.create(speaker=speaker, session=session)
    handing_in.about_me(speaker.token, biography="Works for a town where it rains (demo).", recording=True)
    slides = Document(
        kind="Slides (demo)",
        title=session.titles["en"],
        language="en",
        sections=[
            Section(heading="In short", points=["Measure first.", "Store before you drain.", "Tell the people."])
        ],
    )
    handing_in.for_session(speaker.token, row.pk, title=session.titles["en"], slides=("slides-demo.pdf", pdf(slides)))
    return row


def _document(event: Event, by: Person, made: list[Session], speakers: list[Appearance]) -> None:
    given: list[dict[str, Any]] = [
        {
            "kind": "key_messages",
            "titles": texts(("Kernaussagen", "Key messages", "Mensajes clave", "Mensagens principais")),
            "texts": texts(MESSAGES),
        },
        {
            "kind": "recording",
            "titles": texts(("Aufzeichnung", "Recording", "Grabación", "Gravação")),
            "address": "https://example.org/rain-in-the-city",
            "languages": ["en"],
            "session_id": made[1].pk,
        },
        *(
            {
                "kind": "slides",
                "titles": {code: f"{label}: {row.session.titles[code]}" for code, label in SLIDES.items()},
                "languages": ["en"],
                "session_id": row.session_id,
                "appearance_id": row.pk,
            }
            for row in speakers[1:]
        ),
    ]
    for number, values in enumerate(given):
        item = items.add(event, by=by, licence="CC-BY-4.0", **values)
        publishing.publish(event, item.pk, by=by)
        for reader in range(9 - 2 * number if item.kind != DocumentationItem.Kind.KEY_MESSAGES else 0):
            downloads.count(item, f"demo-{reader}")


def _rate(event: Event, made: list[Session], people: list[Person]) -> None:
    there = [person for person in people if rating.may_rate(event, person)]
    for number, person in enumerate(there):
        comment = COMMENTS[number % len(COMMENTS)]
        rating.rate(event, by=person, session_id=None, stars=5 - number % 3, comment=comment)
        rating.rate(event, by=person, session_id=made[1 + number % 2].pk, stars=5 - number % 2)
