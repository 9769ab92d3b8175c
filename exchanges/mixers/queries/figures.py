"""Who met whom across countries, for a drawing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from exchanges.mixers import meetings
from exchanges.mixers.models import Mixer
from exchanges.mixers.queries import people


@dataclass(frozen=True)
class Link:
    """How many pairs of people of two countries met; `one` is not after `other` in the alphabet and may equal it."""

    one: str
    other: str
    count: int


def who_met_whom(mixer: Mixer) -> Sequence[Link]:
    """Pairs of countries with how many pairs of their people met, most first; two queries.

    People without a member count under "".
    """
    pairs = {meeting.pair for meeting in meetings.of_mixer(mixer)}
    country = {person: one.country for person, one in people.participants(mixer).items()}
    counted: Counter[tuple[str, ...]] = Counter()
    for one, other in pairs:
        if one in country and other in country:
            counted[tuple(sorted((country[one], country[other])))] += 1
    return [
        Link(one, other, count) for (one, other), count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]
