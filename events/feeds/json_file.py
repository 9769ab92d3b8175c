"""The public events as JSON, `vernetzt.calendar/1`, for programs and other websites' own scripts."""

import json
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from events import calendar_files, formats
from events.feeds.public import absolute
from events.models import Event
from web.times import iso
from web.translated import translated

FORMAT = "vernetzt.calendar/1"


def written(events: Sequence[Event], *, language: str) -> str:
    """The file: texts in one language where there is one to choose, and all of them beside.

    Args:
        events: with `network` and `topics` loaded.
        language: of the texts.
    """
    found = {"format": FORMAT, "language": language, "events": [_event(event) for event in events]}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _event(event: Event) -> dict[str, Any]:
    return {
        "uid": calendar_files.uid(event),
        "sequence": event.sequence,
        "title": translated(event.titles).text,
        "titles": event.titles,
        "summary": translated(event.summaries).text,
        "summaries": event.summaries,
        "start": iso(event.starts_at),
        "end": iso(event.ends_at),
        "zone": event.zone,
        "kind": event.kind,
        "network": event.network.slug,
        "topics": [topic.slug for topic in event.topics.all()],
        "languages": event.languages,
        "interpretation": event.interpretation,
        "mode": event.mode,
        "venue": event.venue,
        "state": event.state,
        "changed": iso(event.changed_at),
        "url": absolute(formats.event_page(event)),
        "calendar": absolute(reverse("events:calendar_file", args=[event.slug])),
    }
