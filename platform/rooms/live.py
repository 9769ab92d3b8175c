"""What a room is to the live sockets: who may listen, how its entries look, where what people say goes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import override

from ledger.facts import Entry
from rooms import admissions, conversation, facts, mentions, people, presence, rendering
from rooms.models import Room
from web.errors import Refused
from web.live.streams import Answer, Incoming, Refusal, Rendering, Said, StreamKind, Told, is_id

SAID = facts.MessageSaid.kind
CHANGED = {facts.MessageEdited.kind, facts.MessageWithdrawn.kind}


class RoomStreams(StreamKind):
    """Streams named `room:<id>`."""

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """Those whose admission counts now."""
        return admissions.admitted(pairs)

    def exists(self, key: str) -> bool:
        """Whether there is such a room."""
        return is_id(key) and Room.objects.filter(id=key).exists()

    def render(self, entries: Sequence[Entry]) -> list[Rendering]:
        """Messages as HTML, from two queries for all; of the rest only what happened."""
        ids = [entry.data["message_id"] for entry in entries if entry.kind == SAID or entry.kind in CHANGED]
        lines = rendering.of_ids(ids) if ids else {}
        return [_look(entry, lines) for entry in entries]

    def dismisses(self, entry: Entry) -> Collection[int]:
        """The person whose admission was withdrawn."""
        return [entry.data["person_id"]] if entry.kind == facts.AdmissionWithdrawn.kind else ()

    def receive(self, batch: Sequence[Incoming]) -> list[Answer]:
        """Say all of it in one transaction."""
        said = conversation.say_many(
            [
                conversation.Utterance(
                    room_id=int(item.key), person_id=item.person_id, nonce=item.nonce, text=item.text
                )
                for item in batch
            ]
        )
        return [_answer(item, answer) for item, answer in zip(batch, said, strict=True)]


def _answer(item: Incoming, answer: conversation.Answer) -> Answer:
    if isinstance(answer, Refused):
        with override(item.language):
            return Refusal(str(answer))
    fresh = answer.fresh
    if fresh is None or mentions.possible(fresh.message.text):
        return Said(answer.position)
    line = rendering.line(fresh.message, name=fresh.voice.name, member=fresh.voice.member)
    return Said(answer.position, Told(fresh.entry, _look(fresh.entry, {fresh.message.id: line})))


def _look(entry: Entry, lines: Mapping[int, rendering.Shown]) -> Rendering:
    line = lines.get(entry.data.get("message_id", 0))
    if line is None:
        return Rendering(entry.data)
    data = {**entry.data, "mentions": list(line.mentions)}
    return Rendering(data, rendering.html(line, replaces=entry.kind != SAID))


class RoomPresence:
    """Who is there, for the live sockets of every kind of stream."""

    def sync(self, process_id: str, joined: Collection[tuple[int, str]], left: Collection[tuple[int, str]]) -> None:
        """Store comings and goings of a process."""
        presence.sync(process_id, joined, left)

    def beat(self, process_id: str) -> None:
        """Store that a process lives."""
        presence.beat(process_id)

    def present(self, streams: Collection[str]) -> Mapping[str, list[dict[str, Any]]]:
        """Who is there: id, name, member and country, by name; two queries for any number of streams."""
        return people.there(streams)
