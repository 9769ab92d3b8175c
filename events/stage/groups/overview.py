"""A session's small groups as a reader sees them: the steps, where they sit, and afterwards what all groups noted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from events.models import GroupSeat, GroupWork, Podium, SmallGroup
from events.stage.groups import people, plans, wording
from events.stage.places import Place
from members.models import Person
from rooms import admissions
from rooms.timetable import Step

OVER, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True)
class StepLine:
    """A step in the list of steps.

    Attributes:
        standing: `OVER`, `NOW` or `AHEAD`.
        minutes: how long it is planned; for what is shorter than a minute 1.
    """

    label: str
    minutes: int
    standing: str


@dataclass(frozen=True)
class GroupLine:
    """A group of the running step.

    Attributes:
        room_id: where it talks; None for somebody alone.
        people: the names of those in it; for the reader's own group without the reader.
    """

    id: int
    name: str
    room_id: int | None
    people: tuple[str, ...]


@dataclass(frozen=True)
class Noted:
    """What a group noted.

    Attributes:
        ended_at: when the groups ended, if the event was postponed since.
    """

    step: str
    group: str
    text: str
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Overview:
    """The small groups of a session for one reader.

    Attributes:
        step: the place of the running step, from 0; -1 when none runs.
        phase: what runs, one of the phases in `plans`, or "".
        ends_at: when it ends by the clock.
        seconds: how long it is planned.
        in_groups: people are in groups with rooms now.
        over: all steps are.
        takes_part: the reader is in the session's conversation.
        guests: how many would take part in a step that began now; moderators are told.
        mine: the reader's group.
        groups: all groups of the running step; moderators see them.
        noted: what the groups noted, once all steps are over or everybody is together again; what was noted before the
            event was postponed stays.
    """

    steps: tuple[StepLine, ...]
    step: int = -1
    phase: str = ""
    ends_at: datetime | None = None
    seconds: int = 0
    in_groups: bool = False
    over: bool = False
    takes_part: bool = False
    guests: int = 0
    mine: GroupLine | None = None
    groups: tuple[GroupLine, ...] = ()
    noted: tuple[Noted, ...] = ()

    @property
    def label(self) -> str:
        """What runs, in words."""
        return self.steps[self.step].label


def of_session(session_id: int, place: Place, kind: str, seconds: int) -> Overview | None:
    """The small groups of a session; None when its format has none. Eight queries at most, however many groups.

    Args:
        session_id: whose.
        place: the reader's.
        kind: one of `Session.Format`, as published.
        seconds: how long the session lasts.
    """
    works = list(GroupWork.objects.filter(session=session_id).order_by("pk"))
    work = works[-1] if works else None
    if kind in plans.FORMATS and (work is None or work.postponed):
        return _before(session_id, place, plans.steps(kind, seconds), works)
    if work is None:
        return None
    steps = people.steps_of(work)
    if work.ended_at is not None:
        return Overview(_lines(steps, len(steps)), over=True, noted=_noted(works))
    step, is_in_groups = steps[work.step], people.is_in_groups(work)
    groups, mine = _groups(work, step.phase, place) if is_in_groups else ((), None)
    return Overview(
        _lines(steps, work.step),
        work.step,
        step.phase,
        work.ends_at,
        step.seconds,
        is_in_groups,
        takes_part=_takes_part(session_id, place.person),
        mine=mine,
        groups=groups,
        noted=_noted([one for one in works if one.postponed or not is_in_groups]),
    )


def _before(session_id: int, place: Place, steps: Sequence[Step], works: Collection[GroupWork]) -> Overview:
    guests = len(people.present(session_id).guests) if place.moderates(session_id) else 0
    takes_part = _takes_part(session_id, place.person)
    return Overview(_lines(steps, -1), guests=guests, takes_part=takes_part, noted=_noted(works))


def _takes_part(session_id: int, person: Person) -> bool:
    rooms = Podium.objects.filter(session=session_id).values("conversation")
    return admissions.valid().filter(room__in=rooms, person=person).exists()


def _lines(steps: Sequence[Step], now: int) -> tuple[StepLine, ...]:
    standings = [OVER if at < now else NOW if at == now else AHEAD for at in range(len(steps))]
    return tuple(
        StepLine(wording.of_step(step), max(round(step.seconds / 60), 1), standing)
        for step, standing in zip(steps, standings, strict=True)
    )


def _groups(work: GroupWork, phase: str, place: Place) -> tuple[tuple[GroupLine, ...], GroupLine | None]:
    """All groups for moderators, and the reader's own."""
    rows = GroupSeat.objects.filter(work=work, step=work.step).select_related("person")
    groups = SmallGroup.objects.filter(work=work, step=work.step)
    own = GroupSeat.objects.filter(work=work, step=work.step, person=place.person)
    moderates = place.moderates(work.session_id)
    found = list(groups if moderates else groups.filter(pk__in=own.values("group")))
    seats = list(rows.filter(group__in=found))
    mine = next((seat.group_id for seat in seats if seat.person_id == place.person.pk), None)
    lines = {one.pk: _line(one, phase, seats, place.person if one.pk == mine else None) for one in found}
    return (tuple(lines.values()) if moderates else ()), lines.get(mine or 0)


def _line(group: SmallGroup, phase: str, seats: Collection[GroupSeat], but: Person | None) -> GroupLine:
    company = [seat.person for seat in seats if seat.group_id == group.pk and seat.person != but]
    name = wording.of_group(phase, group.number)
    return GroupLine(group.pk, name, group.room_id, tuple(str(person) for person in company))


def _noted(works: Collection[GroupWork]) -> tuple[Noted, ...]:
    rows = SmallGroup.objects.filter(work__in=works).exclude(room=None).exclude(room__notes="")
    return tuple(
        _note(row, people.steps_of(row.work)[row.step], row.room.notes)
        for row in rows.select_related("work", "room").order_by("work", "step", "number")
        if row.room is not None
    )


def _note(group: SmallGroup, step: Step, text: str) -> Noted:
    ended_at = group.work.ended_at if group.work.postponed else None
    return Noted(wording.of_step(step), wording.of_group(step.phase, group.number), text, ended_at)
