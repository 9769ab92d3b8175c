"""The next steps of an event as its organisers see them: a label, a warning, a button."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events import formats, states
from events.models import Event

E = Event.State


@dataclass(frozen=True)
class Step:
    """A move that can be taken now.

    Attributes:
        grave: whether it is told to everybody registered and cannot be undone, so that the page asks first.
    """

    to: str
    label: str | Promise
    grave: bool = False


LABELS: dict[str, str | Promise] = {
    E.PUBLISHED: _("Publish"),
    E.REGISTRATION_OPEN: _("Open registration"),
    E.REGISTRATION_CLOSED: _("Close registration"),
    E.LIVE: _("Begin"),
    E.DOCUMENTATION: _("End"),
    E.ARCHIVED: _("Archive"),
    E.POSTPONED: _("Postpone"),
    E.CANCELLED: _("Cancel the event"),
}
GRAVE = (E.POSTPONED, E.CANCELLED)


def of(event: Event) -> list[Step]:
    """The moves of the table, without those the event's format takes by itself or has a reason against."""
    kind = formats.of(event)
    open_to_all = [to for to in states.moves(event) if to not in kind.own_moves and kind.refuses(event, to) is None]
    return [Step(to, LABELS[to], to in GRAVE) for to in open_to_all]
