"""How a reader stands towards an event: seat, waiting list, what they can do next. Everything the one button needs."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from events import audiences, states, streams, waiting
from events.models import Event, Registration
from events.reminders import REMINDED
from events.states import ACTIVE, REGISTRATION_MOVES, SEATED, SEATS_ARE_GIVEN
from members import roles
from members.models import Member

R = Registration.State
E = Event.State
COMING = (E.PUBLISHED, E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED)
DOORS_OPEN = timedelta(minutes=15)
"""How long before the start the way in is shown; the last reminder leads there at the same time."""


@dataclass(frozen=True)
class Seats:
    """How full an event is."""

    capacity: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """Seats nobody has."""
        return max(0, self.capacity - self.taken)


@dataclass(frozen=True)
class Standing:
    """A reader and an event.

    Attributes:
        registration: the reader's active one.
        declined: an organiser declined the reader before, for this `reason`.
        position: place in the waiting list, from 1; 0 when not in it.
        members: whom of the network the reader acts for; they register for one of them.
        action: what the one button does: `sign_in`, `register`, `ask`, `wait` (register into the waiting list), or ""
            when nothing can be done.
        begun: whether the start has passed.
        joins: whether the reader has a seat and goes in now: it is live, or begins within `DOORS_OPEN`.
        at_the_door: whether the reader can say now that they are there; by themselves where the format does not see it.
        certified: whether the reader was there and it took place, so that there is a certificate.
        reminded: whether reminders are still to come.
        withdraws: whether the reader can still give their seat, or the wish for one, back.
    """

    seats: Seats
    registration: Registration | None = None
    declined: bool = False
    reason: str = ""
    position: int = 0
    members: list[Member] = field(default_factory=list)
    action: str = ""
    begun: bool = False
    joins: bool = False
    at_the_door: bool = False
    certified: bool = False
    reminded: bool = False
    withdraws: bool = False


def of(event: Event, person: roles.Somebody) -> Standing:
    """How the person stands towards an event they see."""
    counted = streams.seats_of([event.pk])[event.pk]
    seats = Seats(counted["capacity"], counted["taken"], counted["waiting"])
    begun = event.starts_at <= timezone.now()
    open_now = event.state == E.REGISTRATION_OPEN and not begun
    if not roles.active(person):
        return Standing(seats, action="sign_in" if open_now else "", begun=begun)
    mine = list(Registration.objects.filter(event=event, person=person).select_related("member"))
    active = next((row for row in mine if row.state in ACTIVE), None)
    if active is not None:
        place = waiting.positions([event.pk]).get(active.pk, 0) if active.state == R.WAITLISTED else 0
        return Standing(
            seats,
            registration=active,
            position=place,
            joins=active.state in SEATED and doors_open(event),
            at_the_door=_at_the_door(event, active),
            reminded=active.state == R.CONFIRMED and event.state in REMINDED and not begun,
            withdraws=R.WITHDRAWN in REGISTRATION_MOVES[active.state] and event.state in SEATS_ARE_GIVEN,
            certified=active.state == R.ATTENDED and states.took_place(event),
        )
    declined = next((row for row in mine if row.state == R.DECLINED), None)
    if declined is not None:
        return Standing(seats, declined=True, reason=declined.reason, begun=begun)
    if not open_now:
        return Standing(seats, begun=begun)
    members = audiences.members_for(event, person)
    return Standing(seats, members=members, action=_action(event, seats, members))


def doors_open(event: Event) -> bool:
    """Whether people are let in: the event is live, or begins within `DOORS_OPEN`."""
    near = event.starts_at - DOORS_OPEN <= timezone.now() < event.ends_at
    return event.state == E.LIVE or (near and event.state in COMING)


def _at_the_door(event: Event, mine: Registration) -> bool:
    near = event.starts_at - DOORS_OPEN <= timezone.now() < event.ends_at
    takes_place = event.state in (E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.LIVE)
    return near and takes_place and mine.state in SEATED and event.kind != Event.Kind.MIXER


def _action(event: Event, seats: Seats, members: Collection[Member]) -> str:
    if not members:
        return "ask" if event.audience == Event.Audience.PUBLIC else ""
    if event.approval:
        return "ask"
    return "register" if seats.free else "wait"
