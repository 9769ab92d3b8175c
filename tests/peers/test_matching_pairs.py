"""All hosts weighed at once are weighed as one by one, and one by one by the table."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peers.matching_arrays import gather
from peers.matching_hours import hours_apart
from peers.matching_pairs import Weighing
from peers.matching_points import learning, possible, score
from peers.matching_problem import Candidate, LimitKind
from tests.peers.matching_cases import BOLESLAWIEC, KOCHI, PIRNA, PIURA, crowds, points

KINDS: list[LimitKind] = [
    "hours_apart",
    "one_language",
    "little_experience",
    "sizes_differ",
    "later_wish",
    "same_country",
    "one_way",
]


@given(crowds(most=6), st.frozensets(st.sampled_from(KINDS)))
@settings(max_examples=200, deadline=None)
def test_all_at_once_is_as_one_by_one(members: list[Candidate], avoided: frozenset[LimitKind]) -> None:
    crowd = gather(replace(one, avoids=avoided) for one in members)
    weighing = Weighing.of(crowd)
    for index, seeker in enumerate(crowd.members):
        hosts, scores = weighing.hosts(index)
        singly = {at: score(seeker, one) for at, one in enumerate(crowd.members) if one.hosts and possible(seeker, one)}
        assert dict(zip(hosts.tolist(), scores.tolist(), strict=True)) == singly
        assert np.array_equal(hosts, np.sort(hosts))


@given(crowds(most=4))
@settings(max_examples=200, deadline=None)
def test_points_are_those_of_the_table(members: list[Candidate]) -> None:
    for seeker in members:
        for host in members:
            assert (score(seeker, host) if possible(seeker, host) else None) == points(seeker, host)


SCORES = [
    ("experience 3 on the first topic, another country, both ways", PIRNA, PIURA, 100 + 15 + 15),
    ("experience 1 on the second topic, another country, same size", PIRNA, BOLESLAWIEC, 42 + 15 + 20),
    ("the first topic at experience 2 beats the second at 3", PIRNA, KOCHI, 80 + 15),
    ("third topic", replace(PIRNA, seeks=("a", "b", "mobility")), replace(KOCHI, country="DE"), 50),
    ("fourth topic", replace(PIRNA, seeks=("a", "b", "c", "mobility")), replace(KOCHI, country="DE"), 50),
    ("neighbour on the ladder", replace(PIRNA, size_class="21", country="PL"), BOLESLAWIEC, 42 + 10),
    ("no size at all", replace(PIRNA, size_class="", country="PL"), BOLESLAWIEC, 42),
]


@pytest.mark.parametrize(("seeker", "host", "worth"), [row[1:] for row in SCORES], ids=[row[0] for row in SCORES])
def test_points(seeker: Candidate, host: Candidate, worth: int) -> None:
    assert score(seeker, host) == worth


def test_equal_points_are_for_the_earlier_wish() -> None:
    seeker = replace(PIRNA, seeks=("a", "b", "mobility", "heat-and-water"))
    learnt = learning(seeker, replace(KOCHI, offers={"heat-and-water": 2, "mobility": 2}))
    assert learnt is not None
    assert (learnt.topic, learnt.wish) == ("mobility", 3)


HOURS = [
    ("Europe/Berlin", "Europe/Berlin", 0),
    ("Europe/Berlin", "Asia/Kolkata", 4.5),
    ("Europe/Berlin", "America/Lima", 7),
    ("America/Mexico_City", "Asia/Kolkata", 11.5),
    ("Pacific/Auckland", "Pacific/Honolulu", 2),
]


@pytest.mark.parametrize(("one", "other", "hours"), HOURS)
def test_hours_apart_are_those_of_the_worse_season(one: str, other: str, hours: float) -> None:
    assert hours_apart(one, other) == hours_apart(other, one) == hours
