"""The programme as it happens: the bell rings, a phase ends, the next one begins.

`keep_bell` is called when the bell was promised, and may be called by anybody at any time: it looks under the mixer's
lock whether the bell has rung, so a second call finds nothing to do. After an outage phases whose time has passed are
left out in their order and the later ones keep their times (see `timetable`).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events import states
from events.models import Event
from exchanges.mixers import bells, endings, rounds, timetable
from exchanges.mixers.facts import PhaseChanged, PhaseSkipped
from exchanges.mixers.models import Mixer
from exchanges.mixers.promises import ProgrammeGoesOn, TablesNeedLook
from ledger.promises import promise
from ledger.recording import record
from rooms import shared_clock
from web.times import iso

Phase = Mixer.Phase
STEPS_TO_LIVE = (*bells.MAY_START, Event.State.LIVE)


def keep_promise(due: ProgrammeGoesOn) -> None:
    """Keep the promise that the programme goes on."""
    keep_bell(due.mixer_id)


def keep_bell(mixer_id: int, *, now: datetime | None = None) -> None:
    """Go on when the running phase has ended by the clock; promise the next bell."""
    now = now or timezone.now()
    with transaction.atomic():
        mixer = bells.locked(mixer_id)
        bell = bells.rings_at(mixer)
        if bell is not None and bell <= now:
            go_on(mixer, ended_at=bell, now=now)
        bells.set_bell(mixer)


def go_on(mixer: Mixer, *, ended_at: datetime, now: datetime) -> None:
    """Leave the running phase, whatever it is, and enter the one that should run now. The mixer's row is held.

    Args:
        mixer: held, with its event.
        ended_at: when the running phase ended by the clock.
        now: the present.
    """
    promise(TablesNeedLook(mixer_id=mixer.id), at=now)
    if mixer.phase == Phase.WAITING:
        _go_live(mixer)
    standing = timetable.go_on(bells.rest(mixer), ended_at=ended_at, now=now)
    leave(mixer)
    skip(mixer, standing.skipped)
    if standing.step is None:
        endings.finish(mixer, now=now)
    else:
        _enter(mixer, standing.step, ends_at=standing.ends_at, now=now)


def _go_live(mixer: Mixer) -> None:
    """Take the event through the steps that are left; where organisers add everybody, registration was never open."""
    for state in STEPS_TO_LIVE[STEPS_TO_LIVE.index(mixer.event.state) + 1 :]:
        mixer.event = states.move(mixer.event, to=state, by=None)


def _enter(mixer: Mixer, step: timetable.Step, *, ends_at: datetime, now: datetime) -> None:
    mixer.phase, mixer.phase_number = step.phase, step.number
    mixer.phase_began_at, mixer.phase_ends_at = now, ends_at
    mixer.save(update_fields=["phase", "phase_number", "phase_began_at", "phase_ends_at"])
    if step.phase == Phase.ROUND:
        bell = ends_at - timedelta(seconds=step.seconds)
        rounds.open_round(mixer, step.number, opens_at=bell, ends_at=ends_at, now=now)
    shared_clock.begin([mixer.lobby_id], phase=step.phase, ends_at=ends_at)
    record(PhaseChanged(mixer_id=mixer.id, phase=step.phase, number=step.number, ends_at=iso(ends_at)))


def leave(mixer: Mixer) -> None:
    """End what belongs to the running phase: a round is closed."""
    if mixer.phase == Phase.ROUND:
        rounds.close_round(mixer, mixer.phase_number)


def skip(mixer: Mixer, steps: tuple[timetable.Step, ...]) -> None:
    """Leave phases out, in their order."""
    for step in steps:
        if step.phase == Phase.ROUND:
            rounds.skip_round(mixer, step.number)
    record(*(PhaseSkipped(mixer_id=mixer.id, phase=step.phase, number=step.number) for step in steps))
