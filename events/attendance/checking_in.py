"""Checking in by oneself, at an event or in a session, from a quarter of an hour before the start until the end."""

from datetime import datetime

from django.utils import timezone

from events import registrations
from events.attendance import codes
from events.attendance.errors import NoSeat, NotNow, WrongCode
from events.models import Attendance, Event, Place, Registration, Session
from events.standing import DOORS_OPEN
from events.states import SEATED
from events.symposia.errors import NoSuchSession
from events.symposia.places import facts, line, overlaps
from events.symposia.places.errors import NoPlace
from ledger.recording import record
from members.models import Person

E = Event.State
TAKES_PLACE = (E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.LIVE)
"""Also before an organiser has pressed "Begin"."""


def is_open(event: Event, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether people can check in now for something of the event that lasts from one moment to another.

    At a mixer nobody does: it sees for itself who sits down.
    """
    return (
        event.kind != Event.Kind.MIXER
        and event.state in TAKES_PLACE
        and starts_at - DOORS_OPEN <= timezone.now() < ends_at
    )


def at_event(event: Event, *, person: Person, code: str = "") -> None:
    """Note that the person is at the event; doing it again changes nothing.

    Args:
        event: which.
        person: who says so.
        code: what the person read on stage; asked for on site only.

    Raises:
        NotNow: it is too early, or over.
        NoSeat: the person has no seat.
        WrongCode: the code is another one.
    """
    with registrations.door(event.pk) as held:
        _check(held, person, held.starts_at, held.ends_at)
        if codes.wanted(held) and not codes.fits(code, held):
            raise WrongCode
        registrations.mark_attended(held, [person.pk], by=None)


def in_session(event: Event, session_id: int, *, person: Person, code: str = "") -> None:
    """Note that the person is in a session, and so at the event; doing it again changes nothing.

    Raises:
        NoSuchSession: the published agenda has no such session, or it is a break.
        NotNow, NoSeat, WrongCode: as for `at_event`, for the session.
        NoPlace: places in it are limited, and the person has none.
    """
    with registrations.door(event.pk) as held:
        shown = line.shown(held).get(session_id)
        session = Session.objects.filter(event=held, pk=session_id).first()
        if shown is None or session is None or shown["format"] == Session.Format.BREAK:
            raise NoSuchSession
        registration = _check(held, person, *overlaps.span(shown))
        places = Place.objects.filter(session=session, person=person, state=Place.State.HELD)
        if session.places is not None and not places.exists():
            raise NoPlace
        if codes.wanted(held) and not codes.fits(code, held, session_id):
            raise WrongCode
        registrations.mark_attended(held, [person.pk], by=None)
        if Attendance.objects.get_or_create(session=session, person=person)[1]:
            concerns = (registration.member_id,) if registration.member_id else ()
            record(
                facts.SessionAttended(
                    event_id=held.pk, session_id=session.pk, person_id=person.pk, concerns=concerns
                )
            )  # fmt: skip


def _check(event: Event, person: Person, starts_at: datetime, ends_at: datetime) -> Registration:
    """The person's registration, at a moment at which they may check in."""
    if not is_open(event, starts_at, ends_at):
        raise NotNow
    mine = Registration.objects.filter(event=event, person=person, state__in=SEATED).first()
    if mine is None:
        raise NoSeat
    return mine
