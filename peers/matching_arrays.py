"""Members of a call as arrays, sorted by id, so that a seeker is weighed against all hosts at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from operator import attrgetter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from members.assignment import Integers
from peers.matching_hours import hours_apart
from peers.matching_points import FAR_HOURS, FAR_SIZES, OTHER_COUNTRY, size_points
from peers.matching_problem import LADDER, Candidate

Places = npt.NDArray[np.intp]
"""Indices of members."""
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Groups:
    """Members who are alike in one respect, numbered; and what two groups are to each other."""

    of: Places
    """Per member, the group's number."""
    between: dict[str, npt.NDArray[np.int16]]
    """By name, per pair of groups, a number."""

    def row(self, name: str, one: int, others: Places) -> npt.NDArray[np.int16]:
        """What one member is to each of others."""
        row: npt.NDArray[np.int16] = self.between[name][self.of[one]]
        return row.take(self.of.take(others))

    def whole_row(self, name: str, group: int) -> npt.NDArray[np.int16]:
        """What the members of a group are to every member."""
        row: npt.NDArray[np.int16] = self.between[name][group]
        return row.take(self.of)


@dataclass(frozen=True, slots=True)
class Crowd:
    """All members of a call.

    Attributes:
        members: sorted by id.
        wants: per member, how many hosts; none for who seeks nothing.
        places: per member, how many more guests.
        countries: per member, the number of the country.
        languages: groups by languages: how many two have in common.
        sizes: groups by size class: whether sizes differ much.
        kinds: groups by country and size class: points for both.
        zones: groups by time zone: whether hours are far apart.
        offering: by topic, who offers it and has places left.
        experience: by topic, how experienced those are, from 1.
        seeking: by topic, who seeks it.
        apart: per member, those who declined it or were declined.
    """

    members: tuple[Candidate, ...]
    wants: Integers
    places: Integers
    countries: Places
    languages: Groups
    sizes: Groups
    kinds: Groups
    zones: Groups
    offering: dict[str, Places]
    experience: dict[str, Places]
    seeking: dict[str, Places]
    apart: dict[int, list[int]]


def gather(members: Iterable[Candidate]) -> Crowd:
    """Sort members by id and turn them into arrays."""
    crowd = tuple(sorted(members, key=attrgetter("id")))
    places = np.array([max(0, one.hosts - one.guests) for one in crowd], np.int64)
    offering = _by_topic([one.offers if places[index] else () for index, one in enumerate(crowd)])
    countries, sizes = _numbered([one.country for one in crowd])[1], _sizes(crowd)
    return Crowd(
        members=crowd,
        wants=np.array([one.wants if one.seeks else 0 for one in crowd], np.int64),
        places=places,
        countries=countries,
        languages=_languages(crowd),
        sizes=sizes,
        kinds=_kinds(countries, sizes.of),
        zones=_zones(crowd),
        offering=offering,
        experience={topic: np.array([crowd[at].offers[topic] for at in who]) for topic, who in offering.items()},
        seeking=_by_topic([one.seeks for one in crowd]),
        apart=_apart(crowd),
    )


def _numbered(values: Sequence[Value]) -> tuple[list[Value], Places]:
    """The different values in the order in which they come, and the number of each."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(numbers), np.array([numbers[value] for value in values], np.intp)


def _by_topic(topics: Sequence[Iterable[str]]) -> dict[str, Places]:
    found: dict[str, list[int]] = {}
    for index, of_member in enumerate(topics):
        for topic in dict.fromkeys(of_member):
            found.setdefault(topic, []).append(index)
    return {topic: np.array(who, np.intp) for topic, who in found.items()}


def _languages(crowd: Sequence[Candidate]) -> Groups:
    kinds, of = _numbered([frozenset(one.languages) for one in crowd])
    languages = {language: number for number, language in enumerate({one for kind in kinds for one in kind})}
    speaks = np.zeros((len(kinds), len(languages)), np.float32)
    for number, kind in enumerate(kinds):
        speaks[number, [languages[one] for one in kind]] = 1
    return Groups(of, {"shared": (speaks @ speaks.T).astype(np.int16)})


def _ladder() -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Points for two size classes, and whether they differ much; the last class is none."""
    points = np.zeros((len(LADDER) + 1, len(LADDER) + 1), np.int16)
    far = np.zeros_like(points)
    for one, other in product(range(len(LADDER)), repeat=2):
        points[one, other] = size_points(abs(one - other))
        far[one, other] = abs(one - other) >= FAR_SIZES
    return points, far


def _sizes(crowd: Sequence[Candidate]) -> Groups:
    ladder = {code: number for number, code in enumerate(LADDER)}
    of = np.array([ladder.get(one.size_class, len(LADDER)) for one in crowd], np.intp)
    return Groups(of, {"far": _ladder()[1]})


def _kinds(countries: Places, sizes: Places) -> Groups:
    """Members of one country and size class are alike."""
    points, classes = _ladder()[0], len(LADDER) + 1
    kinds, of = np.unique(countries * classes + sizes, return_inverse=True)
    country, size = kinds // classes, kinds % classes
    abroad = np.int16(OTHER_COUNTRY) * (country[:, None] != country)
    return Groups(of, {"points": abroad + points[size[:, None], size]})


def _zones(crowd: Sequence[Candidate]) -> Groups:
    """Looked at only where somebody minds the hours."""
    if not any(one.avoids for one in crowd):
        return Groups(np.zeros(len(crowd), np.intp), {"far": np.zeros((1, 1), np.int16)})
    kinds, of = _numbered([one.time_zone for one in crowd])
    far = [[hours_apart(one, other) >= FAR_HOURS for other in kinds] for one in kinds]
    return Groups(of, {"far": np.array(far, np.int16)})


def _apart(crowd: Sequence[Candidate]) -> dict[int, list[int]]:
    at = {one.id: index for index, one in enumerate(crowd)}
    found: dict[int, list[int]] = {}
    for index, one in enumerate(crowd):
        for other in one.declined & at.keys() if one.declined else ():
            found.setdefault(index, []).append(at[other])
            found.setdefault(at[other], []).append(index)
    return found
