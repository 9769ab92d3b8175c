"""What a workshop adds to its event's page, beside the agenda that it shares with symposia."""

from collections.abc import Mapping
from typing import Any

from events import formats
from events.models import Event, Workshop
from events.symposia import event_page as agenda
from events.workshops import page, people, rights
from members.models import Person


def context(event: Event, person: Person | None) -> Mapping[str, Any]:
    """The agenda, the steps, and whether the workshop's own page is for this reader."""
    workshop = Workshop.objects.filter(event=event).first()
    return {
        **(shown := agenda.context(event, person)),
        "on_stage": shown["on_stage"] or people.joins_stage(event, person),
        "workshop": workshop,
        "stages": page.stages(workshop) if workshop else [],
        "enters": people.may_enter(event, person),
    }


def register() -> None:
    """Add it to the pages of workshops."""
    formats.register(
        formats.Format(
            kind=Event.Kind.WORKSHOP,
            template="workshops/on_event_page.html",
            context=context,
            live_address=rights.address_of,
            after_registering=rights.address_of,
        )
    )
