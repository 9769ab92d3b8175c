"""What a mixer adds to its event: a part of the event's page, and where people go."""

from collections.abc import Mapping
from typing import Any

from events import formats
from events.models import Event
from exchanges.mixers import cards, following
from exchanges.mixers.models import Mixer
from members.models import Person


def _context(event: Event, person: Person | None) -> Mapping[str, Any]:
    mixer = Mixer.objects.filter(event=event).first()
    if mixer is None:
        return {}
    brought = list(cards.of(mixer, person)) if person is not None else []
    return {"mixer": mixer, "over": mixer.phase == Mixer.Phase.ENDED, "cards": brought}


def register() -> None:
    """Tell the calendar about mixers."""
    formats.register(
        formats.Format(
            kind=Event.Kind.MIXER,
            template="mixers/on_event_page.html",
            context=_context,
            live_address=lambda event: f"/mixers/{event.slug}/lobby/",
            edit_address=lambda event: f"/mixers/{event.slug}/edit/",
            new_address="mixers:new",
            after_registering=lambda event: f"/mixers/{event.slug}/card/",
            refuses=following.why_not,
        )
    )
