"""What a host does with the programme: start, go on, pause, extend, announce, end.

Each takes the promises before it looks, so a host who presses a button while the bell rings acts on what is true after
the bell. What they name (a phase, a round) must still be running; otherwise nothing happens, so that a button pressed
twice does not skip two phases.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from exchanges.mixers import bells, endings, hosts, phases
from exchanges.mixers.facts import Announced, ProgrammeExtended, RoundExtended, RoundPaused, RoundResumed
from exchanges.mixers.models import Announcement, Mixer, Round, Table
from exchanges.mixers.refusals import AlreadyOver, BadProgramme, CannotStart, NothingToAnnounce, NotRunning
from ledger.facts import Fact
from ledger.recording import record
from members.models import Person
from rooms import shared_clock, texts
from web.times import iso

Phase = Mixer.Phase
LONGEST = timedelta(minutes=60)


def start(mixer: Mixer, *, by: Person) -> Mixer:
    """Start now, before or after the time that was announced. A mixer that runs already goes on as it does.

    Raises:
        NotAHost: the person does not lead it.
        CannotStart: the event is not published, or it is over.
    """
    hosts.require(mixer, by)
    now = timezone.now()
    with bells.held(mixer.id) as row:
        if row.phase == Phase.WAITING:
            if row.event.state not in bells.MAY_START:
                raise CannotStart
            phases.go_on(row, ended_at=now, now=now)
        elif row.phase == Phase.ENDED:
            raise CannotStart
    return row


def go_on(mixer: Mixer, *, by: Person, phase: str, number: int = 0) -> Mixer:
    """End the running phase early; the next one begins now, with its full length.

    Args:
        mixer: which.
        by: a host.
        phase: what the host saw running; when it has ended meanwhile nothing happens.
        number: of the round, or of the round a pause precedes.

    Raises:
        NotAHost: the person does not lead it.
        NotRunning: it waits, or is over.
    """
    hosts.require(mixer, by)
    now = timezone.now()
    with bells.held(mixer.id) as row:
        _require_running(row)
        if (row.phase, row.phase_number) == (phase, number):
            row.paused_at = None
            row.save(update_fields=["paused_at"])
            phases.go_on(row, ended_at=now, now=now)
    return row


def pause(mixer: Mixer, *, by: Person) -> Mixer:
    """Hold the clock: nothing ends until it goes on. Again changes nothing.

    Raises:
        NotAHost, NotRunning: as for `go_on`.
    """
    hosts.require(mixer, by)
    with bells.held(mixer.id) as row:
        _require_running(row)
        if row.paused_at is None:
            row.paused_at = timezone.now()
            row.save(update_fields=["paused_at"])
            shared_clock.pause(_rooms(row), at=row.paused_at)
            record(RoundPaused(mixer_id=row.id, number=_round_number(row)))
    return row


def resume(mixer: Mixer, *, by: Person) -> Mixer:
    """Let the clock run on with the time that was left. Again changes nothing.

    Raises:
        NotAHost, NotRunning: as for `go_on`.
    """
    hosts.require(mixer, by)
    with bells.held(mixer.id) as row:
        _require_running(row)
        if row.paused_at is not None and row.phase_ends_at is not None:
            ends_at = row.phase_ends_at + (timezone.now() - row.paused_at)
            row.paused_at = None
            _set_end(row, ends_at)
            shared_clock.resume(_rooms(row), ends_at=ends_at)
            record(RoundResumed(mixer_id=row.id, number=_round_number(row), ends_at=iso(ends_at)))
    return row


def extend(mixer: Mixer, *, by: Person, minutes: float, phase: str = Phase.ROUND, number: int | None = None) -> Mixer:
    """Let the running phase last longer; everything after it moves with it.

    Args:
        mixer: which.
        by: a host.
        minutes: more than 0, at most 60.
        phase: what the host saw running, by default a round.
        number: which round; `None`: whichever runs.

    Raises:
        NotAHost: the person does not lead it.
        BadProgramme: so many minutes are not possible.
        NotRunning: this phase does not run (any more).
    """
    hosts.require(mixer, by)
    if not 0 < minutes <= LONGEST / timedelta(minutes=1):  # so written, it also refuses what is no number
        raise BadProgramme(field="minutes")
    longer = timedelta(minutes=minutes)
    with bells.held(mixer.id) as row:
        if row.phase != phase or number not in (None, row.phase_number) or row.phase_ends_at is None:
            raise NotRunning
        ends_at = row.phase_ends_at + longer
        _set_end(row, ends_at)
        shared_clock.extend(_rooms(row), ends_at=ends_at)
        record(_extended(row, ends_at))
    return row


def end(mixer: Mixer, *, by: Person) -> Mixer:
    """End the mixer now; rounds still to come are left out.

    Raises:
        NotAHost: the person does not lead it.
        NotRunning: it has not begun.
        AlreadyOver: it has ended.
    """
    hosts.require(mixer, by)
    with bells.held(mixer.id) as row:
        if row.phase == Phase.ENDED:
            raise AlreadyOver
        _require_running(row)
        phases.leave(row)
        phases.skip(row, bells.rest(row))
        endings.finish(row, now=timezone.now())
    return row


def announce(mixer: Mixer, *, by: Person, text: str) -> Announcement:
    """Tell everybody in the mixer something, in the lobby and at the tables.

    Raises:
        NotAHost: the person does not lead it.
        NothingToAnnounce: no text, or more than 500 characters.
        ControlCharacters: it holds what cannot be shown.
    """
    hosts.require(mixer, by)
    words = texts.tidied(text)
    if not 0 < len(words) <= 500:
        raise NothingToAnnounce
    with transaction.atomic():
        announcement = Announcement.objects.create(mixer=mixer, by=by, text=words)
        record(Announced(mixer_id=mixer.id, announcement_id=announcement.id))
    return announcement


def _require_running(mixer: Mixer) -> None:
    if mixer.phase in (Phase.WAITING, Phase.ENDED):
        raise NotRunning


def _round_number(mixer: Mixer) -> int:
    return mixer.phase_number if mixer.phase == Phase.ROUND else 0


def _set_end(mixer: Mixer, ends_at: datetime) -> None:
    mixer.phase_ends_at = ends_at
    mixer.save(update_fields=["phase_ends_at", "paused_at"])
    Round.objects.filter(mixer=mixer, state=Round.State.OPEN).update(ends_at=ends_at)


def _rooms(mixer: Mixer) -> list[int]:
    """The lobby, and the rooms of the open round, which is held: no table is put up beside those found here."""
    running = list(Round.objects.select_for_update(no_key=True).filter(mixer=mixer, state=Round.State.OPEN))
    tables = Table.objects.filter(round__in=running, merged_into=None)
    return [mixer.lobby_id, *(room for room in tables.values_list("room_id", flat=True) if room is not None)]


def _extended(mixer: Mixer, ends_at: datetime) -> Fact:
    if mixer.phase == Phase.ROUND:
        return RoundExtended(mixer_id=mixer.id, number=mixer.phase_number, ends_at=iso(ends_at))
    return ProgrammeExtended(mixer_id=mixer.id, phase=mixer.phase, ends_at=iso(ends_at))
