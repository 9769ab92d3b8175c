"""Everything on a partnership's page that comes from its records."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise

from members import history
from members.history import Sign
from peers import due, states
from peers.models import (
    Check,
    Invitation,
    LogEntry,
    Partner,
    Partnership,
    PlanStep,
    Request,
    Role,
    Session,
    TeamMember,
)

R = Request.State
PATH = (R.CHARTER, R.KICKOFF, R.LEARNING, R.REFLECTION, R.CLOSED, R.CHECK_6M, R.CHECK_12M)
"""The way of a partnership, as its page shows it."""


@dataclass(frozen=True)
class Stage:
    """A stage of the way: `done`, `now` or to come."""

    label: str | Promise
    done: bool
    now: bool


@dataclass(frozen=True)
class Space:
    """A partnership with its people, plan, log and history.

    Attributes:
        former: who left the team; what they did stays.
        late: ids of steps whose day has passed.
        working: whether it can be written in.
        learning: whether it is under way.
    """

    partnership: Partnership
    stages: list[Stage]
    step: str | Promise
    overdue: bool
    partners: Sequence[Partner]
    roles: Sequence[Role]
    team: list[TeamMember]
    former: list[TeamMember]
    steps: Sequence[PlanStep]
    late: set[int]
    log: Sequence[LogEntry]
    checks: Sequence[Check]
    sentence: str
    history: Sequence[Sign]
    working: bool
    learning: bool

    @property
    def names(self) -> str:
        """Who it is."""
        return " – ".join(partner.member.name for partner in self.partners)


def of(partnership: Partnership) -> Space:
    """The page's content; a fixed number of queries."""
    prefetch_related_objects([partnership], Prefetch("sessions", Session.objects.select_related("meeting")))
    request = partnership.request
    people = list(partnership.team.select_related("person", "member"))
    steps = list(partnership.steps.select_related("owner"))
    today = timezone.localdate()
    sent = Invitation.objects.filter(request=request, state=Invitation.State.ACCEPTED).order_by("pk").first()
    return Space(
        partnership=partnership,
        stages=_stages(request.state),
        step=due.step(request),
        overdue=request.due_at is not None and request.due_at < timezone.now(),
        partners=list(partnership.partners.select_related("member")),
        roles=list(partnership.roles.select_related("topic", "leader")),
        team=[one for one in people if one.until is None],
        former=[one for one in people if one.until is not None],
        steps=steps,
        late={step.pk for step in steps if step.done_at is None and step.due_on < today},
        log=list(partnership.log.select_related("member")[:50]),
        checks=list(partnership.checks.exclude(answered_at=None).select_related("member")),
        sentence=sent.sentence if sent else "",
        history=history.of(f"partnership:{partnership.pk}"),
        working=request.state in (*states.TOGETHER, *states.AFTERWARDS),
        learning=request.state in states.TOGETHER,
    )


def _stages(state: str) -> list[Stage]:
    here = PATH.index(R(state)) if state in PATH else -1
    return [Stage(one.label, place < here, place == here) for place, one in enumerate(PATH)]
