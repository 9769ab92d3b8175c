"""Calls to be matched, made from the demo cities: the same seed, the same members."""

import csv
import random
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "platform" / "members" / "data"
SIZES = {"11": 3, "12": 10, "21": 22, "22": 28, "30": 22, "40": 11, "50": 4}
WITHOUT_ENGLISH = 0.2
DECLINED = 0.2


def call(size: int, seed: int = 1) -> dict[str, Any]:
    """A call as a file holds it (`vernetzt.matching/1`): a few topics are sought by many, most by few."""
    chance = random.Random(seed)
    cities, topics = _rows("cities.csv"), [row["slug"] for row in _rows("topics.csv")]
    shares = [1 / (place + 2) for place in range(len(topics))]
    members = [_member(number, chance.choice(cities), topics, shares, chance) for number in range(size)]
    for member in members:
        if chance.random() < DECLINED:
            member["declined"] = [chance.choice(members)["id"]]
    return {"format": "vernetzt.matching/1", "members": members}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _member(
    number: int, city: dict[str, str], topics: list[str], shares: list[float], chance: random.Random
) -> dict[str, Any]:
    languages = [one for one in city["languages"].split(";") if one != "en" or chance.random() >= WITHOUT_ENGLISH]
    return {
        "id": f"m{number:05d}",
        "country": city["country"],
        "size_class": chance.choices(list(SIZES), list(SIZES.values()))[0],
        "languages": languages or ["en"],
        "seeks": _some(topics, shares, chance),
        "offers": {topic: chance.choices([1, 2, 3], [3, 4, 3])[0] for topic in _some(topics, shares, chance)},
        "wants": chance.choices([1, 2], [6, 4])[0],
        "hosts": chance.choices([0, 1, 2, 3, 4], [10, 40, 27, 15, 8])[0],
        "time_zone": city["time_zone"],
        "declined": [],
    }


def _some(topics: list[str], shares: list[float], chance: random.Random) -> list[str]:
    """One to three topics, the popular ones more often."""
    return list(dict.fromkeys(chance.choices(topics, shares, k=chance.randint(1, 3))))
