"""From step to step: the groups of one close, those of the next open. Whoever calls holds the session."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from events.models import GroupWork
from events.stage import facts
from events.stage.groups import grouping, people, plans, seats
from events.stage.groups.grouping import Groups
from events.stage.promised import GroupStepEnds
from ledger.promises import promise
from ledger.recording import record
from rooms import timetable


def go_on(work: GroupWork, *, ended_at: datetime, now: datetime) -> None:
    """Leave the running step and enter the one that should run now, or end when there is none.

    After an outage steps whose time has passed are left out, and later ones keep their times (see `rooms.timetable`).

    Args:
        work: held.
        ended_at: when the running step ended by the clock, not later than now.
        now: the present.
    """
    standing = timetable.go_on(people.steps_of(work)[work.step + 1 :], ended_at=ended_at, now=now)
    if standing.step is None:
        finish(work)
        return
    seats.close_groups(work)
    enter(work, work.step + 1 + len(standing.skipped), ends_at=standing.ends_at)


def enter(work: GroupWork, step: int, *, ends_at: datetime) -> None:
    """Begin a step: with its groups, its end promised."""
    work.step, work.ends_at = step, ends_at
    work.save(update_fields=["step", "ends_at"])
    if people.is_in_groups(work):
        there = people.present(work.session_id)
        seats.open_groups(work, _groups(people.phase_of(work), there.guests, seats.history(work)), there)
    promise(GroupStepEnds(session_id=work.session_id), at=ends_at)
    record(facts.GroupStepBegan(event_id=work.session.event_id, session_id=work.session_id, step=step))


def finish(*works: GroupWork) -> None:
    """End works, wherever they stand; the rooms of all are taken at once."""
    seats.close_groups(*works)
    for work in works:
        work.ended_at = timezone.now()
        work.save(update_fields=["ended_at"])
        record(facts.GroupWorkEnded(event_id=work.session.event_id, session_id=work.session_id, step=work.step))


def _groups(phase: str, guests: Sequence[int], before: Sequence[Groups]) -> Groups:
    if phase == plans.CAFE:
        return grouping.tables(guests, before)
    known = [[one for one in group if one in set(guests)] for group in before[-1]] if before else []
    if phase == plans.PAIRS or not known:
        found = grouping.pairs(guests)
        return found if phase == plans.PAIRS else grouping.fours(found)
    seen = {one for group in known for one in group}
    return grouping.fours([*known, *([one] for one in guests if one not in seen)])
