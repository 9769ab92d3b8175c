"""What happens to messages to participants, on the stream that the event's organisers follow."""

from dataclasses import dataclass

from events.symposia.facts import AgendaFact


@dataclass(frozen=True, kw_only=True)
class CircularSent(AgendaFact):
    """An organiser sent a message to participants.

    Attributes:
        by: who.
        told: to how many.
    """

    circular_id: int
    by: int
    told: int
