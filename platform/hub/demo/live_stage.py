"""A demo symposium that is live while the demo runs: questions with votes, a poll, a fishbowl, a World Café."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from events import audiences, calendar, registrations, reminders, states
from events.models import Appearance, Ballot, Event, Session, Stage
from events.stage import announcing, ballots, broadcasts, chairs, questions, talking
from events.symposia import placements, publishing, sessions, speakers, stages
from hub.demo.people import Cast
from hub.demo.symposia import SUMMARY, Texts, texts
from members.models import Network, Person

HOURS = 6
TITLE: Texts = (
    "Symposium heute: Wasser für Bäume (Demo)",
    "Symposium today: water for trees (demo)",
    "Simposio hoy: agua para los árboles (demo)",
    "Simpósio hoje: água para as árvores (demo)",
)
SESSIONS: tuple[tuple[Texts, int, int, str], ...] = (
    (("Wer gießt die Bäume?", "Who waters the trees?", "¿Quién riega los árboles?", "Quem rega as árvores?"), 0, 120,
     "panel"),
    (("Regen speichern", "Keeping the rain", "Guardar la lluvia", "Guardar a chuva"), 1, 90, "fishbowl"),
    (("Drei Fragen, drei Tische", "Three questions, three tables", "Tres preguntas, tres mesas",
      "Três perguntas, três mesas"), 2, 120, "world_cafe"),
    (("Bäume im Klimawandel", "Trees in a changing climate", "Árboles y clima", "Árvores e clima"), 0, 90, "talk"),
    (("Was wir mitnehmen", "What we take home", "Lo que nos llevamos", "O que levamos para casa"), 0, 60, "fishbowl"),
)  # fmt: skip
ASKED = (
    ("¿Cómo se paga el riego cuando falta agua?", False, 4),
    ("Which trees live on rain alone?", False, 6),
    ("Wer entscheidet, welcher Baum zuerst gegossen wird?", True, 2),
)
ON_STAGE, FIRST_LISTENER, SITTING = 3, 14, 3
"""How many of the demo delegates are on stage, from whom on they listen, and how many of these sit in a fishbowl."""


@transaction.atomic
def fill(cast: Cast) -> Event:
    """The symposium that is live now; another one when the last is over."""
    now = timezone.now().replace(second=0, microsecond=0)
    mine = Event.objects.filter(titles=texts(TITLE), state=Event.State.LIVE)
    for over in mine.filter(ends_at__lte=now):
        states.move(over, to=Event.State.DOCUMENTATION, by=cast.organiser)
    known = mine.filter(ends_at__gt=now).first()
    if known is not None:
        return known
    event = _announce(cast, now)
    halls = [stages.add_stage(event, by=cast.organiser, name=name) for name in ("Plenum", "Studio", "Patio")]
    made = _draft(event, halls, cast.organiser)
    people = _on_stage(event, cast, made[0])
    event.agenda.refresh_from_db()
    publishing.publish(event, by=cast.organiser, revision=event.agenda.revision)
    broadcasts.put(
        event, halls[0].pk, by=cast.organiser, address="https://stream.example.org/", captions="https://captions.example.org/"
    )  # fmt: skip
    audience = _audience(event, cast)
    _talk(event, made[0], people, audience)
    _sit(event, made[1], made[2], audience)
    return event


def _announce(cast: Cast, now: datetime) -> Event:
    """The event, with its audience registered while that was possible, and live since twenty minutes ago."""
    event = calendar.add(
        by=cast.organiser,
        network=Network.objects.get(slug="iscn"),
        kind=Event.Kind.SYMPOSIUM,
        titles=texts(TITLE),
        summaries=texts(SUMMARY),
        starts_at=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=HOURS),
        zone="Europe/Berlin",
        audience=Event.Audience.NETWORK,
        capacity=200,
        languages=["en", "es"],
        interpretation=[["es", "en"], ["en", "es"]],
        contact=cast.organiser.email,
    )
    for state in (Event.State.PUBLISHED, Event.State.REGISTRATION_OPEN):
        states.move(event, to=state, by=cast.organiser)
    event.refresh_from_db()
    for person in _audience(event, cast):
        member = audiences.members_for(event, person)[0]
        registrations.register(event, person, member, by=cast.organiser)
    for state in (Event.State.REGISTRATION_CLOSED, Event.State.LIVE):
        states.move(event, to=state, by=cast.organiser)
    Event.objects.filter(pk=event.pk).update(starts_at=now - timedelta(minutes=20))
    event.refresh_from_db()
    reminders.keep_in_step(event)
    return event


def _audience(event: Event, cast: Cast) -> list[Person]:
    """Delegates of the network's members."""
    return [one for one in list(cast.delegates)[FIRST_LISTENER:] if audiences.members_for(event, one)][:12]


def _draft(event: Event, halls: list[Stage], by: Person) -> list[Session]:
    ends = {hall.pk: event.starts_at for hall in halls}
    made = []
    for title, stage, minutes, kind in SESSIONS:
        pair = {"from": "en", "to": "es", "channel": "2"}
        details: dict[str, Any] = {"titles": texts(title), "format": kind, "minutes": minutes, "language": "en"}
        session = sessions.plan(event, by=by, interpretation=[] if stage else [pair], **details)
        hall = halls[stage].pk
        placements.place(event, session.pk, by=by, stage_id=hall, starts_at=ends[hall], revision=None)
        ends[hall] += timedelta(minutes=minutes)
        made.append(session)
    return made


def _on_stage(event: Event, cast: Cast, session: Session) -> list[Person]:
    """The first moderates, the others speak."""
    people = list(cast.delegates)[FIRST_LISTENER - ON_STAGE : FIRST_LISTENER]
    for place, person in enumerate(people):
        speaker = speakers.invite(event, by=cast.organiser, email=person.email)
        role = Appearance.Role.SPEAKER if place else Appearance.Role.MODERATOR
        speakers.give_role(event, speaker.pk, by=cast.organiser, session_id=session.pk, role=role)
        speakers.answer(speaker.token, accept=True)
    return people


def _talk(event: Event, session: Session, people: list[Person], audience: list[Person]) -> None:
    moderator = people[0]
    for asker, (text, anonymous, votes) in zip(audience, ASKED, strict=False):
        made = questions.ask(event, session.pk, by=asker, text=text, nonce="demo", anonymous=anonymous)
        for voter in audience[:votes]:
            questions.vote(event, made.pk, by=voter, wanted=True)
    answers = ["Rain", "Used water", "The public network", "We do not water"]
    ballot = ballots.make(event, session.pk, by=moderator, text="What do you water trees with?", answers=answers)
    ballots.move(event, ballot.pk, by=moderator, to=Ballot.State.OPEN)
    options = list(ballot.options.all())
    for number, voter in enumerate(audience[:-1]):
        ballots.choose(event, ballot.pk, by=voter, option_id=options[number % 3].pk)
    ballots.show(event, ballot.pk, by=moderator, shown=True)
    announcing.announce(event, by=event.organiser, text="The break is shortened to ten minutes.", nonce="demo")


def _sit(event: Event, fishbowl: Session, cafe: Session, audience: list[Person]) -> None:
    """Some sit in the fishbowl, the others wait at the World Café until the organiser begins it."""
    for person in audience[:SITTING]:
        chairs.take(event, fishbowl.pk, by=person)
    for person in audience[SITTING:]:
        talking.join(event, cafe.pk, by=person)
