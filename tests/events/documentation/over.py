"""What is done in an event that is over: sessions were held, people were there, speakers agreed."""

from events import registrations
from events.documentation import items, publishing
from events.models import DocumentationItem, Event, Session, Speaker
from events.symposia import handing_in
from members.models import Person
from tests.events import cast
from tests.events.symposia import stage as on

PDF = ("heat.pdf", b"%PDF-1.7 heat")


def placed_and_published(event: Event, by: Person, *titles: str) -> list[Session]:
    hall, _ = on.two_stages(event, by)
    made = [on.placed(event, by, title, hall, number) for number, title in enumerate(titles)]
    on.publish(event, by)
    Event.objects.filter(pk=event.pk).update(state="documentation")
    event.refresh_from_db()
    return made


def guest(event: Event, by: Person, name: str, town: str = "Kochi", country: str = "IN") -> Person:
    """Somebody with a seat; only while the event is live."""
    member = cast.member(town, country)
    person = cast.person(name, acts_for=member)
    registrations.register(event, person, member, by=by)
    return person


def speaker(
    event: Event, by: Person, name: str, session: Session, *, agrees: bool | None, role: str = "speaker"
) -> Speaker:
    made = on.invited(event, by, f"{name.lower()}@example.org", session, name=name, role=role)
    Speaker.objects.filter(pk=made.pk).update(state=Speaker.State.ACCEPTED)
    handing_in.about_me(made.token, biography="Plants trees", recording=agrees)
    return made


def item(event: Event, by: Person, *, public: bool = False, **values: object) -> DocumentationItem:
    """A recording with an address, unless told otherwise."""
    given = {"kind": "recording", "titles": {"en": "Heat, recorded"}, "address": "https://video.example.org/heat"}
    made = items.add(event, by=by, **{**given, "licence": "CC-BY-4.0", **values})  # type: ignore[arg-type]
    return publishing.publish(event, made.pk, by=by) if public else made
