"""What a symposium adds to its event's page: the agenda in short, and the organisers' ways to edit it."""

from collections.abc import Mapping
from typing import Any

from events import audiences, formats
from events.models import Appearance, Event
from events.symposia import rights, snapshots
from events.symposia.states import ON_STAGE
from members import roles
from members.models import Person


def context(event: Event, person: Person | None) -> Mapping[str, Any]:
    """The published version, and whether the reader edits the draft."""
    version = snapshots.latest(event)
    return {
        "version": version,
        "sessions": len(version.snapshot["sessions"]) if version else 0,
        "on_stage": version is not None and _on_stage(event, person),
        "edits": audiences.looks_after(event, person),
    }


def _on_stage(event: Event, person: Person | None) -> bool:
    """Whether the live stage waits for a person beside the audience: staff, and who is on the agenda."""
    if event.state in rights.FIXED or not roles.active(person):
        return False
    mine = Appearance.objects.filter(session__event=event, speaker__person=person, speaker__state__in=ON_STAGE)
    return audiences.looks_after(event, person) or mine.exists()


def stage_address(event: Event) -> str:
    """Where people go when it begins: the live stage, of an event whose agenda is published."""
    return f"/events/{event.slug}/stage/"


def register() -> None:
    """Add the agenda to the pages of symposia; workshops show it beside what they have of their own."""
    template = "symposia/on_event_page.html"
    formats.register(
        formats.Format(kind=Event.Kind.SYMPOSIUM, template=template, context=context, live_address=stage_address)
    )
