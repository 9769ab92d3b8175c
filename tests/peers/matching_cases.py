"""Municipalities to be matched, and the rules again, written for one pair and one choice at a time."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from peers.matching_files import members_of
from peers.matching_problem import LADDER, Candidate, Match

DATA = Path(__file__).parent / "data"
BEST = {"members-12": 3_286, "members-60": 61_415, "members-1000": 1_154_045}

PIRNA = Candidate(
    id="pirna",
    country="DE",
    size_class="22",
    languages=("de", "en"),
    seeks=("heat-and-water", "mobility"),
    offers={"participation": 2},
    wants=2,
    time_zone="Europe/Berlin",
)
PIURA = Candidate(
    id="piura",
    country="PE",
    size_class="12",
    languages=("en", "es"),
    seeks=("participation",),
    offers={"heat-and-water": 3},
    wants=0,
    hosts=2,
    time_zone="America/Lima",
)
KOCHI = Candidate(
    id="kochi",
    country="IN",
    size_class="11",
    languages=("en", "hi"),
    offers={"heat-and-water": 2, "mobility": 3},
    wants=0,
    hosts=1,
    time_zone="Asia/Kolkata",
)
BOLESLAWIEC = Candidate(
    id="boleslawiec",
    country="PL",
    size_class="22",
    languages=("de", "pl"),
    offers={"mobility": 1},
    wants=0,
    hosts=1,
    time_zone="Europe/Warsaw",
)
HOSTS = (PIURA, KOCHI, BOLESLAWIEC)


def instance(name: str) -> list[Candidate]:
    return members_of(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


def points(seeker: Candidate, host: Candidate) -> int | None:
    """What a pair is worth, by the table; none for a pair that is not possible."""
    table = {1: (60, 80, 100), 2: (42, 56, 70)}
    of_topics = [
        table.get(seeker.seeks.index(topic) + 1, (30, 40, 50))[experience - 1]
        for topic, experience in host.offers.items()
        if topic in seeker.seeks
    ]
    together = set(seeker.languages) & set(host.languages)
    if seeker.id == host.id or not of_topics or not together or apart(seeker, host):
        return None
    steps = abs(LADDER.index(seeker.size_class) - LADDER.index(host.size_class))
    return (
        max(of_topics)
        + (15 if seeker.country != host.country else 0)
        + {0: 20, 1: 10}.get(steps, 0)
        + (15 if any(topic in seeker.offers for topic in host.seeks) else 0)
    )


def apart(one: Candidate, other: Candidate) -> bool:
    return other.id in one.declined or one.id in other.declined


def rules_kept(members: Sequence[Candidate], matches: Sequence[Match]) -> bool:
    """Nobody hosts or learns more than they said, no pair twice, and every match is possible and scored right."""
    who = {one.id: one for one in members}
    pairs = [(one.seeker, one.host) for one in matches]
    hosted, learning = Counter(host for _, host in pairs), Counter(seeker for seeker, _ in pairs)
    return (
        len(set(pairs)) == len(pairs)
        and all(points(who[one.seeker], who[one.host]) == one.score for one in matches)
        and all(count <= who[one].hosts for one, count in hosted.items())
        and all(count <= who[one].wants for one, count in learning.items())
    )


def value(matches: Sequence[Match]) -> int:
    return 1000 * len({one.seeker for one in matches}) + sum(one.score for one in matches)


def best_value(members: Sequence[Candidate]) -> int:
    """The most any choice is worth, by trying all; for a handful of members."""
    return max(_values(list(members), {one.id: one.hosts for one in members}, members))


def _values(seekers: list[Candidate], places: dict[Any, int], members: Sequence[Candidate]) -> Iterator[int]:
    if not seekers:
        yield 0
        return
    seeker, *others = seekers
    scores = {one.id: points(seeker, one) for one in members if places[one.id] > 0}
    possible = {host: score for host, score in scores.items() if score is not None}
    for count in range(min(seeker.wants, len(possible)) + 1):
        for hosts in combinations(possible, count):
            left = {host: number - (host in hosts) for host, number in places.items()}
            earned = (1000 if hosts else 0) + sum(possible[host] for host in hosts)
            yield earned + max(_values(others, left, members))


TOPICS = ("mobility", "energy", "heat-and-water", "participation")


def crowds(most: int = 5) -> st.SearchStrategy[list[Candidate]]:
    """A few members with much in common, so that they compete."""
    ids = st.lists(st.sampled_from(["jena", "kochi", "lima", "pirna", "piura", "belem"]), unique=True, max_size=most)
    return ids.flatmap(lambda names: st.tuples(*(_member(name, names) for name in names)).map(list))


def _member(name: str, names: list[str]) -> st.SearchStrategy[Candidate]:
    return st.builds(
        Candidate,
        id=st.just(name),
        country=st.sampled_from(["DE", "IN", "PE"]),
        size_class=st.sampled_from(LADDER),
        languages=st.lists(st.sampled_from(["de", "en", "es"]), unique=True, max_size=2).map(tuple),
        seeks=st.lists(st.sampled_from(TOPICS), unique=True, max_size=4).map(tuple),
        offers=st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 3), max_size=3),
        wants=st.integers(0, 3),
        hosts=st.integers(0, 3),
        time_zone=st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/Lima"]),
        declined=st.frozensets(st.sampled_from(names), max_size=1),
    )
