"""What organisers set for a stage: where its sound and picture are, its captions, whether questions wait."""

from typing import Any

from django.db import transaction

from events.models import Broadcast, Event, Stage
from events.stage import facts, places
from events.stage.errors import NoSuchThing, OnlyForModerators
from ledger.recording import record
from members.models import Person

DETAILS = ("address", "captions", "moderated")


def put(event: Event, stage_id: int, *, by: Person, **details: Any) -> Broadcast:
    """Set what leads to a stage; what is not named stays as it is.

    Args:
        event: whose stage.
        stage_id: which.
        by: an organiser of the event.
        details: fields named in `DETAILS`; addresses are https.

    Raises:
        NoPlace, StageIsClosed: see `places.require`.
        OnlyForModerators: they are no organiser.
        NoSuchThing: the event has no such stage.
    """
    if not places.require(event, by).staff:
        raise OnlyForModerators
    with transaction.atomic():
        stage = Stage.objects.filter(event=event, pk=stage_id).first()
        if stage is None:
            raise NoSuchThing
        values = {name: details[name] for name in DETAILS if name in details}
        made, _new = Broadcast.objects.update_or_create(stage=stage, defaults=values)
        record(facts.BroadcastSet(event_id=event.pk))
    return made
