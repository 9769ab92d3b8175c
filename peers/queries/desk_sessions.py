"""Sessions on the secretariat's desk: which there were, what was agreed in them, and what became of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from members.models import Network
from peers.models import Partner, Session
from rooms.models import Action, Outcome

S = Session.State


def of(network: Network) -> list[Session]:
    """Every session of a network's partnerships with its actions and their outcomes, oldest first; five queries."""
    outcomes = Outcome.objects.exclude(result="").order_by("months")
    actions = Action.objects.filter(withdrawn_at=None).prefetch_related(Prefetch("outcomes", outcomes))
    rows = Session.objects.filter(partnership__request__network=network).select_related("partnership", "meeting__room")
    return list(
        rows.prefetch_related(
            Prefetch("meeting__room__actions", actions, to_attr="agreed"),
            Prefetch("partnership__partners", Partner.objects.select_related("member")),
        ).order_by("made_at", "pk")
    )


def actions(session: Session) -> list[Action]:
    """What was agreed in a session."""
    return [] if session.meeting is None else session.meeting.room.agreed  # type: ignore[attr-defined]


def done(session: Session) -> int:
    """How many of its actions are done, by what their owners said last."""
    last = [list(action.outcomes.all())[-1:] for action in actions(session)]
    return sum(bool(said) and said[0].result == Outcome.Result.DONE for said in last)


def figure_rows(sessions: Sequence[Session]) -> list[list[Any]]:
    """Figures with what they are called; each is a count or a sum of the sheet."""
    return [
        [_("Sessions planned"), len(sessions)],
        [_("Sessions held"), sum(one.state == S.HELD for one in sessions)],
        [_("Sessions not held although their time came"), sum(one.state == S.MISSED for one in sessions)],
        [_("Actions agreed in sessions"), sum(len(actions(one)) for one in sessions)],
        [_("of them done"), sum(done(one) for one in sessions)],
    ]


def by_state(sessions: Sequence[Session]) -> list[tuple[str, int]]:
    """How many sessions are in each state, in the order of the states, for the chart."""
    counted = Counter(one.state for one in sessions)
    return [(str(label), counted[value]) for value, label in S.choices if counted[value]]


def heading() -> list[str]:
    """What the columns of the sheet are called."""
    names = [_("Number"), _("Partnership"), _("Members"), _("Question"), _("State"), _("Begins"), _("Minutes")]
    return [*names, _("Actions agreed"), _("Actions done")]


def row(one: Session) -> list[Any]:
    """A session in the sheet."""
    names = " – ".join(partner.member.name for partner in one.partnership.partners.all())
    begins = None if one.meeting is None else one.meeting.starts_at
    facts = [one.pk, one.partnership_id, names, one.title, one.get_state_display(), begins, one.minutes]
    return [*facts, len(actions(one)), done(one)]
