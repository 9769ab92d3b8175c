"""The way to an event's documentation, ratings and report: `{% load documentation %}`."""

from typing import Any

from django import template

from events.documentation import rating
from events.documentation.states import AFTERWARDS
from events.models import Event
from members.roles import Somebody

register = template.Library()


@register.inclusion_tag("documentation/links.html")
def documentation_links(event: Event, person: Somebody, edits: bool) -> dict[str, Any]:
    """What the reader can open: the documentation after the event, ratings, and as an organiser the desk for both."""
    return {
        "event": event,
        "documented": event.state in AFTERWARDS,
        "rates": rating.may_rate(event, person),
        "edits": edits,
    }
