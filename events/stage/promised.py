"""What will happen at a live stage."""

from dataclasses import dataclass

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class CountDue(Promised):
    """A session's votes are counted at the latest now, should the process that was to count them have died."""

    stream = "counting:{session_id}"
    session_id: int
