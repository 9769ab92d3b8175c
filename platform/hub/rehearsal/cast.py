"""Who plays in a rehearsal, and the mixer they play in: a copy of the real one, which stays as it is.

Bots stand in for the people registered, with their members and languages; when there are more bots than people, the
members of the network follow, each with the languages it works in. A rehearsal counts in no dossier and no figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice

from django.db import transaction
from django.utils import timezone

from events import registrations, states
from events.models import Event
from events.states import HOLDS_A_SEAT
from exchanges.mixers import cards, languages, programme
from exchanges.mixers.models import Mixer
from hub.rehearsal.sign_in import DOMAIN
from members import delegates, profiles
from members.models import Delegate, Member, Membership, Person


@dataclass(frozen=True)
class Cast:
    """A rehearsal that can begin.

    Attributes:
        mixer: the copy; bots: the persons who play, each with the codes of the languages they can talk in.
    """

    mixer: Mixer
    bots: Mapping[Person, frozenset[str]]


@dataclass(frozen=True)
class Length:
    """How the rehearsal differs from the real mixer; `None` keeps the mixer's own value.

    Attributes:
        rounds: how many; round_seconds: how long each; gathering: seconds before the first one.
    """

    rounds: int | None
    round_seconds: int | None
    gathering: int


@transaction.atomic
def assemble(original: Mixer, *, people: int, length: Length) -> Cast:
    """Make the bots and a mixer for them that begins as soon as they could have gathered."""
    parts = enumerate(_stand_ins(original, people), start=1)
    bots = {_bot(number, member, spoken): spoken for number, (member, spoken) in parts}
    mixer = _copy(original, len(bots), length)
    for person in bots:
        _register(mixer, person)
    return Cast(mixer, bots)


def _stand_ins(mixer: Mixer, people: int) -> Iterator[tuple[Member, frozenset[str]]]:
    places = mixer.event.registrations.filter(state__in=HOLDS_A_SEAT, member__isnull=False).select_related("member")
    spoken = languages.spoken(mixer, [row.person_id for row in places])
    real = [(row.member, spoken[row.person_id]) for row in places if row.member is not None]
    admitted = Membership.objects.filter(network=mixer.event.network, state=Membership.State.ADMITTED)
    members = Member.objects.filter(memberships__in=admitted).order_by("id")
    working = mixer.event.languages[:1]
    further = [(member, frozenset([*member.languages, *working])) for member in members]
    return islice(cycle([*real, *further]), people)


def _bot(number: int, member: Member, spoken: frozenset[str]) -> Person:
    email = f"bot-{number}-{member.slug}@{DOMAIN}"
    person = Person.objects.filter(email=email).first()
    if person is None:
        name = f"{member.name}, bot {number}"
        person = Person.objects.create_user(email, name=name[:120], is_demo=True, time_zone=member.time_zone)
        delegates.enter(Delegate.objects.create(person=person, member=member), by=None)
    person.is_active = True
    person.save(update_fields=["is_active"])
    profiles.speak(person=person, languages=[(code, "C1") for code in sorted(spoken)])
    return person


def _copy(original: Mixer, people: int, length: Length) -> Mixer:
    event, parts = original.event, programme.of(original)
    rehearsed = programme.Programme(
        table_size=parts.table_size,
        round_count=length.rounds or parts.round_count,
        round_seconds=length.round_seconds or parts.round_seconds,
        pause_seconds=min(parts.pause_seconds, 8),
        welcome_seconds=length.gathering,
        input_seconds=0,
        harvest_seconds=8,
        prompts=parts.prompts,
    )
    mixer = programme.create(
        by=event.organiser,
        network=event.network,
        programme=rehearsed,
        rehearsal=True,
        titles={code: f"{title} · rehearsal" for code, title in event.titles.items()},
        starts_at=timezone.now() + timedelta(seconds=2),
        zone=event.zone,
        capacity=people,
        audience=Event.Audience.INVITED,
        languages=event.languages,
        contact=event.contact,
    )
    for state in (Event.State.PUBLISHED, Event.State.REGISTRATION_OPEN):
        states.move(mixer.event, to=state, by=event.organiser)
    mixer.event.refresh_from_db()
    return mixer


def _register(mixer: Mixer, person: Person) -> None:
    member = delegates.acting_members(person)[0]
    registrations.register(mixer.event, person, member, by=mixer.event.organiser)
    topics = list(member.topics.all()[:2])
    if topics:
        lines = [cards.Line(topic.pk) for topic in topics]
        cards.bring(mixer, by=person, seeks=lines[:1], offers=lines[1:])


def dismiss(cast: Cast) -> None:
    """Bar the bots from signing in until the next rehearsal."""
    Person.objects.filter(id__in=[person.pk for person in cast.bots]).update(is_active=False)
