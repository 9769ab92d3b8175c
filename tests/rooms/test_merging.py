"""Merging two changes of one text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.merging import MOST_LINES, merge

BASE = "Kochi:\nJena:\nPiura:"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("Kochi: vines\nJena:\nPiura:", "Kochi:\nJena:\nPiura: water", "Kochi: vines\nJena:\nPiura: water"),
        ("Kochi:\nJena:\nPiura:\nnew", "first\nKochi:\nJena:\nPiura:", "first\nKochi:\nJena:\nPiura:\nnew"),
        ("Jena:\nPiura:", "Kochi:\nJena:\nPiura: x", "Jena:\nPiura: x"),
        ("Kochi: a\nJena:\nPiura:", "Kochi: b\nJena:\nPiura:", None),
        ("", "Kochi:\nJena:\nPiura: x", None),
        ("x" + BASE, "x" + BASE, "x" + BASE),
    ],
)
def test_changes_of_different_lines_are_both_kept(mine: str, theirs: str, merged: str | None) -> None:
    assert merge(BASE, mine, theirs) == merged


def test_two_lines_added_at_the_same_place_are_a_conflict() -> None:
    assert merge("a\nb", "a\nmine\nb", "a\ntheirs\nb") is None


def test_very_long_texts_are_not_compared() -> None:
    base = "line\n" * MOST_LINES
    assert merge(base, "first\n" + base, base + "last") is None
    assert merge(base, base, base + "last") == base + "last"


TEXTS = st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=8).map("\n".join)


@given(TEXTS, TEXTS, TEXTS)
def test_it_does_not_matter_whose_change_is_whose(base: str, mine: str, theirs: str) -> None:
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


@given(TEXTS, TEXTS)
def test_one_change_alone_is_taken_as_it_is(base: str, changed: str) -> None:
    assert merge(base, changed, base) == changed
    assert merge(base, base, changed) == changed
    assert merge(base, changed, changed) == changed


LINES = [f"line {number}" for number in range(12)]
EDITS = st.dictionaries(st.integers(0, 11), st.sampled_from(["", "changed", "two\nlines"]), max_size=4)


def edited(changes: dict[int, str]) -> str:
    return "\n".join(changes.get(number, line) for number, line in enumerate(LINES))


@settings(max_examples=200)
@given(EDITS, EDITS)
def test_changes_that_lie_apart_are_both_in_the_merged_text(mine: dict[int, str], theirs: dict[int, str]) -> None:
    """Apart: at least one untouched line between them, as a person would see it."""
    theirs = {line: text for line, text in theirs.items() if not {line - 1, line, line + 1} & mine.keys()}
    assert merge("\n".join(LINES), edited(mine), edited(theirs)) == edited(mine | theirs)
