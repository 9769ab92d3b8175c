"""What happens in a room, as facts on the stream `room:<id>`."""

from dataclasses import dataclass

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RoomFact(Fact):
    """Anything that happens in a room."""

    stream = "room:{room_id}"
    room_id: int


@dataclass(frozen=True, kw_only=True)
class RoomOpened(RoomFact):
    """The room was made."""


@dataclass(frozen=True, kw_only=True)
class RoomClosed(RoomFact):
    """Nothing more is said here; those admitted may still read."""


@dataclass(frozen=True, kw_only=True)
class PersonAdmitted(RoomFact):
    """A person may enter, with a role (`Admission.Role`)."""

    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class AdmissionWithdrawn(RoomFact):
    """A person may no longer be here; their sockets are closed."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGiven(RoomFact):
    """A person already admitted has another role now."""

    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class PersonMuted(RoomFact):
    """A person may listen but not speak or write notes."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonUnmuted(RoomFact):
    """A muted person may speak again."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class MessageSaid(RoomFact):
    """Somebody said something; the entry's position is the message's place."""

    message_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MessageEdited(RoomFact):
    """The author changed a message; it keeps its place."""

    message_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MessageWithdrawn(RoomFact):
    """The author or a host (`person_id`) took a message back; its text is gone."""

    message_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class NotesWritten(RoomFact):
    """The shared notes changed."""

    version: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ClockFact(RoomFact):
    """Something about the room's clock.

    Attributes:
        phase: a short code of the owner's, such as `round` or `story`.
        ends_at: when the phase ends now, as `2026-11-24T13:30:00Z`; `None`: open end, or the clock stands still.
    """

    phase: str
    ends_at: str | None = None


@dataclass(frozen=True, kw_only=True)
class PhaseBegan(ClockFact):
    """A phase began."""


@dataclass(frozen=True, kw_only=True)
class PhaseExtended(ClockFact):
    """A phase lasts longer (or shorter) than it was to."""


@dataclass(frozen=True, kw_only=True)
class ClockPaused(ClockFact):
    """The clock stands still, with so many seconds left."""

    seconds_left: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClockResumed(ClockFact):
    """The clock runs again."""


@dataclass(frozen=True, kw_only=True)
class PhaseEnded(ClockFact):
    """A phase is over; `early` when somebody ended it before its time."""

    early: bool = False


@dataclass(frozen=True, kw_only=True)
class PhaseLeftOut(ClockFact):
    """A phase of the programme was left out, because its time had passed when the clock went on."""


@dataclass(frozen=True, kw_only=True)
class ProgrammeEnded(RoomFact):
    """The last phase of the room's programme is over, or no phase was worth beginning any more."""
