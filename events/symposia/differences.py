"""What changed between two versions of an agenda. Pure: two pictures in, a list of differences out.

A picture is `{session id: Pictured}`. A session may have moved in time, moved to another stage and been renamed at
once; that is one difference each, so that a reader is told what they must know and no more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["added", "removed", "moved_in_time", "moved_stage", "renamed"]
Picture = Mapping[int, "Pictured"]


@dataclass(frozen=True)
class Pictured:
    """A session as a version shows it.

    Attributes:
        starts_at: the moment in ISO 8601, UTC.
        people: ids of who is on stage.
    """

    starts_at: str
    minutes: int
    stage: int
    titles: Mapping[str, str]
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One thing that changed about one session.

    Attributes:
        before, after: what it was and is: a moment, a stage's id or titles; None where it was not there.
    """

    kind: Kind
    session: int
    before: Any = None
    after: Any = None

    def stored(self) -> dict[str, Any]:
        """As it is kept with a version."""
        return asdict(self)


def between(old: Picture, new: Picture) -> list[Difference]:
    """What changed from one picture to the next, in the order of sessions' ids."""
    return [difference for session in sorted({*old, *new}) for difference in _of(session, old, new)]


def _of(session: int, old: Picture, new: Picture) -> Iterator[Difference]:
    before, after = old.get(session), new.get(session)
    if before is None and after is not None:
        yield Difference("added", session, after=after.starts_at)
    elif after is None and before is not None:
        yield Difference("removed", session, before=before.starts_at)
    elif before is not None and after is not None:
        if (before.starts_at, before.minutes) != (after.starts_at, after.minutes):
            yield Difference("moved_in_time", session, before.starts_at, after.starts_at)
        if before.stage != after.stage:
            yield Difference("moved_stage", session, before.stage, after.stage)
        if dict(before.titles) != dict(after.titles):
            yield Difference("renamed", session, dict(before.titles), dict(after.titles))
