"""Slugs of members: their names as they stand in an address."""

from itertools import chain, count

from django.utils.text import slugify

from members.models import Member

LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not split into a base letter and a mark."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
UMLAUT_COUNTRIES = {"DE", "AT", "CH", "LI", "LU"}


def slug_of(name: str, country: str) -> str:
    """`Zwönitz` becomes `zwoenitz`, `Bolesławiec` becomes `boleslawiec`; empty for a name in another script."""
    if country in UMLAUT_COUNTRIES:
        name = name.translate(UMLAUTS)
    return slugify(name.translate(LETTERS))[:70].strip("-")


def free_slug(name: str, country: str, taken: set[str] | None = None) -> str:
    """A slug nobody has: the name, else with the country, else with a number.

    Args:
        name: the member's name.
        country: ISO 3166-1, two letters.
        taken: slugs that count as taken; those in the database when not given.
    """
    plain = slug_of(name, country)
    local = f"{plain}-{country.lower()}" if plain else f"{country.lower()}-1"
    wishes = chain([plain] if plain else [], [local], (f"{plain or country.lower()}-{number}" for number in count(2)))
    return next(slug for slug in wishes if not _is_taken(slug, taken))


def _is_taken(slug: str, taken: set[str] | None) -> bool:
    if slug in RESERVED:
        return True
    return slug in taken if taken is not None else Member.objects.filter(slug=slug).exists()


RESERVED = {"apply", "join", "networks", "invitations"}
"""Addresses below /members/ that are pages of their own."""
