"""What a workshop's own page shows to one reader: steps, homework, what others prepared, group, ratings, actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from events.models import Competence, Event, GroupPlace, Preparation, SelfRating, Workshop, WorkshopGroup
from events.workshops import agreeing, homework, people, ratings, rights, states
from events.workshops.homework import Homework
from members.models import Person

S = Workshop.Step
ORDER = tuple(S.values)


@dataclass(frozen=True)
class Stage:
    """A step as it stands: `done`, `now` or "" for one that comes later."""

    step: str
    label: str
    standing: str


@dataclass(frozen=True)
class Rated:
    """A competence with the reader's own scores."""

    competence: Competence
    before: int | None
    after: int | None


def stages(workshop: Workshop) -> list[Stage]:
    """All steps in their order."""
    now = ORDER.index(workshop.step)
    return [
        Stage(step, str(S(step).label), "done" if place < now else "now" if place == now else "")
        for place, step in enumerate(ORDER)
    ]


class Page:
    """The page of one reader, in a fixed number of queries."""

    def __init__(self, workshop: Workshop, reader: Person, *, takes_part: bool) -> None:
        self.workshop, self.reader, self.takes_part = workshop, reader, takes_part
        self.stages = stages(workshop)
        self.homework = Homework(workshop.event)
        self.pieces = self.homework.of(reader) if takes_part else []
        self.agreed = agreeing.of(workshop, reader)
        self.closed = workshop.step in states.AFTERWARDS or workshop.event.state in rights.FIXED

    @cached_property
    def shared(self) -> list[tuple[Preparation, str]]:
        """What everybody with a seat handed in, with the name of the file that came with it."""
        seated = set(people.registrations(self.workshop.event).values_list("person_id", flat=True))
        rows = [row for row in self.homework.handed_in.values() if row.person_id in seated]
        rows.sort(key=lambda row: (row.task.due_at, row.task_id, row.pk))
        names = homework.files(rows)
        return [(row, names.get(row.pk, "")) for row in rows]

    @cached_property
    def group(self) -> WorkshopGroup | None:
        """The reader's group with those in it."""
        place = GroupPlace.objects.select_related("group").filter(workshop=self.workshop, person=self.reader).first()
        return place.group if place else None

    @cached_property
    def company(self) -> Sequence[GroupPlace]:
        """Everybody in the reader's group."""
        rows = GroupPlace.objects.filter(group=self.group).select_related("person") if self.group else ()
        return list(rows)

    @cached_property
    def moment(self) -> str | None:
        """Which self-rating is asked of the reader now."""
        return ratings.moment(self.workshop, self.reader) if self.takes_part and self.rated else None

    @cached_property
    def rated(self) -> list[Rated]:
        """The competences with the reader's scores."""
        mine = ratings.mine(self.workshop.event, self.reader)
        rows = Competence.objects.filter(workshop=self.workshop)
        before, after = SelfRating.Moment.BEFORE, SelfRating.Moment.AFTER
        return [Rated(row, mine.get((row.pk, before)), mine.get((row.pk, after))) for row in rows]


def open_page(event: Event, reader: Person, *, takes_part: bool) -> Page | None:
    """The page; None while the organisers have not begun to prepare the workshop."""
    workshop = Workshop.objects.select_related("room", "event").filter(event=event).first()
    return Page(workshop, reader, takes_part=takes_part) if workshop else None
