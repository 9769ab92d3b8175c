"""A round that is due before the search is loaded is seated all the same."""

from exchanges.mixers import plans
from exchanges.mixers.seating_problem import Person, Problem

SPOKEN = (("pt",), ("en", "hi"), ("es",), ("de", "en"), ("es", "en"), ("pt", "en"))
"""Palmas, Kochi, Piura, Jena, Lima, Belém."""
COUNTRIES = ("BR", "IN", "PE", "DE", "PE", "BR")


def test_without_the_search_every_table_has_a_language_and_sizes_differ_by_one_at_most() -> None:
    people = tuple(Person(n, n, COUNTRIES[n % 6], SPOKEN[n % 6]) for n in range(46))
    tables = plans.one_by_one(Problem(people, table_size=4, rounds=3))
    assert sorted(who for table in tables for who in table) == list(range(46))
    assert {len(table) for table in tables} == {3, 4}
    assert len(tables) == 12
    assert all(set.intersection(*(set(SPOKEN[who % 6]) for who in table)) for table in tables)


def test_without_the_search_a_lonely_pair_still_sits_together() -> None:
    people = (Person(1, 1, "IN", ("en",)), Person(2, 2, "DE", ("en",)))
    assert plans.one_by_one(Problem(people, table_size=4, rounds=1)) == [[1, 2]]
