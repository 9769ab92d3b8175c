"""In which format and when a session takes place, as it is published: what is drafted meanwhile changes nothing yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from events.models import Event, Session
from events.stage import places
from events.stage.errors import NoSuchThing, NotOnNow
from events.symposia import snapshots


@dataclass(frozen=True)
class OnAgenda:
    """A session on the published agenda.

    Attributes:
        format: one of `Session.Format`.
        ends_at: from then on it is over.
    """

    session: Session
    format: str
    starts_at: datetime
    ends_at: datetime

    @property
    def is_on(self) -> bool:
        """Whether it is on now."""
        return self.starts_at <= timezone.now() < self.ends_at

    @property
    def seconds_left(self) -> int:
        """Until it is over."""
        return int((self.ends_at - timezone.now()).total_seconds())


def of(event: Event, session_id: int, *formats: str) -> OnAgenda:
    """A session in one of the formats.

    Raises:
        NoSuchThing: the agenda has none, its row is gone, or it has another format.
    """
    row = places.session(event, session_id)
    version = snapshots.latest(event)
    one = next((one for one in version.snapshot["sessions"] if one["id"] == session_id), None) if version else None
    if one is None or one["format"] not in formats:
        raise NoSuchThing
    starts_at = datetime.fromisoformat(one["starts_at"])
    return OnAgenda(row, one["format"], starts_at, starts_at + timedelta(minutes=one["minutes"]))


def require_on(event: Event, session_id: int, *formats: str) -> OnAgenda:
    """A session in one of the formats that is on now.

    Raises:
        NoSuchThing: see `of`.
        NotOnNow: it is not on, or the doors are closed.
    """
    found = of(event, session_id, *formats)
    if not (found.is_on and places.is_open(event)):
        raise NotOnNow
    return found
