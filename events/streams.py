"""The live stream `event:<id>`: what an event's page shows while it is open.

Whoever may see the event may follow it, so its entries never say who registered: of a registration only the number of
seats taken and of people waiting is shown.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, Q

from events import audiences, facts
from events.models import Event, Registration
from events.states import HOLDS_A_SEAT
from ledger.facts import Entry, type_of_kind
from web.live.streams import Rendering, StreamKind

WAITLISTED = Registration.State.WAITLISTED


def is_id(key: str) -> bool:
    """Whether a stream's key can be an id that databases take."""
    return key.isascii() and key.isdecimal() and len(key) < 19


class EventStreams(StreamKind):
    """Streams of events."""

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """Those who may see the event; five queries, however many pairs."""
        wanted = {(person_id, int(key)) for person_id, key in pairs if is_id(key)}
        found = audiences.sight({event_id for _, event_id in wanted}, {person_id for person_id, _ in wanted})
        return {(person_id, str(event_id)) for person_id, event_id in wanted & found} & set(pairs)

    def exists(self, key: str) -> bool:
        """Whether there is such an event; a number says nothing about it."""
        return is_id(key) and Event.objects.filter(pk=int(key)).exists()

    def render(self, entries: Sequence[Entry]) -> list[Rendering]:
        """Entries without people; the seats as they are now, counted once for all entries of an event."""
        ids = {entry.data["event_id"] for entry in entries}
        seats = seats_of(ids)
        return [self._one(entry, seats.get(entry.data["event_id"])) for entry in entries]

    def _one(self, entry: Entry, seats: dict[str, Any] | None) -> Rendering:
        data = {"event_id": entry.data["event_id"]}
        if not issubclass(type_of_kind.get(entry.kind, facts.EventFact), facts.RegistrationFact) or seats is None:
            return Rendering(data)
        return Rendering({**data, "taken": seats["taken"], "waiting": seats["waiting"]})


def seats_of(event_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Per event how many seats there are (`capacity`), are `taken` and are free, and how many people are `waiting`."""
    counted = Event.objects.filter(pk__in=event_ids).annotate(
        taken=Count("registrations", filter=Q(registrations__state__in=HOLDS_A_SEAT)),
        waiting=Count("registrations", filter=Q(registrations__state=WAITLISTED)),
    )
    rows = counted.order_by().values("pk", "capacity", "taken", "waiting")
    return {row["pk"]: {**row, "free": max(0, row["capacity"] - row["taken"])} for row in rows}
