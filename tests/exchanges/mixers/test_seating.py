"""Seating keeps its rules in their order of weight, says honestly what it could not keep, and repeats itself."""

import hashlib
from dataclasses import asdict, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from exchanges.mixers.seating import plan, plan_next
from exchanges.mixers.seating_problem import Pair, Person, Problem
from exchanges.mixers.seating_score import cross_country_bound
from tests.exchanges.mixers.seating_cases import cities, count, crowd, every_way, everyone_sits_once, recount

MINORITIES = (("en",), ("de", "en"), ("de", "en"), ("en", "es"), ("en", "hi"), ("de",), ("en", "es"), ("es",))


def pairs(*numbers: tuple[int, int]) -> tuple[Pair, ...]:
    return tuple((f"p{a}", f"p{b}") for a, b in numbers)


def test_nobody_meets_twice_and_every_table_talks_where_that_is_possible() -> None:
    problem = Problem(
        crowd(64, *MINORITIES),
        table_size=4,
        rounds=5,
        must_meet=pairs((0, 1), (5, 9)),
        must_not_meet=pairs((2, 3)),
        met_before=pairs((4, 6), (8, 10)),
        absent={"p7": frozenset({1, 2}), "p9": frozenset({5}), "p63": frozenset({3})},
    )
    found = plan(problem)
    assert everyone_sits_once(problem, found.rounds)
    assert (found.report.repeats, found.report.tables_without_language) == (0, 0)
    assert (found.report.must_meet_kept, found.report.must_not_meet_broken) == (2, 0)


def test_sixteen_people_in_five_rounds_of_four_all_meet_once() -> None:
    """The social golfer problem 4-4-5 has no slack at all: every pair meets exactly once."""
    problem = Problem(crowd(16), table_size=4, rounds=5)
    found = [plan(problem, seed=seed).report for seed in range(1, 5)]
    assert min(report.repeats for report in found) == 0
    assert max(report.pairs for report in found) == 16 * 15 // 2


@pytest.mark.parametrize(
    ("people", "table_size", "sizes"),
    [
        (5, 4, [3, 2]),
        (3, 8, [3]),
        (1, 4, [1]),
        (9, 4, [3, 3, 3]),
        (11, 4, [4, 4, 3]),
        (6, 1, [1] * 6),
        (7, 3, [3, 2, 2]),
    ],
)
def test_as_few_tables_as_hold_everybody_differ_by_one_at_most(people: int, table_size: int, sizes: list[int]) -> None:
    found = plan(Problem(crowd(people), table_size, rounds=2), steps=200)
    assert [sorted(map(len, seats), reverse=True) for seats in found.rounds] == [sizes, sizes]


def test_without_people_there_are_no_tables() -> None:
    found = plan(Problem((), table_size=4, rounds=3))
    assert found.rounds == ((), (), ())
    assert found.report.score == 0


def test_a_round_in_which_everybody_is_away_has_no_tables() -> None:
    people = crowd(6)
    found = plan(Problem(people, 3, 3, absent={one.id: frozenset({2}) for one in people}))
    assert [len(seats) for seats in found.rounds] == [2, 0, 2]


def test_two_people_without_a_common_language_sit_together_and_the_report_says_so() -> None:
    report = plan(Problem(cities("piura", "anapolis"), table_size=2, rounds=1)).report
    assert (report.tables_without_language, report.pairs) == (1, 1)


def test_who_speaks_to_nobody_is_gathered_at_one_table() -> None:
    strangers = tuple(Person(f"s{n}", f"s{n}", "XX", (f"l{n}",)) for n in range(4))
    found = plan(Problem(crowd(12) + strangers, table_size=4, rounds=1))
    assert found.report.tables_without_language == 1


def test_must_not_meet_outweighs_must_meet() -> None:
    both = pairs((1, 2))
    report = plan(Problem(crowd(12), 4, 3, must_meet=both, must_not_meet=both)).report
    assert (report.must_meet_kept, report.must_not_meet_broken) == (0, 0)


