"""What happens to a poll about a meeting's time, on the stream `poll:<id>`."""

from dataclasses import dataclass

from ledger.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PollFact(Fact):
    """Something that happened to a poll."""

    stream = "poll:{poll_id}"
    poll_id: int


class PollOpened(PollFact):
    """People are asked which of the times would do."""


class PollTimesAdded(PollFact):
    """There are more times to answer."""


@dataclass(frozen=True, kw_only=True)
class PollJoined(PollFact):
    """Somebody else is asked as well."""

    person_id: int


class PollReady(PollFact):
    """All have answered, or the time for it is over; the best time is proposed to who asked."""


class PollBooked(PollFact):
    """A time was booked."""


class PollCalledOff(PollFact):
    """It is not needed any more."""
