"""Who came into a session, left it or does something else in it from one version to the next. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["given", "taken", "other_role"]


@dataclass(frozen=True)
class Casting:
    """What changed for one speaker about one session that both versions have.

    Attributes:
        role: what they do in it now, or did; one of `Appearance.Role`.
    """

    kind: Kind
    session: int
    speaker: int
    role: str


def between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Casting]:
    """What changed, by session and speaker; a session that came or went as a whole is told as that alone."""
    before, after = ({one["id"]: dict(map(tuple, one["people"])) for one in shot["sessions"]} for shot in (old, new))
    there = sorted(before.keys() & after.keys())
    return [casting for session in there for casting in _of(session, before[session], after[session])]


def _of(session: int, before: Mapping[int, str], after: Mapping[int, str]) -> Iterator[Casting]:
    for speaker in sorted(before.keys() | after.keys()):
        if speaker not in after:
            yield Casting("taken", session, speaker, before[speaker])
        elif speaker not in before:
            yield Casting("given", session, speaker, after[speaker])
        elif before[speaker] != after[speaker]:
            yield Casting("other_role", session, speaker, after[speaker])