def test_whoever_met_before_is_not_made_to_meet_again() -> None:
    both = pairs((1, 2))
    report = plan(Problem(crowd(12), 3, 2, must_meet=both, met_before=both)).report
    assert (report.must_meet_kept, report.repeats) == (0, 0)


def test_more_rounds_than_partners_repeat_as_little_as_possible() -> None:
    report = plan(Problem(crowd(6), table_size=2, rounds=7)).report
    assert (report.pairs, report.repeats) == (15, 6)


def test_the_bound_deals_countries_evenly() -> None:
    people = tuple(Person(f"p{n}", f"m{n}", "DE" if n < 9 else f"C{n}", ("en",)) for n in range(32))
    problem = Problem(people, table_size=4, rounds=1)
    assert cross_country_bound(problem, plan(problem, steps=100).rounds) == round(47 / 48, 3)


def test_the_same_seed_gives_the_same_plan_on_every_machine() -> None:
    problem = Problem(crowd(37, *MINORITIES), 4, 4, must_meet=pairs((0, 1)), absent={"p3": frozenset({2})})
    found = plan(problem, seed=7, steps=50_000)
    assert found.rounds == plan(problem, seed=7, steps=50_000).rounds
    assert found.rounds != plan(problem, seed=8, steps=50_000).rounds
    assert hashlib.sha256(repr(found.rounds).encode()).hexdigest()[:16] == "bf3e828429076151"


def test_a_limit_of_time_is_kept() -> None:
    found = plan(Problem(crowd(200, *MINORITIES), 4, 6), seconds=0.5)
    assert found.report.seconds < 0.8
    assert everyone_sits_once(Problem(crowd(200, *MINORITIES), 4, 6), found.rounds)


def test_the_next_round_repeats_nothing_that_happened() -> None:
    people = crowd(80, *MINORITIES)
    problem = Problem(people, table_size=4, rounds=4)
    met: tuple[Pair, ...] = ()
    seated = []
    for number in range(4):
        seats = plan_next(replace(problem, rounds=4 - number, met_before=met), seed=number)
        seated.append(seats)
        met += tuple((a, b) for table in seats for a in table for b in table if str(a) < str(b))
    report = recount(problem, seated)
    assert (report["repeats"], report["tables_without_language"]) == (0, 0)
    assert everyone_sits_once(problem, seated)


@some.composite
def problems(draw: some.DrawFn, most_people: int, most_rounds: int, table_size: some.SearchStrategy[int]) -> Problem:
    """Any problem, feasible or not."""
    number = draw(some.integers(1, most_people))
    rounds = draw(some.integers(1, most_rounds))
    languages = some.lists(some.sampled_from(["en", "de", "es", "hi"]), max_size=3, unique=True).map(tuple)
    topics = some.lists(some.sampled_from(["energy", "mobility", "resilience"]), max_size=2, unique=True).map(tuple)
    people = tuple(
        Person(f"p{n}", f"m{draw(some.integers(0, 3))}", draw(some.sampled_from("ABC")), draw(languages), draw(topics))
        for n in range(number)
    )
    whom = some.tuples(some.integers(0, number - 1), some.integers(0, number - 1)).filter(lambda two: two[0] != two[1])
    wishes = some.lists(whom, max_size=4).map(lambda found: pairs(*found)) if number > 1 else some.just(())
    away = some.dictionaries(
        some.sampled_from([one.id for one in people]), some.frozensets(some.integers(1, rounds)), max_size=2
    )
    return Problem(people, draw(table_size), rounds, draw(wishes), draw(wishes), draw(wishes), draw(away))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(30, 5, some.integers(1, 8)))
def test_any_plan_seats_everyone_once_and_its_report_is_true(problem: Problem) -> None:
    found = plan(problem, steps=3_000)
    assert everyone_sits_once(problem, found.rounds)
    report = asdict(found.report)
    assert {name: report[name] for name in recount(problem, found.rounds)} == recount(problem, found.rounds)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(6, 2, some.integers(2, 3)))
def test_for_a_handful_of_people_no_plan_is_better(problem: Problem) -> None:
    found = plan(problem, steps=100_000)
    assert count(problem, found.rounds) == min(count(problem, rounds) for rounds in every_way(problem))
