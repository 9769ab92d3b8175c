"""Asking everybody of a case which of some times would do, when none suits all; who asked books what was found."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from events.meetings.availability import Attendee
from events.meetings.polls import asking
from events.models import Meeting, Poll
from exchanges.advisory import access, meetings, standing, states
from exchanges.advisory.errors import CaseCannotMove, NotFound, NotOnThisCase
from exchanges.advisory.models import Case
from members.models import Person
from rooms.models import Admission

C = Case.State


@transaction.atomic
def ask_scoping(*, case_id: int, by: Person, times: Collection[datetime]) -> Poll:
    """Ask when the scoping call could be.

    Raises:
        NotFound: the person neither advises on the case nor looks after it.
        GiverMissing: nobody acts for the member any more.
        CaseCannotMove: it has not found its advisors, is scoped, or the call is booked.
        NotTimesForPoll, PollRuns, TooFewPeople: see `events.meetings.polls.asking`.
    """
    case = states.require(access.worked_on(by, case_id), C.ADVISORS_MATCHED)
    if meetings.coming(case.scoping):
        raise CaseCannotMove
    meetings.require_giver(case)
    people = meetings.attendees(case)
    return _ask(meetings.SCOPING, case, people, times, meetings.SCOPING_MINUTES, by)


@transaction.atomic
def ask_session(*, case_id: int, by: Person, moderator_id: int, times: Collection[datetime]) -> Poll:
    """Ask when the session could be.

    Raises:
        NotFound: the person is not in the network's secretariat.
        GiverMissing: nobody acts for the member any more.
        NotOnThisCase: nobody such moderates.
        CaseCannotMove: it is not scoped, or booked already.
        NotTimesForPoll, PollRuns, TooFewPeople: see `events.meetings.polls.asking`.
    """
    case = states.require(access.looked_after(by, case_id), C.SCOPED)
    meetings.require_giver(case)
    if moderator_id not in {person for person, _ in meetings.moderators(case)}:
        raise NotOnThisCase(field="moderator")
    people = meetings.attendees(case, moderator_id)
    return _ask(meetings.SESSION, case, people, times, meetings.minutes_of(case), by)


def _ask(kind: str, case: Case, people: list[Attendee], times: Collection[datetime], minutes: int, by: Person) -> Poll:
    states.touch(case)
    return asking.open_poll(
        subject=(kind, case.pk),
        network=case.network,
        titles=meetings.TITLES[kind],
        attendees=people,
        times=times,
        minutes=minutes,
        asker=by,
        zone=case.member.time_zone,
    )


def book_scoping(case_id: int, starts_at: datetime, by: Person) -> Meeting:
    """Book what a poll about the scoping call found; see `meetings.scoping_at` for what is refused."""
    return _booked(meetings.scoping_at(_polled(case_id, by), by=by, starts_at=starts_at).scoping)


def book_session(case_id: int, starts_at: datetime, by: Person) -> Meeting:
    """Book what a poll about the session found; see `meetings.session_at` for what is refused.

    The moderator it was asked for keeps the time; when they have left, who books, else another one who can.
    """
    case = _polled(case_id, by)
    poll = asking.running((meetings.SESSION, case_id))
    asked = poll.voters.filter(role=Admission.Role.HOST).values_list("person_id", flat=True) if poll else ()
    able = dict(meetings.moderators(case))
    moderator_id = next((one for one in (*asked, by.pk, *able) if one in able), 0)
    return _booked(meetings.session_at(case, by=by, moderator_id=moderator_id, starts_at=starts_at).session)


def _polled(case_id: int, by: Person) -> Case:
    """The case, locked; whoever may book by `events.meetings.polls.rights` does, if they still have to do with it.

    Raises:
        NotFound: they do not.
    """
    case = access.locked(case_id)
    if not standing.of(by, case).inside:
        raise NotFound
    return case


def _booked(meeting: Meeting | None) -> Meeting:
    if meeting is None:
        raise LookupError("a case whose meeting was booked has it")
    return meeting
