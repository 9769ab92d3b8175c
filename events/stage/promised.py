"""What will happen at a live stage."""

from dataclasses import dataclass

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class CountDue(Promised):
    """A session's votes are counted at the latest now, should the process that was to count them have died."""

    stream = "counting:{session_id}"
    session_id: int


@dataclass(frozen=True, kw_only=True)
class ChairsEmpty(Promised):
    """A fishbowl's session is over: its chairs are free."""

    stream = "chairs:{session_id}"
    session_id: int


@dataclass(frozen=True, kw_only=True)
class GroupStepEnds(Promised):
    """The running step of a session's small groups ends; there is one at a time, so promising again moves it."""

    stream = "groups:{session_id}"
    session_id: int
