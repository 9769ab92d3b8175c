"""The steps of a World Café and of 1-2-4-All, and how long each lasts; pure.

A World Café has three rounds of 20 to 30 minutes, and five minutes are left for what people bring back. A session
that is shorter, or has begun long ago, has shorter rounds.
"""

from rooms.timetable import Step

CAFE, ALONE, PAIRS, FOURS, ALL = "cafe_round", "alone", "pairs", "fours", "all"
IN_GROUPS = (CAFE, PAIRS, FOURS)
"""Steps in which people are in groups with a room."""
ROUNDS, LONGEST, HARVEST = 3, 30 * 60, 5 * 60
WORLD_CAFE, ONE_TWO_FOUR_ALL = "world_cafe", "1-2-4-all"
FORMATS = (WORLD_CAFE, ONE_TWO_FOUR_ALL)
"""Formats of sessions that have small groups, as `Session.Format` has them."""


def steps(kind: str, seconds: int) -> tuple[Step, ...]:
    """The steps of a format.

    Args:
        kind: one of `FORMATS`.
        seconds: how long the session still lasts, at least 3.

    Raises:
        ValueError: the format has no small groups.
    """
    if kind == WORLD_CAFE:
        return tuple(Step(CAFE, number, _round(seconds)) for number in range(1, ROUNDS + 1))
    if kind == ONE_TWO_FOUR_ALL:
        return (Step(ALONE, 0, 60), Step(PAIRS, 0, 120), Step(FOURS, 0, 300), Step(ALL, 0, 300))
    raise ValueError(f"{kind} has no small groups")


def _round(seconds: int) -> int:
    """Whole minutes, unless there are only seconds."""
    wanted = min((seconds - HARVEST) // ROUNDS, LONGEST)
    return wanted // 60 * 60 if wanted >= 60 else max(seconds // ROUNDS, 1)
