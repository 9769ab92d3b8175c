"""Mixers to seat, made from the demo cities: the same seed, the same people."""

import csv
import random
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent.parent / "platform" / "members" / "data"


class Size(NamedTuple):
    """How large a mixer is; `away` is the share of people who miss two rounds."""

    people: int
    table_size: int
    rounds: int
    away: float = 0.0


SIZES = {
    "cities-32": Size(32, 4, 6),
    "cities-118-absent": Size(118, 4, 6, away=0.2),
    "cities-120": Size(120, 4, 6),
    "cities-500": Size(500, 4, 8),
    "cities-1000": Size(1000, 5, 8),
}
WITHOUT_ENGLISH = 0.12
"""Share of people who do not speak English, where their language has speakers enough to meet new ones each round."""
WISHES = 0.05
"""Wished and unwanted pairs, each, per person."""


def mixer(size: Size, seed: int = 1) -> dict[str, Any]:
    """A problem as a file holds it (`vernetzt.seating/1`)."""
    chance = random.Random(seed)
    cities, topics = _rows("cities.csv"), [row["slug"] for row in _rows("topics.csv")]
    people = [_person(f"p{number}", chance.choice(cities), topics, chance) for number in range(size.people)]
    _forget_english(people, size, chance)
    ids = [person["id"] for person in people]
    wishes = max(1, round(WISHES * size.people))
    return {
        "format": "vernetzt.seating/1",
        "table_size": size.table_size,
        "rounds": size.rounds,
        "people": people,
        "must_meet": _wishes(people, wishes, chance),
        "must_not_meet": [chance.sample(ids, 2) for _ in range(wishes)],
        "absent": {
            who: sorted(chance.sample(range(1, size.rounds + 1), 2))
            for who in chance.sample(ids, round(size.away * size.people))
        },
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _person(number: str, city: dict[str, str], topics: list[str], chance: random.Random) -> dict[str, Any]:
    languages = city["languages"].split(";")
    if "en" not in languages:
        languages.append("en")
    own = {city["demo_topic"], *chance.sample(topics, chance.randrange(4))}
    return {
        "id": number,
        "member": city["name"],
        "country": city["country"],
        "languages": languages,
        "topics": sorted(own),
    }


def _forget_english(people: list[dict[str, Any]], size: Size, chance: random.Random) -> None:
    speakers = Counter(language for person in people for language in person["languages"])
    for person in people:
        enough = [one for one in person["languages"] if one != "en" and speakers[one] > size.table_size * size.rounds]
        if enough and chance.random() < WITHOUT_ENGLISH:
            person["languages"].remove("en")


def _wishes(people: list[dict[str, Any]], count: int, chance: random.Random) -> list[list[str]]:
    """Pairs who can talk to each other."""
    found: list[list[str]] = []
    while len(found) < count:
        one, other = chance.sample(people, 2)
        if set(one["languages"]) & set(other["languages"]):
            found.append([one["id"], other["id"]])
    return found
