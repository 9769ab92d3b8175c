"""Why two are matched, and what the match cannot give: as data, which a page says in its language.

Values of the reasons: `experience`: topic, wish (from 1), experience (1 to 3) · `same_size`: size_class · `both_ways`:
topic (what the seeker can give in return) · `other_country`: country (the host's) · `near_size`: size_class (the
host's) · `language`: languages.

Values of the limits: `hours_apart`: minutes · `one_language`: language · `hosting_others`: others ·
`little_experience`: topic · `sizes_differ`: size_class (the host's) · `later_wish`: topic, wish · `same_country`:
country · `one_way`: none · `own_word`: none. All have host and seeker, the ids.
"""

from collections.abc import Iterator

from peers.matching_hours import hours_apart
from peers.matching_points import (
    BOTH_WAYS,
    FAR_HOURS,
    FAR_SIZES,
    OTHER_COUNTRY,
    Learning,
    learning,
    score,
    size_points,
    steps,
)
from peers.matching_problem import Candidate, Limit, LimitKind, Match, Reason, ReasonKind, Value

REASONS = 2
LIMITS = 1


def explain(seeker: Candidate, host: Candidate, *, others: int) -> Match:
    """Say all there is to a match.

    Args:
        seeker: who learns.
        host: who is visited; the two are a possible pair.
        others: how many others the host hosts as well.
    """
    learnt = learning(seeker, host)
    if learnt is None:
        raise ValueError(f"{host.id!r} offers nothing that {seeker.id!r} seeks")
    return Match(
        seeker=seeker.id,
        host=host.id,
        topic=learnt.topic,
        score=score(seeker, host),
        languages=_shared(seeker, host),
        reasons=reasons(seeker, host, learnt),
        limits=limits(seeker, host, learnt, others),
    )


def reasons(seeker: Candidate, host: Candidate, learnt: Learning) -> tuple[Reason, ...]:
    """Two reasons: what is learnt, and what else speaks most for the match."""
    both = {"seeker": seeker.id, "host": host.id}
    told: list[tuple[int, ReasonKind, dict[str, Value]]] = [
        (learnt.points, "experience", {"topic": learnt.topic, "wish": learnt.wish, "experience": learnt.experience}),
        *_further(seeker, host),
    ]
    told[1:] = sorted(told[1:], key=lambda one: -one[0])
    return tuple(Reason(kind, both | values) for _, kind, values in told[:REASONS])


def _further(seeker: Candidate, host: Candidate) -> Iterator[tuple[int, ReasonKind, dict[str, Value]]]:
    """What else speaks for a match, with its points; of equal ones the first is said."""
    apart = steps(seeker, host)
    if apart in (0, 1):
        kind: ReasonKind = "same_size" if apart == 0 else "near_size"
        yield size_points(apart), kind, {"size_class": host.size_class}
    back = next((topic for topic in host.seeks if topic in seeker.offers), None)
    if back is not None:
        yield BOTH_WAYS, "both_ways", {"topic": back}
    if seeker.country != host.country:
        yield OTHER_COUNTRY, "other_country", {"country": host.country}
    yield 0, "language", {"languages": _shared(seeker, host)}


def limits(seeker: Candidate, host: Candidate, learnt: Learning, others: int) -> tuple[Limit, ...]:
    """The limit that weighs most; there always is one."""
    both = {"seeker": seeker.id, "host": host.id}
    told = (Limit(kind, both | values) for kind, values in _all_limits(seeker, host, learnt, others))
    return tuple(limit for limit, _ in zip(told, range(LIMITS), strict=False))


def _all_limits(
    seeker: Candidate, host: Candidate, learnt: Learning, others: int
) -> Iterator[tuple[LimitKind, dict[str, Value]]]:
    """All limits of a match, what weighs most first."""
    hours, shared, apart = hours_apart(seeker.time_zone, host.time_zone), _shared(seeker, host), steps(seeker, host)
    found: list[tuple[bool, LimitKind, dict[str, Value]]] = [
        (hours >= FAR_HOURS, "hours_apart", {"minutes": round(hours * 60)}),
        (learnt.experience == 1, "little_experience", {"topic": learnt.topic}),
        (len(shared) == 1, "one_language", {"language": shared[0]}),
        (others > 0, "hosting_others", {"others": others}),
        (apart is not None and apart >= FAR_SIZES, "sizes_differ", {"size_class": host.size_class}),
        (learnt.wish >= 3, "later_wish", {"topic": learnt.topic, "wish": learnt.wish}),
        (seeker.country == host.country, "same_country", {"country": host.country}),
        ({*host.seeks}.isdisjoint(seeker.offers), "one_way", {}),
        (True, "own_word", {}),
    ]
    return ((kind, values) for there, kind, values in found if there)


def _shared(seeker: Candidate, host: Candidate) -> tuple[str, ...]:
    return tuple(sorted({*seeker.languages} & {*host.languages}))
