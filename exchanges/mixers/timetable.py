"""A mixer's programme, step by step; pure. How it goes on by the clock stands in `rooms.timetable`."""

from collections.abc import Iterator
from dataclasses import dataclass

from rooms.timetable import WORTH_BEGINNING, Standing, Step, after, duration, go_on, times

__all__ = ["WORTH_BEGINNING", "Lengths", "Standing", "Step", "after", "duration", "go_on", "steps", "times"]


@dataclass(frozen=True, kw_only=True)
class Lengths:
    """How long the parts are, in seconds, and how many rounds there are. A part of 0 seconds is left out."""

    welcome: int
    input: int
    round: int
    pause: int
    harvest: int
    rounds: int


def steps(lengths: Lengths) -> tuple[Step, ...]:
    """The whole programme in its order: `welcome`, `input`, rounds with pauses between (both numbered), `harvest`."""
    return tuple(step for step in _all_steps(lengths) if step.seconds > 0)


def _all_steps(lengths: Lengths) -> Iterator[Step]:
    yield Step("welcome", 0, lengths.welcome)
    yield Step("input", 0, lengths.input)
    for number in range(1, lengths.rounds + 1):
        if number > 1:
            yield Step("pause", number, lengths.pause)
        yield Step("round", number, lengths.round)
    yield Step("harvest", 0, lengths.harvest)
