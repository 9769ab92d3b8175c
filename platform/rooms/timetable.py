"""The order and the clock of phases that follow each other; pure.

When time was lost (everything was down, a promise was kept late) the times that follow stay as they were: a phase
whose time has passed is skipped, and the phase that should be running now begins late and ends when it was to end. A
phase with less than a quarter of its length left is not worth beginning, so it is skipped too and the next one begins
early.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WORTH_BEGINNING = 0.25
"""Share of a phase that must be left for it to begin."""


@dataclass(frozen=True)
class Step:
    """One phase of a programme.

    Attributes:
        phase: a short code of the owner's, such as `round` or `story`.
        number: which of several phases of that code; 0 when there is one.
        seconds: how long it is to last.
    """

    phase: str
    number: int
    seconds: int


@dataclass(frozen=True)
class Standing:
    """Where the programme stands after going on.

    Attributes:
        skipped: what was left out, in order.
        step: what runs now; `None`: the programme is over.
        ends_at: when it ends; for a programme that is over, when it was to be.
    """

    skipped: tuple[Step, ...]
    step: Step | None
    ends_at: datetime


def after(programme: Sequence[Step], phase: str, number: int = 0) -> tuple[Step, ...]:
    """What follows a phase; everything when none of the programme runs."""
    for index, step in enumerate(programme):
        if (step.phase, step.number) == (phase, number):
            return tuple(programme[index + 1 :])
    return tuple(programme)


def duration(programme: Sequence[Step]) -> timedelta:
    """How long the steps last together."""
    return timedelta(seconds=sum(step.seconds for step in programme))


def go_on(rest: Sequence[Step], *, ended_at: datetime, now: datetime) -> Standing:
    """Where the programme stands now.

    Args:
        rest: what follows the phase that ended.
        ended_at: when that phase ended by the clock; not later than `now`.
        now: the present.
    """
    skipped: list[Step] = []
    for step in rest:
        ends_at = ended_at + timedelta(seconds=step.seconds)
        if (ends_at - now).total_seconds() >= WORTH_BEGINNING * step.seconds:
            return Standing(tuple(skipped), step, ends_at)
        skipped.append(step)
        ended_at = ends_at
    return Standing(tuple(skipped), None, ended_at)


def times(rest: Sequence[Step], *, begins_at: datetime) -> list[tuple[Step, datetime, datetime]]:
    """When each step begins and ends if nothing is moved."""
    table = []
    for step in rest:
        ends_at = begins_at + timedelta(seconds=step.seconds)
        table.append((step, begins_at, ends_at))
        begins_at = ends_at
    return table
