"""What a workshop's organisers see: its step and the next ones, who has handed in what, groups, competences."""

from dataclasses import dataclass
from functools import cached_property

from events.models import Event, GroupPlace, Registration, Workshop, WorkshopGroup
from events.workshops import measures, page, people, rights, states
from events.workshops.homework import Homework, Line


@dataclass(frozen=True)
class Button:
    """A step that can be taken now; `back` to an earlier one."""

    to: str
    label: str
    back: bool


class Desk:
    """The desk of one workshop; a fixed number of queries, however many people and tasks."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop, self.event = workshop, workshop.event
        self.stages = page.stages(workshop)
        self.homework = Homework(self.event)
        self.lines: list[Line] = self.homework.lines()
        self.measures = measures.of(self.event)
        self.fewest = measures.FEWEST

    @property
    def buttons(self) -> list[Button]:
        """The steps an organiser may take; none once the event is fixed."""
        if self.event.state in rights.FIXED:
            return []
        now = page.ORDER.index(self.workshop.step)
        found = states.buttons(self.workshop.step, self.event.state)
        return [Button(to, str(Workshop.Step(to).label), page.ORDER.index(to) < now) for to in found]

    @cached_property
    def groups(self) -> list[WorkshopGroup]:
        """Every group."""
        return list(WorkshopGroup.objects.filter(workshop=self.workshop))

    @cached_property
    def seated(self) -> dict[int, int]:
        """Which group each person is in."""
        return dict(GroupPlace.objects.filter(workshop=self.workshop).values_list("person_id", "group_id"))

    @cached_property
    def filled(self) -> list[tuple[WorkshopGroup, list[Registration]]]:
        """Groups with the people in them, by name."""
        rows = [line.registration for line in self.lines]
        rows.sort(key=lambda row: row.person.display_name)
        return [(group, [row for row in rows if self.seated.get(row.person_id) == group.pk]) for group in self.groups]

    @cached_property
    def unseated(self) -> list[Registration]:
        """Who is in no group."""
        return [line.registration for line in self.lines if line.registration.person_id not in self.seated]

    @property
    def late(self) -> int:
        """From how many people something is overdue."""
        return sum(bool(line.overdue) for line in self.lines)


def named_choices(event: Event) -> list[tuple[str, str]]:
    """Participants for whom a task can be."""
    return [(str(row.person_id), row.person.display_name) for row in people.registrations(event)]
