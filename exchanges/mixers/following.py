"""A mixer follows its event: announced, moved, begun or ended by hand, postponed, cancelled."""

from django.utils import timezone

from events.models import Event
from exchanges.mixers import bells, endings, phases
from exchanges.mixers.models import Announcement, Arrival, Mixer, Round, Table
from exchanges.mixers.refusals import RoundsTookPlace
from ledger.facts import Entry
from rooms import shared_clock
from web.errors import Refused

E = Event.State
Phase = Mixer.Phase
ROUND_TIMES = ("planned_at", "opens_at", "opened_at", "ends_at", "closed_at")


def follow_event(entry: Entry) -> None:
    """An event changed: move the mixer's promises to its new time, take them back, start the mixer or break it off.

    A mixer that is postponed can start again; `why_not` lets nobody postpone it once a round was opened.
    """
    mixer = Mixer.objects.filter(event=entry.data["event_id"]).first()
    if mixer is None or mixer.phase == Phase.ENDED:
        return
    with bells.held(mixer.id) as row:
        if row.phase == Phase.ENDED:
            return
        now = timezone.now()
        if row.event.state == E.LIVE and row.phase == Phase.WAITING:
            phases.go_on(row, ended_at=now, now=now)
        elif row.event.state in (E.CANCELLED, E.DOCUMENTATION):
            _break_off(row)
        elif row.event.state == E.POSTPONED and row.phase != Phase.WAITING:
            phases.leave(row)
            _start_over(row)


def _break_off(mixer: Mixer) -> None:
    phases.leave(mixer)
    phases.skip(mixer, bells.rest(mixer))
    endings.finish(mixer, now=timezone.now())


def why_not(event: Event, to: str) -> Refused | None:
    """Why a mixer's event cannot go to a state: it is not postponed once a round was opened, but ended."""
    if to != E.POSTPONED or event.state != E.LIVE:
        return None
    opened = Round.objects.filter(mixer__event=event).exclude(opened_at=None)
    return RoundsTookPlace() if opened.exists() else None


def _start_over(mixer: Mixer) -> None:
    """Forget the attempt: who came to it is not there at the new date yet, and what was announced is of no use then.

    That holds for a round, too, that the bell opened in the moment of postponing.
    """
    Arrival.objects.filter(mixer=mixer).delete()
    Announcement.objects.filter(mixer=mixer).delete()
    Table.objects.filter(round__mixer=mixer).delete()
    Round.objects.filter(mixer=mixer).update(state=Round.State.PLANNED, **dict.fromkeys(ROUND_TIMES))
    mixer.phase, mixer.phase_number = Phase.WAITING, 0
    mixer.phase_began_at = mixer.phase_ends_at = mixer.paused_at = None
    mixer.save()
    shared_clock.begin([mixer.lobby_id], phase="", ends_at=None)
