"""Merging two changes of one text, line by line: a three-way merge in the manner of `diff3`.

After S. Khanna, K. Kunal, B. C. Pierce, "A Formal Investigation of Diff3", FSTTCS 2007: the lines both sides kept
divide the three texts into regions; a region only one side changed takes that change, one both changed alike is taken
once, and one they changed differently is a conflict. Knows no database.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST_LINES = 400
"""Longer texts are not merged: comparing takes up to quadratic time."""

Lines = Sequence[str]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """The text with both changes, or `None` when they touch the same lines.

    Args:
        base: the text both changes began with.
        mine: one change.
        theirs: the other; exchanging the two changes nothing.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    parts = [text.split("\n") for text in (base, mine, theirs)]
    if max(map(len, parts)) > MOST_LINES:
        return None
    merged: list[str] = []
    for region in _regions(*parts):
        chosen = _choice(*region)
        if chosen is None:
            return None
        merged.extend(chosen)
    return "\n".join(merged)


def _choice(base: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def _regions(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """The three texts cut at the lines all of them share; regions that are kept come one line at a time."""
    of_mine, of_theirs = _kept(base, mine), _kept(base, theirs)
    at_base = at_mine = at_theirs = 0
    for line in range(len(base)):
        if line in of_mine and line in of_theirs:
            yield base[at_base:line], mine[at_mine : of_mine[line]], theirs[at_theirs : of_theirs[line]]
            yield (base[line : line + 1],) * 3
            at_base, at_mine, at_theirs = line + 1, of_mine[line] + 1, of_theirs[line] + 1
    yield base[at_base:], mine[at_mine:], theirs[at_theirs:]


def _kept(base: Lines, changed: Lines) -> dict[int, int]:
    """Where the lines that survived a change are now: index in `base` to index in `changed`."""
    blocks = SequenceMatcher(None, base, changed, autojunk=False).get_matching_blocks()
    return {block.a + offset: block.b + offset for block in blocks for offset in range(block.size)}
