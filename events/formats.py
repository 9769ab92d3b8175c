"""What each format adds to an event: a part of its page, where people meet live, where organisers edit it.

A format registers itself in its `AppConfig.ready()`:

    formats.register(Format(kind="mixer", template="mixers/on_event_page.html", live_address=lobby.address, ...))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from events.models import Event
from members.models import Person
from web.errors import Refused


def _nothing(event: Event, person: Person | None) -> Mapping[str, Any]:
    return {}


def _lets_go(event: Event, to: str) -> Refused | None:
    return None


def event_page(event: Event) -> str:
    """The address of an event's own page."""
    return f"/events/{event.slug}/"


def details_page(event: Event) -> str:
    """The address where a person says what they need, and answers what is asked of those who register."""
    return f"/events/{event.slug}/register/details/"


def basics_page(event: Event) -> str:
    """The address where an event's basics are edited."""
    return f"/events/{event.slug}/edit/"


@dataclass(frozen=True)
class Format:
    """What a format contributes.

    Attributes:
        kind: one of `Event.Kind`.
        template: included on the event's page, with `event`, `registration` (or None) and what `context` gives.
        context: called with the event and the reader (None for a visitor) when the page is shown.
        live_address: where people go when it begins; mails and calendar files carry it.
        edit_address: where an organiser edits it.
        new_address: name of the URL where an organiser makes one; "" when the general form is enough.
        after_registering: where a person goes after registering, for instance to fill in a card; by default the
            event's page.
        own_moves: states the format moves its events to by itself; organisers get no button for them.
        refuses: why one of its events, held as it is now, cannot go to a state to which the table lets it; None when it
            can.
    """

    kind: str
    template: str = ""
    context: Callable[[Event, Person | None], Mapping[str, Any]] = _nothing
    live_address: Callable[[Event], str] = event_page
    edit_address: Callable[[Event], str] = basics_page
    new_address: str = ""
    after_registering: Callable[[Event], str] = event_page
    own_moves: frozenset[str] = frozenset()
    refuses: Callable[[Event, str], Refused | None] = _lets_go


registered: dict[str, Format] = {}


def register(what: Format) -> None:
    """Add a format; the same kind again replaces the first."""
    registered[what.kind] = what


def of(event: Event) -> Format:
    """The event's format; one that adds nothing when none is registered."""
    return registered.get(event.kind) or Format(kind=event.kind)
