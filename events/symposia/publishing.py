"""Publishing the draft: a numbered version that never changes, with its differences to the one before."""

from django.db import transaction
from django.utils import timezone

from events import registrations
from events.models import Agenda, AgendaVersion, Event
from events.symposia import differences, facts, rights, snapshots
from events.symposia.errors import AgendaChangedMeanwhile, NothingChanged
from events.symposia.places import taking
from events.symposia.promises import DEBOUNCE, LATEST, AgendaNewsDue
from ledger.promises import hold, promise
from ledger.recording import record
from members.models import Person


@transaction.atomic
def publish(event: Event, *, by: Person, revision: int) -> AgendaVersion:
    """Publish the draft as the next version; whom a difference concerns is told some minutes later.

    Args:
        event: whose agenda.
        by: an organiser of the event.
        revision: of the draft as the organiser saw it.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        AgendaChangedMeanwhile: the draft was changed after `revision`.
        NothingChanged: the published version is the same.
        PlacesTaken: more people have a place in a session than it would have.
    """
    hold(f"agenda:{event.pk}", AgendaNewsDue)  # first, as its keeper does
    with rights.door(event, by=by) as agenda, registrations.door(event.pk) as held:
        if agenda.revision != revision:
            raise AgendaChangedMeanwhile
        before = snapshots.latest(event)
        snapshot, old = snapshots.take(event), before.snapshot if before else snapshots.EMPTY
        if snapshot == old:
            raise NothingChanged
        found = differences.between(snapshots.picture(old), snapshots.picture(snapshot))
        version = AgendaVersion.objects.create(
            event=event,
            number=before.number + 1 if before else 1,
            snapshot=snapshot,
            differences=[one.stored() for one in found],
            published_by=by,
        )
        taking.follow_publication(held, snapshot)
        record(
            facts.DraftPublished(event_id=event.pk, number=version.number),
            facts.AgendaPublished(event_id=event.pk, number=version.number),
        )
        _promise_news(agenda, version)
    return version


def _promise_news(agenda: Agenda, version: AgendaVersion) -> None:
    """Later with each version, and never later than `LATEST` after the first that nobody was told of."""
    untold = AgendaVersion.objects.filter(event=agenda.event_id, number__gt=agenda.told).order_by("number").first()
    first = untold.published_at if untold else version.published_at
    promise(AgendaNewsDue(event_id=agenda.event_id), at=min(timezone.now() + DEBOUNCE, first + LATEST))
