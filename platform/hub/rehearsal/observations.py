"""What the bots of a rehearsal saw, as plain records; nothing here talks to anything."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sitting:
    """A bot's look at its table.

    Attributes:
        number: the round's number, from 1.
        table: the table's id; people: ids of everyone who sat there, the bot included.
    """

    number: int
    table: int
    people: frozenset[int]


@dataclass(frozen=True)
class Bell:
    """A round's opening as it reached a bot, in seconds since the epoch on the server's clock.

    Attributes:
        due: when the mixer's stream had said that it would open; `None` when it had not.
    """

    number: int
    due: float | None
    heard_at: float


@dataclass
class Listening:
    """A bot's time on one stream.

    Attributes:
        start: the position its page stood at; entries after it are expected.
        positions: every position received, in the order of arrival.
        log: the positions the log held at the end, read back over HTTP; `None` when it could not be read.
    """

    stream: str
    start: int
    positions: list[int] = field(default_factory=list)
    log: list[int] | None = None

    @property
    def expected(self) -> int:
        """How many entries there were to receive."""
        return len(self._due())

    @property
    def lost(self) -> int:
        """Entries of the log that never arrived; everything expected when the log itself could not be read."""
        return len(self._due() - set(self.positions))

    @property
    def duplicated(self) -> int:
        """Entries that arrived more than once."""
        return len(self.positions) - len(set(self.positions))

    @property
    def out_of_order(self) -> int:
        """Entries that arrived after one with a higher position."""
        return sum(later < earlier for earlier, later in zip(self.positions, self.positions[1:], strict=False))

    def _due(self) -> set[int]:
        if self.log is None:
            return set(range(self.start + 1, max(self.positions, default=self.start) + 2))
        return {position for position in self.log if position > self.start}


@dataclass
class Observations:
    """Everything one bot saw and did.

    Attributes:
        said: texts whose saving was acknowledged; refused: those the platform would not take, such as into a room
            that had just closed; unanswered: those nobody knows the fate of.
        delivery_ms: from sending a text to receiving it on a neighbour's socket, in milliseconds.
    """

    person: int
    sittings: list[Sitting] = field(default_factory=list)
    bells: list[Bell] = field(default_factory=list)
    listenings: list[Listening] = field(default_factory=list)
    said: int = 0
    refused: int = 0
    unanswered: int = 0
    contacts: int = 0
    delivery_ms: list[float] = field(default_factory=list)
    reconnects: int = 0
    troubles: list[str] = field(default_factory=list)
    finished: bool = False
