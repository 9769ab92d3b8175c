"""Homework: what participants are asked to prepare, and who has handed in what. Fixed numbers of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from events.models import Event, Preparation, PreparationFile, Registration, WorkshopTask
from events.workshops import people
from members.models import Person


@dataclass(frozen=True)
class Piece:
    """A task as one person stands to it.

    Attributes:
        done: what the person handed in; None while it is missing.
    """

    task: WorkshopTask
    done: Preparation | None
    overdue: bool

    @property
    def missing(self) -> bool:
        """Whether it is still to come."""
        return self.done is None


@dataclass(frozen=True)
class Line:
    """A participant with the tasks that are theirs; None where a task is for others."""

    registration: Registration
    pieces: Sequence[Piece | None]

    @property
    def overdue(self) -> int:
        """How many pieces are late."""
        return sum(piece.overdue for piece in self.pieces if piece)

    @property
    def missing(self) -> int:
        """How many pieces are still to come."""
        return sum(piece.missing for piece in self.pieces if piece)


class Homework:
    """The tasks of an event's workshop with who is named and what came in, in three queries."""

    def __init__(self, event: Event, now: datetime | None = None) -> None:
        self._now = now or timezone.now()
        self.event = event
        self.tasks = list(WorkshopTask.objects.filter(workshop__event=event))
        ids = [task.pk for task in self.tasks]
        named = WorkshopTask.named.through.objects.filter(workshoptask__in=ids)
        self._named: dict[int, set[int]] = {}
        for task, person in named.values_list("workshoptask_id", "person_id"):
            self._named.setdefault(task, set()).add(person)
        rows = Preparation.objects.filter(task__in=ids).select_related("person", "task")
        self.handed_in = {(row.task_id, row.person_id): row for row in rows}

    def piece(self, task: WorkshopTask, person_id: int) -> Piece | None:
        """How a participant stands to a task; None when it is for others."""
        if not task.for_all and person_id not in self.named(task):
            return None
        done = self.handed_in.get((task.pk, person_id))
        return Piece(task, done, done is None and task.due_at <= self._now)

    def of(self, person: Person) -> list[Piece]:
        """A participant's own tasks, by when they are due."""
        return [piece for task in self.tasks if (piece := self.piece(task, person.pk))]

    def lines(self) -> list[Line]:
        """Every participant, who is late first, then who has most to do; one query more."""
        rows = people.registrations(self.event)
        lines = [Line(row, [self.piece(task, row.person_id) for task in self.tasks]) for row in rows]
        return sorted(lines, key=lambda line: (-line.overdue, -line.missing))

    def named(self, task: WorkshopTask) -> Collection[int]:
        """Ids of those a task is for; nobody when it is for everybody."""
        return self._named.get(task.pk, frozenset())


def files(handed_in: Collection[Preparation]) -> dict[int, str]:
    """Names of the files that came with preparations, without their content."""
    rows = PreparationFile.objects.filter(preparation__in=[row.pk for row in handed_in])
    return dict(rows.values_list("preparation_id", "name"))
