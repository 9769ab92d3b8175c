"""The draft beside the published version, session by session on the host's clock, in the order of the draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events.models import Event, Speaker
from events.symposia import castings, differences, snapshots


@dataclass(frozen=True)
class Side:
    """A session as one of both shows it."""

    titles: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    stage: str
    people: str


@dataclass(frozen=True)
class Pair:
    """A session on both sides; None where it is not there."""

    published: Side | None
    draft: Side | None
    changed: bool

    @property
    def order(self) -> tuple[datetime, str]:
        """Where the draft has it, else where the published version has."""
        return max((side.starts_at, side.stage) for side in (self.draft or self.published,) if side)


def pairs(event: Event) -> list[Pair]:
    """Every session of either side, in six queries."""
    version = snapshots.latest(event)
    old, new = (version.snapshot if version else snapshots.EMPTY), snapshots.take(event)
    found = differences.between(snapshots.picture(old), snapshots.picture(new))
    changed = {one.session for one in found} | {one.session for one in castings.between(old, new)}
    ids = {speaker for shot in (old, new) for one in shot["sessions"] for speaker, _ in one["people"]}
    names = {row.pk: row.known_as for row in Speaker.objects.select_related("person").filter(pk__in=ids)}
    left, right = _sides(old, names), _sides(new, names)
    made = [Pair(left.get(pk), right.get(pk), pk in changed) for pk in left.keys() | right.keys()]
    return sorted(made, key=lambda pair: pair.order)


def _sides(shot: snapshots.Snapshot, names: Mapping[int, str]) -> dict[int, Side]:
    stages = {one["id"]: one["name"] for one in shot["stages"]}
    return {one["id"]: _side(one, stages, names) for one in shot["sessions"]}


def _side(one: Mapping[str, Any], stages: Mapping[int, str], names: Mapping[int, str]) -> Side:
    starts_at = datetime.fromisoformat(one["starts_at"])
    ends_at = starts_at + timedelta(minutes=one["minutes"])
    people = ", ".join(names[speaker] for speaker, _ in one["people"] if speaker in names)
    return Side(one["titles"], starts_at, ends_at, stages.get(one["stage"], ""), people)
