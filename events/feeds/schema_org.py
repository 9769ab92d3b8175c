"""An event as search engines read it: schema.org `Event` as JSON-LD.

A data block is no script: browsers never run it, and a content policy without inline scripts leaves it alone. What
could end the block early, or be taken for markup, is written as an escape.
"""

import json
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

from events import formats
from events.feeds.public import absolute
from events.models import Event
from web.translated import translated

S, M = Event.State, Event.Mode
STATUS: dict[str, str] = {S.CANCELLED: "EventCancelled", S.POSTPONED: "EventPostponed"}
ATTENDANCE: dict[str, str] = {M.ONLINE: "Online", M.ONSITE: "Offline", M.HYBRID: "Mixed"}
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def block(event: Event) -> SafeString:
    """The `<script type="application/ld+json">` of a public event; nothing for any other.

    Args:
        event: with `network` loaded.
    """
    if event.audience != Event.Audience.PUBLIC or event.state == S.DRAFT or event.unannounced:
        return mark_safe("")
    text = json.dumps(described(event), ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped above


def described(event: Event) -> dict[str, Any]:
    """What the block says, in the active language."""
    zone, address = ZoneInfo(event.zone), absolute(formats.event_page(event))
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": translated(event.titles).text,
        "description": translated(event.summaries).text,
        "startDate": event.starts_at.astimezone(zone).isoformat(),
        "endDate": event.ends_at.astimezone(zone).isoformat(),
        "eventStatus": f"https://schema.org/{STATUS.get(event.state, 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[event.mode]}EventAttendanceMode",
        "location": _places(event, address),
        "organizer": {"@type": "Organization", "name": event.network.name},
        "inLanguage": event.languages,
        "maximumAttendeeCapacity": event.capacity,
    }


def _places(event: Event, address: str) -> list[dict[str, str]]:
    online = {"@type": "VirtualLocation", "url": address}
    onsite = {"@type": "Place", "name": event.venue, "address": event.venue}
    return [
        *([online] if event.mode != M.ONSITE else []),
        *([onsite] if event.mode != M.ONLINE and event.venue else []),
    ]
