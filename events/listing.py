"""Lists of events: what a reader filters by, and what stands on an event's card.

Lists, month, map of hours and public feeds all ask through `Filters`, so one address's filters mean the same in each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from events import audiences, calendar, formats, streams, waiting
from events.models import Event, Registration
from events.states import ACTIVE
from members import roles
from members.models import Network, Topic
from web import names
from web.translated import translated

WHEN = ("next", "past", "mine", "drafts")
E = Event.State


@dataclass(frozen=True)
class Filters:
    """What of the calendar is asked for; empty means all.

    Attributes:
        when: one of `WHEN`: what comes, what was, where I am registered, drafts of my networks.
        network, topic: slugs; kind: of `Event.Kind`; language: ISO 639-1 code.
    """

    when: str = "next"
    network: str = ""
    kind: str = ""
    language: str = ""
    topic: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        """The filters an address names; what makes no sense is dropped."""
        values = {name: _code(asked.get(name, "")) for name in ("network", "kind", "language", "topic")}
        when = asked.get("when", "next")
        return cls(when=when if when in WHEN else "next", **values)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the time is asked for."""
        return any((self.network, self.kind, self.language, self.topic))


def _code(text: str) -> str:
    """The text when it can be a code or slug, else nothing."""
    return text if text.isascii() and text.replace("-", "").replace("_", "").isalnum() else ""


def events(person: roles.Somebody, chosen: Filters) -> QuerySet[Event]:
    """The events the person sees, next first; what was, latest first."""
    return loaded(narrowed(_of_time(person, chosen.when), chosen))


def between(person: roles.Somebody, chosen: Filters, first: datetime, last: datetime) -> QuerySet[Event]:
    """The events the person sees that touch the time from `first` to `last`, whatever became of them.

    Of `chosen.when` only "mine" and "drafts" count here: the time is given.
    """
    rows = audiences.visible(person)
    if chosen.when in ("mine", "drafts"):
        rows = _of_time(person, chosen.when)
    rows = rows.filter(starts_at__lt=last, ends_at__gt=first).order_by("starts_at", "id")
    return loaded(narrowed(rows, chosen))


def narrowed(rows: QuerySet[Event], chosen: Filters) -> QuerySet[Event]:
    """Those of the events that fit network, format, topic and language."""
    if chosen.network:
        rows = rows.filter(network__slug=chosen.network)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.topic:
        rows = rows.filter(topics__slug=chosen.topic)
    if chosen.language:
        rows = rows.filter(_speaks(chosen.language))
    return rows


def loaded(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The events with what a card shows of them."""
    return rows.select_related("network").prefetch_related("topics")


def _of_time(person: roles.Somebody, when: str) -> QuerySet[Event]:
    seen = audiences.visible(person)
    now = timezone.now()
    if when == "past":
        over = Q(ends_at__lte=now) | Q(state__in=(E.DOCUMENTATION, E.ARCHIVED))
        return seen.filter(over).exclude(state__in=(E.DRAFT, E.CANCELLED)).order_by("-starts_at", "-id")
    if when == "drafts":
        return seen.filter(audiences.looked_after(person), state=E.DRAFT).order_by("starts_at", "id")
    if when == "mine":
        if not roles.active(person):
            return seen.none()
        mine = Registration.objects.filter(person=person, state__in=ACTIVE).values("event")
        return seen.filter(pk__in=mine).order_by("-starts_at", "-id")
    return calendar.upcoming(person)


def _speaks(language: str) -> Q:
    """Events in whose list of languages the code stands, quoted, so that the text of the list can be searched."""
    return Q(languages__icontains=f'"{language}"') if language.isalpha() else Q(pk__in=[])


@dataclass(frozen=True)
class Card:
    """An event as its card shows it to a reader.

    Attributes:
        free: seats nobody has; waiting: people in the waiting list.
        registration: the reader's active one; position: their place in the waiting list, or 0.
    """

    event: Event
    free: int
    waiting: int
    registration: Registration | None = None
    position: int = 0


def cards(rows: Sequence[Event], person: roles.Somebody) -> list[Card]:
    """The cards of these events, in a fixed number of queries."""
    ids = [event.pk for event in rows]
    seats = streams.seats_of(ids)
    mine: dict[int, Registration] = {}
    if roles.active(person):
        for row in Registration.objects.filter(event__in=ids, person=person, state__in=ACTIVE):
            mine[row.event_id] = row
    queued = [row.event_id for row in mine.values() if row.state == Registration.State.WAITLISTED]
    places = waiting.positions(queued) if queued else {}
    return [
        Card(
            event,
            free=seats[event.pk]["free"],
            waiting=seats[event.pk]["waiting"],
            registration=mine.get(event.pk),
            position=places.get(mine[event.pk].pk, 0) if event.pk in mine else 0,
        )
        for event in rows
    ]


def choices(person: roles.Somebody) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: networks, formats, languages of events the person sees, topics; as (value, label)."""
    reading = get_language() or "en"
    seen = audiences.visible(person).order_by().values_list("languages", flat=True).distinct()
    spoken = {code for codes in seen for code in codes}
    return {
        "network": list(Network.objects.order_by("name").values_list("slug", "name")),
        "kind": [(value, str(label)) for value, label in Event.Kind.choices],
        "language": sorted(((code, names.language_name(code, reading)) for code in spoken), key=lambda pair: pair[1]),
        "topic": [(topic.slug, translated(topic.names).text) for topic in Topic.objects.all()],
    }


def new_addresses(person: roles.Somebody) -> list[tuple[str, str]]:
    """Where an organiser makes an event, as (address, label); nothing for others."""
    if not roles.organises(person):
        return []
    own = [
        (reverse(what.new_address), str(Event.Kind(kind).label))
        for kind, what in formats.registered.items()
        if what.new_address
    ]
    return [*own, (reverse("events:new"), "")]
