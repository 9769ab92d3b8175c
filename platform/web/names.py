"""What languages and countries are called in the reader's language (CLDR, by babel)."""

from functools import cache

from babel import Locale
from django.conf import settings

REGIONS = {"en": "en_GB", "pt-br": "pt_BR"}


@cache
def locale(language: str) -> Locale:
    """The CLDR locale behind one of Django's language codes; British dates for English."""
    return Locale.parse(REGIONS.get(language, language.replace("-", "_")))


def language_name(code: str, language: str) -> str:
    """The name of a spoken language (ISO 639-1) in an interface language; the code itself when there is none."""
    return str(locale(language).languages.get(code.lower().replace("-", "_"), code))


def own_name(code: str) -> str:
    """An interface language's name in that language itself, as in LANGUAGES."""
    return str(dict(settings.LANGUAGES).get(code, code))


def country_name(code: str, language: str) -> str:
    """The name of a country (ISO 3166-1, two letters) in an interface language; the code itself when unknown."""
    return str(locale(language).territories.get(code.upper(), code))


@cache
def spoken_languages(language: str) -> tuple[tuple[str, str], ...]:
    """All two-letter language codes with their names in that language, sorted by name, for a picker."""
    names = locale(language).languages
    pairs = [(code, str(name)) for code, name in names.items() if len(code) == 2]
    return tuple(sorted(pairs, key=lambda pair: pair[1].casefold()))


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """All two-letter country codes with their names in that language, sorted by name, for a picker."""
    names = locale(language).territories
    pairs = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code.isalpha() and code != "ZZ"]
    return tuple(sorted(pairs, key=lambda pair: pair[1].casefold()))
