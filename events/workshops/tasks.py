"""Tasks: set, changed and taken back by organisers."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events import registrations
from events.models import Event, Workshop, WorkshopTask
from events.workshops import asking, facts, people, reminding, rights
from events.workshops.errors import DueAfterBeginning, DueInThePast, NotTakingPart
from ledger.facts import Entry
from ledger.recording import record
from members.cowriting import REVISED, Shown, differing, revise
from members.errors import NotFound
from members.models import Person

DETAILS = ("titles", "texts", "due_at")


def set_task(event: Event, *, by: Person, named: Collection[int] | None = None, **details: Any) -> WorkshopTask:
    """Ask participants to prepare something.

    Args:
        event: whose workshop.
        by: an organiser.
        named: ids of the participants it is for; None for everybody.
        details: fields named in `DETAILS`: what is asked, by language code, and until when.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`.
        DueAfterBeginning, DueInThePast: it is due too late or too early.
        NotTakingPart: somebody named has no seat.
    """
    with rights.door(event, by=by) as workshop:
        _check(workshop, details["due_at"], named or (), None)
        made = WorkshopTask.objects.create(workshop=workshop, for_all=named is None, **details)
        made.named.set(named or ())
        reminding.keep_in_step(made)
        asking.tell_of_task(workshop, made)
        record(facts.WorkshopChanged(event_id=event.pk))
    return made


def change(
    event: Event,
    task_id: int,
    *,
    by: Person,
    named: Collection[int] | None = None,
    shown: Shown | None = None,
    **details: Any,
) -> WorkshopTask:
    """Change a task; other arguments and errors as for `set_task`.

    Args:
        event: whose workshop.
        task_id: which.
        by: an organiser.
        named: ids of the participants it is for; None for everybody.
        shown: what the organiser's page showed; `None` when there was no page.
        details: fields named in `DETAILS`.

    Raises:
        ChangedByColleague: somebody has changed it after what was shown; nothing is kept.
    """
    with rights.door(event, by=by) as workshop:
        row = held(workshop, task_id)
        if differing(row, details) or _for_others(row, named):
            revise(row, by=by, shown=shown)
        _check(workshop, details["due_at"], named or (), row.due_at)
        before = asking.asked(workshop, row)
        for name in DETAILS:
            setattr(row, name, details.get(name, getattr(row, name)))
        row.for_all = named is None
        row.save(update_fields=[*DETAILS, "for_all", *REVISED])
        row.named.set(named or ())
        reminding.keep_in_step(row)
        asking.tell_of_task(workshop, row, known=before)
        record(facts.WorkshopChanged(event_id=event.pk))
    return row


def _for_others(row: WorkshopTask, named: Collection[int] | None) -> bool:
    """Whether a task is for other people than those named; `None` names everybody."""
    asked = None if row.for_all else set(row.named.values_list("pk", flat=True))
    return asked != (None if named is None else set(named))


def drop(event: Event, task_id: int, *, by: Person) -> None:
    """Take a task back, with all that was handed in for it.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`; or the task is another workshop's.
    """
    with rights.door(event, by=by) as workshop:
        row = held(workshop, task_id)
        reminding.withdraw(row)
        row.delete()
        record(facts.WorkshopChanged(event_id=event.pk))


def write_needs(event: Event, *, by: Person, needs: dict[str, str], shown: Shown | None = None) -> None:
    """Write down what members need to learn; `shown` is what the organiser's page showed, `None` without one.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`.
        ChangedByColleague: somebody has written something else after what was shown; nothing is kept.
    """
    with rights.door(event, by=by) as workshop:
        if workshop.needs != needs:
            revise(workshop, by=by, shown=shown)
        workshop.needs = needs
        workshop.save(update_fields=["needs", *REVISED])
        record(facts.WorkshopChanged(event_id=event.pk))


def follow_event(entry: Entry) -> None:
    """The workshop has another date: homework is due as long before it as it was. A reaction."""
    later = timedelta(seconds=entry.data.get("later", 0))
    if not later:
        return
    with registrations.door(entry.data["event_id"]) as event:
        for row in WorkshopTask.objects.select_related("workshop__event").filter(workshop__event=event):
            row.due_at += later
            revise(row, by=None, shown=None)
            row.save(update_fields=["due_at", *REVISED])
            reminding.keep_in_step(row)


def held(workshop: Workshop, task_id: int) -> WorkshopTask:
    """A task of the workshop, whose event is held.

    Raises:
        NotFound: it is another workshop's.
    """
    row = WorkshopTask.objects.select_related("workshop__event").filter(workshop=workshop, pk=task_id).first()
    if row is None:
        raise NotFound
    return row


def _check(workshop: Workshop, due_at: datetime, named: Collection[int], before: datetime | None) -> None:
    if due_at > workshop.event.starts_at:
        raise DueAfterBeginning
    if due_at <= timezone.now() and due_at != before:
        raise DueInThePast
    seated = people.registrations(workshop.event).filter(person__in=named).values_list("person_id", flat=True)
    if set(named) - set(seated):
        raise NotTakingPart
