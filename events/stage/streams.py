"""The live stream `stage:<event id>`: everything that happens at a symposium's live stage.

Pages place what an entry tells by themselves instead of asking for their parts again: a thousand pages that ask at
once would cost more than everything else here. So an entry carries the words, the same for everybody.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from events.models import Event, StageAnnouncement
from events.stage import applause, asked, circles, facts, places, polled, tallies, ticking
from events.streams import is_id
from ledger.facts import Entry
from web.live import streams
from web.live.streams import Rendering, StreamKind

Told = Mapping[int, Mapping[str, Any]]
ANNOUNCED = facts.StageAnnounced.kind


class StageStreams(StreamKind):
    """Streams of live stages."""

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """Those who have a place there and see it now; four queries, however many pairs."""
        wanted = {(person_id, int(key)) for person_id, key in pairs if is_id(key)}
        return {(person_id, str(event_id)) for person_id, event_id in places.let_in(wanted)} & set(pairs)

    def exists(self, key: str) -> bool:
        """Whether there is such an event; a number says nothing about it."""
        return is_id(key) and Event.objects.filter(pk=int(key)).exists()

    def render(self, entries: Sequence[Entry]) -> list[Rendering]:
        """Entries with the words they are about, as these are now; a few queries for any number of entries."""
        questions = asked.told(_ids(entries, "question_id"))
        ballots = polled.told(_ids(entries, "ballot_id"))
        rows = StageAnnouncement.objects.filter(pk__in=_ids(entries, "announcement_id"))
        chairs = circles.told({entry.data["session_id"] for entry in entries if "chair" in entry.data})
        announced = {pk: {"text": text} for pk, text in rows.values_list("pk", "text")}
        return [Rendering(_shown(entry.data, questions, ballots, announced, chairs)) for entry in entries]


def register() -> None:
    """Bring the stream to the live sockets, and say what the process counts soon."""
    streams.register("stage", StageStreams())
    ticking.counting.work, ticking.applauding.work = tallies.tell, applause.tell


def _ids(entries: Sequence[Entry], name: str) -> set[int]:
    return {entry.data[name] for entry in entries if name in entry.data}


def _shown(data: Mapping[str, Any], questions: Told, ballots: Told, announced: Told, chairs: Told) -> dict[str, Any]:
    found = dict(data)
    found |= questions.get(data.get("question_id", 0), {})
    found |= ballots.get(data.get("ballot_id", 0), {})
    found |= chairs.get(data["session_id"], {}) if "chair" in data else {}
    return found | dict(announced.get(data.get("announcement_id", 0), {}))
