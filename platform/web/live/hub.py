"""The hub of a stream: where it stands, who listens, and the one write that reaches them all.

A hub does no input or output of its own and never waits, so what it does is one step for everybody: entries are taken
only as the continuation of its position, and a socket joins only at that position. From these two rules follows that
every socket sees contiguous positions, each once, whatever races.
"""

import asyncio
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Protocol

from web.live import frames
from web.live.log import Encoded
from web.live.tail import Tail

STEP_BYTES = 128_000
"""How much of the tail is written before looking whether the socket keeps up."""


class Listener(Protocol):
    """A socket as its hub sees it.

    Attributes:
        position: up to where it has been served; counts until it joins.
        generation: the hub's history it was welcomed to.
    """

    position: int
    generation: int

    @property
    def person_id(self) -> int:
        """Whose it is."""

    @property
    def write(self) -> Callable[[bytes], None]:
        """Takes a whole frame; must neither wait nor raise."""


class Step(Enum):
    """What came of trying to bring a socket up to date."""

    JOINED = auto()
    WRITTEN = auto()
    OLDER = auto()
    AHEAD = auto()


class Hub:
    """One stream in this process.

    Attributes:
        visitors: how many sockets hold it, those that are still being brought up to date included.
        fetching: held while older entries are read, so that those who come back together read them once.
    """

    def __init__(self, stream: str, *, epoch: str, head: int) -> None:
        self.stream = stream
        self.epoch = epoch
        self.generation = 0
        self.tail = Tail(head)
        self.visitors = 0
        self.fetching = asyncio.Lock()
        self._writes: dict[Listener, Callable[[bytes], None]] = {}
        self._all: tuple[Callable[[bytes], None], ...] | None = ()

    @property
    def position(self) -> int:
        """The newest entry every joined socket has."""
        return self.tail.last

    @property
    def listeners(self) -> Sequence[Listener]:
        """The sockets that have joined."""
        return list(self._writes)

    def take(self, entries: Sequence[Encoded]) -> bool:
        """Pass new entries to every socket. Those it has are ignored; returns False when some are missing before."""
        fresh = [entry for entry in entries if entry.position > self.position]
        if not fresh:
            return True
        if fresh[0].position != self.position + 1:
            return False
        self.tail.append(fresh)
        for frame in frames.wires(entry.payload for entry in fresh):
            self.tell(frame)
        return True

    def tell(self, frame: bytes) -> None:
        """Write one frame to every socket that has joined."""
        if self._all is None:
            self._all = tuple(self._writes.values())
        for write in self._all:
            write(frame)

    def tell_others(self, frame: bytes, person_id: int) -> None:
        """Write one frame to everybody but one person."""
        for listener, write in list(self._writes.items()):
            if listener.person_id != person_id:
                write(frame)

    def restart(self, epoch: str, head: int) -> None:
        """Another history, or one that no longer leads here: everybody reloads and goes on from its head."""
        self.epoch = epoch
        self.generation += 1
        self.tail = Tail(head)
        self.tell(frames.wire(frames.reset(epoch, head)))

    def advance(self, listener: Listener) -> Step:
        """Bring a socket nearer to the stream's position, or let it join there."""
        if listener in self._writes:
            return Step.JOINED
        if listener.generation != self.generation:
            return self.reset(listener)
        if listener.position > self.position:
            return Step.AHEAD
        if listener.position == self.position:
            return self._join(listener)
        if listener.position < self.tail.first - 1:
            return Step.OLDER
        payloads = self.tail.after(listener.position, STEP_BYTES)
        self._serve(listener, payloads, listener.position + len(payloads))
        return Step.WRITTEN

    def serve(self, listener: Listener, entries: Sequence[Encoded]) -> bool:
        """Write entries from further back than the tail to one socket. Returns False when they do not follow."""
        if not entries or entries[0].position != listener.position + 1 or listener.generation != self.generation:
            return False
        self._serve(listener, [entry.payload for entry in entries], entries[-1].position)
        return True

    def reset(self, listener: Listener) -> Step:
        """The log does not lead from where this socket is to here: it reloads, and joins."""
        listener.write(frames.wire(frames.reset(self.epoch, self.position)))
        listener.generation, listener.position = self.generation, self.position
        return self._join(listener)

    def leave(self, listener: Listener) -> None:
        """Write nothing to this socket any more."""
        if self._writes.pop(listener, None):
            self._all = None

    def _join(self, listener: Listener) -> Step:
        self._writes[listener] = listener.write
        self._all = None
        return Step.JOINED

    @staticmethod
    def _serve(listener: Listener, payloads: Sequence[bytes], position: int) -> None:
        for frame in frames.wires(payloads):
            listener.write(frame)
        listener.position = position
