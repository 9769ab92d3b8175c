"""Sessions of a partnership: times are proposed, countered, accepted; a session is moved or cancelled.

Whoever changes a session holds the row of the partnership's request and its own, so two of these never cross. After
them come, in this order: the promises of the room, those of the meeting, the meeting, persons, the room, streams.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.meetings import booking
from events.meetings.errors import MeetingInPast
from events.meetings.polls import asking
from events.models import Meeting
from ledger.recording import record
from members.errors import NotFound
from members.models import Person
from peers import access, session_cancelling, session_facts, session_people, states
from peers.errors import CannotMove
from peers.models import Partner, Session, SessionTime, SessionVote
from peers.partnerships import concerned, held
from peers.session_errors import NoTimes, NotInTeams, SessionIsFixed, TimePassed
from rooms.consultation import leading

S = Session.State
MOST_TIMES = 5


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a session is to be.

    Attributes:
        title: the question in a few words, up to 160 characters.
        minutes: how long, 30 to 180.
        story_minutes: how long the case-giver tells, 10 to 15.
        interpreted: whether what is said is interpreted, so that everything takes 1.3 times as long.
        case_giver, moderator: ids of two people of the teams.
    """

    title: str
    minutes: int
    case_giver: int
    moderator: int
    story_minutes: int = 10
    interpreted: bool = False


@transaction.atomic
def propose(
    *, partnership_id: int, by: Person, wanted: Wanted, times: Collection[datetime], poll: bool = False
) -> Session:
    """Propose a session and times for it.

    Args:
        partnership_id: of which.
        by: who proposes.
        wanted: what it is to be.
        times: one to five.
        poll: ask everybody in the teams which of them would do, instead of waiting for each member to accept one.

    Raises:
        NotFound: the person acts for no partner.
        CannotMove: the partnership is over.
        NotInTeams: case-giver and moderator are not two people of the teams.
        NoTimes: no, too many or past times.
        NotTimesForPoll: too few times for a poll.
    """
    partner = held(by, partnership_id)
    if partner.partnership.state not in states.TOGETHER:
        raise CannotMove
    _check_roles(partner, wanted)
    session = Session.objects.create(
        partnership=partner.partnership,
        title=wanted.title[:160],
        language=by.language,
        minutes=wanted.minutes,
        story_minutes=wanted.story_minutes,
        interpreted=wanted.interpreted,
        case_giver_id=wanted.case_giver,
        moderator_id=wanted.moderator,
    )
    _put(session, partner, times)
    if poll:
        _ask(session, by)
    _record(session_facts.SessionProposed, session, by)
    return session


def _check_roles(partner: Partner, wanted: Wanted) -> None:
    chosen = {wanted.case_giver, wanted.moderator}
    if len(chosen) < 2 or not chosen <= set(session_people.team(partner.partnership_id)):
        raise NotInTeams


def _put(session: Session, partner: Partner, times: Collection[datetime]) -> None:
    """Replace the times that stand; who proposes a time has accepted it."""
    chosen = sorted(set(times))
    if not 1 <= len(chosen) <= MOST_TIMES or chosen[0] <= timezone.now():
        raise NoTimes
    session.times.filter(passed=False).update(passed=True)
    rows = SessionTime.objects.bulk_create(
        SessionTime(session=session, by_id=partner.member_id, starts_at=when) for when in chosen
    )
    SessionVote.objects.bulk_create(SessionVote(time=row, member_id=partner.member_id) for row in rows)


@transaction.atomic
def counter(*, session_id: int, by: Person, times: Collection[datetime]) -> Session:
    """Propose other times instead of those that stand.

    Raises:
        NotFound: the person acts for no partner.
        SessionIsFixed: a time was accepted already, or it was cancelled.
        CannotMove: the partnership is over.
        NoTimes: no, too many or past times.
    """
    session, partner = _standing(session_id, by)
    asking.settle((session_people.SUBJECT, session.pk))
    _put(session, partner, times)
    _record(session_facts.SessionCountered, session, by)
    return session


@transaction.atomic
def accept(*, session_id: int, by: Person, time_id: int) -> Session:
    """Accept a time; when every member has, it is booked in the same transaction.

    Raises:
        NotFound: the person acts for no partner.
        SessionIsFixed: it is booked or cancelled already.
        CannotMove: the partnership is over.
        TimePassed: the time does not stand any more.
        SomebodyMissing: who was to moderate or give the case has left, or a member has nobody in its team.
        SlotTaken: somebody is busy then by now; nothing has changed, `alternatives` says when it would work.
    """
    session, partner = _standing(session_id, by)
    row = session.times.filter(pk=time_id, passed=False).first()
    if row is None:
        raise TimePassed
    SessionVote.objects.get_or_create(time=row, member_id=partner.member_id)
    voted = set(row.votes.values_list("member_id", flat=True))
    if set(concerned(session.partnership)) <= voted:
        _book(session, row.starts_at)
        _record(session_facts.SessionBooked, session, by)
    return session


@transaction.atomic
def ask_everybody(*, session_id: int, by: Person) -> Session:
    """Ask everybody in the teams which of the times that stand would do.

    Raises:
        NotFound: the person acts for no partner.
        SessionIsFixed: it is booked or cancelled.
        CannotMove: the partnership is over.
        PollRuns: they are being asked already.
        NotTimesForPoll: fewer than two times stand, or one of them is over.
    """
    session, _ = _standing(session_id, by)
    _ask(session, by)
    return session


