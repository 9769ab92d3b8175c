"""Registrations: seats, the waiting list, approval, withdrawal, attendance.

Everything that touches seats goes through `door`, which holds the event's row until the transaction ends. So two
people never get the last seat, and a freed one goes to the first in the waiting list in the same transaction. SQLite
has no row locks and needs none: its immediate transactions run one after the other.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from events import audiences, facts, waiting
from events.errors import (
    AlreadyRegistered,
    NotInvited,
    NotOpen,
    NotYourEvent,
    NotYourMember,
    NotYourRegistration,
    RegistrationCannotMove,
    WasDeclined,
)
from events.models import Event, Registration
from events.states import ACTIVE, HOLDS_A_SEAT, SEATS_ARE_GIVEN, check_registration_move
from ledger.recording import record
from members.models import Member, Person

E, R = Event.State, Registration.State

FACT_OF_STATE: dict[str, type[facts.RegistrationFact]] = {
    R.REQUESTED: facts.RegistrationRequested,
    R.CONFIRMED: facts.RegistrationConfirmed,
    R.WAITLISTED: facts.RegistrationWaitlisted,
    R.DECLINED: facts.RegistrationDeclined,
    R.ATTENDED: facts.RegistrationAttended,
    R.NO_SHOW: facts.RegistrationMissed,
}
gives_back: dict[str, Callable[[Event, Collection[int]], None]] = {}
"""By name, what else people (by id) give back with a seat, in the same transaction, such as places in sessions."""
Comer = tuple[Person, Member | None, str]
"""Somebody whom an organiser registers: for which member, and what they need to take part."""
SILENT = (R.REQUESTED, R.DECLINED, R.NO_SHOW)
"""States that do not stand in the member's dossier."""


@contextmanager
def door(event_id: int) -> Iterator[Event]:
    """Open a transaction and hold the event's row: one at a time decides about its seats."""
    with transaction.atomic():
        yield Event.objects.select_for_update(of=("self",)).select_related("network").get(pk=event_id)


@contextmanager
def doors(event_ids: Collection[int]) -> Iterator[list[Event]]:
    """Open a transaction and hold several events' rows, taken in the order of their ids."""
    with transaction.atomic():
        rows = Event.objects.select_for_update(of=("self",)).select_related("network")
        yield list(rows.filter(pk__in=event_ids).order_by("pk"))


def _fact(registration: Registration, kind: type[facts.RegistrationFact], **more: Any) -> facts.RegistrationFact:
    """The fact about a registration, shown in the dossier of the member it is for unless it is nobody's business."""
    shown = registration.member_id if registration.state not in SILENT else None
    return kind(
        event_id=registration.event_id,
        registration_id=registration.pk,
        person_id=registration.person_id,
        concerns=(shown,) if shown else (),
        **more,
    )


def register(
    event: Event, person: Person, member: Member | None = None, *, by: Person | None = None, access_needs: str = ""
) -> Registration:
    """Register a person: with a seat, in the waiting list, or as a request that an organiser decides about.

    Args:
        event: which.
        person: who takes part.
        member: whom the person acts for; None for nobody but oneself (public events).
        by: an organiser who registers somebody else, which needs neither open registration nor approval; the member
            may then be any of the event's network.
        access_needs: what the person needs to take part.

    Raises:
        NotYourEvent: `by` does not look after the event.
        NotOpen: registration is not open, or for an organiser: no seats are given any more.
        NotInvited: the person does not see the event.
        NotYourMember: the person does not act for the member, or it is not of the network.
        AlreadyRegistered, WasDeclined: there is a registration already.
    """
    with door(event.pk) as held:
        _check_may_register(held, person, member, by)
        ask = by is None and (held.approval or audiences.asks_first(held, member))
        state = R.REQUESTED if ask else waiting.next_state(held)
        registration = Registration.objects.create(
            event=held, person=person, member=member, state=state, access_needs=access_needs, queued_at=timezone.now()
        )
        record(_fact(registration, FACT_OF_STATE[state]))
    return registration


