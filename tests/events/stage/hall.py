"""A symposium that is live: heat in the main hall now, water next; Ravi moderates, Lucia speaks, Asha listens."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from events.models import Appearance, Ballot, Event, Placement, Registration, Session, Stage
from events.stage import ballots, questions, talking
from events.symposia import speakers
from members.models import Person
from tests.events import cast
from tests.events.symposia import stage as on

Role = Appearance.Role


@dataclass(frozen=True)
class Hall:
    """The symposium, its main hall with what is on it, and who is there."""

    event: Event
    stage: Stage
    heat: Session
    water: Session
    olga: Person
    ravi: Person
    lucia: Person
    asha: Person


def hall(*, live: bool = True) -> Hall:
    olga = cast.organiser()
    start = timezone.now() - timedelta(minutes=20)
    event = on.symposium(olga, starts_at=start, ends_at=start + timedelta(hours=5))
    stage, _ = on.two_stages(event, olga)
    heat = on.placed(event, olga, "Heat", stage, 0, interpretation=[{"from": "en", "to": "es", "channel": "2"}])
    water = on.placed(event, olga, "Water", stage, 1)
    kochi = cast.member("Kochi", "IN")
    ravi, lucia = (
        appears(event, olga, heat, name, role) for name, role in (("Ravi", Role.MODERATOR), ("Lucia", Role.SPEAKER))
    )
    on.publish(event, olga)
    asha = cast.person("Asha", acts_for=kochi)
    Registration.objects.create(event=event, person=asha, member=kochi, state=Registration.State.CONFIRMED)
    if live:
        Event.objects.filter(pk=event.pk).update(state=Event.State.LIVE)
    event.refresh_from_db()
    return Hall(event, stage, heat, water, olga, ravi, lucia, asha)


def appears(event: Event, olga: Person, session: Session, name: str, role: str) -> Person:
    person = cast.person(name)
    speaker = on.invited(event, olga, person.email)
    speakers.give_role(event, speaker.pk, by=olga, session_id=session.pk, role=role)
    speakers.answer(speaker.token, accept=True)
    return person


def audience(here: Hall, count: int) -> list[Person]:
    """So many more registered people."""
    people = cast.delegates(count, acts_for=cast.member("Kochi", "IN"))
    Registration.objects.bulk_create(
        Registration(event=here.event, person=one, state=Registration.State.CONFIRMED) for one in people
    )
    return people


def ask(here: Hall, text: str = "Who waters the trees?", *, by: Person | None = None, **more: object) -> int:
    asker = by or here.asha
    nonce = str(more.pop("nonce", text))
    return questions.ask(here.event, here.heat.pk, by=asker, text=text, nonce=nonce, **more).pk  # type: ignore[arg-type]


def ballot(here: Hall, *answers: str, opened: bool = True) -> Ballot:
    given = answers or ("Shade", "Water", "Wind")
    made = ballots.make(here.event, here.heat.pk, by=here.ravi, text="What helps first?", answers=given)
    return ballots.move(here.event, made.pk, by=here.ravi, to="open") if opened else made


def hall_elsewhere(here: Hall) -> Event:
    """Another live symposium of the same organisers."""
    return on.symposium(here.olga, slug="other", state=Event.State.LIVE)


def in_format(here: Hall, kind: str, *, minutes: int = 90) -> None:
    """Let the session about heat have a format and a length, as published; twenty minutes of it are over."""
    Session.objects.filter(pk=here.heat.pk).update(format=kind)
    Placement.objects.filter(session=here.heat).update(minutes=minutes)
    on.publish(here.event, here.olga)


def talkers(here: Hall, count: int) -> list[Person]:
    """So many more people in the session's conversation."""
    people = audience(here, count)
    for one in people:
        talking.join(here.event, here.heat.pk, by=one)
    return people
