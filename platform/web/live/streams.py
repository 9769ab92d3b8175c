"""What a stream is to the live sockets: who may listen, how an entry looks, what becomes of what people say.

A layer above registers its kinds of stream in its `AppConfig.ready()`:

    streams.register("room", RoomStreams())        # room:7 -> key "7"
    streams.register_presence(RoomPresence())

All methods are called in worker threads, never on the event loop, and in batches: one call, one query.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ledger.facts import Entry

NAME = re.compile(r"(?P<prefix>[a-z][a-z_]{0,30}):(?P<key>[A-Za-z0-9_-]{1,40})", re.ASCII)


def is_id(key: str) -> bool:
    """Whether a key can be the id of a row: decimal digits without leading zeros, small enough for the database."""
    return key.isascii() and key.isdigit() and len(key) <= 18 and not key.startswith("0")


class NoSuchStream(LookupError):
    """The name is malformed or nobody registered its prefix."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """An entry as its readers get it: the same for everybody, so it holds nothing personal.

    Attributes:
        data: what the frame's `data` shows, JSON values only.
        html: a partial that the page may place as it is, or "".
    """

    data: Mapping[str, Any]
    html: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something a person said through a socket.

    Attributes:
        person_id: who, as admitted to the stream at most two seconds ago.
        key: the stream's key, `7` of `room:7`.
        nonce: 1 to 80 characters chosen by the sender; the same nonce again must give the first answer.
        text: without NUL and without lone surrogates, otherwise as sent; at most 65,536 bytes.
        language: the language a refusal's reason is to be in.
    """

    person_id: int
    key: str
    nonce: str
    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that was committed just now, and how it looks."""

    entry: Entry
    look: Rendering


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to what was committed.

    Attributes:
        position: that of its entry.
        told: the entry, where it need not be read back from the log.
    """

    position: int
    told: Told | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer to what was not done; nothing of it is stored.

    Attributes:
        reason: one sentence in the sender's language.
    """

    reason: str


Answer = Said | Refusal


class StreamKind:
    """A kind of stream. Subclasses say who is admitted and which keys exist; the rest has defaults."""

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """Those of the (person id, key) pairs who may listen now, in one query."""
        raise NotImplementedError

    def exists(self, key: str) -> bool:
        """Whether there is such a stream; asked only about people who are not admitted."""
        raise NotImplementedError

    def render(self, entries: Sequence[Entry]) -> list[Rendering]:
        """How entries look, in their order; they may belong to several streams of this kind."""
        return [Rendering(entry.data) for entry in entries]

    def dismisses(self, entry: Entry) -> Collection[int]:
        """Ids of people whose admission this entry may have ended.

        They are asked about again (`admitted`) before the entry is delivered to anybody.
        """
        return ()

    def receive(self, batch: Sequence[Incoming]) -> list[Answer]:
        """Store what was said, all in one transaction, and answer each item in its order.

        Called by one thread at a time per process. A refusal concerns its item alone. What raises is tried again
        item by item, so that one item cannot spoil the others.
        """
        from django.utils.translation import gettext, override

        answers: list[Answer] = []
        for item in batch:
            with override(item.language):
                answers.append(Refusal(gettext("Nothing can be said here.")))
        return answers


class Presence(Protocol):
    """Who is there, across processes; registered by the layer that stores it."""

    def sync(self, process_id: str, joined: Collection[tuple[int, str]], left: Collection[tuple[int, str]]) -> None:
        """Store that (person id, stream) pairs came to this process or left it.

        A person with several sockets on a stream joins once and leaves with the last.
        """

    def beat(self, process_id: str) -> None:
        """This process is alive, and so are its people; called every 15 seconds, expected within 65."""

    def present(self, streams: Collection[str]) -> Mapping[str, list[dict[str, Any]]]:
        """Who is there now, per stream, in a stable order; streams without presence are left out."""


@dataclass(slots=True)
class _Registry:
    kinds: dict[str, StreamKind] = field(default_factory=dict)
    presence: Presence | None = None


registry = _Registry()


def register(prefix: str, kind: StreamKind) -> None:
    """Make streams named `<prefix>:<key>` available to sockets."""
    registry.kinds[prefix] = kind


def register_presence(presence: Presence) -> None:
    """Let `here` frames count, and changes be told to the stream."""
    registry.presence = presence


def find(stream: str) -> tuple[StreamKind, str]:
    """The kind of a stream and its key.

    Raises:
        NoSuchStream: the name is malformed or its prefix is unknown.
    """
    match = NAME.fullmatch(stream)
    if match is None or match["prefix"] not in registry.kinds:
        raise NoSuchStream(stream)
    return registry.kinds[match["prefix"]], match["key"]
