"""The secretariat's desk: every case of a network by its next step, overdue first; figures that trace to records."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from events.meetings import availability
from members.models import Member, Network
from peers import states
from peers.models import Check, Partner, Partnership, Request, Session, TeamMember
from peers.queries import cases, desk_sessions
from peers.queries.cases import Case
from web.spreadsheets import Sheet

R = Request.State
SMALL = ("22", "30", "40", "50")
"""Size classes below 50,000 inhabitants: the towns the programme is for."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What came of peer learning in a network; each number counts rows of the sheets.

    Attributes:
        asked: requests posted; small: of them, by towns below 50,000 inhabitants.
        members: organisations that asked or taught.
        partnerships: founded; running: of them, those that learn now; closed: those that came to their end.
        across: partnerships whose members are of different countries.
        told: checks answered; live: of them, those where it runs now.
        days: median of the days from posting to both having accepted, `None` without any.
    """

    asked: int
    small: int
    members: int
    partnerships: int
    running: int
    closed: int
    across: int
    told: int
    live: int
    days: int | None


def open_cases(network: Network) -> list[Case]:
    """Every request and partnership that waits for a step, overdue first."""
    rows = Request.objects.filter(network=network).exclude(state__in=(R.DRAFT, *states.ENDED)).exclude(due_at=None)
    return cases.of(cases.with_all(rows))


def posted(network: Network) -> list[Request]:
    """Every request that was ever posted, with its topics, oldest first."""
    rows = Request.objects.filter(network=network).exclude(posted_at=None)
    return list(cases.with_all(rows).order_by("posted_at", "pk"))


def founded(network: Network) -> list[Partnership]:
    """Every partnership, with its members and what came of it, oldest first."""
    rows = Partnership.objects.filter(request__network=network).select_related("request__member")
    return list(
        rows.prefetch_related(
            Prefetch("partners", Partner.objects.select_related("member")),
            Prefetch("checks", Check.objects.exclude(answered_at=None).select_related("member")),
            "request__ranked__topic",
        ).order_by("founded_at", "pk")
    )


def figures(requests: Sequence[Request], partnerships: Sequence[Partnership]) -> Figures:
    """Figures counted from the very rows that the sheets list."""
    teams = [_members(partnership) for partnership in partnerships]
    told = [check for partnership in partnerships for check in partnership.checks.all()]
    took = sorted(
        (one.founded_at - one.request.posted_at).days for one in partnerships if one.request.posted_at is not None
    )
    return Figures(
        asked=len(requests),
        small=sum(row.member.size_class in SMALL for row in requests),
        members=len({row.member_id for row in requests} | {member.pk for team in teams for member in team}),
        partnerships=len(partnerships),
        running=sum(one.request.state in states.TOGETHER for one in partnerships),
        closed=sum(one.closed_at is not None for one in partnerships),
        across=sum(len({member.country for member in team}) > 1 for team in teams),
        told=len(told),
        live=sum(check.outcome == Check.Outcome.LIVE for check in told),
        days=took[len(took) // 2] if took else None,
    )


def _members(partnership: Partnership) -> list[Member]:
    return [partner.member for partner in partnership.partners.all()]


def by_state(requests: Sequence[Request]) -> list[tuple[str, int]]:
    """How many requests are in each state, in the order of the states, for the chart."""
    counted = Counter(row.state for row in requests)
    return [(str(label), counted[value]) for value, label in R.choices if counted[value]]


def pairs(partnerships: Sequence[Partnership]) -> dict[tuple[str, str], int]:
    """How many partnerships join each pair of countries, for the picture."""
    counted: Counter[tuple[str, str]] = Counter()
    for partnership in partnerships:
        first, *others = [member.country for member in _members(partnership)]
        counted.update((min(first, other), max(first, other)) for other in others)
    return dict(counted)


def burdens(network: Network) -> list[tuple[str, float]]:
    """What the people of each member bore in sessions outside their hours lately, in hours, the most first.

    Reckoned as for meeting times (`events.slots.burden`), over the teams of all partnerships of the network.
    """
    rows = TeamMember.objects.filter(partnership__request__network=network, until=None)
    people = dict(rows.order_by("pk").values_list("person_id", "member__name"))
    borne: dict[str, float] = defaultdict(float)
    for person_id, hours in availability.burdens(list(people)).items():
        borne[people[person_id]] += hours
    return [
        (name, round(hours, 1)) for name, hours in sorted(borne.items(), key=lambda one: (-one[1], one[0])) if hours
    ]


def sheets(
    requests: Sequence[Request], partnerships: Sequence[Partnership], sessions: Sequence[Session]
) -> list[Sheet]:
    """The desk as sheets: figures, requests, partnerships, sessions."""
    counted = [*figure_rows(figures(requests, partnerships)), *desk_sessions.figure_rows(sessions)]
    return [
        Sheet(_("Figures"), [_("Figure"), _("Value")], counted),
        Sheet(_("Requests"), _request_heading(), [_request_row(row) for row in requests]),
        Sheet(_("Partnerships"), _partnership_heading(), [_partnership_row(one) for one in partnerships]),
        Sheet(_("Sessions"), desk_sessions.heading(), [desk_sessions.row(one) for one in sessions]),
    ]


def figure_rows(counted: Figures) -> list[list[Any]]:
    """Figures with what they are called."""
    return [
        [_("Requests posted"), counted.asked],
        [_("of them by towns below 50,000 inhabitants"), counted.small],
        [_("Members that asked or taught"), counted.members],
        [_("Partnerships founded"), counted.partnerships],
        [_("Partnerships learning now"), counted.running],
        [_("Partnerships closed"), counted.closed],
        [_("Partnerships across countries"), counted.across],
        [_("Members that said what came of it"), counted.told],
        [_("of them with something that runs now"), counted.live],
        [_("Days from posting to a partnership (median)"), counted.days],
    ]


def _request_heading() -> list[str]:
    return [_("Number"), _("Member"), _("Country"), _("Size"), _("Topics"), _("State"), _("Posted"), _("Next step by")]


def _request_row(row: Request) -> list[Any]:
    topics = ", ".join(each.topic.slug for each in row.ranked.all())
    member = row.member
    state = row.get_state_display()
    return [row.pk, member.name, member.country, member.size_class, topics, state, row.posted_at, row.due_at]


def _partnership_heading() -> list[str]:
    return [_("Number"), _("Members"), _("Countries"), _("State"), _("Founded"), _("Closed"), _("What came of it")]


def _partnership_row(one: Partnership) -> list[Any]:
    members = _members(one)
    came: list[str] = [f"{check.member.name}: {check.get_outcome_display()}" for check in one.checks.all()]
    closed: datetime | None = one.closed_at
    return [
        one.pk,
        " – ".join(member.name for member in members),
        ", ".join(sorted({member.country for member in members})),
        one.request.get_state_display(),
        one.founded_at,
        closed,
        "; ".join(came),
    ]
