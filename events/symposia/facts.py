"""What happens to an agenda and its speakers, on the stream `agenda:<event id>` that its organisers follow."""

from dataclasses import dataclass

from events.facts import EventFact
from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AgendaFact(Fact):
    """Something that happened to an agenda's draft."""

    stream = "agenda:{event_id}"
    event_id: int


class StagesChanged(AgendaFact):
    """A stage or track came, went or was renamed."""


class AgendaImported(AgendaFact):
    """Sessions came from a file."""


@dataclass(frozen=True, kw_only=True)
class AgendaSessionFact(AgendaFact):
    """Something that happened to a session of the draft."""

    session_id: int


class SessionPlanned(AgendaSessionFact):
    """A session was added, without a place yet."""


class SessionEdited(AgendaSessionFact):
    """Its words, format, languages or people changed."""


class SessionDropped(AgendaSessionFact):
    """It was deleted from the draft."""


class PlacementMade(AgendaSessionFact):
    """It got a time and a stage."""


class PlacementMoved(AgendaSessionFact):
    """It got another time or stage."""


class PlacementWithdrawn(AgendaSessionFact):
    """It was taken out of the agenda and waits beside it."""


@dataclass(frozen=True, kw_only=True)
class DraftPublished(AgendaFact):
    """The draft was published as a version."""

    number: int


@dataclass(frozen=True, kw_only=True)
class AgendaPublished(EventFact):
    """Everybody who sees the event sees a new version of its agenda."""

    number: int


@dataclass(frozen=True, kw_only=True)
class SpeakerFact(AgendaFact):
    """Something that happened to somebody on the agenda."""

    speaker_id: int


class SpeakerInvited(SpeakerFact):
    """Somebody was asked to be on the agenda."""


class SpeakerAnswered(SpeakerFact):
    """Somebody accepted or declined."""


class SpeakerConfirmed(SpeakerFact):
    """An organiser confirmed somebody who had accepted."""


class SpeakerRemoved(SpeakerFact):
    """An organiser took somebody off the agenda."""


class PiecesHandedIn(SpeakerFact):
    """A title, an abstract, a biography, slides or a consent came in."""


class SpeakerLinkRenewed(SpeakerFact):
    """An organiser gave somebody another private address; the old one is worthless."""
