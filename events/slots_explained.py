"""Why a slot stands where it stands: as data for pages, which word it in the reader's language, and in English."""

from dataclasses import dataclass

from events.slots import Search, Slot


@dataclass(frozen=True)
class Explanation:
    """What can be said about a slot.

    Attributes:
        worst: the most minutes anybody is outside their hours; 0: everybody is within.
        stretched: who is outside their hours, by how many minutes, the most first.
        least_burdened: whether the one who is stretched most bore least lately, of several who bore differently.
        days_off: for whom it is a day off, with the holiday's name; None: a weekend.
    """

    worst: int
    stretched: tuple[tuple[str, int], ...]
    least_burdened: bool
    days_off: tuple[tuple[str, str | None], ...]


def explain(search: Search, slot: Slot) -> Explanation:
    """What can be said about a slot of a search."""
    outside = [(person.id, person.outside_minutes) for person in slot.people if person.outside_minutes]
    outside.sort(key=lambda one: -one[1])
    burdens = {person.id: person.burden for person in search.people}
    least = bool(outside) and burdens[outside[0][0]] == min(burdens.values()) < max(burdens.values())
    days_off = tuple((person.id, person.holiday) for person in slot.people if person.day_off)
    return Explanation(slot.worst, tuple(outside), least, days_off)


def in_english(what: Explanation) -> str:
    """The explanation as one or more plain sentences."""
    return " ".join([_about_hours(what), *(_about_day_off(*one) for one in what.days_off)])


def _about_hours(what: Explanation) -> str:
    if not what.stretched:
        return "Everybody is within their hours."
    who, minutes = what.stretched[0]
    bore = " and bore the least lately" if what.least_burdened else ""
    return f"{who} is {minutes} minutes outside their hours{bore}{_others(what.stretched)}."


def _others(stretched: tuple[tuple[str, int], ...]) -> str:
    more = len(stretched) - 1
    if more == 0:
        return "; everybody else is within theirs"
    return f"; {more} {'other is' if more == 1 else 'others are'} outside theirs by {stretched[1][1]} minutes at most"


def _about_day_off(who: str, holiday: str | None) -> str:
    return f"It is a weekend for {who}." if holiday is None else f"It is a holiday for {who}: {holiday}."
