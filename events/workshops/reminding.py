"""Participants are reminded of each missing piece 7 and 2 days before it is due, and a day after.

There is one promise per task and distance. Who has not handed it in is looked up when its time has come, so handing
in, registering and postponing keep no books: a reminder that finds nobody says nothing.
"""

from events import distances
from events.models import Event, Workshop, WorkshopTask
from events.workshops import rights
from events.workshops.homework import Homework
from events.workshops.promises import DISTANCES, HomeworkReminder
from ledger import promises
from members import notices

SILENT = (Event.State.CANCELLED, Event.State.POSTPONED, Event.State.DOCUMENTATION, Event.State.ARCHIVED)


def keep_in_step(task: WorkshopTask) -> None:
    """Promise or move a task's reminders, in the transaction that changed it."""
    distances.keep_in_step(lambda days: _reminder(task, days), task.due_at, DISTANCES, wanted=True)


def withdraw(task: WorkshopTask) -> None:
    """Take a task's reminders back."""
    promises.withdraw(*[_reminder(task, days) for days in DISTANCES])


def _reminder(task: WorkshopTask, days: int) -> HomeworkReminder:
    return HomeworkReminder(event_id=task.workshop.event_id, task_id=task.pk, days=days)


def keep_promise(due: HomeworkReminder) -> None:
    """Keep a reminder: tell whoever has not handed it in by now, while the preparation goes on."""
    rows = WorkshopTask.objects.select_related("workshop__event").filter(workshop__step=Workshop.Step.PREPARATION)
    task = rows.filter(pk=due.task_id).exclude(workshop__event__state__in=SILENT).first()
    if task is None:
        return
    event = task.workshop.event
    homework = Homework(event)
    place = [one.pk for one in homework.tasks].index(task.pk)
    late = [line for line in homework.lines() if (piece := line.pieces[place]) and piece.missing]
    notices.tell(
        [line.registration.person_id for line in late],
        kind="preparation_missing",
        key=f"preparation_missing:{task.pk}:{due.days}:{task.due_at:%Y%m%dT%H%M}",
        data={"event_id": event.pk, "task_id": task.pk, "days": due.days},
        address=f"{rights.address_of(event)}tasks/{task.pk}/",
    )
