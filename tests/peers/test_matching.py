"""The matches of a call are the best there are, whatever the order, and change little when one member comes or goes."""

import subprocess
import sys
from dataclasses import replace
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peers import matching_search
from peers.matching import match, suggest
from peers.matching_problem import Candidate, Matching
from tests.peers.matching_cases import (
    BEST,
    BOLESLAWIEC,
    HOSTS,
    KOCHI,
    PIRNA,
    PIURA,
    best_value,
    crowds,
    instance,
    points,
    rules_kept,
    value,
)
from tests.serving import ROOT


def pairs(found: Matching) -> set[tuple[object, object]]:
    return {(one.seeker, one.host) for one in found.matches}


@pytest.mark.parametrize("name", BEST)
def test_known_calls_reach_the_best(name: str) -> None:
    members = instance(name)
    found = match(members)
    assert value(found.matches) == found.report.score == found.report.bound == BEST[name]
    assert rules_kept(members, found.matches)


@given(crowds())
@settings(max_examples=150, deadline=None)
def test_no_other_choice_is_worth_more(members: list[Candidate]) -> None:
    found = match(members)
    assert rules_kept(members, found.matches)
    assert value(found.matches) == found.report.score == found.report.bound == best_value(members)
    assert found.report.matched == len({one.seeker for one in found.matches})
    possible = [points(one, other) for one in members if one.wants for other in members if other.hosts]
    assert found.report.pairs == len([score for score in possible if score is not None])


@given(crowds(most=6).flatmap(lambda members: st.tuples(st.just(members), st.permutations(members))))
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_members_changes_nothing(orders: tuple[list[Candidate], list[Candidate]]) -> None:
    one, other = orders
    assert match(one) == match(other)


@given(crowds(most=6))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_looking_at_few_pairs_first_finds_the_same(monkeypatch: pytest.MonkeyPatch, members: list[Candidate]) -> None:
    whole = match(members)
    with monkeypatch.context() as few:
        look_at_few_pairs(few)
        assert match(members) == whole


def test_looking_at_few_pairs_first_finds_the_same_among_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    members = instance("members-1000")
    whole = match(members)
    look_at_few_pairs(monkeypatch)
    assert match(members) == whole


def test_stopping_early_is_told_by_a_bound_that_no_matches_exceed(monkeypatch: pytest.MonkeyPatch) -> None:
    look_at_few_pairs(monkeypatch)
    monkeypatch.setattr(matching_search, "EXACT", 0)
    monkeypatch.setattr(matching_search, "LOOKS", 1)
    found = match(instance("members-1000"))
    assert rules_kept(instance("members-1000"), found.matches)
    assert value(found.matches) == found.report.score < BEST["members-1000"] < found.report.bound


def look_at_few_pairs(patch: pytest.MonkeyPatch) -> None:
    """As if the members were many: prices are guessed by a part, few pairs are solved over, others are added."""
    for name, few in {"SMALL": 1, "PROMISING": 2, "ADDED": 1}.items():
        patch.setattr(matching_search, name, few)


@pytest.mark.parametrize("gone", [0, 137, 500, 998])
def test_one_member_less_changes_little(gone: int) -> None:
    members = sorted(instance("members-1000"), key=attrgetter("id"))
    before, after = match(members), match(members[:gone] + members[gone + 1 :])
    others = {pair for pair in pairs(before) if members[gone].id not in pair}
    assert len(others ^ pairs(after)) < len(others) / 20


def test_most_seekers_come_before_the_best_scores() -> None:
    lonely = replace(PIRNA, id="jena", wants=1, seeks=("heat-and-water",), languages=("en",))
    one_place = replace(PIURA, hosts=1)
    found = match([replace(PIRNA, wants=2), lonely, one_place, replace(BOLESLAWIEC, hosts=2)])
    assert pairs(found) == {("jena", "piura"), ("pirna", "boleslawiec")}


def test_who_hosts_some_already_has_fewer_places() -> None:
    assert pairs(match([PIRNA, replace(PIURA, guests=2)])) == set()


def test_nobody_matches_nobody() -> None:
    assert match([]).matches == ()


def test_a_request_is_answered_with_the_best_hosts_first() -> None:
    found = suggest(PIRNA, [*HOSTS, PIRNA])
    assert [(one.host, one.topic, one.score) for one in found] == [
        ("piura", "heat-and-water", 130),
        ("kochi", "heat-and-water", 95),
        ("boleslawiec", "mobility", 77),
    ]


def test_hosts_of_equal_score_come_by_id() -> None:
    hosts = [replace(PIURA, id=name) for name in ("tarma", "cusco", "lima")]
    assert [one.host for one in suggest(PIRNA, hosts, most=2)] == ["cusco", "lima"]


@pytest.mark.parametrize(
    "host",
    [
        replace(PIURA, hosts=0),
        replace(PIURA, hosts=2, guests=2),
        replace(PIURA, languages=("es",)),
        replace(PIURA, offers={"energy": 3}),
        replace(PIURA, declined=frozenset({"pirna"})),
        replace(PIURA, id="pirna"),
    ],
)
def test_who_cannot_host_is_not_suggested(host: Candidate) -> None:
    assert suggest(PIRNA, [host]) == ()


def test_whom_the_seeker_declined_is_not_suggested() -> None:
    assert [one.host for one in suggest(replace(PIRNA, declined=frozenset({"piura"})), [PIURA, KOCHI])] == ["kochi"]


def test_what_a_seeker_declined_others_for_costs_points() -> None:
    avoiding = replace(PIRNA, avoids=frozenset({"hours_apart", "one_language"}))
    scores = [(one.host, one.score) for one in suggest(avoiding, HOSTS)]
    assert scores == [("piura", 80), ("kochi", 70), ("boleslawiec", 52)]


def test_a_call_and_a_request_weigh_alike() -> None:
    avoiding = replace(PIRNA, wants=3, avoids=frozenset({"hours_apart", "little_experience", "one_way"}))
    together = {one.host: one.score for one in match([avoiding, *HOSTS]).matches}
    assert together == {one.host: one.score for one in suggest(avoiding, HOSTS)}


def test_neither_numpy_nor_the_solver_is_loaded_before_a_call_is_matched() -> None:
    code = "import sys, peers.matching; print(sorted({'numpy', 'ortools', 'django'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"
