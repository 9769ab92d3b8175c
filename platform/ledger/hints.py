"""Hints: "stream X reached position 42", told after commit to whoever wants to look sooner.

A hint may be lost without losing anything: readers look at the log at least once a second.
"""

import logging
from collections.abc import Callable, Sequence

Hint = tuple[str, int]
Listener = Callable[[Sequence[Hint]], None]

_listeners: list[Listener] = []
_relays: list[Callable[[], None]] = []
_log = logging.getLogger(__name__)


def on_hint(listener: Listener) -> None:
    """Call `listener` with (stream, position) pairs after each commit, in the thread that committed.

    The listener must return at once; what it raises is logged and harms nobody.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(hinted: Sequence[Hint]) -> None:
    """Pass hints on to every listener."""
    for listener in _listeners:
        try:
            listener(hinted)
        except Exception:
            _log.exception("A listener to the ledger's hints failed; its readers find the entries by reading the log.")


def on_receipts(wake: Callable[[], None]) -> None:
    """Call `wake` after each commit that wrote receipts: reactions wait to be run."""
    if wake not in _relays:
        _relays.append(wake)


def tell_relay() -> None:
    """Say that reactions wait; whoever misses it finds them at the next tick."""
    for wake in _relays:
        try:
            wake()
        except Exception:
            _log.exception("The relay could not be woken; it finds its work at the next tick.")
