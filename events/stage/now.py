"""What is on which stage now and next, and what leads there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from events.models import Broadcast, Event
from events.stage.errors import NoSuchThing
from events.symposia.reading import Chosen, Entry, Published
from members.models import Person


@dataclass(frozen=True)
class OnStage:
    """A stage at a moment.

    Attributes:
        now, next: sessions of the published agenda; None when there is none.
        broadcast: what leads to its sound and picture; an empty one when nothing was set.
    """

    id: int
    name: str
    now: Entry | None
    next: Entry | None
    broadcast: Broadcast

    @property
    def seconds(self) -> int:
        """How long the session that is on lasts as a whole."""
        return round((self.now.ends_at - self.now.starts_at).total_seconds()) if self.now else 0


class Programme:
    """The published agenda as a live stage needs it, in five queries.

    Args:
        event: whose agenda.
        person: the reader.
        at: the moment; now when None.
    """

    def __init__(self, event: Event, person: Person, at: datetime | None = None) -> None:
        self.event, self.at = event, at or timezone.now()
        self.published = Published(event, person, Chosen())
        version = self.published.version
        self._snapshot: Mapping[str, Any] = version.snapshot if version else {"stages": [], "sessions": []}
        self._stage_of = {one["id"]: one["stage"] for one in self._snapshot["sessions"]}
        self._format_of = {one["id"]: one["format"] for one in self._snapshot["sessions"]}
        rows = Broadcast.objects.filter(stage__event=event)
        self._broadcasts = {row.stage_id: row for row in rows}

    @property
    def stages(self) -> list[OnStage]:
        """Every stage of the agenda."""
        return [self._on(one["id"], one["name"]) for one in self._snapshot["stages"]]

    def _on(self, stage_id: int, name: str) -> OnStage:
        here = [one for one in self.published.all if self._stage_of[one.id] == stage_id]
        now = next((one for one in here if one.starts_at <= self.at < one.ends_at), None)
        coming = next((one for one in here if one.starts_at > self.at), None)
        return OnStage(stage_id, name, now, coming, self._broadcasts.get(stage_id) or Broadcast())

    def entry(self, session_id: int) -> Entry:
        """A session.

        Raises:
            NoSuchThing: the agenda has none.
        """
        found = next((one for one in self.published.all if one.id == session_id and not one.is_break), None)
        if found is None:
            raise NoSuchThing
        return found

    def broadcast(self, session_id: int) -> Broadcast:
        """What leads to the stage of a session."""
        return self._broadcasts.get(self._stage_of[session_id]) or Broadcast()

    def format(self, session_id: int) -> str:
        """The format of a session, one of `Session.Format`."""
        return str(self._format_of[session_id])

    def is_on(self, entry: Entry) -> bool:
        """Whether a session is on now."""
        return entry.starts_at <= self.at < entry.ends_at
