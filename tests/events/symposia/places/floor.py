"""A symposium whose sessions have a limited number of places, for these tests."""

from events import registrations
from events.models import Event, Session
from events.symposia import sessions
from members.models import Member, Person
from tests.events import cast
from tests.events.symposia import stage as on


def symposium(olga: Person, *, places: dict[str, int | None], slug: str = "symposium") -> Event:
    """A published symposium with one session per title, each an hour after the one before, with so many places."""
    event = on.symposium(olga, slug=slug)
    hall, _ = on.two_stages(event, olga)
    for hour, (title, capacity) in enumerate(places.items()):
        on.placed(event, olga, title, hall, hour, capacity=capacity)
    on.publish(event, olga)
    return event


def session(event: Event, title: str) -> Session:
    return event.sessions.get(titles={"en": title})


def seated(event: Event, people: list[Person], member: Member) -> list[Person]:
    """The people, with a seat at the event."""
    for person in people:
        registrations.register(event, person, member)
    return people


def edit(event: Event, session: Session, olga: Person, places: int | None) -> None:
    """Give the session of the draft another number of places."""
    sessions.change(event, session.pk, by=olga, revision=Session.objects.get(pk=session.pk).revision, capacity=places)


def resize(event: Event, session: Session, olga: Person, places: int | None) -> None:
    """Publish the session with another number of places."""
    edit(event, session, olga, places)
    on.publish(event, olga)


def delegates(count: int, event: Event) -> list[Person]:
    """So many delegates of Kochi with a seat."""
    kochi = cast.member("Kochi", "IN")
    return seated(event, cast.delegates(count, acts_for=kochi), kochi)