def _ask(session: Session, by: Person) -> None:
    asking.open_poll(
        subject=(session_people.SUBJECT, session.pk),
        network=session.partnership.request.network,
        titles={session.language: session.title},
        attendees=session_people.attendees(session),
        times=list(session.times.filter(passed=False).values_list("starts_at", flat=True)),
        minutes=session.minutes,
        asker=by,
        zone=session.partnership.request.member.time_zone,
    )


@transaction.atomic
def book_polled(session_id: int, starts_at: datetime, by: Person) -> Meeting:
    """Book what a poll found: everybody was asked, so no member needs to accept it once more.

    Raises:
        NotFound: the person acts for no partner.
        SessionIsFixed: it is booked or cancelled already.
        CannotMove: the partnership is over.
        SomebodyMissing: who was to moderate or give the case has left, or a member has nobody in its team.
        SlotTaken: somebody is busy then by now.
    """
    session, _ = _standing(session_id, by)
    _book(session, starts_at)
    _record(session_facts.SessionBooked, session, by)
    return session.booked


def _book(session: Session, starts_at: datetime) -> None:
    session_people.require_whole(session)
    meeting = booking.book(
        subject=(session_people.SUBJECT, session.pk),
        network=session.partnership.request.network,
        titles={session.language: session.title},
        attendees=session_people.attendees(session),
        starts_at=starts_at,
        minutes=session.minutes,
        zone=session.partnership.request.member.time_zone,
    )
    session.meeting, session.state = meeting, S.BOOKED
    session.save(update_fields=["meeting", "state"])
    plan_room(session)
    asking.settle((session_people.SUBJECT, session.pk), meeting)


def plan_room(session: Session) -> None:
    """Make the meeting's room the place of the consultation at the meeting's time; its promises move along."""
    leading.plan(
        session.booked.room,
        starts_at=session.booked.starts_at,
        seconds=60 * session.booked.minutes,
        story_minutes=session.story_minutes,
        interpreted=session.interpreted,
    )


@transaction.atomic
def move(*, session_id: int, by: Person, starts_at: datetime, seen: str | None = None) -> Session:
    """Move a booked session; everything it promised moves along. To where it is already nothing moves.

    Args:
        session_id: which.
        by: somebody who acts for a partner.
        starts_at: when it is to begin.
        seen: `versions.version` of the meeting on their page; None when no page was shown.

    Raises:
        NotFound: the person acts for no partner.
        SessionIsFixed: it is not booked.
        MeetingChangedMeanwhile: somebody booked or moved it after `seen`.
        BegunAlready: it is running.
        SlotTaken: somebody is busy then; `alternatives` says when it would work.
        MeetingInPast: it would begin before now.
    """
    session, _ = _held(session_id, by, S.BOOKED)
    if starts_at <= timezone.now():
        raise MeetingInPast
    if starts_at == session.booked.starts_at:
        return session
    session_cancelling.hold_room(session.booked.room_id)
    session.meeting = booking.reschedule(session.booked, starts_at=starts_at, by=None, seen=seen)
    plan_room(session)
    _record(session_facts.SessionMoved, session, by)
    return session


@transaction.atomic
def cancel(*, session_id: int, by: Person, reason: str = "") -> Session:
    """Cancel a session; everything it promised is withdrawn.

    Raises:
        NotFound: the person acts for no partner.
        SessionIsFixed: it is over.
        BegunAlready: it is running; it is closed in its room.
    """
    session, _ = _held(session_id, by, S.PROPOSED, S.BOOKED)
    session_cancelling.cancel(session, by=by, concerns=concerned(session.partnership), reason=reason)
    return session


def _standing(session_id: int, by: Person) -> tuple[Session, Partner]:
    """A session without a time, and the person's partner, locked, while their partnership learns."""
    session, partner = _held(session_id, by, S.PROPOSED)
    if partner.partnership.state not in states.TOGETHER:
        raise CannotMove
    return session, partner


def _held(session_id: int, by: Person, *where: str) -> tuple[Session, Partner]:
    """The session and the person's partner, locked and fresh, if it stands where this can be done."""
    found = Session.objects.filter(pk=session_id).values_list("partnership_id", flat=True).first()
    if found is None:
        raise NotFound
    partner = held(by, found)
    rows = Session.objects.select_for_update(of=("self",)).select_related("meeting__room")
    session = rows.select_related("partnership__request__member", "partnership__request__network").get(pk=session_id)
    if session.state not in where:
        raise SessionIsFixed
    return session, partner


def visible(person: Person, session_id: int) -> Session:
    """A session of a partnership the person may see.

    Raises:
        NotFound: there is none.
    """
    rows = Session.objects.select_related("meeting__room", "partnership__request__member", "case_giver", "moderator")
    return access.found(rows.filter(pk=session_id, partnership__in=access.partnerships(person)))


def _record(fact: type[session_facts.SessionFact], session: Session, by: Person) -> None:
    ids = {"partnership_id": session.partnership_id, "session_id": session.pk}
    record(fact(**ids, by=by.pk, concerns=concerned(session.partnership)))