def register_all(event: Event, comers: Sequence[Comer], *, by: Person) -> list[Registration]:
    """Register people in the order given, as an organiser `register`s one; all of them or none.

    Who comes after the last free seat stands in the waiting list in this order. The number of queries does not grow
    with the number of people.

    Args:
        event: which.
        comers: each with the member they come for, or None, and what they need to take part.
        by: an organiser of the event.

    Raises:
        NotYourEvent: `by` does not look after the event.
        NotOpen: no seats are given any more.
        NotYourMember: a member is not of the event's network.
        AlreadyRegistered: one of them is, or stands here twice.
    """
    with door(event.pk) as held:
        _check_may_register_all(held, comers, by)
        free, now = held.capacity - waiting.taken(held), timezone.now()
        rows = [
            Registration(
                event=held,
                person=person,
                member=member,
                access_needs=needs,
                state=R.CONFIRMED if place < free else R.WAITLISTED,
                queued_at=now,
            )
            for place, (person, member, needs) in enumerate(comers)
        ]
        made = Registration.objects.bulk_create(rows)
        if made:
            record(*[_fact(row, FACT_OF_STATE[row.state]) for row in made])
    return made


def _check_may_register_all(event: Event, comers: Sequence[Comer], by: Person) -> None:
    if not audiences.looks_after(event, by):
        raise NotYourEvent
    if event.state not in SEATS_ARE_GIVEN:
        raise NotOpen
    people = {person.pk for person, _member, _needs in comers}
    if len(people) < len(comers) or Registration.objects.filter(event=event, person__in=people, state__in=ACTIVE):
        raise AlreadyRegistered
    known = set(audiences.members(event).values_list("pk", flat=True))
    if not {member.pk for _person, member, _needs in comers if member} <= known:
        raise NotYourMember


def _check_may_register(event: Event, person: Person, member: Member | None, by: Person | None) -> None:
    states = set(Registration.objects.filter(event=event, person=person).values_list("state", flat=True))
    if states & set(ACTIVE):
        raise AlreadyRegistered
    if by is None:
        _check_may_register_oneself(event, person, member)
        if R.DECLINED in states:
            raise WasDeclined
    elif not audiences.looks_after(event, by):
        raise NotYourEvent
    elif event.state not in SEATS_ARE_GIVEN:
        raise NotOpen
    elif member is not None and audiences.asks_first(event, member):
        raise NotYourMember


def _check_may_register_oneself(event: Event, person: Person, member: Member | None) -> None:
    if event.state != E.REGISTRATION_OPEN or event.starts_at <= timezone.now():
        raise NotOpen
    if not audiences.may_see(event, person):
        raise NotInvited
    if member is None and event.audience != Event.Audience.PUBLIC:
        raise NotYourMember
    if member is not None and member not in audiences.members_for(event, person):
        raise NotYourMember


def withdraw(registration: Registration, *, by: Person | None) -> Registration:
    """Take a registration back; a freed seat goes to the first in the waiting list at once.

    What the person needed and answered is forgotten.

    Args:
        registration: which.
        by: the person, an organiser, or None when the person may no longer take part.

    Raises:
        NotYourRegistration: it is neither the person's own nor that of an event the person looks after.
        RegistrationCannotMove: it has ended already, or the event is over.
    """
    with door(registration.event_id) as event:
        if by is not None and registration.person_id != by.pk and not audiences.looks_after(event, by):
            raise NotYourRegistration
        if event.state not in (*SEATS_ARE_GIVEN, E.DRAFT):
            raise RegistrationCannotMove
        row = Registration.objects.get(pk=registration.pk, event=event)
        had_seat = row.state in HOLDS_A_SEAT
        _move(row, R.WITHDRAWN)
        _forget(row)
        record(_fact(row, facts.RegistrationWithdrawn, had_seat=had_seat))
        _give_back(event, [row.person_id])
        waiting.promote(event)
    return row


