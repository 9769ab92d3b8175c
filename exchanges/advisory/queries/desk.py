"""The secretariat's case desk: every case by its next step, a board by state, who has how much to do and bore what."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from events.meetings import availability
from exchanges.advisory import programmes, states
from exchanges.advisory.models import Case, Engagement, Programme
from exchanges.advisory.queries import listed, roster
from exchanges.advisory.queries.listed import Listed
from members.models import Network, Person

C = Case.State
BOARD = (
    C.SUBMITTED, C.ASKED_BACK, C.TRIAGED, C.ACCEPTED, C.ADVISORS_MATCHED, C.SCOPED, C.SCHEDULED, C.HELD,
    C.ADVICE_DELIVERED, C.ACTIONS_AGREED, C.CHECK_3M, C.CHECK_6M,
)  # fmt: skip
"""The columns of the board."""


@dataclass(frozen=True)
class Column:
    """A state with its cases."""

    label: str | Promise
    cases: list[Listed]


@dataclass(frozen=True)
class Desk:
    """The desk of a network.

    Attributes:
        cases: that have not ended, overdue first; overdue: how many of them.
        board: the states in which there is a case.
        loads: each advisor with the number of cases; waiting: how many wait to be admitted.
        burdens: what people bore in meetings outside their hours lately, in hours, the most first.
        seasons: with how many cases are `taken`.
    """

    cases: list[Listed]
    overdue: int
    board: list[Column]
    loads: list[tuple[str, int]]
    waiting: int
    burdens: list[tuple[str, float]]
    seasons: list[Programme]


def of(network: Network, person: Person) -> Desk:
    """The desk, for somebody of the secretariat; a fixed number of queries."""
    rows = Case.objects.filter(programme__network=network).exclude(state__in=(C.DRAFT, *states.ENDED))
    cases = listed.of(listed.with_all(rows), listed.reader(person))
    advisors = roster.of(network)
    admitted = [one for one in advisors if one.advisor.state == "admitted"]
    loads = [(one.advisor.person.display_name, one.busy) for one in admitted]
    return Desk(
        cases=cases,
        overdue=sum(one.overdue for one in cases),
        board=_board(cases),
        loads=sorted(loads, key=lambda pair: (-pair[1], pair[0])),
        waiting=len(advisors) - len(admitted),
        burdens=burdens(network),
        seasons=_seasons(network),
    )


def _board(cases: list[Listed]) -> list[Column]:
    by_state: dict[str, list[Listed]] = defaultdict(list)
    for one in cases:
        by_state[one.case.state].append(one)
    return [Column(state.label, by_state[state]) for state in BOARD if by_state[state]]


def _seasons(network: Network) -> list[Programme]:
    return list(programmes.counted(Programme.objects.filter(network=network)).order_by("-deadline", "-pk")[:6])


def burdens(network: Network) -> list[tuple[str, float]]:
    """What case-givers and advisors bore outside their hours lately (`events.slots.burden`), by person."""
    advising = Engagement.objects.filter(case__programme__network=network, state=Engagement.State.ACCEPTED)
    giving = Case.objects.filter(programme__network=network, session__isnull=False)
    concerned = Q(pk__in=advising.values("advisor__person")) | Q(pk__in=giving.values("giver"))
    names = {one.pk: one.display_name for one in Person.objects.filter(concerned)}
    borne = availability.burdens(list(names))
    found = [(names[pk], round(hours, 1)) for pk, hours in borne.items()]
    return sorted([pair for pair in found if pair[1]], key=lambda pair: (-pair[1], pair[0]))
