"""The reader's own agenda: sessions they want to attend."""

from django.db import transaction

from events.models import Bookmark, Event, Session
from events.symposia import snapshots
from events.symposia.errors import NoSuchSession, PlacesAreLimited
from events.symposia.places import taking
from events.symposia.places.line import ACTIVE
from members.models import Person


@transaction.atomic
def keep(event: Event, session_id: int, *, person: Person, wanted: bool) -> None:
    """Put a published session into the person's own agenda, or take it out; doing it again changes nothing.

    With a session whose places are no longer limited a place in it is given back, too.

    Raises:
        NoSuchSession: the published agenda has no such session.
        PlacesAreLimited: one takes or leaves a place in this session instead.
    """
    version = snapshots.latest(event)
    shown = {one["id"] for one in version.snapshot["sessions"]} if version else set()
    row = Session.objects.filter(event=event, pk=session_id).first()
    if row is None or (wanted and row.pk not in shown):
        raise NoSuchSession
    has_place = row.line.filter(person=person, state__in=ACTIVE).exists()
    if row.places is not None and (wanted or has_place):
        raise PlacesAreLimited
    if has_place and not wanted:
        taking.leave(event, row.pk, person=person)
    elif wanted:
        Bookmark.objects.get_or_create(session=row, person=person)
    else:
        Bookmark.objects.filter(session=row, person=person).delete()


def of(event: Event, person: Person) -> set[int]:
    """Ids of the sessions in the person's own agenda."""
    return set(Bookmark.objects.filter(session__event=event, person=person).values_list("session_id", flat=True))
