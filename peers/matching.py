"""Who learns from whom: hosts for one request at once, or for all members of a call together.

Two can be matched when they share a language, differ, the host offers one of the seeker's topics, and neither declined
the other; what a pair is worth stands in `matching_points`. For a call `1000 * (seekers with a host) + scores` is
maximised, each seeker having at most as many hosts as it wants and each host as many guests as it has places for; the
method is in `members.assignment`, and `matching_search` keeps it small. numpy and OR-tools are loaded when called.
"""

from collections import Counter
from collections.abc import Iterable

from peers.matching_points import possible, score
from peers.matching_problem import Candidate, Match, Matching, Report
from peers.matching_reasons import explain

MOST = 5
"""Hosts suggested at once."""


def suggest(seeker: Candidate, hosts: Iterable[Candidate], *, most: int = MOST) -> tuple[Match, ...]:
    """Find hosts for one request, at once.

    Args:
        seeker: who asks; how many hosts it wants is not looked at.
        hosts: whom to choose from; the seeker may be among them and is passed over, as is who has no place left.
        most: how many to suggest.

    Returns:
        The best hosts, by score and then by id.
    """
    ranked = sorted(
        (
            (-score(seeker, host), host.id, host)
            for host in hosts
            if host.hosts > host.guests and possible(seeker, host)
        ),
        key=lambda one: one[:2],
    )
    return tuple(explain(seeker, host, others=host.guests) for _, _, host in ranked[:most])


def match(members: Iterable[Candidate]) -> Matching:
    """Match all members of a call together, so that most seekers find a host and the scores are highest.

    Args:
        members: everybody, in any order; ids are unique.

    Returns:
        The matches, the same for every order of the members. They are the best there are when
        `report.score == report.bound`, which they always are for up to `matching_search.EXACT` members.
    """
    from peers.matching_arrays import gather
    from peers.matching_search import search

    crowd = gather(members)
    found = search(crowd)
    pairs = [
        (crowd.members[seeker], crowd.members[host]) for seeker, host in zip(found.seekers, found.hosts, strict=True)
    ]
    guests = Counter(host.id for _, host in pairs)
    matches = [explain(seeker, host, others=host.guests + guests[host.id] - 1) for seeker, host in pairs]
    matches.sort(key=lambda one: (one.seeker, -one.score, one.host))
    return Matching(
        tuple(matches),
        Report(
            seekers=int((crowd.wants > 0).sum()),
            matched=len({one.seeker for one in matches}),
            score=found.value,
            bound=found.bound,
            pairs=found.possible,
        ),
    )
