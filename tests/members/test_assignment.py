"""An assignment is the best there is, its prices prove it, and lots are drawn by id where several are best."""

from itertools import compress, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members.assignment import Booleans, Problem, UnsolvedError, assign
from members.assignment_prices import bound, most_of, prices
from members.assignment_ties import keys, lots, settle


def problem(wants: list[int], places: list[int], scores: dict[tuple[int, int], int], first: int = 1000) -> Problem:
    seekers, hosts = [seeker for seeker, _ in scores], [host for _, host in scores]
    earned, limits = np.array(list(scores.values()), np.int64), (np.array(wants, np.int64), np.array(places, np.int64))
    return Problem(*limits, np.array(seekers, np.int64), np.array(hosts, np.int64), earned, first)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    wants = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    places = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    possible = list(product(range(len(wants)), range(len(places))))
    scores = draw(st.dictionaries(st.sampled_from(possible), st.sampled_from([30, 45, 60, 100]), max_size=8))
    return problem(wants, places, dict(sorted(scores.items())), draw(st.sampled_from([0, 40, 1000])))


def allowed(asked: Problem, taken: Booleans) -> bool:
    learning = np.bincount(asked.seekers[taken], minlength=asked.wants.size)
    hosting = np.bincount(asked.hosts[taken], minlength=asked.places.size)
    return bool((learning <= asked.wants).all() and (hosting <= asked.places).all())


def best(asked: Problem) -> list[Booleans]:
    """All best choices, by trying each."""
    choices = [np.array(bits, np.bool_) for bits in product([False, True], repeat=asked.scores.size)]
    valid = [taken for taken in choices if allowed(asked, taken)]
    most = max(asked.value(taken) for taken in valid)
    return [taken for taken in valid if asked.value(taken) == most]


@given(problems())
@settings(deadline=None)
def test_no_other_assignment_earns_more_and_the_prices_prove_it(asked: Problem) -> None:
    taken = assign(asked)
    assert allowed(asked, taken)
    assert asked.value(taken) == asked.value(best(asked)[0]) == bound(asked, prices(asked, taken))


@given(problems())
@settings(deadline=None)
def test_among_the_best_the_lots_decide(asked: Problem) -> None:
    drawn = lots(keys(range(3))[asked.seekers], keys(range(3))[asked.hosts])
    taken = settle(asked, prices(asked, assign(asked)), drawn)
    assert any(np.array_equal(taken, one) for one in best(asked))
    assert drawn[taken].sum() == min(drawn[one].sum() for one in best(asked))


def test_a_first_host_is_worth_more_than_any_further_one() -> None:
    asked = problem([2, 1], [1, 1], {(0, 0): 130, (0, 1): 130, (1, 1): 30})
    assert list(compress([(0, 0), (0, 1), (1, 1)], assign(asked))) == [(0, 0), (1, 1)]


def test_what_earns_less_than_it_costs_is_left() -> None:
    assert not assign(problem([1], [1], {(0, 0): -1500})).any()


def test_nothing_is_assigned_to_nobody() -> None:
    assert assign(problem([], [], {})).size == 0


def test_a_place_more_is_worth_what_the_chain_of_changes_earns() -> None:
    asked = problem([1, 1], [1, 2], {(0, 0): 100, (0, 1): 60, (1, 0): 90, (1, 1): 30})
    found = prices(asked, assign(asked))
    assert found.places.tolist() == [40, 0]
    assert found.openings.tolist() == [-60, -50]


def test_lots_depend_on_the_two_ids_alone() -> None:
    few, many = keys(["pirna", "piura"]), keys(["jena", "kochi", "pirna", "piura"])
    assert lots(few[:1], few[1:]).tolist() == lots(many[2:3], many[3:]).tolist() == [4_821_629]
    assert lots(few[1:], few[:1]).tolist() != lots(few[:1], few[1:]).tolist()


def test_numbers_beyond_the_solver_are_refused() -> None:
    with pytest.raises(UnsolvedError, match="no best flow: BAD_COST_RANGE"):
        assign(problem([1], [1], {(0, 0): 2**62}))


PROFITS = [
    ([5, 9, -2], 1, 1009),
    ([5, 9, -2], 2, 1014),
    ([5, 9, -2], 3, 1014),
    ([-2000], 1, 0),
    ([], 2, 0),
    ([7], 0, 0),
]


@pytest.mark.parametrize(("profits", "wants", "most"), PROFITS)
def test_most_of_profits(profits: list[int], wants: int, most: int) -> None:
    assert most_of(np.array(profits, np.int64), wants, 1000) == most
