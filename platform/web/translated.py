"""Texts that exist in several languages: `{"en": "Mobility", "de": "Mobilität"}`."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import get_language

FALLBACK = "en"


class Translated(NamedTuple):
    """A text and the language it is really in, so that a page can mark it with `lang`."""

    text: str
    language: str

    def __str__(self) -> str:
        """The text alone."""
        return self.text


def translated(value: Mapping[str, str] | None, language: str | None = None) -> Translated:
    """The text in the reader's language, else in English, else in any; empty text when there is none at all.

    Args:
        value: language code to text. Codes compare without case; `pt` answers for `pt-br` and the other way round.
        language: the reader's language; the active one when not given.
    """
    texts = {code.lower(): text for code, text in (value or {}).items() if text and text.strip()}
    wanted = (language or get_language() or FALLBACK).lower()
    base = wanted.split("-")[0]
    relatives = [code for code in texts if code.split("-")[0] == base]
    for code in (wanted, base, *relatives, FALLBACK, *texts):
        if code in texts:
            return Translated(texts[code], code)
    return Translated("", wanted)
