"""Which characters a PDF can show with the fonts that come with Typst, and what becomes of the others."""

import re
import unicodedata
from collections.abc import Sequence

Ranges = Sequence[tuple[int, int]]

LATIN: Ranges = ((0x20, 0x7E), (0xA0, 0x2FF), (0x370, 0x482), (0x1E00, 0x1FFE), (0x2010, 0x2027))
"""Latin, Greek and Cyrillic, each character by itself."""
SHOWN: Ranges = (
    *LATIN,
    (0x300, 0x36F),  # marks that join a letter
    (0x48A, 0x4FF),  # more Cyrillic
    (0x531, 0x5F4),  # Armenian, Hebrew
    (0x621, 0x63A),  # Arabic
    (0x640, 0x64A),
    (0x660, 0x66D),
    (0x900, 0x950),  # Devanagari
    (0x955, 0x97F),
    (0x10D0, 0x10FF),  # Georgian
    (0x2030, 0x2040),
    (0x2044, 0x2052),
    (0x2070, 0x20BF),  # raised and lowered numbers, currencies
    (0x2190, 0x23FF),  # arrows, mathematics, technical signs
    (0x25A0, 0x25FF),
)
"""What is shown; found by rendering every character, and kept true by a test that does so."""
INSTEAD = "□"
"""Stands where a character cannot be shown."""
LONGEST = 24
"""After so many characters without a space a line may break."""
_BREAK = "\u200b"
_JOINERS = "\u200c\u200d"
_LONG = re.compile(rf"\S{{{LONGEST}}}(?=\S)")


def shown(text: str, ranges: Ranges = SHOWN) -> str:
    """The text as a PDF can hold it: invisible control characters are gone, what no font has is `INSTEAD`."""
    kept = (_shown(character, ranges) for character in unicodedata.normalize("NFC", text))
    return _LONG.sub(lambda found: found[0] + _BREAK, "".join(kept))


def _shown(character: str, ranges: Ranges) -> str:
    if character in _JOINERS:
        return character if ranges is SHOWN else ""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category[0] == "C" and category not in ("Cn", "Co"):
        return ""
    there = category[0] != "C" and any(first <= ord(character) <= last for first, last in ranges)
    return character if there else INSTEAD
