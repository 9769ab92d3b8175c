"""The end of a mixer: attendance, what is promised for afterwards, and a word to everybody who came."""

from collections.abc import Collection
from datetime import datetime, timedelta

from events import registrations, states
from events.models import Event, Registration
from events.states import HOLDS_A_SEAT
from exchanges.mixers.facts import MixerEnded
from exchanges.mixers.models import Arrival, Mixer, Round
from exchanges.mixers.promises import FollowUpDue, RecapDue
from ledger.promises import promise
from ledger.recording import record
from members import notices
from rooms.rooms import close_room

FOLLOW_UP_DAYS = (30, 90)
RECAP_AFTER = timedelta(days=2)
"""Ratings are in by then, and three of the five days are left to send the recap out."""


def finish(mixer: Mixer, *, now: datetime) -> None:
    """End a mixer whose row is held and whose rounds are closed."""
    mixer.held = Round.objects.filter(mixer=mixer, state=Round.State.CLOSED).exists()
    mixer.phase, mixer.phase_number, mixer.ended_at = Mixer.Phase.ENDED, 0, now
    mixer.phase_began_at = mixer.phase_ends_at = mixer.paused_at = None
    mixer.save()
    came = _came(mixer) if mixer.held else []
    if mixer.held and not mixer.rehearsal:
        _promise_afterwards(mixer, now)
    close_room(mixer.lobby)
    if mixer.event.state == Event.State.LIVE:
        mixer.event = states.move(mixer.event, to=Event.State.DOCUMENTATION, by=None)
    if mixer.held:
        _mark_attendance(mixer, {row.person_id for row in came})
        _tell(mixer, {row.person_id for row in came})
    members = sorted({row.member_id for row in came if row.member_id is not None})
    record(MixerEnded(mixer_id=mixer.id, held=mixer.held, concerns=() if mixer.rehearsal else tuple(members)))


def _came(mixer: Mixer) -> list[Registration]:
    seen = Arrival.objects.filter(mixer=mixer).values("person_id")
    return list(Registration.objects.filter(event=mixer.event_id, state__in=HOLDS_A_SEAT, person__in=seen))


def _mark_attendance(mixer: Mixer, came: Collection[int]) -> None:
    expected = set(
        Registration.objects.filter(event=mixer.event_id, state=Registration.State.CONFIRMED).values_list(
            "person_id", flat=True
        )
    )
    registrations.mark_attended(mixer.event, expected & set(came), by=None)
    registrations.mark_missed(mixer.event, expected - set(came), by=None)


def _promise_afterwards(mixer: Mixer, now: datetime) -> None:
    for days in FOLLOW_UP_DAYS:
        promise(FollowUpDue(mixer_id=mixer.id, days=days), at=now + timedelta(days=days))
    promise(RecapDue(mixer_id=mixer.id), at=now + RECAP_AFTER)


def _tell(mixer: Mixer, person_ids: Collection[int]) -> None:
    if mixer.rehearsal:
        return
    notices.tell(
        person_ids,
        kind="mixer_afterwards",
        key=f"mixer_afterwards:{mixer.id}",
        data={"event_id": mixer.event_id, "mixer_id": mixer.id},
        address=f"/mixers/{mixer.event.slug}/afterwards/",
    )
