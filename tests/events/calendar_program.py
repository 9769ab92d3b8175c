"""A calendar program as people have one, reading files with `vobject`, which knows nothing of how ours are written.

It does what RFC 5546 asks: one entry per UID, a file with a lower SEQUENCE than the entry's changes nothing, CANCEL and
STATUS:CANCELLED take the entry out. A subscription forgets what the file no longer carries.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import vobject

from tests.events import ical


@dataclass(frozen=True)
class Noted:
    """An entry: what it is called, when, and the newest SEQUENCE seen."""

    title: str
    start: datetime
    end: datetime
    sequence: int
    off: bool = False


@dataclass
class Program:
    """A person's calendar."""

    noted: dict[str, Noted] = field(default_factory=dict)

    def take(self, content: bytes) -> None:
        """Import a file, as when a mail's attachment is opened."""
        calendar = read(content)
        for entry in calendar.contents.get("vevent", []):
            self._note(entry, off=calendar.method.value == "CANCEL")

    def subscribe(self, content: bytes) -> None:
        """Take a feed as it is now."""
        self.take(content)
        carried = {entry.uid.value for entry in read(content).contents.get("vevent", [])}
        self.noted = {uid: entry for uid, entry in self.noted.items() if uid in carried}

    def _note(self, entry: vobject.base.Component, *, off: bool) -> None:
        sequence, known = int(entry.sequence.value), self.noted.get(entry.uid.value)
        if known and sequence < known.sequence:
            return
        off = off or entry.status.value == "CANCELLED"
        moments = (moment(entry.dtstart.value), moment(entry.dtend.value))
        self.noted[entry.uid.value] = Noted(entry.summary.value, *moments, sequence, off)

    @property
    def shown(self) -> list[Noted]:
        """What the person sees, earliest first."""
        return sorted((entry for entry in self.noted.values() if not entry.off), key=lambda entry: entry.start)


def read(content: bytes) -> vobject.base.Component:
    """The file's calendar; a reader that knows the RFC alone must take it, too.

    The reader forgets the zones of files read before, which it would prefer: each file has to stand by itself.
    """
    ical.read(content)
    vars(vobject.icalendar)["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", vobject.icalendar.utc)
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    return calendar


def moment(value: datetime) -> datetime:
    """A local time in UTC, by the rules the file brought along."""
    return value.astimezone(UTC)
