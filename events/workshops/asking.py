"""Who is asked to prepare something, and who is told that they are."""

from collections.abc import Collection, Iterable

from events.models import Workshop, WorkshopTask
from events.workshops import people, rights
from events.workshops.states import ANNOUNCED
from members import notices


def asked(workshop: Workshop, task: WorkshopTask) -> set[int]:
    """Ids of those who take part and for whom a task is."""
    rows = people.registrations(workshop.event)
    if not task.for_all:
        rows = rows.filter(person__in=task.named.all())
    return set(rows.values_list("person_id", flat=True))


def goes_on(workshop: Workshop) -> bool:
    """Whether people are preparing themselves now."""
    return workshop.step == Workshop.Step.PREPARATION and workshop.event.state in ANNOUNCED


def tell_of_task(workshop: Workshop, task: WorkshopTask, *, known: Collection[int] = ()) -> None:
    """While the preparation goes on, tell those whom a task asks, but not those whom it asked before."""
    if goes_on(workshop):
        tell(
            workshop,
            asked(workshop, task) - set(known),
            key=f"preparation_began:{workshop.event_id}:{task.pk}",
            address=f"{rights.address_of(workshop.event)}tasks/{task.pk}/",
        )


def tell(workshop: Workshop, person_ids: Iterable[int], *, key: str = "", address: str = "") -> None:
    """Tell people that there is something to prepare; whoever was told under the same key is passed by.

    Args:
        workshop: of which.
        person_ids: whom.
        key: what makes it the same notice; that the preparation has begun, unless given.
        address: where the notice leads; the workshop's own page, unless given.
    """
    notices.tell(
        person_ids,
        kind="preparation_began",
        key=key or f"preparation_began:{workshop.event_id}",
        data={"event_id": workshop.event_id},
        address=address or rights.address_of(workshop.event),
    )
