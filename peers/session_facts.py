"""What happens to a partnership's sessions, on the partnership's stream."""

from dataclasses import dataclass

from peers.facts import PartnershipFact


@dataclass(frozen=True, kw_only=True)
class SessionFact(PartnershipFact):
    """Something that happened to a session."""

    session_id: int


class SessionProposed(SessionFact):
    """A member proposed a session and times for it."""


class SessionCountered(SessionFact):
    """Another member proposed other times."""


class SessionBooked(SessionFact):
    """All members accepted a time."""


class SessionMoved(SessionFact):
    """It takes place at another time."""


class SessionCancelled(SessionFact):
    """It does not take place."""


@dataclass(frozen=True, kw_only=True)
class SessionHeld(SessionFact):
    """It was held; so many actions were agreed."""

    actions: int


class SessionMissed(SessionFact):
    """Its time passed without it."""


@dataclass(frozen=True, kw_only=True)
class SessionFollowed(SessionFact):
    """Somebody said what became of an action of it (`rooms.models.Outcome.Result`)."""

    action_id: int
    result: str
