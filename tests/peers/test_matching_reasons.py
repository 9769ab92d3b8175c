"""Every match gives two reasons and one limit, the weightiest, as data that any language can say."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings

from peers import matching_english
from peers.matching import match, suggest
from peers.matching_english import said
from peers.matching_problem import Candidate, LimitKind, ReasonKind
from peers.matching_reasons import explain
from tests.peers.matching_cases import BOLESLAWIEC, KOCHI, PIRNA, PIURA, crowds

NEXT_DOOR = replace(BOLESLAWIEC, offers={"mobility": 2}, languages=("de", "en"), seeks=("participation",))

REASONS = [
    (PIRNA, PIURA, ("piura has run heat-and-water for years (experience 3): your first topic",
                    "piura seeks participation, which you offer")),
    (PIRNA, BOLESLAWIEC, ("boleslawiec has begun with mobility (experience 1): your second topic",
                          "same size: 20,000 to 50,000 inhabitants")),
    (PIRNA, KOCHI, ("kochi has worked on heat-and-water (experience 2): your first topic",
                    "kochi sees it from another country: IN")),
    (replace(PIRNA, seeks=("a", "b", "c", "mobility")), replace(KOCHI, size_class="21", country="DE"),
     ("kochi has run mobility for years (experience 3): one of your topics",
      "nearly your size: 50,000 to 100,000 inhabitants")),
    (PIRNA, replace(KOCHI, country="DE", languages=("en", "de")),
     ("kochi has worked on heat-and-water (experience 2): your first topic", "you both speak German and English")),
]  # fmt: skip

LIMITS = [
    (PIRNA, PIURA, 1, "up to 7 hours apart"),
    (replace(PIRNA, time_zone="America/Mexico_City"), KOCHI, 0, "up to 11 hours 30 minutes apart"),
    (PIRNA, BOLESLAWIEC, 0, "boleslawiec is new to mobility itself (experience 1)"),
    (PIRNA, KOCHI, 0, "no common language but English"),
    (PIRNA, NEXT_DOOR, 2, "boleslawiec hosts two others"),
    (PIRNA, NEXT_DOOR, 7, "boleslawiec hosts 7 others"),
    (PIRNA, replace(NEXT_DOOR, size_class="50"), 0, "sizes differ much: boleslawiec has fewer than 5,000 inhabitants"),
    (replace(PIRNA, seeks=("a", "b", "mobility")), NEXT_DOOR, 0, "mobility is only number 3 of your topics"),
    (PIRNA, replace(NEXT_DOOR, country="DE"), 0, "no other country's view: both are in DE"),
    (PIRNA, replace(NEXT_DOOR, seeks=()), 0, "boleslawiec seeks nothing that you offer"),
    (PIRNA, NEXT_DOOR, 0, "what boleslawiec can do is its own account so far"),
]  # fmt: skip


@pytest.mark.parametrize(("seeker", "host", "sentences"), REASONS)
def test_two_reasons(seeker: Candidate, host: Candidate, sentences: tuple[str, str]) -> None:
    assert tuple(map(said, explain(seeker, host, others=0).reasons)) == sentences


@pytest.mark.parametrize(("seeker", "host", "others", "sentence"), LIMITS)
def test_one_honest_limit(seeker: Candidate, host: Candidate, others: int, sentence: str) -> None:
    assert [said(limit) for limit in explain(seeker, host, others=others).limits] == [sentence]


def test_reasons_are_data() -> None:
    [found] = suggest(PIRNA, [PIURA])
    assert [(one.kind, one.values) for one in found.reasons] == [
        ("experience", {"seeker": "pirna", "host": "piura", "topic": "heat-and-water", "wish": 1, "experience": 3}),
        ("both_ways", {"seeker": "pirna", "host": "piura", "topic": "participation"}),
    ]
    assert [(one.kind, one.values) for one in found.limits] == [
        ("hours_apart", {"seeker": "pirna", "host": "piura", "minutes": 420}),
    ]


@given(crowds(most=6))
@settings(max_examples=100, deadline=None)
def test_every_match_gives_two_reasons_and_one_limit(members: list[Candidate]) -> None:
    for one in match(members).matches:
        assert (len(one.reasons), len(one.limits)) == (2, 1)
        assert all(map(said, one.reasons))
        assert all(map(said, one.limits))


def test_every_kind_has_a_sentence() -> None:
    assert set(matching_english.REASONS) == set(get_args(ReasonKind))
    assert set(matching_english.LIMITS) == set(get_args(LimitKind))


def test_whoever_offers_nothing_sought_has_no_match_to_explain() -> None:
    with pytest.raises(ValueError, match="offers nothing that 'kochi' seeks"):
        explain(KOCHI, PIRNA, others=0)
