"""What people say through their sockets: committed in batches, answered after the commit.

One thread commits for one kind of stream at a time; what comes in meanwhile is the next batch (adaptive group commit).
The same thread has the new entries ready right after the commit, at hand where their kind knows how they look, else
read back from the log: that spares the hubs a second trip.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext, override

from web.live import hints, log, streams
from web.live.batching import Batcher
from web.live.desk import discard_connections
from web.live.log import Run, Wanted
from web.live.streams import Answer, Incoming, Refusal, Said, StreamKind, Told

if TYPE_CHECKING:
    from web.live.switchboard import Switchboard

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something said, and who waits for the answer."""

    stream: str
    said: Incoming
    answered: Callable[[str, Answer], None]


@dataclass(frozen=True, slots=True)
class Committed:
    """A batch that was committed: answers in its order, and the streams' new entries."""

    answers: Sequence[Answer]
    runs: Sequence[Run]


class Speech:
    """The way of a message from a socket into the log."""

    def __init__(self, board: "Switchboard") -> None:
        self._board = board
        self._batchers: dict[str, Batcher[Spoken, Committed]] = {}

    def put(self, stream: str, said: Incoming, answered: Callable[[str, Answer], None]) -> None:
        """Have something stored; `answered` is called with its nonce and the answer, whatever happens."""
        prefix = stream.partition(":")[0]
        batcher = self._batchers.get(prefix)
        if batcher is None:
            work = partial(self._store, streams.registry.kinds[prefix])
            batcher = self._batchers[prefix] = Batcher(self._board.pen, work, self._finish)
        batcher.put(Spoken(stream, said, answered))

    def _store(self, kind: StreamKind, batch: Sequence[Spoken]) -> Committed:
        """Commit, and read the entries back. Runs in a worker thread."""
        names = {item.stream for item in batch}
        with hints.held(names):
            answers = store(kind, [item.said for item in batch])
        return Committed(answers, self._runs(names, [one.told for one in answers if isinstance(one, Said)]))

    def _runs(self, names: set[str], told: Sequence[Told | None]) -> list[Run]:
        """The new entries of streams: those at hand, or read back where something is missing among them."""
        try:
            return _known_or_read(self._board.newest(names), [one for one in told if one is not None])
        except Exception:  # it is committed: the hubs find it themselves, at the next second at the latest
            _log.warning("New entries could not be read back", exc_info=True)
            return []

    def _finish(self, batch: Sequence[Spoken], done: Committed | None, error: BaseException | None) -> None:
        if done is None:
            _log.error("What was said could not be stored", exc_info=error)
            done = Committed([not_stored(item.said) for item in batch], [])
        self._board.reader.give(done.runs)
        for item, answer in zip(batch, done.answers, strict=True):
            item.answered(item.said.nonce, answer)


def _known_or_read(wanted: Sequence[Wanted], told: Sequence[Told]) -> list[Run]:
    of_stream: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        of_stream[one.entry.stream].append(one)
    known = {one.stream: log.known(one, of_stream[one.stream]) for one in wanted}
    runs = [run for run in known.values() if run is not None]
    missing = [one for one in wanted if known[one.stream] is None]
    return runs + log.read(missing) if missing else runs


def store(kind: StreamKind, batch: Sequence[Incoming], *, again: bool = True) -> list[Answer]:
    """Answers for a batch. A broken connection is tried once more, anything else item by item."""
    try:
        return kind.receive(batch)
    except (OperationalError, InterfaceError):
        discard_connections()
        if again:
            return store(kind, batch, again=False)
        _log.exception("What was said could not be stored")
        return [not_stored(item) for item in batch]
    except Exception:
        _log.exception("What was said could not be received")
        if len(batch) == 1:
            return [not_stored(batch[0])]
        return [answer for item in batch for answer in store(kind, [item])]


def not_stored(item: Incoming) -> Refusal:
    """The answer to what the database did not take."""
    with override(item.language):
        return Refusal(gettext("This could not be saved. Please send it again."))
