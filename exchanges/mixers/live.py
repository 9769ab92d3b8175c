"""What a mixer is to the live sockets: who may follow it, and how its entries look.

A page fetches its own parts again when an entry says that something changed, so entries stay small and the same for
everybody.
"""

from collections.abc import Collection, Sequence

from exchanges.mixers import facts
from exchanges.mixers.models import Announcement, Mixer
from ledger.facts import Entry
from web.live.streams import Rendering, StreamKind, is_id

ANNOUNCED = facts.Announced.kind


class MixerStreams(StreamKind):
    """Streams named `mixer:<id>`, for everybody admitted to the mixer's lobby."""

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """Those whose admission to the lobby counts now, in one query."""
        wanted = {(person, int(key)) for person, key in pairs if is_id(key)}
        rows = Mixer.objects.filter(
            id__in={mixer for _, mixer in wanted},
            lobby__admissions__person__in={person for person, _ in wanted},
            lobby__admissions__person__is_active=True,
            lobby__admissions__dismissed_at=None,
        )
        found = set(rows.values_list("lobby__admissions__person_id", "id"))
        return {(person, str(mixer)) for person, mixer in wanted & found}

    def exists(self, key: str) -> bool:
        """Whether there is such a mixer."""
        return is_id(key) and Mixer.objects.filter(id=int(key)).exists()

    def render(self, entries: Sequence[Entry]) -> list[Rendering]:
        """Announcements with their text, from one query; of the rest what happened."""
        ids = [entry.data["announcement_id"] for entry in entries if entry.kind == ANNOUNCED]
        texts = dict(Announcement.objects.filter(id__in=ids).values_list("id", "text")) if ids else {}
        return [self._look(entry, texts) for entry in entries]

    def _look(self, entry: Entry, texts: dict[int, str]) -> Rendering:
        if entry.kind != ANNOUNCED:
            return Rendering(entry.data)
        return Rendering({**entry.data, "text": texts.get(entry.data["announcement_id"], "")})


class ContactStreams(StreamKind):
    """Streams named `contacts:<person>`: what a person wished and exchanged, for nobody but that person."""

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """The person's own stream only."""
        return {(person, key) for person, key in pairs if key == str(person)}

    def exists(self, key: str) -> bool:
        """Nobody learns whether somebody else's stream exists."""
        return False
