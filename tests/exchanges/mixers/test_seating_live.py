"""While a round runs: the late get a seat where they are understood, the lonely get company, and few people move."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from exchanges.mixers.seating_live import close_gaps, seat_late
from exchanges.mixers.seating_problem import Id, Person, Problem
from tests.exchanges.mixers.seating_cases import cities, crowd


def problem(*names: str) -> Problem:
    return Problem(cities(*names), table_size=4, rounds=1)


def test_a_late_arrival_sits_where_a_language_is_shared() -> None:
    here = problem("jena", "basel", "piura", "lima", "saltillo")
    tables = {1: ["jena", "basel"], 2: ["lima", "saltillo"]}
    assert seat_late(here, tables, "piura") == {"piura": 2}


def test_the_smaller_table_is_taken_so_that_sizes_stay_even() -> None:
    here = problem("kochi", "jena", "lima", "saltillo", "belem", "basel")
    tables = {1: ["kochi", "jena", "lima"], 2: ["saltillo", "belem"]}
    assert seat_late(here, tables, "basel") == {"basel": 2}


def test_somebody_makes_room_when_only_the_full_table_understands() -> None:
    here = problem("lima", "saltillo", "kochi", "jena", "belem", "piura")
    tables = {1: ["lima", "saltillo", "kochi"], 2: ["jena", "belem"]}
    moved = seat_late(here, tables, "piura")
    assert moved == {"piura": 1, "kochi": 2}


def test_whoever_must_not_be_met_is_avoided() -> None:
    here = replace(problem("kochi", "jena", "lima", "saltillo", "basel"), must_not_meet=(("basel", "kochi"),))
    assert seat_late(here, {1: ["kochi", "jena"], 2: ["lima", "saltillo"]}, "basel") == {"basel": 2}


def test_whoever_was_met_already_is_avoided() -> None:
    here = replace(problem("kochi", "jena", "lima", "saltillo", "basel"), met_before=(("lima", "basel"),))
    assert seat_late(here, {1: ["kochi", "jena"], 2: ["lima", "saltillo"]}, "basel") == {"basel": 1}


def test_whoever_speaks_to_nobody_gets_a_seat_all_the_same() -> None:
    here = problem("kochi", "jena", "anapolis")
    assert seat_late(here, {1: ["kochi", "jena"]}, "anapolis") == {"anapolis": 1}


def test_without_tables_nobody_can_be_seated() -> None:
    with pytest.raises(ValueError, match="no table"):
        seat_late(problem("kochi"), {}, "kochi")


def test_whoever_is_alone_joins_a_table_that_understands_them() -> None:
    here = problem("piura", "jena", "basel", "lima", "saltillo")
    tables = {1: ["piura"], 2: ["jena", "basel"], 3: ["lima", "saltillo"]}
    assert close_gaps(here, tables) == {"piura": 3}


def test_two_who_are_alone_join_each_other() -> None:
    here = problem("kochi", "jena", "lima", "saltillo", "belem", "basel")
    tables = {1: ["kochi"], 2: ["jena"], 3: ["lima", "saltillo", "belem", "basel"]}
    moves = close_gaps(here, tables)
    assert moves in ({"kochi": 2}, {"jena": 1})


def test_somebody_from_a_large_table_comes_when_that_is_more_even() -> None:
    here = problem("piura", "lima", "saltillo", "kochi", "belem")
    tables = {1: ["piura"], 2: ["lima", "saltillo", "kochi", "belem"]}
    [(who, table)] = close_gaps(here, tables).items()
    assert table == 1
    assert who in {"lima", "saltillo"}


def test_gaps_are_not_closed_against_must_not_meet_or_without_a_language() -> None:
    apart = replace(problem("kochi", "jena", "anapolis"), must_not_meet=(("kochi", "jena"),))
    assert close_gaps(apart, {1: ["kochi"], 2: ["jena"], 3: ["anapolis"]}) == {}


def test_without_gaps_nobody_moves() -> None:
    here = problem("kochi", "jena", "lima", "saltillo")
    assert close_gaps(here, {1: ["kochi", "jena"], 2: ["lima", "saltillo"]}) == {}


LANGUAGES = (("en",), ("de", "en"), ("de",), ("en", "es"))


@given(some.lists(some.integers(0, 4), min_size=12, max_size=12))
def test_after_closing_gaps_tables_talk_and_nobody_who_could_be_helped_is_alone(places: list[int]) -> None:
    here = Problem(crowd(12, *LANGUAGES), table_size=4, rounds=1)
    person = {one.id: one for one in here.people}
    tables: dict[int, list[Id]] = {}
    for one, place in zip(here.people, places, strict=True):
        fitting = [key for key in (place, *range(5, 9)) if _talks(person, [*tables.get(key, []), one.id])]
        tables.setdefault(fitting[0], []).append(one.id)
    moves = close_gaps(here, tables)
    after = {key: [who for who in people if who not in moves] for key, people in tables.items()}
    for who, key in moves.items():
        after[key].append(who)
    assert all(_talks(person, people) for people in after.values() if people)
    lonely = [people[0] for people in after.values() if len(people) == 1]
    assert not any(
        _talks(person, [who, *people]) for who in lonely for people in after.values() if who not in people and people
    )


def _talks(person: dict[Id, Person], people: list[Id]) -> bool:
    return bool(set.intersection(*({*person[who].languages} for who in people)))
