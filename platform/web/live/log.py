"""Reading the log for many streams at once, in a worker thread: entries come back rendered and encoded.

Every entry is encoded once per process, whoever and however many will read it.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ledger import reading
from ledger.facts import Entry
from web.live import frames, streams
from web.live.streams import Rendering, StreamKind, Told

PAGE = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Encoded:
    """One entry as the bytes of its JSON object."""

    position: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of a stream are wanted: those after a position, at most `limit`.

    Attributes:
        generation: the hub's history for which they are wanted.
    """

    stream: str
    after: int
    generation: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Run:
    """Entries of a stream, in order.

    Attributes:
        wanted: what was asked for.
        dismissed: persons whose admission these entries may have ended.
    """

    wanted: Wanted
    entries: Sequence[Encoded]
    dismissed: frozenset[int] = frozenset()


def read(wanted: Sequence[Wanted]) -> list[Run]:
    """Read, render and encode what is wanted of different streams: one query, one rendering per kind of stream."""
    recorded = _recorded(wanted)
    rendered = render([entry for entries in recorded for entry in entries])
    return [_run(one, entries, rendered) for one, entries in zip(wanted, recorded, strict=True)]


def _recorded(wanted: Sequence[Wanted]) -> list[list[Entry]]:
    if len(wanted) == 1:
        return [reading.since(wanted[0].stream, wanted[0].after, limit=wanted[0].limit)]
    limit = min((one.limit for one in wanted), default=PAGE)
    found = reading.since_each({one.stream: one.after for one in wanted}, limit=limit)
    return [found[one.stream] for one in wanted]


def heads(names: Collection[str]) -> tuple[str, dict[str, int]]:
    """The epoch, and the newest positions of streams."""
    return reading.epoch(), reading.heads(names)


def render(entries: Sequence[Entry]) -> dict[tuple[str, int], Rendering]:
    """How entries look, by stream and position: one call for each kind of stream."""
    of_prefix: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        of_prefix[entry.stream.partition(":")[0]].append(entry)
    rendered: dict[tuple[str, int], Rendering] = {}
    for prefix, group in of_prefix.items():
        looks = _looks(streams.registry.kinds[prefix], group)
        rendered |= {(entry.stream, entry.position): look for entry, look in zip(group, looks, strict=True)}
    return rendered


def _looks(kind: StreamKind, entries: Sequence[Entry]) -> list[Rendering]:
    """Render together, else alone, else show the ids: no position may be missing."""
    try:
        return kind.render(entries)
    except Exception:
        _log.exception("Entries could not be rendered")
        if len(entries) == 1:
            return [Rendering(entries[0].data)]
        return [look for entry in entries for look in _looks(kind, [entry])]


def _run(wanted: Wanted, entries: Sequence[Entry], rendered: dict[tuple[str, int], Rendering]) -> Run:
    return _told(wanted, [Told(entry, rendered[entry.stream, entry.position]) for entry in entries])


def _told(wanted: Wanted, told: Sequence[Told]) -> Run:
    kind, _key = streams.find(wanted.stream)
    dismissed = frozenset(person for one in told for person in kind.dismisses(one.entry))
    encoded = [Encoded(one.entry.position, frames.entry(one.entry, one.look)) for one in told]
    return Run(wanted, encoded, dismissed)


def known(wanted: Wanted, told: Collection[Told]) -> Run | None:
    """What is wanted of a stream without reading it: entries just committed, if they are all that follows.

    Args:
        wanted: which entries.
        told: those of this stream that are at hand, in any order.
    """
    fresh = sorted((one for one in told if one.entry.position > wanted.after), key=lambda one: one.entry.position)
    positions = [one.entry.position for one in fresh]
    if not positions or positions != list(range(wanted.after + 1, wanted.after + 1 + len(positions))):
        return None
    return _told(wanted, fresh)
