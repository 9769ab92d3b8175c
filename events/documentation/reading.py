"""The documentation as its readers see it: what is about the event first, then session by session."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.documentation import consent, items
from events.documentation.content import Content
from events.documentation.errors import NoSuchItem
from events.documentation.states import AFTERWARDS, S
from events.models import DocumentationItem, Event, Session
from events.symposia.reading import Chosen, Entry, Published


@dataclass(frozen=True)
class Shown:
    """An item and what can be taken of it."""

    item: DocumentationItem
    content: Content


@dataclass(frozen=True)
class Part:
    """What is there about a session, or about the event as a whole.

    Attributes:
        session: None for the event.
        entry: how the published agenda shows it; None when it does not.
    """

    session: Session | None
    entry: Entry | None
    shown: Sequence[Shown]


def public(event: Event) -> list[Shown]:
    """What may be shown now, in two queries: published, not empty, with everybody's consent, after the event."""
    if event.state not in AFTERWARDS:
        return []
    rows = list(items.of(event).filter(state=S.PUBLISHED))
    lacking = consent.lacking(rows)
    shown = [Shown(row, Content.of(row)) for row in rows if row.pk not in lacking]
    return [one for one in shown if one.content.there]


def parts(event: Event) -> list[Part]:
    """What may be shown, in the order of the agenda, the event as a whole first."""
    about: dict[int | None, list[Shown]] = {}
    for one in public(event):
        about.setdefault(one.item.session_id, []).append(one)
    entries = {entry.id: entry for entry in (Published(event, None, Chosen()).all if about else ())}
    order = {session_id: place for place, session_id in enumerate([None, *entries])}
    keys = sorted(about, key=lambda key: order.get(key, len(order)))
    return [Part(about[key][0].item.session, entries.get(key or 0), about[key]) for key in keys]


def taken(event: Event, item_id: int) -> Shown:
    """An item that somebody wants to take.

    Raises:
        NoSuchItem: it may not be shown, or there is nothing to take.
    """
    found = next((one for one in public(event) if one.item.pk == item_id and one.content.can_be_taken), None)
    if found is None:
        raise NoSuchItem
    return found
