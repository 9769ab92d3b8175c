"""What a mixer promises for a time."""

from dataclasses import dataclass
from datetime import timedelta

from ledger.promises import Promised


@dataclass(frozen=True, kw_only=True)
class ProgrammeGoesOn(Promised):
    """The running phase ends and the next one begins; while the mixer waits: it begins."""

    stream = "mixer:{mixer_id}"
    mixer_id: int


@dataclass(frozen=True, kw_only=True)
class RoundNeedsPlan(Promised):
    """Shortly before the bell: who is here is seated. When it is too late for that, the bell itself plans."""

    stream = "mixer:{mixer_id}"
    stale_after = timedelta(seconds=30)
    mixer_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class TablesNeedLook(Promised):
    """Every two seconds while a mixer is live: late arrivals get seats, gaps are closed.

    It has a stream of its own, so that it never holds up the bell.
    """

    stream = "mixer-tables:{mixer_id}"
    mixer_id: int


@dataclass(frozen=True, kw_only=True)
class FollowUpDue(Promised):
    """So many days after the mixer: everybody who exchanged contacts is asked what came of them."""

    stream = "mixer-afterwards:{mixer_id}"
    mixer_id: int
    days: int


@dataclass(frozen=True, kw_only=True)
class RecapDue(Promised):
    """The organiser gets the recap, in time for the five days in which it is to be sent out."""

    stream = "mixer-afterwards:{mixer_id}"
    mixer_id: int
