"""What a person's members have under way: the next step first, then what they ask, are asked, teach and learn."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from members import delegates
from members.models import Member, Network
from members.roles import SECRETARIAT, Somebody, networks_of, organises
from peers import access, calls, due, offers, states
from peers.models import Call, Invitation, Offer, Partner, Request
from peers.queries import cases
from peers.queries.cases import Case
from peers.states import V

R = Request.State


@dataclass(frozen=True)
class Overview:
    """The page.

    Attributes:
        members: whom the reader acts for.
        steps: what is the reader's turn; waiting: what is under way with others; past: what has ended.
        invited: invitations to answer.
        offers: what the members teach; calls: what they can post into.
        watched: networks whose secretariat the reader belongs to; staff: whether the reader organises anywhere.
    """

    members: list[Member]
    steps: list[Case]
    waiting: list[Case]
    past: list[Case]
    invited: list[Invitation]
    offers: list[Offer]
    calls: list[Call] = field(default_factory=list)
    watched: list[Network] = field(default_factory=list)
    staff: bool = False


def of(person: Somebody) -> Overview:
    """The overview for a person."""
    members = delegates.acting_members(person)
    mine = {member.pk for member in members}
    found = cases.of(cases.with_all(_mine(mine)), mine)
    running = [case for case in found if not due.over(case.request)]
    return Overview(
        members=members,
        steps=[case for case in running if case.mine],
        waiting=[case for case in running if not case.mine],
        past=[case for case in found if due.over(case.request)][:10],
        invited=invited(mine),
        offers=list(offers.of(mine)),
        calls=list(calls.open_to(mine)),
        watched=list(networks_of(person, SECRETARIAT)),
        staff=organises(person),
    )


def steps(person: Somebody) -> tuple[list[Invitation], list[Case]]:
    """What is the person's turn, for the dashboard: invitations to answer, and cases whose step is theirs."""
    mine = set(access.members_of(person))
    if not mine:
        return [], []
    running = _mine(mine).exclude(state__in=states.ENDED).exclude(due_at=None)
    invitations = invited(mine)
    answering = {one.request_id for one in invitations}
    found = [case for case in cases.of(cases.with_all(running), mine) if case.mine]
    return invitations, [case for case in found if case.request.pk not in answering]


def _mine(members: set[int]) -> QuerySet[Request]:
    partners = Partner.objects.filter(member__in=members).values("partnership__request_id")
    return Request.objects.filter(Q(member__in=members) | Q(pk__in=partners))


def invited(members: set[int]) -> list[Invitation]:
    """Invitations these members have not answered, the oldest first."""
    rows = Invitation.objects.filter(host__in=members, state=V.OPEN, request__state=R.INVITED)
    return list(rows.select_related("request__member", "host", "topic").order_by("sent_at", "pk"))
