"""Where the pages of a live stage are, for those who lead there."""

from events.models import Event


def page_of(event: Event, session_id: int) -> str:
    """Where a session's page at the live stage is."""
    return f"/events/{event.slug}/stage/sessions/{session_id}/"
