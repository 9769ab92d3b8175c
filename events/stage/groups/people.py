"""Who takes part in a session's small groups: those in its conversation; its hosts look after all groups instead."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from events.models import GroupWork, Podium
from events.stage.groups import plans
from rooms import admissions
from rooms.models import Admission
from rooms.timetable import Step

Role = Admission.Role


@dataclass(frozen=True)
class Present:
    """Who is in a session's conversation, by id, in the order of coming.

    Attributes:
        guests: who is put into groups.
        hosts: who moderates.
        muted: those of the guests who only listen.
    """

    guests: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    muted: frozenset[int] = frozenset()


def present(session_id: int) -> Present:
    """Who is there now, in two queries."""
    room_id = Podium.objects.filter(session=session_id).values_list("conversation", flat=True).first()
    if room_id is None:
        return Present()
    rows = list(admissions.valid().filter(room=room_id).order_by("id"))
    return Present(
        tuple(row.person_id for row in rows if row.role != Role.HOST),
        tuple(row.person_id for row in rows if row.role == Role.HOST),
        frozenset(row.person_id for row in rows if row.muted),
    )


def running(session_id: int) -> GroupWork | None:
    """The session's work in groups while it is not over, as it is now."""
    return all_running([session_id]).first()


def all_running(session_ids: Collection[int]) -> QuerySet[GroupWork]:
    """What is `running` in sessions, in their order."""
    rows = GroupWork.objects.select_related("session__event")
    return rows.filter(session__in=session_ids, ended_at=None).order_by("session")


def steps_of(work: GroupWork) -> tuple[Step, ...]:
    """The steps as they were planned when it began."""
    return tuple(Step(phase, number, seconds) for phase, number, seconds in work.steps)


def phase_of(work: GroupWork) -> str:
    """What runs now, one of the phases in `plans`."""
    return steps_of(work)[work.step].phase


def is_in_groups(work: GroupWork) -> bool:
    """Whether people are in groups with rooms now."""
    return phase_of(work) in plans.IN_GROUPS
