"""Who might work with whom: groups balanced by languages, topics and countries, as the core of the mixers seats people.

The core lies in a layer above and registers itself: `proposing.register(seat)`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from events.models import Event, Registration
from events.workshops import people
from members.models import Member, SpokenLanguage
from web.translated import translated

LITTLE = SpokenLanguage.Level.A2
"""Enough to follow, not enough to work in; counts only for who has nothing better."""


@dataclass(frozen=True)
class Guest:
    """Somebody to be put into a group, by what matters for it."""

    person_id: int
    member_id: int
    country: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]


Seat = Callable[[Sequence[Guest], int], Sequence[Sequence[int]]]
"""People and how many fit into a group at most; answers with groups of ids of persons."""
_registered: list[Seat] = []


def register(seat: Seat) -> None:
    """Say who seats people; the last one counts."""
    _registered[:] = [seat]


def groups(guests: Sequence[Guest], size: int) -> Sequence[Sequence[int]]:
    """Groups of at most `size`, each with a common language where there is one."""
    return _registered[0](guests, size)


def guests(event: Event) -> list[Guest]:
    """Those who take part, in three queries however many they are."""
    rows = list(people.registrations(event))
    levels: dict[int, dict[str, str]] = {}
    spoken = SpokenLanguage.objects.filter(person__in=[row.person_id for row in rows])
    for person, code, level in spoken.values_list("person_id", "code", "level"):
        levels.setdefault(person, {})[code] = level
    topics: dict[int, list[str]] = {}
    through = Member.topics.through.objects.filter(member__in={row.member_id for row in rows if row.member_id})
    for member, slug in through.order_by("topic__slug").values_list("member_id", "topic__slug"):
        topics.setdefault(member, []).append(slug)
    return [_guest(event, row, levels.get(row.person_id, {}), topics) for row in rows]


def _guest(event: Event, row: Registration, levels: Mapping[str, str], topics: Mapping[int, list[str]]) -> Guest:
    good = [code for code, level in levels.items() if level != LITTLE] or list(levels)
    languages = good or (row.member.languages if row.member else []) or event.languages
    member = row.member_id or 0
    country = row.member.country if row.member else ""
    return Guest(row.person_id, member, country, tuple(sorted(languages)), tuple(topics.get(member, ())))


def topic_of(ids: Collection[int], everybody: Collection[Guest], names: Mapping[str, Mapping[str, str]]) -> str:
    """What most of these people are interested in, in the reader's language; "" when nothing is shared."""
    counted = Counter(slug for guest in everybody if guest.person_id in ids for slug in guest.topics)
    best = min(counted.items(), key=lambda one: (-one[1], one[0]), default=("", 0))
    return translated(names.get(best[0])).text if best[1] > 1 else ""
