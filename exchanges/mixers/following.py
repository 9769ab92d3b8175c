"""A mixer follows its event: announced, moved, begun or ended by hand, postponed, cancelled."""

from django.utils import timezone

from events.models import Event
from exchanges.mixers import bells, endings, phases
from exchanges.mixers.models import Mixer, Round, Table
from ledger.facts import Entry
from rooms import shared_clock

E = Event.State
Phase = Mixer.Phase


def follow_event(entry: Entry) -> None:
    """An event changed: move the mixer's promises to its new time, take them back, start the mixer or break it off.

    A mixer that is postponed before any round took place can start again; after a round it is over.
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
            _break_off(row) if _began_a_round(row) else _start_over(row)


def _break_off(mixer: Mixer) -> None:
    phases.leave(mixer)
    phases.skip(mixer, bells.rest(mixer))
    endings.finish(mixer, now=timezone.now())


def _began_a_round(mixer: Mixer) -> bool:
    return Round.objects.filter(mixer=mixer).exclude(opened_at=None).exists()


def _start_over(mixer: Mixer) -> None:
    Table.objects.filter(round__mixer=mixer).delete()
    Round.objects.filter(mixer=mixer).update(state=Round.State.PLANNED, planned_at=None, opens_at=None)
    mixer.phase, mixer.phase_number = Phase.WAITING, 0
    mixer.phase_began_at = mixer.phase_ends_at = mixer.paused_at = None
    mixer.save()
    shared_clock.begin([mixer.lobby_id], phase="", ends_at=None)
