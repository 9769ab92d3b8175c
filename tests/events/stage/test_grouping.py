"""Who sits with whom: tables, pairs and fours, and how long each step lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.stage.groups import grouping, plans
from events.stage.groups.grouping import Groups

REPEATED = {6: 6, 7: 6, 8: 12, 9: 17, 10: 22, 11: 4, 12: 6, 13: 11, 14: 10, 15: 12, 17: 2, 18: 6, 19: 8, 20: 11}
"""How many meetings of three rounds are with somebody met before, by the number of people; with others none is."""
people = st.lists(st.integers(min_value=1, max_value=500), unique=True, max_size=70)


def rounds(guests: list[int], count: int = 3) -> list[Groups]:
    found: list[Groups] = []
    for _ in range(count):
        found.append(grouping.tables(guests, found))
    return found


def sizes(groups: Groups) -> list[int]:
    return sorted(len(group) for group in groups)


def everybody(groups: Groups) -> list[int]:
    return sorted(person for group in groups for person in group)


@pytest.mark.parametrize("count", range(5, 61))
def test_over_three_rounds_people_meet_others_as_far_as_tables_allow(count: int) -> None:
    met = grouping.meetings(rounds(list(range(count))))
    repeated = sum(times - 1 for times in met.values())
    assert repeated == (20 if count == 5 else REPEATED.get(count, 0))
    if count > 10:
        assert repeated <= sum(met.values()) / 5


def test_sixteen_people_in_fours_meet_nobody_twice() -> None:
    found = rounds(list(range(16)))
    assert [sizes(groups) for groups in found] == [[4, 4, 4, 4]] * 3
    assert set(grouping.meetings(found).values()) == {1}


@given(people, st.integers(min_value=1, max_value=4))
def test_everybody_sits_at_one_table_of_four_or_five_in_every_round(guests: list[int], count: int) -> None:
    for groups in rounds(guests, count):
        assert everybody(groups) == sorted(guests)
        if len(guests) > 11 or len(guests) in (4, 5, 8, 9, 10):
            assert set(sizes(groups)) <= {4, 5}
        elif len(guests) > 2:
            assert set(sizes(groups)) <= {3, 4}


@given(people, people)
def test_who_comes_or_goes_between_rounds_is_seated_all_the_same(first: list[int], then: list[int]) -> None:
    groups = grouping.tables(then, [grouping.tables(first)])
    assert everybody(groups) == sorted(then)
    assert max(sizes(groups), default=0) - min(sizes(groups), default=0) <= 1


@given(people)
def test_pairs_are_pairs_or_trios_and_nobody_is_alone(guests: list[int]) -> None:
    found = grouping.pairs(guests)
    assert everybody(found) == sorted(guests)
    assert set(sizes(found)) <= ({1} if len(guests) == 1 else {2, 3})
    assert sizes(found).count(3) <= 2


@given(people)
def test_fours_are_whole_pairs_of_three_to_five_people(guests: list[int]) -> None:
    pairs = grouping.pairs(guests)
    found = grouping.fours(pairs)
    assert everybody(found) == sorted(guests)
    assert all(set(pair) <= set(group) for pair in pairs for group in found if pair[0] in group)
    assert set(sizes(found)) <= ({len(guests)} if len(guests) < 3 else {3, 4, 5})


def test_with_odd_numbers_a_trio_stays_or_joins_a_pair() -> None:
    assert [sizes(grouping.fours(grouping.pairs(list(range(count))))) for count in (4, 5, 6, 7, 8, 10, 11)] == [
        [4], [5], [3, 3], [3, 4], [4, 4], [5, 5], [3, 4, 4],
    ]  # fmt: skip


@given(st.lists(st.integers(min_value=1, max_value=4), max_size=20))
def test_pairs_that_lost_or_won_somebody_still_make_groups_without_lonely_people(lengths: list[int]) -> None:
    numbers = iter(range(100))
    pairs = [[next(numbers) for _ in range(length)] for length in lengths]
    found = grouping.fours(pairs)
    assert everybody(found) == list(range(sum(lengths)))
    assert 1 not in sizes(found) or sum(lengths) == 1


@given(st.integers(min_value=3, max_value=100_000))
def test_the_rounds_of_a_cafe_fit_into_what_the_session_has(seconds: int) -> None:
    steps = plans.steps(plans.WORLD_CAFE, seconds)
    lengths = {step.seconds for step in steps}
    assert len(steps) == 3
    assert len(lengths) == 1
    assert sum(step.seconds for step in steps) <= seconds
    if seconds >= 65 * 60:
        assert 20 * 60 <= lengths.pop() <= 30 * 60
        assert sum(step.seconds for step in steps) + plans.HARVEST <= seconds


def test_the_steps_of_both_formats_take_as_long_as_their_rules_say() -> None:
    assert [step.seconds // 60 for step in plans.steps(plans.WORLD_CAFE, 90 * 60)] == [28, 28, 28]
    assert [(step.phase, step.seconds) for step in plans.steps(plans.ONE_TWO_FOUR_ALL, 60)] == [
        ("alone", 60), ("pairs", 120), ("fours", 300), ("all", 300),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="talk has no small groups"):
        plans.steps("talk", 60)
