"""Hints on their way from a commit to the hubs: within this process directly, to the others by courier.

A hint carries no content and may be lost: every hub looks at the log once a second in any case.
"""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from ledger import hints
from ledger.hints import Hint
from web.live.courier import courier


class Hinted(Protocol):
    """Somebody in this process who wants to know."""

    def hinted(self, heads: Sequence[Hint]) -> None:
        """Streams have reached positions; called from any thread."""


_here: list[Hinted] = []
_held = threading.local()


def connect() -> None:
    """Listen to the ledger; called once when Django is ready, in every kind of process."""
    hints.on_hint(tell)


def tell(heads: Sequence[Hint]) -> None:
    """Pass hints on. Called in the thread that committed, so it must not wait for anything."""
    courier.carry({"heads": dict(heads)})
    names = getattr(_held, "names", ())
    wanted = [hint for hint in heads if hint[0] not in names]
    if wanted:
        for listener in list(_here):
            listener.hinted(wanted)


def add(listener: Hinted) -> None:
    """Tell this one too."""
    _here.append(listener)


def remove(listener: Hinted) -> None:
    """Tell this one no more."""
    if listener in _here:
        _here.remove(listener)


@contextmanager
def held(names: Collection[str]) -> Iterator[None]:
    """Keep hints about some streams from this process's hubs: this thread is going to tell them more than that."""
    _held.names = names
    try:
        yield
    finally:
        _held.names = ()
