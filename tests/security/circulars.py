"""Messages to participants of an event to knock at: a draft, and one that was sent."""

from events.circulars import composing, sending
from events.models import Event
from members.models import Person

WORDS = {"subjects": {"en": "Bring water"}, "texts": {"en": "It is hot."}, "states": ["confirmed", "attended"]}


def build(event: Event, organiser: Person) -> dict[str, int]:
    """What stands in the addresses, by name."""
    draft, sent = (composing.draft(event, by=organiser, **WORDS) for _ in range(2))
    sending.send(event, sent.pk, by=organiser, revision=0)
    return {"circular": draft.pk, "sent_circular": sent.pk}
