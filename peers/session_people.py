"""Who takes part in a session: the teams of its partnership, and who steps in for somebody who left."""

from contextlib import suppress

from django.db import transaction

from events.meetings import booking
from events.meetings.availability import Attendee
from events.meetings.errors import AlreadyTakesPart, MeetingIsOver, SlotTaken, TooFewPeople
from events.meetings.polls import answering, asking
from events.meetings.states import UPCOMING
from events.models import Meeting, Participant
from ledger.facts import Entry
from members.models import Person
from peers import access
from peers.models import Partnership, Session, TeamMember
from peers.session_errors import SomebodyMissing
from rooms import admissions
from rooms.models import Action, Admission, Outcome

Role = Admission.Role
SUBJECT = "peer_session"
"""What meetings and polls of sessions are about."""
LEADING = (Role.HOST, Role.CASE_GIVER)
"""Roles without which there is no session."""


def team(partnership_id: int) -> dict[int, int]:
    """Who works in a partnership now, each with the id of their member."""
    rows = TeamMember.objects.filter(partnership=partnership_id, until=None, person__is_active=True)
    return dict(rows.values_list("person_id", "member_id"))


def attendees(session: Session) -> list[Attendee]:
    """Everybody of the teams, with their role: one moderates, one gives the case, one writes, the others advise."""
    people = team(session.partnership_id)
    others = [person for person in people if person not in (session.moderator_id, session.case_giver_id)]
    roles = {session.moderator_id: Role.HOST, session.case_giver_id: Role.CASE_GIVER}
    if len(others) > 1:
        roles[others[-1]] = Role.SCRIBE
    return [
        Attendee(person_id=person, member_id=member, role=str(roles.get(person, Role.ADVISOR)))
        for person, member in people.items()
    ]


@transaction.atomic
def team_joined(entry: Entry) -> None:
    """Take a person who joined the team along into booked sessions and polls; who is busy then stays out."""
    _hold(entry.data["partnership_id"])
    person_id = entry.data["person_id"]
    member_id = team(entry.data["partnership_id"]).get(person_id)
    if member_id is None:
        return
    who = Attendee(person_id=person_id, member_id=member_id, role=str(Role.ADVISOR))
    asked = Session.objects.filter(partnership=entry.data["partnership_id"], state=Session.State.PROPOSED)
    for session_id in asked.order_by("id").values_list("pk", flat=True):
        asking.ask_too((SUBJECT, session_id), who)
    for meeting in Meeting.objects.filter(
        peer_session__partnership=entry.data["partnership_id"], state__in=UPCOMING
    ).order_by("id"):
        with suppress(AlreadyTakesPart, SlotTaken, TooFewPeople, MeetingIsOver):
            booking.join(meeting, who, by=None)


def _hold(partnership_id: int) -> None:
    """Take the row of the partnership's request, as whoever changes a session does before anything else."""
    access.locked(Partnership.objects.get(pk=partnership_id).request_id)


@transaction.atomic
def team_left(entry: Entry) -> None:
    """Replace a person who left the team: in its coming sessions, and as owner of its actions. A reaction."""
    _hold(entry.data["partnership_id"])
    person = Person.objects.get(pk=entry.data["person_id"])
    successor = _successor(entry.data["partnership_id"], entry.data["member_id"])
    rows = Session.objects.filter(partnership=entry.data["partnership_id"]).select_related("meeting__room")
    for session in rows.filter(state=Session.State.PROPOSED):
        answering.leave((SUBJECT, session.pk), person.pk)
        _recast(session, person.pk, entry.data["member_id"])
    for session in rows.filter(meeting__state__in=UPCOMING):
        _replace(session.booked, person, successor)
    if successor is not None:
        _hand_over_actions(entry.data["partnership_id"], person, successor.person_id)


def _recast(session: Session, person_id: int, member_id: int) -> None:
    """Let somebody else of the member give the case or moderate; without anybody the session cannot be booked."""
    row = Session.objects.select_for_update().get(pk=session.pk)
    people = team(session.partnership_id)
    if person_id in people or row.state != Session.State.PROPOSED:
        return
    taken = {row.case_giver_id, row.moderator_id}
    other = next((one for one, of in people.items() if of == member_id and one not in taken), None)
    row.case_giver_id = other if row.case_giver_id == person_id else row.case_giver_id
    row.moderator_id = other if row.moderator_id == person_id else row.moderator_id
    row.save(update_fields=["case_giver", "moderator"])


def require_whole(session: Session) -> None:
    """Let a session be booked only with somebody of each member, a case-giver and a moderator.

    Raises:
        SomebodyMissing: one of them has left, and nobody has taken their place.
    """
    people = team(session.partnership_id)
    members = set(session.partnership.partners.values_list("member_id", flat=True))
    if not {session.case_giver_id, session.moderator_id} <= people.keys() or not members <= set(people.values()):
        raise SomebodyMissing


def _successor(partnership_id: int, member_id: int) -> TeamMember | None:
    rows = TeamMember.objects.filter(partnership=partnership_id, member=member_id, until=None, person__is_active=True)
    return rows.order_by("-since", "-id").first()


def _replace(meeting: Meeting, person: Person, successor: TeamMember | None) -> None:
    """Let the successor step in; one who is there already takes the role along, one who is busy leaves it empty."""
    left = Participant.objects.filter(meeting=meeting, person=person).first()
    instead = None if successor is None else Attendee(person_id=successor.person_id, member_id=successor.member_id)
    try:
        booking.replace_participant(meeting, person, instead=instead, by=None)
    except MeetingIsOver:
        return
    except (AlreadyTakesPart, SlotTaken, TooFewPeople):
        with transaction.atomic():
            booking.replace_participant(meeting, person, instead=None, by=None)
            if left is not None and instead is not None and left.role in LEADING:
                _give_role(meeting, instead.person_id, left.role)


def _give_role(meeting: Meeting, person_id: int, role: str) -> None:
    """Give somebody who takes part a role that nobody has any more."""
    if not Participant.objects.filter(meeting=meeting, left_at=None, role=role).exists():
        booking.give_role(meeting, person_id, role=role)


def _hand_over_actions(partnership_id: int, person: Person, successor_id: int) -> None:
    """What the person had agreed to do is the successor's now, who may enter the rooms where it was agreed."""
    mine = Action.objects.filter(
        room__meeting__peer_session__partnership=partnership_id, owner=person, withdrawn_at=None
    )
    room_ids = sorted(set(mine.values_list("room_id", flat=True)))
    Outcome.objects.filter(action__in=mine, asked=person, result="").update(asked=successor_id)
    mine.update(owner=successor_id)
    admissions.admit_all({room_id: {successor_id: Role.PARTICIPANT} for room_id in room_ids})
