"""What happens in a consultation, as facts on its room's stream."""

from dataclasses import dataclass

from rooms.facts import RoomFact


@dataclass(frozen=True, kw_only=True)
class ConsultationPlanned(RoomFact):
    """The room got phases and a time to begin, or another time."""


@dataclass(frozen=True, kw_only=True)
class ModeratorMissed(RoomFact):
    """Somebody says that the moderator is not there; a minute later somebody present may take over."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ActionAgreed(RoomFact):
    """An action was agreed: `person_id` wrote it down, `owner_id` will do it."""

    action_id: int
    person_id: int
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class ActionWithdrawn(RoomFact):
    """An action was taken back before the consultation closed."""

    action_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultationClosed(RoomFact):
    """The consultation is over and its room closed.

    Attributes:
        person_id: the moderator who closed it; `None`: its time was over.
        actions: how many actions were agreed.
        held: whether it had begun at all.
    """

    person_id: int | None
    actions: int
    held: bool


@dataclass(frozen=True, kw_only=True)
class ActionsAsked(RoomFact):
    """The owners of actions were asked what became of them.

    Attributes:
        months: how long after the consultation.
        actions: how many actions were asked about.
    """

    months: int
    actions: int


@dataclass(frozen=True, kw_only=True)
class ActionAnswered(RoomFact):
    """An owner said what became of an action (`Outcome.Result`)."""

    action_id: int
    person_id: int
    months: int
    result: str


@dataclass(frozen=True, kw_only=True)
class RecordingAsked(RoomFact):
    """The moderator asked everybody whether the consultation may be recorded; earlier answers no longer count."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RecordingDropped(RoomFact):
    """The moderator no longer asks; it is off."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RecordingAnswered(RoomFact):
    """Somebody agreed to being recorded, or refused, or took their consent back."""

    person_id: int
    agreed: bool


class RecordingAllowed(RoomFact):
    """With this answer everybody has agreed: a recording may be on."""


class RecordingForbidden(RoomFact):
    """A recording must be off from now on: somebody refused or took their consent back, or somebody new is here."""
