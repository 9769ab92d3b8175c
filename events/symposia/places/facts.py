"""What happens to places in sessions, on the stream `event:<id>`. Which sessions somebody chose stays their own."""

from dataclasses import dataclass

from events.facts import EventFact


@dataclass(frozen=True, kw_only=True)
class PlaceFact(EventFact):
    """Something that happened to a person's place in a session."""

    session_id: int
    place_id: int
    person_id: int


class PlaceTaken(PlaceFact):
    """A person has a place in a session."""


class PlaceAwaited(PlaceFact):
    """All places of the session were taken; the person stands in its waiting list."""


class PlacePromoted(PlaceFact):
    """A place became free and went to the first in the session's waiting list."""


@dataclass(frozen=True, kw_only=True)
class PlaceLeft(PlaceFact):
    """A person gave a place back. `had_place`: not only waited for one, so that their calendar must forget it."""

    had_place: bool


@dataclass(frozen=True, kw_only=True)
class SessionAttended(EventFact):
    """A person was in a session; it concerns the member the person acts for."""

    session_id: int
    person_id: int
