"""Differences between two versions of an agenda."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.symposia.differences import Difference, Pictured, between

HEAT = Pictured("2027-03-15T09:00:00+00:00", 45, 1, {"en": "Heat"})
LATER = replace(HEAT, starts_at="2027-03-15T11:00:00+00:00")
CASES = [
    ("the same", {1: HEAT}, {1: HEAT}, []),
    ("added", {}, {1: HEAT}, [Difference("added", 1, None, HEAT.starts_at)]),
    ("removed", {1: HEAT}, {}, [Difference("removed", 1, HEAT.starts_at, None)]),
    ("later", {1: HEAT}, {1: LATER}, [Difference("moved_in_time", 1, HEAT.starts_at, LATER.starts_at)]),
    ("longer", {1: HEAT}, {1: replace(HEAT, minutes=60)}, [Difference("moved_in_time", 1, *[HEAT.starts_at] * 2)]),
    ("elsewhere", {1: HEAT}, {1: replace(HEAT, stage=2)}, [Difference("moved_stage", 1, 1, 2)]),
    (
        "renamed",
        {1: HEAT},
        {1: replace(HEAT, titles={"en": "Heat", "de": "Hitze"})},
        [Difference("renamed", 1, {"en": "Heat"}, {"en": "Heat", "de": "Hitze"})],
    ),
    ("another speaker is no difference", {1: HEAT}, {1: replace(HEAT, people=(7,))}, []),
]


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_table(old, new, expected) -> None:
    assert between(old, new) == expected


def test_one_session_may_differ_in_everything() -> None:
    other = replace(LATER, stage=2, titles={"en": "Shade"})
    assert [one.kind for one in between({1: HEAT}, {1: other})] == ["moved_in_time", "moved_stage", "renamed"]


pictures = st.dictionaries(
    st.integers(1, 6),
    st.builds(
        Pictured,
        st.sampled_from(["2027-03-15T09:00:00+00:00", "2027-03-15T10:00:00+00:00"]),
        st.sampled_from([30, 45]),
        st.integers(1, 2),
        st.sampled_from([{"en": "A"}, {"en": "B"}]),
    ),
    max_size=6,
)


@given(pictures, pictures)
def test_there_and_back_mirror_each_other(old, new) -> None:
    mirrored = {"added": "removed", "removed": "added"}
    there = [(mirrored.get(one.kind, one.kind), one.session, one.after, one.before) for one in between(old, new)]
    back = [(one.kind, one.session, one.before, one.after) for one in between(new, old)]
    assert there == back
    assert between(old, old) == []
    assert (old == new) == (not there)
