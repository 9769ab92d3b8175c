"""The bell: the lock under which a mixer's programme changes, and the promises that ring.

Whoever changes the programme takes, in this order: its promises, the mixer's row, the open round, rooms, streams. The
keeper of a promise holds its row already, so it takes the same way, and nobody waits in a circle. Rows that others
refer to are locked without their key (`no_key`): PostgreSQL looks at references when a transaction commits, and would
wait there, with streams in hand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from events.models import Event
from exchanges.mixers import timetable
from exchanges.mixers.models import Mixer
from exchanges.mixers.promises import ProgrammeGoesOn, RoundNeedsPlan
from ledger.promises import hold, promise, withdraw_all

AHEAD = timedelta(seconds=10)
"""How long before the bell the next round is planned, at most; half of the phase before it when that is shorter."""

Phase = Mixer.Phase
MAY_START = (Event.State.PUBLISHED, Event.State.REGISTRATION_OPEN, Event.State.REGISTRATION_CLOSED)


def programme(mixer: Mixer) -> tuple[timetable.Step, ...]:
    """The mixer's programme, step by step."""
    lengths = timetable.Lengths(
        welcome=mixer.welcome_seconds,
        input=mixer.input_seconds,
        round=mixer.round_seconds,
        pause=mixer.pause_seconds,
        harvest=mixer.harvest_seconds,
        rounds=mixer.round_count,
    )
    return timetable.steps(lengths)


def rest(mixer: Mixer) -> tuple[timetable.Step, ...]:
    """What follows the running phase; nothing when the mixer is over."""
    if mixer.phase == Phase.ENDED:
        return ()
    return timetable.after(programme(mixer), mixer.phase, mixer.phase_number)


def rings_at(mixer: Mixer) -> datetime | None:
    """When the running phase ends, or the waiting; `None` when the clock stands still or nothing is to come."""
    if mixer.phase == Phase.ENDED or mixer.paused_at is not None:
        return None
    if mixer.phase == Phase.WAITING:
        return mixer.event.starts_at if mixer.event.state in MAY_START else None
    return mixer.phase_ends_at


def locked(mixer_id: int) -> Mixer:
    """The mixer with its event, its promises and its row locked until the transaction ends."""
    hold(f"mixer:{mixer_id}", ProgrammeGoesOn, RoundNeedsPlan)
    return Mixer.objects.select_for_update(of=("self",), no_key=True).select_related("event__network").get(id=mixer_id)


@contextmanager
def held(mixer_id: int) -> Iterator[Mixer]:
    """Open a transaction, take the promises and the mixer, and promise anew what comes next when the block is done."""
    with transaction.atomic():
        mixer = locked(mixer_id)
        withdraw_all(f"mixer:{mixer_id}", ProgrammeGoesOn, RoundNeedsPlan)
        yield mixer
        set_bell(mixer)


def set_bell(mixer: Mixer) -> None:
    """Promise the end of the running phase and, when a round follows, the planning before it."""
    bell = rings_at(mixer)
    if bell is None:
        return
    promise(ProgrammeGoesOn(mixer_id=mixer.id), at=bell)
    following = rest(mixer)
    if following and following[0].phase == Phase.ROUND:
        promise(RoundNeedsPlan(mixer_id=mixer.id, number=following[0].number), at=bell - _ahead(mixer, bell))


def _ahead(mixer: Mixer, bell: datetime) -> timedelta:
    if mixer.phase_began_at is None:
        return AHEAD
    return min(AHEAD, (bell - mixer.phase_began_at) / 2)
