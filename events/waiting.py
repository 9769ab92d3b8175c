"""The waiting list of an event: who stands where and why, and who gets a freed seat.

`next_state` and `promote` are called with the event's row held (see `registrations.door`).
"""

from collections.abc import Collection

from events import facts
from events.lines import Line
from events.models import Event, Registration
from events.states import HOLDS_A_SEAT, SEATS_ARE_GIVEN
from ledger.recording import record

WAITLISTED = Registration.State.WAITLISTED
LINE = Line(Registration, "event", HOLDS_A_SEAT, Registration.State.CONFIRMED, WAITLISTED)


def taken(event: Event) -> int:
    """How many seats are taken."""
    return LINE.taken(event.pk)


def queue(event: Event) -> list[Registration]:
    """The waiting list, first come first."""
    return LINE.queue(event.pk)


def next_state(event: Event) -> str:
    """What somebody who registers now gets: a seat, or a place in the waiting list."""
    return LINE.next_state(event.pk, event.capacity)


def promote(event: Event) -> list[Registration]:
    """Give every free seat to the first in the waiting list. Returns who got one, in order."""
    if event.state not in SEATS_ARE_GIVEN:
        return []
    promoted = LINE.promote(event.pk, event.capacity)
    if promoted:
        record(
            *[
                facts.RegistrationPromoted(
                    event_id=event.pk,
                    registration_id=row.pk,
                    person_id=row.person_id,
                    concerns=(row.member_id,) if row.member_id else (),
                )
                for row in promoted
            ]
        )
    return promoted


def positions(events: Collection[int]) -> dict[int, int]:
    """The place in the waiting list (from 1) of every registration that waits for one of these events, in one query."""
    return LINE.positions(events)
