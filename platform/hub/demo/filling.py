"""Filling a database with demo data; what is there already stays as it is."""

import io

from hub.demo import advisory, documentation, live_stage, mixers, peers, people, symposia, workshops
from members import imports, vocabulary
from members.models import Member


def fill(*, start_mixer: float | None = None, round_seconds: int = mixers.ROUND_SECONDS) -> list[str]:
    """Make what is missing of the demo data.

    Args:
        start_mixer: seconds from now at which a further mixer starts; none when not given.
        round_seconds: how long its rounds are.

    Returns:
        Lines that say where to look.
    """
    if not Member.objects.filter(demo=True).exists():
        imports.import_file(vocabulary.CITIES, io.StringIO())
    cast = people.assemble()
    mixer = mixers.next_week(cast)
    peers.fill(cast)
    advisory.fill(cast)
    symposia.fill(cast)
    documentation.fill(cast)
    workshops.fill(cast)
    stage = live_stage.fill(cast)
    lines = [f"Mixer {mixer.event.slug} is in the calendar."]
    lines.append(f"Symposium {stage.slug} is live: /events/{stage.slug}/stage/")
    if start_mixer is not None:
        soon = mixers.starting_in(cast, start_mixer, round_seconds=round_seconds)
        lines.append(f"Mixer {soon.event.slug} starts in {start_mixer:g} seconds: /events/{soon.event.slug}/")
    return lines
