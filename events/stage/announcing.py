"""Announcements to everybody at a symposium."""

from django.db import transaction

from events.models import Event, StageAnnouncement
from events.stage import facts, places
from events.stage.errors import OnlyForModerators
from events.stage.questions import worded
from ledger.recording import record
from members.models import Person
from rooms import texts


def announce(event: Event, *, by: Person, text: str, nonce: str) -> StageAnnouncement:
    """Say something to everybody; with the same nonce again the first announcement is the answer.

    Args:
        event: at which event.
        by: an organiser, or somebody who moderates any of its sessions.
        text: up to 500 characters.
        nonce: of the page.

    Raises:
        NoPlace, StageIsClosed: see `places.require_acting`.
        OnlyForModerators: they moderate nothing here.
        Empty, TooLong, ControlCharacters, BadNonce: see `rooms.texts`.
    """
    place = places.require_acting(event, by)
    if not (place.staff or any(place.moderates(session_id) for session_id in place.on)):
        raise OnlyForModerators
    text, nonce = worded(text), texts.nonce(nonce)
    with transaction.atomic():
        values = {"text": text}
        made, new = StageAnnouncement.objects.get_or_create(event=event, by=by, nonce=nonce, defaults=values)
        if new:
            record(facts.StageAnnounced(event_id=event.pk, announcement_id=made.pk))
    return made
