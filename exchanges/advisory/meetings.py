"""The scoping call and the session of a case: booked, run as a consultation, moved, called off.

Whoever changes one holds the case's row; the locks of the meeting and its room come after it, as in `events.meetings`.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from events.meetings import booking, versions
from events.meetings.availability import Attendee
from events.meetings.polls import asking
from events.meetings.states import UPCOMING
from events.models import Meeting
from exchanges.advisory import access, facts, noting, states
from exchanges.advisory.errors import GiverMissing, NotOnThisCase, ScopeMissing
from exchanges.advisory.models import Case, Engagement
from ledger.promises import hold
from ledger.recording import record
from members import delegates
from members.models import Person
from rooms.consultation import leading
from rooms.consultation.promised import ConsultationBegins
from rooms.models import Admission
from rooms.promised import CLOCK

C, E, Role = Case.State, Engagement.State, Admission.Role
SESSION, SCOPING = KINDS = "advisory_session", "advisory_scoping"
MINUTES, INTERPRETED_MINUTES, SCOPING_MINUTES = 120, 156, 30
"""How long a session is; interpreted it takes 1.3 times as long."""
TITLES: Mapping[str, Mapping[str, str]] = {
    SESSION: {
        "en": "Advisory session", "de": "Beratungssitzung", "es": "Sesión de asesoría", "pt-br": "Sessão de assessoria",
    },
    SCOPING: {"en": "Scoping call", "de": "Vorgespräch", "es": "Llamada previa", "pt-br": "Conversa preparatória"},
}  # fmt: skip
"""What calendars say: never what a case is about, as others look into calendars."""


def coming(meeting: Meeting | None) -> bool:
    """Whether a meeting is booked and not over."""
    return meeting is not None and meeting.state in UPCOMING


def minutes_of(case: Case) -> int:
    """How long the session of a case is."""
    return INTERPRETED_MINUTES if case.interpreted else MINUTES


def attendees(case: Case, moderator_id: int | None = None) -> list[Attendee]:
    """Case-giver and advisors, of whom the last of several writes, and the moderator if there is one."""
    rows = list(case.engagements.filter(state=E.ACCEPTED).select_related("advisor").order_by("answered_at", "pk"))
    people: dict[int, tuple[int | None, str]] = {
        row.advisor.person_id: (row.advisor.member_id, Role.ADVISOR) for row in rows
    }
    if len(rows) > 1:
        people[rows[-1].advisor.person_id] = (rows[-1].advisor.member_id, Role.SCRIBE)
    if moderator_id is not None:
        people[moderator_id] = (people.get(moderator_id, (None, Role.HOST))[0], Role.HOST)
    if case.giver_id is not None:
        people[case.giver_id] = (case.member_id, Role.CASE_GIVER)
    return [Attendee(person_id=who, member_id=of, role=str(role)) for who, (of, role) in people.items()]


@transaction.atomic
def book_scoping(*, case_id: int, by: Person, starts_at: datetime, seen: str | None = None) -> Case:
    """Book the scoping call of case-giver and advisors; an earlier one that has not been held is moved.

    Raises:
        NotFound: the person neither advises on the case nor looks after it.
        GiverMissing, CaseCannotMove, MeetingChangedMeanwhile: see `scoping_at`.
        SlotTaken, MeetingInPast, TooFewPeople: see `events.meetings.booking`.
    """
    return scoping_at(access.worked_on(by, case_id), by=by, starts_at=starts_at, seen=seen)


def scoping_at(case: Case, *, by: Person, starts_at: datetime, seen: str | None = None) -> Case:
    """Book the scoping call of a locked case; that the person may is the caller's matter.

    Args:
        case: which.
        by: who books.
        starts_at: when.
        seen: `versions.version` of the call on their page; None when no page was shown.

    Raises:
        GiverMissing: nobody acts for the member any more.
        CaseCannotMove: it has not found its advisors, or is scoped.
        MeetingChangedMeanwhile: somebody booked, moved or called it off after `seen`.
        SlotTaken, MeetingInPast, TooFewPeople: see `events.meetings.booking`.
    """
    states.require(case, C.ADVISORS_MATCHED)
    require_giver(case)
    if case.scoping is not None and case.scoping.state in UPCOMING:
        booking.reschedule(case.scoping, starts_at=starts_at, by=None, seen=seen)
    else:
        versions.require(None, seen)
        case.scoping = _booked(SCOPING, case, attendees(case), starts_at, SCOPING_MINUTES)
        case.save(update_fields=["scoping"])
    asking.settle((SCOPING, case.pk), case.scoping)
    record(facts.ScopingBooked(case_id=case.pk, by=by.pk, concerns=noting.concerned(case)))
    return case


def require_giver(case: Case) -> None:
    """Make sure that somebody who may sign in gives a locked case: else somebody else of the member does from now on.

    Raises:
        GiverMissing: nobody acts for the member any more.
    """
    if case.giver is None or not case.giver.is_active:
        case.giver = successor(case)
        case.save(update_fields=["giver"])
    if case.giver is None:
        raise GiverMissing


def successor(case: Case) -> Person | None:
    """Who gives a case when its case-giver no longer can: the member's representative, else whoever acts for it."""
    first = delegates.representative_of(case.member)
    if first is not None and first.is_active:
        return first
    return Person.objects.filter(pk__in=access.people_of([case.member_id])).order_by("pk").first()


def _booked(kind: str, case: Case, people: list[Attendee], starts_at: datetime, minutes: int) -> Meeting:
    return booking.book(
        subject=(kind, case.pk),
        network=case.network,
        titles=TITLES[kind],
        attendees=people,
        starts_at=starts_at,
        minutes=minutes,
        zone=case.member.time_zone,
    )


