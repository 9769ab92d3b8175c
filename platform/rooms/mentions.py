"""Mentions: finding `@Name` in a text. Knows no database."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple


class Mention(NamedTuple):
    """A person named in a text: who, and from where to where (indexes of characters, the `@` included)."""

    person_id: int
    start: int
    end: int


def possible(text: str) -> bool:
    """Whether a text could name anybody at all."""
    return "@" in text


def found(text: str, people: Mapping[int, str]) -> list[Mention]:
    """Where a text names people, in order and without overlaps; the longest name wins.

    `@Asha Menon` names Asha Menon; so does `@Asha` when nobody else of these people is called Asha.

    Args:
        text: what was said.
        people: names by person id.
    """
    if not possible(text):
        return []
    called = _callable_names(people)
    if not called:
        return []
    longest_first = sorted(called.values(), key=lambda call: -len(call.name))
    pattern = re.compile(rf"(?<!\w)@({'|'.join(re.escape(call.name) for call in longest_first)})(?!\w)", re.IGNORECASE)
    hits = ((match, called.get(match[1].lower())) for match in pattern.finditer(text))
    return [Mention(call.person_id, *match.span()) for match, call in hits if call]


class _Call(NamedTuple):
    person_id: int
    name: str


def _callable_names(people: Mapping[int, str]) -> dict[str, _Call]:
    """What each person can be called by, in lower case; a name two people share calls neither."""
    calls = [_Call(person, call) for person, name in people.items() if name.split() for call in {name, name.split()[0]}]
    times = Counter(call.name.lower() for call in calls)
    return {call.name.lower(): call for call in calls if times[call.name.lower()] == 1}
