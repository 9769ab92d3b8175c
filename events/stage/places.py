"""Who is at a live stage, and what they may do there.

| who | sees it | moderates | green room |
|---|---|---|---|
| registered with a seat | while it is open | | |
| on the agenda, with an account | always | sessions they chair or moderate | of the sessions they are on |
| the network's staff | always | every session | of the sessions they are on |

Who sees it always does something there before it begins and while it is open only: afterwards it is there to be read.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from events import audiences
from events.models import Appearance, Event, Question, Registration, Session
from events.stage.errors import NoPlace, NoSuchThing, OnlyForModerators, OnlyForTheAgenda, StageIsClosed
from events.standing import COMING, doors_open
from events.states import SEATED
from events.symposia import rights, snapshots
from events.symposia.states import ON_STAGE
from ledger.compiled import Compiled
from members import roles
from members.models import Person

Pair = tuple[int, int]

E = Event.State
PREPARED = (E.DRAFT, *COMING)
"""In these, people on the agenda and staff prepare; what is postponed is prepared when it has a new date."""
MODERATE = (Appearance.Role.MODERATOR, Appearance.Role.CHAIR)


@dataclass(frozen=True)
class Place:
    """A person's place at a live stage.

    Attributes:
        staff: they look after the event.
        on: what they do in which session, by its id.
    """

    event: Event
    person: Person
    staff: bool
    registered: bool
    on: Mapping[int, str]

    @property
    def prepares(self) -> bool:
        """Whether they may come before the doors open."""
        return self.staff or bool(self.on)

    @property
    def acts(self) -> bool:
        """Whether they may do something there now: it is open, or not over yet for those who prepare it."""
        return is_open(self.event) or (self.prepares and self.event.state in PREPARED)

    @property
    def is_let_in(self) -> bool:
        """Whether they may see it now."""
        return _sees(self.event, prepares=self.prepares)

    def moderates(self, session_id: int) -> bool:
        """Whether they moderate a session."""
        return self.staff or self.on.get(session_id) in MODERATE


def _sees(event: Event, *, prepares: bool) -> bool:
    return is_open(event) or (prepares and event.state not in rights.FIXED)


def is_open(event: Event) -> bool:
    """Whether the audience is let in."""
    return event.kind in rights.KINDS and doors_open(event)


def open_in(network_id: int) -> set[int]:
    """Ids of a network's events whose audience is let in now."""
    return {event.pk for event in Event.objects.filter(network=network_id, kind__in=rights.KINDS) if is_open(event)}


def of(event: Event, person: Person) -> Place | None:
    """The person's place, if there is one; three queries."""
    if not roles.active(person):
        return None
    seated = Registration.objects.filter(event=event, person=person, state__in=SEATED).exists()
    found = Place(event, person, audiences.looks_after(event, person), seated, _appearances(event, person))
    return found if found.registered or found.prepares else None


def _appearances(event: Event, person: Person) -> dict[int, str]:
    rows = Appearance.objects.filter(session__event=event, speaker__person=person, speaker__state__in=ON_STAGE)
    return dict(rows.values_list("session_id", "role"))


def require(event: Event, person: Person) -> Place:
    """The person's place, to see the stage.

    Raises:
        NoPlace: there is none.
        StageIsClosed: the doors are not open for them.
    """
    found = of(event, person)
    if found is None:
        raise NoPlace
    if not found.is_let_in:
        raise StageIsClosed
    return found


def require_acting(event: Event, person: Person) -> Place:
    """The person's place, to do something at the stage.

    Raises:
        NoPlace: there is none.
        StageIsClosed: the doors are not open for them, or it is over.
    """
    found = require(event, person)
    if not found.acts:
        raise StageIsClosed
    return found


def require_moderator(event: Event, session_id: int, person: Person) -> Place:
    """The person's place, if they moderate the session.

    Raises:
        NoPlace, StageIsClosed: see `require_acting`.
        OnlyForModerators: they do not.
    """
    found = require_acting(event, person)
    if not found.moderates(session_id):
        raise OnlyForModerators
    return found


