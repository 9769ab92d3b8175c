"""A seat explains itself: what is shared, and which countries are new."""

from exchanges.mixers.seating_explained import Neighbour, explain
from exchanges.mixers.seating_problem import Problem
from tests.exchanges.mixers.seating_cases import cities

PROBLEM = Problem(
    cities("saltillo", "kochi", "lima", "jena", "piura", "belem"),
    table_size=3,
    rounds=2,
    must_meet=(("kochi", "saltillo"),),
    met_before=(("saltillo", "belem"),),
)
ROUNDS = (
    (("saltillo", "lima", "piura"), ("kochi", "jena", "belem")),
    (("saltillo", "kochi", "lima"), ("jena", "belem")),
)


def test_shared_topics_and_languages_and_new_countries_are_named() -> None:
    reasons = explain(PROBLEM, ROUNDS, "saltillo", 2)
    assert reasons is not None
    assert reasons.languages == ("en",)
    assert reasons.topics == ("heat-and-water",)
    assert reasons.countries == ("IN",)
    assert reasons.neighbours[0] == Neighbour(
        "kochi", ("heat-and-water",), ("en",), "IN", new_country=True, met_before=False, wished=True
    )
    assert (reasons.neighbours[1].new_country, reasons.neighbours[1].met_before) == (False, True)


def test_one_s_own_country_and_those_met_before_are_not_new() -> None:
    lima = explain(PROBLEM, ROUNDS, "lima", 1)
    assert lima is not None
    assert lima.countries == ("MX",)
    belem = explain(PROBLEM, ROUNDS, "belem", 1)
    assert belem is not None
    assert belem.countries == ("IN", "DE")


def test_who_has_no_seat_gets_no_reasons() -> None:
    assert explain(PROBLEM, ROUNDS, "piura", 2) is None