@transaction.atomic
def scope(*, case_id: int, by: Person, text: str) -> Case:
    """Write down what the session is to answer, as agreed in the scoping call.

    A call that is still to come is not needed any more, and neither are answers to when it could be; one whose room is
    open goes on.

    Raises:
        NotFound: the person neither advises on the case nor looks after it.
        ScopeMissing: nothing is said.
        CaseCannotMove: it has not found its advisors, or is scoped.
    """
    case = states.require(access.worked_on(by, case_id), C.ADVISORS_MATCHED)
    case.scope = text.strip()
    if not case.scope:
        raise ScopeMissing
    case.save(update_fields=["scope"])
    asking.settle((SCOPING, case.pk))
    _cancel_scoping(case, Meeting.State.SCHEDULED)
    return noting.moved(case, C.SCOPED, by=by)


@transaction.atomic
def book(*, case_id: int, by: Person, moderator_id: int, starts_at: datetime, seen: str | None = None) -> Case:
    """Book the session; its room becomes the place of a consultation that begins by itself.

    Args:
        case_id: which.
        by: somebody of the secretariat.
        moderator_id: who keeps the time: one of the secretariat or of the advisors, not the case-giver.
        starts_at: when.
        seen: `versions.version` of the session on their page; None when no page was shown.

    Raises:
        NotFound: the person is not in the network's secretariat.
        MeetingChangedMeanwhile: the page showed a session, which is not booked any more.
        GiverMissing, NotOnThisCase, CaseCannotMove: see `session_at`.
        SlotTaken, MeetingInPast, TooFewPeople: see `events.meetings.booking`.
    """
    case = access.looked_after(by, case_id)
    versions.require(case.session if case.state == C.SCHEDULED else None, seen)
    return session_at(case, by=by, moderator_id=moderator_id, starts_at=starts_at)


def session_at(case: Case, *, by: Person, moderator_id: int, starts_at: datetime) -> Case:
    """Book the session of a locked case; that the person may is the caller's matter.

    Raises:
        GiverMissing: nobody acts for the member any more.
        NotOnThisCase: nobody such moderates.
        CaseCannotMove: it is not scoped, or booked already.
        SlotTaken, MeetingInPast, TooFewPeople: see `events.meetings.booking`.
    """
    states.check(states.MOVES, case.state, C.SCHEDULED)
    require_giver(case)
    if moderator_id not in {person for person, _ in moderators(case)}:
        raise NotOnThisCase(field="moderator")
    case.session = _booked(SESSION, case, attendees(case, moderator_id), starts_at, minutes_of(case))
    case.save(update_fields=["session"])
    _plan(case, case.session)
    asking.settle((SESSION, case.pk), case.session)
    return noting.moved(case, C.SCHEDULED, by=by)


def moderators(case: Case) -> list[tuple[int, str]]:
    """Who can moderate, with their names: the secretariat, then the advisors, who best advise only."""
    office = Person.objects.filter(offices__network=case.network, offices__role="secretariat")
    advising = Person.objects.filter(advising__engagements__in=case.engagements.filter(state=E.ACCEPTED))
    found: dict[int, str] = {}
    for rows in (office, advising):
        able = rows.filter(is_active=True).exclude(pk=case.giver_id or 0).distinct().order_by("name", "pk")
        found |= {one.pk: one.display_name for one in able}
    return list(found.items())


def _plan(case: Case, session: Meeting) -> None:
    leading.plan(session.room, starts_at=session.starts_at, seconds=60 * session.minutes, interpreted=case.interpreted)


@transaction.atomic
def move(*, case_id: int, by: Person, starts_at: datetime, seen: str | None = None) -> Case:
    """Move the booked session; everything it promised moves along.

    Raises:
        NotFound: the person is not in the network's secretariat.
        CaseCannotMove: it is not booked.
        MeetingChangedMeanwhile: somebody booked or moved it after `seen`, a `versions.version`.
        BegunAlready: it is running.
        SlotTaken, MeetingInPast: see `events.meetings.booking`.
    """
    case = states.require(access.looked_after(by, case_id), C.SCHEDULED)
    if case.session is not None:
        hold_room(case.session.room_id)
        case.session = booking.reschedule(case.session, starts_at=starts_at, by=None, seen=seen)
        _plan(case, case.session)
    return case


def follow_time(case: Case) -> None:
    """Bring the consultation of a locked case to the time of its meeting, which somebody else moved."""
    if case.session is not None:
        hold_room(case.session.room_id)
        _plan(case, case.session)


def call_off(case: Case) -> None:
    """Call off what a locked case has booked.

    Raises:
        BegunAlready: the session is running.
    """
    for kind in KINDS:
        asking.settle((kind, case.pk))
    _cancel_scoping(case, *UPCOMING)
    if case.session is not None and case.session.state in UPCOMING:
        hold_room(case.session.room_id)
        leading.cancel(case.session.room)
        booking.cancel(case.session, by=None)


def _cancel_scoping(case: Case, *where: str) -> None:
    """Call the scoping call off if its meeting stands there."""
    if case.scoping is not None and case.scoping.state in where:
        booking.cancel(case.scoping, by=None)


def hold_room(room_id: int) -> None:
    """Take the promises of a room before its row, as their keepers do."""
    hold(f"room:{room_id}", ConsultationBegins, *CLOCK)


def upcoming(case: Case) -> list[Meeting]:
    """What a case has booked and not held yet."""
    return [one for one in (case.scoping, case.session) if one is not None and one.state in UPCOMING]
