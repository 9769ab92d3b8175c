"""The states of events and registrations: the one table of who may move where, and the moves of events.

Both tables stand in docs/INTERFACES.md, too. A postponed event comes back with a new date or is given up, a request may
be taken back by its person, a wrong mark of attendance may be corrected, and postponing takes every such mark back.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events import audiences, facts, formats, reminders
from events.errors import DateIsPast, EventCannotMove, NotYourEvent, RegistrationCannotMove
from events.models import Attendance, Event, Registration
from ledger.recording import record
from members.models import Person

E, R = Event.State, Registration.State

EVENT_MOVES: dict[str, tuple[str, ...]] = {
    E.DRAFT: (E.PUBLISHED, E.POSTPONED, E.CANCELLED),
    E.PUBLISHED: (E.REGISTRATION_OPEN, E.POSTPONED, E.CANCELLED),
    E.REGISTRATION_OPEN: (E.REGISTRATION_CLOSED, E.POSTPONED, E.CANCELLED),
    E.REGISTRATION_CLOSED: (E.LIVE, E.POSTPONED, E.CANCELLED),
    E.LIVE: (E.DOCUMENTATION, E.POSTPONED, E.CANCELLED),
    E.DOCUMENTATION: (E.ARCHIVED,),
    E.ARCHIVED: (),
    E.POSTPONED: (E.PUBLISHED, E.CANCELLED),
    E.CANCELLED: (),
}

REGISTRATION_MOVES: dict[str, tuple[str, ...]] = {
    R.REQUESTED: (R.CONFIRMED, R.WAITLISTED, R.DECLINED, R.WITHDRAWN),
    R.CONFIRMED: (R.WITHDRAWN, R.ATTENDED, R.NO_SHOW),
    R.WAITLISTED: (R.CONFIRMED, R.WITHDRAWN),
    R.ATTENDED: (R.NO_SHOW, R.CONFIRMED),
    R.NO_SHOW: (R.ATTENDED, R.CONFIRMED),
    R.DECLINED: (),
    R.WITHDRAWN: (),
}

HOLDS_A_SEAT = (R.CONFIRMED, R.ATTENDED, R.NO_SHOW)
SEATED = (R.CONFIRMED, R.ATTENDED)
"""Who has a seat and was not noted as having stayed away."""
ACTIVE = (R.REQUESTED, R.CONFIRMED, R.WAITLISTED, R.ATTENDED, R.NO_SHOW)
BEFORE_IT_BEGINS = (E.DRAFT, E.PUBLISHED, E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.POSTPONED)
SEATS_ARE_GIVEN = (E.PUBLISHED, E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.LIVE, E.POSTPONED)
"""In these a freed seat goes to the first in the waiting list."""
TAKES_OR_TOOK_PLACE = (E.LIVE, E.DOCUMENTATION, E.ARCHIVED)
TOLD_TO_MEMBERS = (E.POSTPONED, E.CANCELLED)
"""Moves that stand in the dossier of every member that takes part."""
CALENDAR_CHANGES = (E.PUBLISHED, E.POSTPONED, E.CANCELLED)
"""Moves that a calendar must take over."""

FACT_OF_STATE: dict[str, type[facts.EventFact]] = {
    E.PUBLISHED: facts.EventPublished,
    E.REGISTRATION_OPEN: facts.RegistrationOpened,
    E.REGISTRATION_CLOSED: facts.RegistrationClosed,
    E.LIVE: facts.EventBegan,
    E.DOCUMENTATION: facts.EventEnded,
    E.ARCHIVED: facts.EventArchived,
    E.POSTPONED: facts.EventPostponed,
    E.CANCELLED: facts.EventCancelled,
}


def check_registration_move(registration: Registration, to: str) -> None:
    """Refuse a move that is not in the table.

    Raises:
        RegistrationCannotMove: it is not.
    """
    if to not in REGISTRATION_MOVES[registration.state]:
        raise RegistrationCannotMove


def members_concerned(event: Event) -> tuple[int, ...]:
    """Ids of the members with an active registration."""
    active = Registration.objects.filter(event=event, state__in=ACTIVE).exclude(member=None)
    return tuple(active.order_by("member_id").values_list("member_id", flat=True).distinct())


def took_place(event: Event) -> bool:
    """Whether the event began and nobody can come any more."""
    return event.state in TAKES_OR_TOOK_PLACE and event.ends_at <= timezone.now()


def moves(event: Event) -> tuple[str, ...]:
    """The states the event can go to now."""
    return EVENT_MOVES[event.state]


def move(event: Event, *, to: str, by: Person | None) -> Event:
    """Move an event to another state.

    Args:
        event: which; its row is locked and read anew.
        to: one of `Event.State`.
        by: who; None when the platform keeps a promise.

    Returns:
        The event as it is now.

    Raises:
        NotYourEvent: the person does not look after it.
        EventCannotMove: the table has no such move.
        Refused: the event's format has a reason against it.
        DateIsPast: somebody announces it, or opens it for registration, for a time that is over.
    """
    with transaction.atomic():
        row = Event.objects.select_for_update().get(pk=event.pk)
        if by is not None and not audiences.looks_after(row, by):
            raise NotYourEvent
        if to not in EVENT_MOVES[row.state]:
            raise EventCannotMove
        if (reason := formats.of(row).refuses(row, to)) is not None:
            raise reason
        if by is not None and to in (E.PUBLISHED, E.REGISTRATION_OPEN) and row.ends_at <= timezone.now():
            raise DateIsPast
        more = {"again": row.state == E.POSTPONED} if to == E.PUBLISHED else {}
        _apply(row, to, timezone.now())
        if to == E.POSTPONED:
            _forget_who_came(row)
        concerns = members_concerned(row) if to in TOLD_TO_MEMBERS else ()
        record(FACT_OF_STATE[to](event_id=row.pk, concerns=concerns, **more))
        reminders.keep_in_step(row)
    return row


def _apply(row: Event, to: str, now: datetime) -> None:
    if row.state == E.DRAFT:
        row.unannounced = to != E.PUBLISHED
    elif to == E.PUBLISHED:
        row.unannounced = False
    row.state = to
    row.changed_at = now
    row.sequence += to in CALENDAR_CHANGES
    row.save(update_fields=["state", "unannounced", "changed_at", "sequence"])


def _forget_who_came(event: Event) -> None:
    """Everybody with a seat is expected at the new date, and has been nowhere yet."""
    noted = Registration.objects.filter(event=event, state__in=(R.ATTENDED, R.NO_SHOW))
    noted.update(state=R.CONFIRMED, changed_at=event.changed_at)
    Attendance.objects.filter(session__event=event).delete()
