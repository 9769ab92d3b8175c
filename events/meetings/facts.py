"""What happens to a meeting, on the stream `meeting:<id>`; `subject_kind` and `subject_id` say whose meeting it is."""

from dataclasses import dataclass
from typing import TypedDict

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MeetingFact(Fact):
    """Something that happened to a meeting; it concerns the members that take part."""

    stream = "meeting:{meeting_id}"
    meeting_id: int
    subject_kind: str
    subject_id: int


class About(TypedDict):
    """What every fact about a meeting says."""

    meeting_id: int
    subject_kind: str
    subject_id: int
    concerns: tuple[int, ...]


class MeetingBooked(MeetingFact):
    """People agreed on a time."""


class MeetingMoved(MeetingFact):
    """It takes place at another time."""


class MeetingCancelled(MeetingFact):
    """It will not take place."""


class MeetingOpened(MeetingFact):
    """Its room may be entered."""


class MeetingHeld(MeetingFact):
    """It is over; how far it lay outside each person's hours is noted."""


class MeetingMissed(MeetingFact):
    """It is over, and was never begun."""


@dataclass(frozen=True, kw_only=True)
class ParticipantReplaced(MeetingFact):
    """Somebody else takes part instead of a person; `person_id` is who left, `other_id` who came (None: nobody)."""

    person_id: int
    other_id: int | None


@dataclass(frozen=True, kw_only=True)
class ModeratorChanged(MeetingFact):
    """Somebody moderates from now on, because who was to has left."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ParticipantJoined(MeetingFact):
    """Somebody else takes part as well, such as an interpreter."""

    person_id: int