def give_back(registration: Registration) -> None:
    """Give back what goes with the seat of somebody who may no longer take part; that they came stays noted."""
    with door(registration.event_id) as event:
        _give_back(event, [registration.person_id])


def _give_back(event: Event, person_ids: Collection[int]) -> None:
    for one in gives_back.values():
        one(event, person_ids)


def _forget(row: Registration) -> None:
    """Forget what a person needed and answered: nobody has a use for it where they do not take part."""
    row.access_needs = ""
    row.save(update_fields=["access_needs"])
    row.answers.all().delete()


def confirm(registration: Registration, *, by: Person) -> Registration:
    """Grant a request: a seat if one is free, else the place in the waiting list of the time it was asked for.

    Raises:
        NotYourEvent: the person does not look after the event.
        RegistrationCannotMove: it is no request; nobody is taken out of the waiting list past those before them.
    """
    with door(registration.event_id) as event:
        if not audiences.looks_after(event, by):
            raise NotYourEvent
        row = Registration.objects.get(pk=registration.pk, event=event)
        if row.state != R.REQUESTED or event.state not in SEATS_ARE_GIVEN:
            raise RegistrationCannotMove
        _move(row, waiting.next_state(event))
        record(_fact(row, FACT_OF_STATE[row.state]))
    return row


def decline(registration: Registration, *, by: Person, reason: str = "") -> Registration:
    """Do not grant a request; what the person needed and answered is forgotten.

    Args:
        registration: which.
        by: an organiser of the event.
        reason: what the person reads about why.

    Raises:
        NotYourEvent: the person does not look after the event.
        RegistrationCannotMove: it is no request.
    """
    with door(registration.event_id) as event:
        if not audiences.looks_after(event, by):
            raise NotYourEvent
        row = Registration.objects.get(pk=registration.pk, event=event)
        _move(row, R.DECLINED)
        row.reason = reason
        row.save(update_fields=["reason"])
        _forget(row)
        record(_fact(row, facts.RegistrationDeclined))
    return row


def mark_attended(event: Event, person_ids: Collection[int], *, by: Person | None) -> int:
    """Note that people took part. Returns how many were not noted before.

    Args:
        event: which.
        person_ids: who; those without a seat are passed by.
        by: an organiser, or None when the format itself saw them.

    Raises:
        NotYourEvent: the person does not look after the event.
    """
    return _mark(event, person_ids, R.ATTENDED, by)


def mark_missed(event: Event, person_ids: Collection[int], *, by: Person | None) -> int:
    """Note that people had a seat and did not come: others get their places in sessions; else as `mark_attended`."""
    return _mark(event, person_ids, R.NO_SHOW, by)


def _mark(event: Event, person_ids: Collection[int], state: str, by: Person | None) -> int:
    other = R.NO_SHOW if state == R.ATTENDED else R.ATTENDED
    with door(event.pk) as held:
        if by is not None and not audiences.looks_after(held, by):
            raise NotYourEvent
        seated = Registration.objects.filter(event=held, state__in=(R.CONFIRMED, other))
        rows = list(seated.filter(person_id__in=person_ids).order_by("id"))
        for row in rows:
            check_registration_move(row, state)
            row.state, row.changed_at = state, timezone.now()
        Registration.objects.bulk_update(rows, ["state", "changed_at"])
        if rows:
            record(*[_fact(row, FACT_OF_STATE[state]) for row in rows])
        if rows and state == R.NO_SHOW:
            _give_back(held, [row.person_id for row in rows])
    return len(rows)


def _move(row: Registration, to: str) -> None:
    """Move a registration of an event whose row is held; the caller records the fact."""
    check_registration_move(row, to)
    row.state, row.changed_at = to, timezone.now()
    row.save(update_fields=["state", "changed_at"])
