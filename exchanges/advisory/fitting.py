"""Which advisors fit which cases, and why. Pure: the best assignment is found by `members.assignment`.

All cases of a network that look for advisors are answered together, so that the one expert for water is not given away
to a case that has three others. A pair is possible when the advisor knows a topic of the case, is of another member,
is there, has a place left, and shares a language with it, unless the session is interpreted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

TOPICS = (60, 40, 25)
"""Points for knowing the first, second, third topic of a case."""
LANGUAGE, ABROAD, FREE = 15, 20, 5
"""Points for a language in common, for another country, and for each place that is left, up to three."""
MOST = 5
"""Advisors suggested for a case at once."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A case as fitting sees it.

    Attributes:
        wants: how many advisors it still needs.
        topics: slugs, the most important first.
        passed: ids of advisors who were asked already, or act for its member as well.
    """

    id: int
    member: int
    country: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    wants: int = 1
    interpreted: bool = False
    passed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Guide:
    """An advisor as fitting sees it.

    Attributes:
        evidence: what they know, by a topic's slug.
        places: how many more cases they can take; 0 while they are away.
        busy: how many they advise on now.
    """

    id: int
    member: int
    country: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    places: int = 1
    busy: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """An advisor for a case.

    Attributes:
        chosen: whether the best assignment of all cases takes this pair.
        reasons, limits: kinds with their values; `wording` says what they mean.
    """

    case: int
    advisor: int
    score: int
    chosen: bool
    reasons: tuple[dict[str, object], ...]
    limits: tuple[dict[str, object], ...]


def topic_of(case: Challenge, guide: Guide) -> str:
    """The most important topic of the case that the advisor knows; empty when there is none."""
    return next((slug for slug in case.topics if slug in guide.evidence), "")


def shared(case: Challenge, guide: Guide) -> tuple[str, ...]:
    """The languages of both."""
    return tuple(code for code in case.languages if code in guide.languages)


def possible(case: Challenge, guide: Guide) -> bool:
    """Whether the advisor could be asked for the case."""
    return (
        bool(topic_of(case, guide))
        and guide.places > 0
        and guide.member != case.member
        and guide.id not in case.passed
        and (case.interpreted or bool(shared(case, guide)))
    )


def score(case: Challenge, guide: Guide) -> int:
    """What a possible pair is worth, in points."""
    knows = TOPICS[min(case.topics.index(topic_of(case, guide)), len(TOPICS) - 1)]
    language = LANGUAGE if shared(case, guide) else 0
    return knows + language + (ABROAD if guide.country != case.country else 0) + FREE * min(guide.places, 3)


def suggest(cases: Sequence[Challenge], guides: Iterable[Guide]) -> dict[int, list[Fit]]:
    """Advisors for each case, those of the best assignment first, then the next best.

    Args:
        cases: that look for advisors; ids are unique.
        guides: who advises, in any order.

    Returns:
        By the case's id, at most `MOST` advisors and never fewer than the case takes in the best assignment; the same
        for every order of what is given.
    """
    asking, answering = sorted(cases, key=lambda one: one.id), sorted(guides, key=lambda one: one.id)
    pairs = [(case, guide) for case in asking for guide in answering if possible(case, guide)]
    chosen = _assigned(asking, answering, pairs)
    found: dict[int, list[Fit]] = {case.id: [] for case in asking}
    for case, guide in pairs:
        found[case.id].append(_explained(case, guide, (case.id, guide.id) in chosen))
    for fits in found.values():
        fits.sort(key=lambda fit: (not fit.chosen, -fit.score, fit.advisor))
        del fits[max(MOST, sum(fit.chosen for fit in fits)) :]
    return found


def _assigned(
    cases: Sequence[Challenge], guides: Sequence[Guide], pairs: Sequence[tuple[Challenge, Guide]]
) -> set[tuple[int, int]]:
    """The pairs of the best assignment; where several are as good, lots drawn from the ids decide."""
    if not pairs:
        return set()
    import numpy as np

    from members.assignment import Problem, assign
    from members.assignment_prices import prices
    from members.assignment_ties import keys, lots, settle

    row, column = {one.id: at for at, one in enumerate(cases)}, {one.id: at for at, one in enumerate(guides)}
    problem = Problem(
        wants=np.array([case.wants for case in cases], np.int64),
        places=np.array([guide.places for guide in guides], np.int64),
        seekers=np.array([row[case.id] for case, _ in pairs], np.int64),
        hosts=np.array([column[guide.id] for _, guide in pairs], np.int64),
        scores=np.array([score(case, guide) for case, guide in pairs], np.int64),
    )
    asked, asking = keys(f"case {one.id}" for one in cases), keys(f"advisor {one.id}" for one in guides)
    taken = settle(problem, prices(problem, assign(problem)), lots(asked[problem.seekers], asking[problem.hosts]))
    return {(case.id, guide.id) for (case, guide), take in zip(pairs, taken, strict=True) if take}


def _explained(case: Challenge, guide: Guide, chosen: bool) -> Fit:
    slug, common = topic_of(case, guide), shared(case, guide)
    reasons: list[dict[str, object]] = [{"kind": "knows", "topic": slug, "evidence": guide.evidence[slug]}]
    limits: list[dict[str, object]] = []
    (reasons if common else limits).append({"kind": "languages" if common else "interpreted", "languages": [*common]})
    abroad = guide.country != case.country
    (reasons if abroad else limits).append({"kind": "abroad" if abroad else "same_country", "country": guide.country})
    if slug != case.topics[0]:
        limits.append({"kind": "later_topic", "topic": slug})
    if guide.busy:
        limits.append({"kind": "busy", "number": guide.busy})
    return Fit(case.id, guide.id, score(case, guide), chosen, tuple(reasons), tuple(limits))
