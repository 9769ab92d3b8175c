"""The steps of a workshop, beside the state of its event: the one table of who may move where, and while what.

| step | goes on to | may begin while the event is | who takes the step |
|---|---|---|---|
| needs | agenda, held | not begun, or postponed | organisers |
| agenda | needs, preparation, held | not begun, or postponed | organisers |
| preparation | agenda, held | announced and not over | organisers |
| held | actions | over | the platform, when the event ends |
| actions | check | over | organisers, or the platform three months after the end |
| check | | over | the platform, three months later |

So a workshop is past `held` exactly when its event is over, however far its preparation had come. A postponed or
cancelled event leaves the step as it is; nothing is asked of anybody meanwhile. Pure: no database.
"""

from dataclasses import dataclass

from events.models import Event, Workshop

S, E = Workshop.Step, Event.State
BEFORE = (E.DRAFT, E.PUBLISHED, E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.POSTPONED)
ANNOUNCED = (E.PUBLISHED, E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED, E.LIVE)
OVER = (E.DOCUMENTATION, E.ARCHIVED)


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes:
        to: steps that may follow.
        during: states of the event in which a workshop may come to this step.
        by_itself: whether the platform takes it, so that nobody has a button.
    """

    to: tuple[str, ...]
    during: tuple[str, ...]
    by_itself: bool = False


STEPS: dict[str, Row] = {
    S.NEEDS: Row((S.AGENDA, S.HELD), BEFORE),
    S.AGENDA: Row((S.NEEDS, S.PREPARATION, S.HELD), BEFORE),
    S.PREPARATION: Row((S.AGENDA, S.HELD), ANNOUNCED),
    S.HELD: Row((S.ACTIONS,), OVER, by_itself=True),
    S.ACTIONS: Row((S.CHECK,), OVER),
    S.CHECK: Row((), OVER, by_itself=True),
}
AFTERWARDS = (S.HELD, S.ACTIONS, S.CHECK)


def may(step: str, to: str, event_state: str) -> bool:
    """Whether a workshop may go from one step to another while its event is in a state."""
    return to in STEPS[step].to and event_state in STEPS[to].during


def buttons(step: str, event_state: str) -> list[str]:
    """The steps that organisers may take now."""
    return [to for to in STEPS[step].to if may(step, to, event_state) and not STEPS[to].by_itself]
