"""What happens to an event and to registrations for it, on the stream `event:<id>`."""

from dataclasses import dataclass

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EventFact(Fact):
    """Something that happened to an event."""

    stream = "event:{event_id}"
    event_id: int


class EventAdded(EventFact):
    """An organiser began a draft."""


@dataclass(frozen=True, kw_only=True)
class EventPublished(EventFact):
    """The event stands in the calendar of its audience. `again`: it had been postponed and has a date again."""

    again: bool = False


class RegistrationOpened(EventFact):
    """From now on people can register."""


class RegistrationClosed(EventFact):
    """Nobody registers any more; those who are in stay in."""


class EventBegan(EventFact):
    """The event is live."""


class EventEnded(EventFact):
    """The event is over; its documentation is being put together."""


class EventArchived(EventFact):
    """The documentation is complete."""


class EventPostponed(EventFact):
    """The event will take place at another time that is not known yet."""


class EventCancelled(EventFact):
    """The event will not take place."""


@dataclass(frozen=True, kw_only=True)
class EventMoved(EventFact):
    """Time, zone or place changed. `later`: by how many seconds it begins later; negative for earlier."""

    later: int = 0


@dataclass(frozen=True, kw_only=True)
class EventChanged(EventFact):
    """Texts, capacity or other details changed; time and place only while it is postponed. `later`: as of a move."""

    later: int = 0


@dataclass(frozen=True, kw_only=True)
class RegistrationFact(EventFact):
    """Something that happened to a person's registration; it concerns the member the person acts for."""

    registration_id: int
    person_id: int


class RegistrationRequested(RegistrationFact):
    """A person asked for a place that an organiser decides about."""


class RegistrationConfirmed(RegistrationFact):
    """A person has a seat."""


class RegistrationWaitlisted(RegistrationFact):
    """All seats were taken; the person stands in the waiting list."""


class RegistrationPromoted(RegistrationFact):
    """A seat became free and went to the first in the waiting list."""


class RegistrationDeclined(RegistrationFact):
    """An organiser did not grant the request."""


@dataclass(frozen=True, kw_only=True)
class RegistrationWithdrawn(RegistrationFact):
    """The person will not come. `had_seat`: the person had one, so their calendar must forget the event."""

    had_seat: bool


class RegistrationAttended(RegistrationFact):
    """The person took part."""


class RegistrationMissed(RegistrationFact):
    """The person had a seat and did not come."""
