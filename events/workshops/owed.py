"""What one person still has to prepare, over all workshops; for the dashboard."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from events.models import Event, Preparation, Registration, Workshop, WorkshopTask
from events.states import HOLDS_A_SEAT
from events.workshops.homework import Piece
from events.workshops.reminding import SILENT
from events.workshops.rights import address_of
from members.models import Person

__all__ = ["address_of", "missing"]


def missing(person: Person) -> list[tuple[Event, Piece]]:
    """The pieces that are missing from the person while the preparation goes on, by when they are due; one query."""
    seat = Registration.objects.filter(event=OuterRef("workshop__event"), person=person, state__in=HOLDS_A_SEAT)
    done = Preparation.objects.filter(task=OuterRef("pk"), person=person)
    named = WorkshopTask.named.through.objects.filter(workshoptask=OuterRef("pk"), person=person)
    for_me = Q(for_all=True) | Exists(named)
    rows = WorkshopTask.objects.filter(
        Exists(seat), ~Exists(done), for_me, workshop__step=Workshop.Step.PREPARATION
    ).exclude(workshop__event__state__in=SILENT)
    now = timezone.now()
    tasks = rows.select_related("workshop__event")
    return [(task.workshop.event, Piece(task, None, task.due_at <= now)) for task in tasks]
