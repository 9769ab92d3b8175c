"""Where personal data of people in Europe may be shown without asking them first.

Inside the European Economic Area the General Data Protection Regulation holds. For the countries of `ADEQUATE` the
European Commission has decided under its article 45 that they protect data comparably; Brazil is the latest (decision
(EU) 2026/179). India, Mexico and Peru have no such decision: there, a person's own consent decides (article 49).
"""

from collections.abc import Iterable

EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)
ADEQUATE = frozenset("AD AR BR CA CH FO GB GG IL IM JE JP KR NZ UY".split())  # noqa: SIM905


def covered(country: str) -> bool:
    """Whether data may be shown there without a consent."""
    return country in EEA or country in ADEQUATE


def needs_consent(home: Iterable[str], viewer: Iterable[str]) -> bool:
    """Whether showing a profile needs its owner's consent.

    Args:
        home: countries of the members the profile's owner acts for; without any the owner counts as protected.
        viewer: countries of the members the viewer acts for.
    """
    protected = any(country in EEA for country in home) or not list(home)
    return protected and not any(covered(country) for country in viewer)
