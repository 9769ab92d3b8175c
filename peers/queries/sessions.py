"""What the pages of sessions show: times with everybody's local hour, and what came of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from events.meetings import times
from events.meetings.availability import Attendee
from events.meetings.availability import attendees_of as taking_part
from events.meetings.times import Time
from events.models import Meeting
from peers import session_people
from peers.models import Partner, Session, SessionTime
from rooms.consultation import actions
from rooms.models import Action, Outcome


@dataclass(frozen=True)
class Proposed(Time):
    """A time that stands.

    Attributes:
        row: the proposal; accepted: names of the members that accepted it.
        mine: whether the reader's member has accepted it.
    """

    row: SessionTime
    accepted: Sequence[str]
    mine: bool


def attendees_of(partnership_id: int) -> list[Attendee]:
    """Everybody of the teams."""
    return [Attendee(person_id=who, member_id=of) for who, of in session_people.team(partnership_id).items()]


def people_of(session: Session) -> list[Attendee]:
    """Who takes part in a booked session; of another one everybody of the teams."""
    return attendees_of(session.partnership_id) if session.meeting is None else taking_part(session.meeting)


def free(
    people: Sequence[Attendee], *, minutes: int, first: date, last: date, without: Meeting | None = None
) -> list[Time]:
    """The best times for people, best first."""
    return times.free(people, minutes=minutes, first=first, last=last, without=without)


def proposed(session: Session, mine: Partner | None) -> list[Proposed]:
    """The times that stand, each with who accepted it, earliest first."""
    rows = list(session.times.filter(passed=False).prefetch_related("votes__member"))
    starts = [row.starts_at for row in rows]
    found = times.at(attendees_of(session.partnership_id), starts, minutes=session.minutes)
    return [_with_votes(time, row, mine) for time, row in zip(found, rows, strict=bool(found))]


def _with_votes(time: Time, row: SessionTime, mine: Partner | None) -> Proposed:
    members = {vote.member_id: vote.member.name for vote in row.votes.all()}
    accepted = mine is not None and mine.member_id in members
    return Proposed(time.start, time.end, time.hours, row, sorted(members.values()), accepted)


def booked(session: Session) -> Time | None:
    """The time that was booked."""
    if session.meeting is None:
        return None
    found = times.at(people_of(session), [session.meeting.starts_at], minutes=session.minutes)
    return found[0] if found else None


def agreed(session: Session) -> list[Action]:
    """The actions of a session with what became of them."""
    if session.meeting is None:
        return []
    outcomes = Outcome.objects.exclude(result="")
    return list(actions.agreed(session.meeting.room).prefetch_related(Prefetch("outcomes", outcomes)))
