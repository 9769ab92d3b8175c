"""Which of the eight inks a country, a person or a table is drawn in; always the same one."""

from zlib import crc32

INKS = 8
_FIRST = {"BR": 4, "DE": 1, "IN": 3, "MX": 2, "PE": 6, "FR": 5, "ES": 7, "CH": 8}


def ink(code: str) -> int:
    """A number from 1 to 8; neighbours in the ISCN get different ones."""
    return _FIRST.get(code, crc32(code.encode()) % INKS + 1)


def tone(name: str) -> int:
    """A number from 1 to 6 for a portrait's soft background."""
    return crc32(name.encode()) % 6 + 1


def initials(name: str) -> str:
    """One or two letters: those of the first and the last word that begins with a letter or digit."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