def require_appearance(event: Event, session_id: int, person: Person) -> Place:
    """The person's place, if they are on stage in the session.

    Raises:
        NoPlace, StageIsClosed: see `require_acting`.
        OnlyForTheAgenda: they are not.
    """
    found = require_acting(event, person)
    if session_id not in found.on:
        raise OnlyForTheAgenda
    return found


def session(event: Event, session_id: int) -> Session:
    """A session of the published agenda in which something is said; in a break nothing is.

    Raises:
        NoSuchThing: the agenda has none, or its row is gone.
    """
    return with_stage(event, session_id)[0]


def with_stage(event: Event, session_id: int) -> tuple[Session, int]:
    """A session as `session` finds it, and the id of the stage on which the published agenda has it.

    Raises:
        NoSuchThing: the agenda has none, or its row is gone.
    """
    version = snapshots.latest(event)
    published = version.snapshot["sessions"] if version else ()
    shown = {one["id"]: one["stage"] for one in published if one["format"] != Session.Format.BREAK}
    row = Session.objects.filter(event=event, pk=session_id).first() if session_id in shown else None
    if row is None:
        raise NoSuchThing
    return row, shown[session_id]


def question(event: Event, question_id: int, *, locked: bool = False) -> Question:
    """A question of the event, its row held when `locked`.

    Raises:
        NoSuchThing: there is none.
    """
    rows = Question.objects.select_for_update(of=("self",), no_key=True) if locked else Question.objects.all()
    found = rows.filter(session__event=event, pk=question_id).first()
    if found is None:
        raise NoSuchThing
    return found


def many(event_ids: Collection[int], person_ids: Collection[int]) -> list[Place]:
    """The places these people have at these events, in five queries."""
    events, people = _events(event_ids), Person.objects.in_bulk(person_ids)
    found = _standing(events, people)
    return [
        Place(events[at], people[who], (who, at) in found.staff, (who, at) in found.seated, found.on.get((who, at), {}))
        for who, at in sorted(found.seated | found.prepare)
    ]


def let_in(pairs: Collection[Pair]) -> set[Pair]:
    """Those of (person id, event id) pairs who see the stage now, in four queries, for a thousand sockets."""
    events = _events({event_id for _, event_id in pairs})
    found = _standing(events, {person_id for person_id, _ in pairs})
    prepare = found.prepare
    sees = {
        (pk, prepares): _sees(event, prepares=prepares) for pk, event in events.items() for prepares in (False, True)
    }
    return {pair for pair in set(pairs) & (found.seated | prepare) if sees[pair[1], pair in prepare]}


class _Standing(NamedTuple):
    """What active people are at events, by (person id, event id)."""

    seated: set[Pair]
    staff: set[Pair]
    on: Mapping[Pair, Mapping[int, str]]

    @property
    def prepare(self) -> set[Pair]:
        return self.staff | self.on.keys()


def _events(event_ids: Collection[int]) -> dict[int, Event]:
    return {event.pk: event for event in Event.objects.filter(pk__in=event_ids, kind__in=rights.KINDS).order_by()}


def _standing(events: Mapping[int, Event], people: Collection[int]) -> _Standing:
    on: dict[Pair, dict[int, str]] = defaultdict(dict)
    for person_id, event_id, session_id, role in _on_stage(events=events.keys(), people=people):
        on[person_id, event_id][session_id] = role
    offices = set(audiences.offices(networks={event.network_id for event in events.values()}, people=people))
    staff = {(who, event.pk) for who, network in offices for event in events.values() if event.network_id == network}
    return _Standing(set(_seated(events=events.keys(), people=people)), staff, on)


_seated = Compiled(
    lambda events, people: (
        Registration.objects.filter(
            event_id__one_of=events, person_id__one_of=people, person__is_active=True, state__in=SEATED
        )
        .order_by()
        .values_list("person_id", "event_id")
    )
)
_on_stage = Compiled(
    lambda events, people: (
        Appearance.objects.filter(
            session__event_id__one_of=events,
            speaker__person_id__one_of=people,
            speaker__person__is_active=True,
            speaker__state__in=ON_STAGE,
        )
        .order_by()
        .values_list("speaker__person_id", "session__event_id", "session_id", "role")
    )
)
