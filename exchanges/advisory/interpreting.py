"""Interpreters of a session: invited by the secretariat, they take part with that role and read no case.

They need an account, not a member. Whoever declared a conflict of interest does not come in by this door.
"""

from django.db import transaction
from django.db.models import QuerySet

from events.meetings import booking
from events.meetings.availability import Attendee
from events.models import Participant
from exchanges.advisory import access, meetings, states
from exchanges.advisory.errors import NobodyThere, NotInterpreted, NotOnThisCase
from exchanges.advisory.models import Case, Engagement
from members.models import Person
from rooms.models import Admission

C = Case.State
INTERPRETER = Admission.Role.INTERPRETER


@transaction.atomic
def invite(*, case_id: int, by: Person, email: str) -> Person:
    """Let somebody interpret the booked session; they get a mail with its time.

    Args:
        case_id: which case.
        by: somebody of the secretariat.
        email: the address with which they sign in.

    Raises:
        NotFound: the person is not in the network's secretariat.
        CaseCannotMove: no session is booked.
        NotInterpreted: the session is not interpreted.
        NobodyThere: nobody signs in with that address.
        NotOnThisCase: they declared a conflict of interest.
        AlreadyTakesPart, SlotTaken: see `events.meetings.booking`.
    """
    case = states.require(access.looked_after(by, case_id), C.SCHEDULED)
    if not case.interpreted or case.session is None:
        raise NotInterpreted
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise NobodyThere
    if case.engagements.filter(advisor__person=person, state=Engagement.State.CONFLICT).exists():
        raise NotOnThisCase(field="email")
    booking.join(case.session, Attendee(person_id=person.pk, role=INTERPRETER), by=None)
    return person


@transaction.atomic
def release(*, case_id: int, by: Person, person_id: int) -> None:
    """Do without an interpreter; their way into the room is closed.

    Raises:
        NotFound: the person is not in the network's secretariat, or nobody such interprets.
        CaseCannotMove: no session is booked.
    """
    case = states.require(access.looked_after(by, case_id), C.SCHEDULED)
    row = access.found(of_meeting(case.session_id).filter(person=person_id))
    booking.replace_participant(row.meeting, row.person, instead=None, by=None)


def of_meeting(meeting_id: int | None) -> QuerySet[Participant]:
    """Who interprets a meeting, by name."""
    rows = Participant.objects.filter(meeting=meeting_id, role=INTERPRETER, left_at=None)
    return rows.select_related("person", "meeting").order_by("person__name")


def by_person(person_id: int) -> QuerySet[Participant]:
    """What a person interprets, or has interpreted, for cases."""
    sessions = Participant.objects.filter(person=person_id, role=INTERPRETER, left_at=None)
    return sessions.filter(meeting__subject_kind=meetings.SESSION)
