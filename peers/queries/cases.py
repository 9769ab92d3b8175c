"""Requests and partnerships as cases: what is next, whose turn it is, since when it waits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from members.models import Member
from peers import announcements, due, states
from peers.due import Words
from peers.models import Invitation, Partner, Request, RequestTopic

R = Request.State
STUCK = timedelta(days=14)
"""So long overdue, somebody has to call."""


@dataclass(frozen=True)
class Case:
    """A request or partnership in a list.

    Attributes:
        members: the seeker, and the partners once there are.
        step: what is next; turn: whose turn it is, none when it is the platform's or the secretariat's.
        mine: whether it is the reader's turn.
        at: by when; overdue: whether that has passed; stuck: for long.
        address: where the step is taken.
    """

    request: Request
    members: list[Member]
    step: Words
    turn: list[Member]
    mine: bool
    at: datetime | None
    overdue: bool
    stuck: bool
    address: str

    @property
    def names(self) -> str:
        """Who it is about."""
        return " – ".join(member.name for member in self.members)


def with_all(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Requests with everything a case needs."""
    return rows.select_related("member", "network", "partnership", "call").prefetch_related(
        Prefetch("invitations", Invitation.objects.select_related("host", "topic")),
        Prefetch("partnership__partners", Partner.objects.select_related("member")),
        "partnership__checks",
        Prefetch("ranked", RequestTopic.objects.select_related("topic")),
    )


def of(rows: Iterable[Request], mine: Collection[int] = ()) -> list[Case]:
    """Cases, overdue first and longest, then by date; what waits for nothing last.

    Args:
        rows: from `with_all`.
        mine: ids of the members the reader acts for.
    """
    now = timezone.now()
    return sorted(
        (_case(row, set(mine), now) for row in rows),
        key=lambda case: (case.at is None, not case.overdue, case.at or now),
    )


def _case(row: Request, mine: set[int], now: datetime) -> Case:
    ids = due.turn(row)
    known = {row.member_id: row.member, **{one.host_id: one.host for one in row.invitations.all()}}
    overdue = row.due_at is not None and row.due_at < now
    return Case(
        request=row,
        members=_members(row),
        step=due.step(row),
        turn=[known[pk] for pk in sorted(ids) if pk in known],
        mine=bool(ids & mine),
        at=row.due_at,
        overdue=overdue,
        stuck=row.due_at is not None and row.due_at < now - STUCK,
        address=announcements.address_of(row),
    )


def _members(row: Request) -> list[Member]:
    if row.state in (*states.TOGETHER, *states.AFTERWARDS):
        return [partner.member for partner in row.partnership.partners.all()]
    return [row.member]
