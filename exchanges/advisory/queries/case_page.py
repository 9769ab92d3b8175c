"""Everything on a case's page that comes from its records; a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise

from events.meetings import times
from events.meetings.availability import attendees_of
from events.meetings.polls import asking, rights
from events.meetings.states import UPCOMING
from events.meetings.times import Time
from events.models import Meeting, Participant, Poll
from exchanges.advisory import due, interpreting, meetings, papers
from exchanges.advisory.due import Words
from exchanges.advisory.models import Case, CaseCheck, CaseTopic, Engagement, Recommendation
from exchanges.advisory.standing import Standing
from members import history
from members.history import Sign
from members.models import Person

C, E = Case.State, Engagement.State
PATH = (
    C.SUBMITTED, C.TRIAGED, C.ACCEPTED, C.ADVISORS_MATCHED, C.SCOPED, C.SCHEDULED, C.HELD, C.ADVICE_DELIVERED,
    C.ACTIONS_AGREED, C.CHECK_3M, C.CHECK_6M, C.CLOSED,
)  # fmt: skip
"""The way of a case, as its page shows it."""
AT = {C.ASKED_BACK: C.SUBMITTED}
"""States beside the way, by the one they belong to."""


@dataclass(frozen=True)
class Stage:
    """A stage of the way: `done`, `now` or to come."""

    label: str | Promise
    done: bool
    now: bool


@dataclass(frozen=True)
class Booked:
    """A meeting of the case with everybody's local hour.

    Attributes:
        upcoming: whether it is still to be held; enter: whether the reader may go into its room now.
        interpreters: who interprets it.
    """

    meeting: Meeting
    time: Time | None
    upcoming: bool
    enter: bool
    interpreters: list[Participant]


@dataclass(frozen=True)
class Page:
    """A case as one person sees it.

    Attributes:
        step: what is next; who: who owes it, by role; names: which people; mine: whether the reader is one of them.
        advisors: who accepted; engagements: all who were asked, for the secretariat alone.
        has_note: whether there is an advice note the reader may read.
    """

    stages: list[Stage]
    step: Words
    who: Words
    names: str
    mine: bool
    at: datetime | None
    overdue: bool
    ranked: Sequence[CaseTopic]
    advisors: list[Engagement]
    engagements: list[Engagement]
    recommendations: Sequence[Recommendation]
    has_note: bool
    checks: Sequence[CaseCheck]
    poll: Poll | None
    scoping: Booked | None
    session: Booked | None
    history: Sequence[Sign]


def of(case: Case, standing: Standing, person: Person) -> Page:
    """The content for a reader; what they may not see is not looked up."""
    asked = list(case.engagements.select_related("advisor__person", "advisor__member")) if standing.inside else []
    accepted = [one for one in asked if one.state == E.ACCEPTED]
    owed, now = due.owed_by(case), timezone.now()
    reads = standing.reads
    return Page(
        stages=_stages(case.state),
        step=due.step(case),
        who=due.WHO[owed],
        names=_names(case, owed, accepted) if standing.inside else "",
        mine=_mine(owed, standing),
        at=case.due_at if owed != due.NOBODY else None,
        overdue=case.due_at is not None and case.due_at < now and owed != due.NOBODY,
        ranked=list(case.ranked.select_related("topic")),
        advisors=accepted,
        engagements=asked if standing.office else [],
        recommendations=list(case.recommendations.select_related("owner")) if reads else [],
        has_note=case.state in papers.WRITTEN or (case.state == C.HELD and standing.works),
        checks=list(case.checks.exclude(answered_at=None)) if reads else [],
        poll=_poll(case, person) if standing.inside else None,
        scoping=_booked(case.scoping, standing, person),
        session=_booked(case.session, standing, person),
        history=history.of(f"case:{case.pk}", standing.inside),
    )


def _stages(state: str) -> list[Stage]:
    shown = AT.get(C(state), C(state))
    here = PATH.index(shown) if shown in PATH else -1
    return [Stage(one.label, place < here, place == here) for place, one in enumerate(PATH)]


def _names(case: Case, owed: str, accepted: list[Engagement]) -> str:
    if owed == due.MEMBER:
        return case.giver.display_name if case.giver else case.member.name
    return ", ".join(one.advisor.person.display_name for one in accepted) if owed == due.ADVISORS else ""


def _mine(owed: str, standing: Standing) -> bool:
    mine = {due.MEMBER: standing.own, due.SECRETARIAT: standing.office, due.ADVISORS: standing.advises}
    return mine.get(owed, False)


def _poll(case: Case, person: Person) -> Poll | None:
    """The poll about the meeting that comes next, while one is running and the reader may see it."""
    kind = {C.ADVISORS_MATCHED: meetings.SCOPING, C.SCOPED: meetings.SESSION}.get(C(case.state))
    running = asking.running((kind, case.pk)) if kind else None
    return running if running and rights.visible(person).filter(pk=running.pk).exists() else None


def _booked(meeting: Meeting | None, standing: Standing, person: Person) -> Booked | None:
    if meeting is None or not standing.inside or meeting.state == Meeting.State.CANCELLED:
        return None
    upcoming, people = meeting.state in UPCOMING, attendees_of(meeting)
    found = times.at(people, [meeting.starts_at], minutes=meeting.minutes) if upcoming else []
    mine = next((one for one in people if one.person_id == person.pk), None)
    interpreters = list(interpreting.of_meeting(meeting.pk))
    opened = meeting.state == Meeting.State.OPEN or (mine is not None and mine.role == "host")
    return Booked(
        meeting, found[0] if found else None, upcoming, upcoming and mine is not None and opened, interpreters
    )
