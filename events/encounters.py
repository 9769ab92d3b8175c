"""Who takes part in an event together: asked by profiles, whose owners may show themselves to those they meet."""

from collections.abc import Collection

from events.models import Meeting, Participant, Registration
from events.states import HOLDS_A_SEAT


def together(person_id: int, others: Collection[int]) -> set[int]:
    """Those of the others who have, or had, a seat at an event or a part in a meeting with the person; two queries."""
    return _at_events(person_id, others) | _in_meetings(person_id, others)


def _in_meetings(person_id: int, others: Collection[int]) -> set[int]:
    takes_place = Participant.objects.exclude(meeting__state=Meeting.State.CANCELLED).filter(left_at=None)
    mine = takes_place.filter(person=person_id).values("meeting")
    theirs = takes_place.filter(meeting__in=mine, person__in=others)
    return set(theirs.order_by().values_list("person_id", flat=True))


def _at_events(person_id: int, others: Collection[int]) -> set[int]:
    mine = Registration.objects.filter(person=person_id, state__in=HOLDS_A_SEAT).values("event")
    theirs = Registration.objects.filter(event__in=mine, person__in=others, state__in=HOLDS_A_SEAT)
    return set(theirs.order_by().values_list("person_id", flat=True))
