"""The published agenda as its readers see it: by day on their own clock, by track and language, and their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from events.models import AgendaVersion, Appearance, Event, Session, Speaker
from events.symposia import bookmarks, snapshots
from events.symposia.places import standing
from events.symposia.places.standing import Standing
from events.symposia.states import ON_STAGE
from members import roles


@dataclass(frozen=True)
class Chosen:
    """What of the agenda is asked for; empty means all."""

    day: str = ""
    track: str = ""
    language: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Chosen":
        """What an address names; texts that can be none of these are dropped."""
        values = {name: asked.get(name, "") for name in ("day", "track", "language")}
        return cls(**{name: text if _plain(text) else "" for name, text in values.items()})

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.day or self.track or self.language)


def _plain(text: str) -> bool:
    return len(text) <= 20 and text.isascii() and text.replace("-", "").isalnum()


@dataclass(frozen=True)
class Entry:
    """A session of the published agenda.

    Attributes:
        people: names with roles, of those who accepted.
        kept: whether it stands in the reader's own agenda.
        places: how full it is and how the reader stands to it; None where nobody needs a place.
        meanwhile: titles of sessions at the same time in which the reader has a place or waits.
    """

    id: int
    titles: Mapping[str, str]
    abstracts: Mapping[str, str]
    format: str
    track: Mapping[str, str]
    language: str
    interpretation: Sequence[Mapping[str, str]]
    starts_at: datetime
    ends_at: datetime
    stage: str
    people: tuple[tuple[str, str], ...] = ()
    kept: bool = False
    is_break: bool = False
    places: Standing | None = None
    meanwhile: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Day:
    """A day on the reader's clock."""

    day: date
    entries: list[Entry]


class Published:
    """The published agenda for a reader, in at most eight queries.

    Args:
        event: whose agenda.
        person: the reader, or nobody.
        mine: only the sessions in the reader's own agenda.
    """

    def __init__(self, event: Event, person: roles.Somebody, chosen: Chosen, *, mine: bool = False) -> None:
        self.version: AgendaVersion | None = snapshots.latest(event)
        snapshot = self.version.snapshot if self.version else snapshots.EMPTY
        kept = bookmarks.of(event, person) if roles.active(person) else set()
        self._tracks = {one["id"]: one["names"] for one in snapshot["tracks"]}
        self._stages = {one["id"]: one["name"] for one in snapshot["stages"]}
        speakers = Speaker.objects.filter(event=event, state__in=ON_STAGE).select_related("person")
        self._names = {row.pk: name for row in speakers if (name := row.display_name)}
        self._raw = {one["id"]: one for one in snapshot["sessions"]}
        self._places = standing.of(event, person, self._raw)
        self.all = sorted(self._entries(snapshot, kept), key=lambda one: (one.starts_at, one.stage))
        shown = [one for one in self.all if not mine or one.kept]
        self.entries = [one for one in shown if self._fits(one, chosen)]

    def _entries(self, snapshot: snapshots.Snapshot, kept: set[int]) -> Iterator[Entry]:
        labels, formats = dict(Appearance.Role.choices), dict(Session.Format.choices)
        for one in snapshot["sessions"]:
            starts_at = datetime.fromisoformat(one["starts_at"])
            named = [(self._names[pk], role) for pk, role in one["people"] if pk in self._names]
            yield Entry(
                id=one["id"],
                titles=one["titles"],
                abstracts=one["abstracts"],
                format=str(formats.get(one["format"], "")),
                track=self._tracks.get(one["track"], {}),
                language=one["language"],
                interpretation=one["interpretation"],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=one["minutes"]),
                stage=self._stages.get(one["stage"], ""),
                people=tuple((name, str(labels.get(role, "")) if role != "speaker" else "") for name, role in named),
                kept=one["id"] in kept,
                is_break=one["format"] == Session.Format.BREAK,
                places=(places := self._places.get(one["id"])),
                meanwhile=tuple(self._raw[other]["titles"] for other in places.meanwhile) if places else (),
            )

    def _fits(self, one: Entry, chosen: Chosen) -> bool:
        if chosen.day and _local_day(one).isoformat() != chosen.day:
            return False
        if chosen.track and str(self._raw[one.id]["track"]) != chosen.track:
            return False
        heard = {one.language, *(pair["to"] for pair in one.interpretation)}
        return not chosen.language or chosen.language in heard or one.is_break

    @property
    def days(self) -> list[Day]:
        """What is shown, by day on the reader's clock."""
        found: dict[date, list[Entry]] = {}
        for one in self.entries:
            found.setdefault(_local_day(one), []).append(one)
        return [Day(day, entries) for day, entries in found.items()]

    @property
    def choices(self) -> dict[str, Any]:
        """What the filters offer."""
        languages = {one.language for one in self.all if one.language}
        languages |= {pair["to"] for one in self.all for pair in one.interpretation}
        return {
            "days": list(dict.fromkeys(_local_day(one) for one in self.all)),
            "tracks": list(self._tracks.items()),
            "languages": sorted(languages),
        }


def _local_day(one: Entry) -> date:
    return timezone.localtime(one.starts_at).date()
