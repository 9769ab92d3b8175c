"""What happens to a documentation, on the stream that the event's organisers follow."""

from dataclasses import dataclass

from events.symposia.facts import AgendaFact


@dataclass(frozen=True, kw_only=True)
class ItemFact(AgendaFact):
    """An organiser did something to an item. `by`: who."""

    item_id: int
    by: int


class ItemAdded(ItemFact):
    """Slides, a recording, key messages or a document came into the documentation."""


class ItemChanged(ItemFact):
    """What is said about it, its file, address or licence changed."""


class ItemDeleted(ItemFact):
    """It was deleted; it had not been public."""


class ItemPublished(ItemFact):
    """From now on everybody who sees the event can take it."""


class ItemWithdrawn(ItemFact):
    """It is not public any more."""
