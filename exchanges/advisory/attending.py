"""Who takes part in what a case has booked or asks about in a poll: advisors and case-givers come, leave, follow.

The caller holds the case's row. A session is never left without a moderator.
"""

from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet

from events.meetings import booking
from events.meetings.availability import Attendee
from events.meetings.errors import AlreadyTakesPart, SlotTaken, TooFewPeople
from events.meetings.polls import answering, asking
from events.models import Meeting, Participant
from exchanges.advisory import access, interpreting, meetings
from exchanges.advisory.models import Case, Engagement
from members import roles
from members.models import Person
from rooms import admissions
from rooms.models import Admission

Role = Admission.Role


def let_go(case: Case, person: Person) -> None:
    """Take a person out of what a case has booked; their way into its rooms is closed."""
    for kind in meetings.KINDS:
        answering.leave((kind, case.pk), person.pk)
    for meeting in meetings.upcoming(case):
        booking.replace_participant(meeting, person, instead=None, by=None)


def takes_part_anyway(case: Case, person: Person) -> bool:
    """Whether a person gives a case, advises on it or interprets, whatever office they hold."""
    interprets = interpreting.by_person(person.pk).filter(meeting__subject_id=case.pk)
    advises = access.engagements(person).filter(case=case, state=Engagement.State.ACCEPTED)
    return case.giver_id == person.pk or advises.exists() or interprets.exists()


def close_rooms(person: Person, cases: QuerySet[Case]) -> None:
    """Close the rooms of those cases, also past ones, that are no longer the person's to read; what was said stays.

    The polls that led to them are closed to the person as well.
    """
    theirs = cases.exclude(pk__in=access.concerned(person).values("pk"))
    rows = Meeting.objects.filter(subject_kind__in=meetings.KINDS, subject_id__in=theirs.values("pk"))
    room_ids = rows.filter(room__admissions__person=person).values_list("room_id", flat=True)
    admissions.dismiss_all({(person.pk, room_id) for room_id in room_ids})
    answering.forget(meetings.KINDS, theirs.values("pk"), person.pk)


def hand_over(case: Case, leaving: Person, successor: Person | None) -> None:
    """Let somebody else of the member give a case, also in what is booked or asked; one who is busy stays out."""
    case.giver = successor
    case.save(update_fields=["giver"])
    for kind in meetings.KINDS:
        if successor is not None:
            _ask_too(kind, case, successor.pk, case.member_id, Role.CASE_GIVER)
        answering.leave((kind, case.pk), leaving.pk)
    for meeting in meetings.upcoming(case):
        booking.replace_participant(meeting, leaving, instead=None, by=None)
        if successor is not None:
            with suppress(SlotTaken, AlreadyTakesPart), transaction.atomic():
                instead = Attendee(person_id=successor.pk, member_id=case.member_id)
                booking.replace_participant(meeting, leaving, instead=instead, by=None)


def take_in(row: Engagement) -> None:
    """Give an advisor who accepted late a seat in what is booked: to write, where who was to write has left.

    Raises:
        AlreadyTakesPart: the person interprets there.
        SlotTaken: the person is busy then.
    """
    who = row.advisor
    for kind in meetings.KINDS:
        _ask_too(kind, row.case, who.person_id, who.member_id, Role.ADVISOR)
    for meeting in meetings.upcoming(row.case):
        if not _present(meeting).filter(person=who.person_id, role=Role.HOST).exists():
            role = Role.SCRIBE if _lacks_scribe(meeting) else Role.ADVISOR
            booking.join(meeting, Attendee(person_id=who.person_id, member_id=who.member_id, role=str(role)), by=None)


def _ask_too(kind: str, case: Case, person_id: int, member_id: int, role: str) -> None:
    asking.ask_too((kind, case.pk), Attendee(person_id=person_id, member_id=member_id, role=str(role)))


def keep_hosted(case: Case) -> None:
    """Let another one moderate the booked session when its moderator has left.

    The next advisor who is not to write does, in the order in which they accepted; else somebody of the secretariat who
    is not busy then; else whoever writes.
    """
    session = case.session
    if session not in meetings.upcoming(case) or session is None or _present(session).filter(role=Role.HOST).exists():
        return
    if not (_give(case, session, Role.ADVISOR) or _from_office(case, session)):
        _give(case, session, Role.SCRIBE)


def _give(case: Case, session: Meeting, role: str) -> bool:
    """Let the first advisor who has that role moderate. Returns whether there was one."""
    here = set(_present(session).filter(role=role).values_list("person_id", flat=True))
    accepted = case.engagements.filter(state=Engagement.State.ACCEPTED).order_by("answered_at", "pk")
    found = next((one for one in accepted.values_list("advisor__person_id", flat=True) if one in here), None)
    if found is not None:
        booking.give_role(session, found, role=Role.HOST)
    return found is not None


def _from_office(case: Case, session: Meeting) -> bool:
    """Ask somebody of the secretariat in to moderate. Returns whether somebody could."""
    for person in roles.secretariat_of(case.network).order_by("pk"):
        with suppress(SlotTaken, AlreadyTakesPart, TooFewPeople), transaction.atomic():
            booking.join(session, Attendee(person_id=person.pk, role=str(Role.HOST)), by=None)
            return True
    return False


def _present(meeting: Meeting) -> QuerySet[Participant]:
    return Participant.objects.filter(meeting=meeting, left_at=None)


def _lacks_scribe(meeting: Meeting) -> bool:
    wrote = Participant.objects.filter(meeting=meeting, role=Role.SCRIBE)
    return wrote.exists() and not wrote.filter(left_at=None).exists()
