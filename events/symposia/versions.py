"""What each published version changed, in sentences."""

from dataclasses import dataclass
from datetime import datetime

from events.models import AgendaVersion, Event
from events.symposia import wording
from web.translated import translated


@dataclass(frozen=True)
class Told:
    """A version and what it changed."""

    number: int
    published_at: datetime
    sentences: list[str]


def told(event: Event) -> list[Told]:
    """Every version, newest first; the first changed nothing, for there was nothing before."""
    found, titles, stages = [], dict[int, str](), dict[int, str]()
    versions = AgendaVersion.objects.filter(event=event).order_by("number")
    for version in versions.iterator(chunk_size=1):  # a snapshot is large, and one at a time is enough
        titles |= {one["id"]: translated(one["titles"]).text for one in version.snapshot["sessions"]}
        stages |= {one["id"]: one["name"] for one in version.snapshot["stages"]}
        changed = version.differences if version.number > 1 else []
        sentences = [wording.difference(one, titles, stages) for one in changed]
        found.append(Told(version.number, version.published_at, sentences))
    return found[::-1]
