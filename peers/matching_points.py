"""When two can be matched, and how many points that is worth. For one pair; `matching_pairs` does many."""

from typing import NamedTuple

from peers.matching_hours import hours_apart
from peers.matching_problem import LADDER, Candidate, LimitKind

TOPIC = ((60, 80, 100), (42, 56, 70), (30, 40, 50))
"""Points for the seeker's first, second and later topics, by the host's experience from 1 to 3."""
OTHER_COUNTRY = 15
SAME_SIZE = 20
NEAR_SIZE = 10
BOTH_WAYS = 15
AVOIDED = 25
"""What a match loses for each limit the seeker has declined others for."""
FAR_HOURS = 5
"""Hours from which two places are far apart: no working day is left that both share in full mornings or afternoons."""
FAR_SIZES = 3
"""Steps on the ladder from which sizes differ much."""


class Learning(NamedTuple):
    """What a seeker learns from a host: the topic, its place in the wishes from 1, the experience, the points."""

    topic: str
    wish: int
    experience: int
    points: int


def learning(seeker: Candidate, host: Candidate) -> Learning | None:
    """The seeker's topic that the host offers and that is worth most; the earlier wish of equal ones."""
    wishes = enumerate(dict.fromkeys(seeker.seeks), start=1)
    possible = (
        Learning(topic, wish, host.offers[topic], TOPIC[min(wish, 3) - 1][host.offers[topic] - 1])
        for wish, topic in wishes
        if topic in host.offers
    )
    return max(possible, key=lambda one: (one.points, -one.wish), default=None)


def possible(seeker: Candidate, host: Candidate) -> bool:
    """Whether two may be matched: different, a language in common, a topic, and neither declined the other."""
    return (
        seeker.id != host.id
        and not {*seeker.languages}.isdisjoint(host.languages)
        and host.id not in seeker.declined
        and seeker.id not in host.declined
        and learning(seeker, host) is not None
    )


def steps(seeker: Candidate, host: Candidate) -> int | None:
    """How far apart two are on the ladder of sizes; none where size means nothing."""
    if seeker.size_class not in LADDER or host.size_class not in LADDER:
        return None
    return abs(LADDER.index(seeker.size_class) - LADDER.index(host.size_class))


def both_ways(seeker: Candidate, host: Candidate) -> bool:
    """Whether the host seeks something the seeker offers."""
    return not {*host.seeks}.isdisjoint(seeker.offers)


def size_points(apart: int | None) -> int:
    """Points for so many steps on the ladder."""
    return {0: SAME_SIZE, 1: NEAR_SIZE}.get(apart, 0) if apart is not None else 0


def limits(seeker: Candidate, host: Candidate) -> set[LimitKind]:
    """The limits of a possible match that do not depend on other matches."""
    learnt = learning(seeker, host)
    apart = steps(seeker, host)
    found: dict[LimitKind, bool] = {
        "hours_apart": hours_apart(seeker.time_zone, host.time_zone) >= FAR_HOURS,
        "one_language": len({*seeker.languages} & {*host.languages}) == 1,
        "little_experience": learnt is not None and learnt.experience == 1,
        "sizes_differ": apart is not None and apart >= FAR_SIZES,
        "later_wish": learnt is not None and learnt.wish >= 3,
        "same_country": seeker.country == host.country,
        "one_way": not both_ways(seeker, host),
    }
    return {kind for kind, there in found.items() if there}


def score(seeker: Candidate, host: Candidate) -> int:
    """Points of a possible match, at least 1."""
    learnt = learning(seeker, host)
    points = learnt.points if learnt else 0
    points += OTHER_COUNTRY * (seeker.country != host.country) + size_points(steps(seeker, host))
    points += BOTH_WAYS * both_ways(seeker, host)
    return max(1, points - AVOIDED * len(limits(seeker, host) & seeker.avoids if seeker.avoids else ()))
