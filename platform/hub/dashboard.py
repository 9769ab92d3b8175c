"""What the dashboard shows somebody: what to do next, their events, whom they met, what their members did lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from events import listing
from events.calendar import UPCOMING
from exchanges.mixers.models import Contact
from members import delegates, dossiers, profiles, roles
from members.dossiers import Line
from members.models import Member, Person
from members.profiles import Card

EVENTS, CONTACTS, LINES, MEMBERS = 6, 6, 6, 3


@dataclass(frozen=True)
class Lately:
    """A member and the newest lines of its dossier."""

    member: Member
    lines: Sequence[Line]


@dataclass(frozen=True)
class Known:
    """Somebody the person exchanged contacts with, and at which event."""

    card: Card
    title: dict[str, str]
    address: str


def gather(person: Person) -> dict[str, Any]:
    """Everything on the page except the obligations, in a number of queries that does not grow with what there is."""
    acting = delegates.acting_members(person)
    mine = listing.events(person, listing.Filters(when="mine"))
    coming = [event for event in mine[: 4 * EVENTS] if event.state in UPCOMING][:EVENTS]
    return {
        "members": acting,
        "networks": list(roles.networks_of(person)),
        "cards": listing.cards(sorted(coming, key=lambda event: event.starts_at), person),
        "contacts": _contacts(person),
        "lately": [Lately(member, dossiers.entries(member, person)[:LINES]) for member in acting[:MEMBERS]],
    }


def _contacts(person: Person) -> list[Known]:
    """The contacts exchanged last, each as its owner lets the person see it."""
    rows = Contact.objects.filter(person=person, other__is_active=True).exclude(shared_at=None)
    found = list(rows.select_related("other", "mixer__event").order_by("-shared_at", "-id")[:CONTACTS])
    cards = profiles.card(person, [row.other for row in found], same_event=True)
    return [
        Known(cards[row.other_id], row.mixer.event.titles, f"/mixers/{row.mixer.event.slug}/afterwards/")
        for row in found
    ]
