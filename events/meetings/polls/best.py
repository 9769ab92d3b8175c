"""Which time of a poll is best: pure, votes in and an order out.

A time is better when, in this order: fewer said no; fewer have not answered; fewer said only "if need be"; it stands
earlier in the order of meeting times (`events.slots`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

YES, IF_NEED_BE, NO = "yes", "if_need_be", "no"


@dataclass(frozen=True)
class Tally:
    """How a time stands.

    Attributes:
        time: its id.
        yes, if_need_be, no, missing: how many answered what, or not at all.
    """

    time: int
    yes: int = 0
    if_need_be: int = 0
    no: int = 0
    missing: int = 0


def tally(time: int, answers: Collection[str], *, asked: int) -> Tally:
    """Count the answers to a time; `asked` people were asked."""
    said = list(answers)
    yes, if_need_be, no = (said.count(answer) for answer in (YES, IF_NEED_BE, NO))
    return Tally(time, yes, if_need_be, no, missing=asked - yes - if_need_be - no)


def ranked(times: Sequence[int], answers: Mapping[int, Collection[str]], *, asked: int) -> list[Tally]:
    """The times, best first.

    Args:
        times: ids in the order of meeting times, the best first.
        answers: what was answered, by time.
        asked: how many people were asked.
    """
    counted = [tally(time, answers.get(time, ()), asked=asked) for time in times]
    return sorted(counted, key=lambda one: (one.no, one.missing, one.if_need_be))  # stable: keeps the order of times
