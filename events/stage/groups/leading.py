"""What moderators do with a session's small groups: begin, go on, give time, end. Steps also go on by themselves."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events import registrations
from events.facts import EventPostponed
from events.models import Event, GroupWork, Session
from events.stage import facts, formats, places, tallies
from events.stage.groups import people, plans, seats, stepping
from events.stage.promised import GroupStepEnds
from ledger.facts import Entry
from ledger.promises import hold, hold_all, promise, withdraw
from ledger.recording import record
from members.models import Person
from rooms import shared_clock

MORE = timedelta(minutes=2)


def begin(event: Event, session_id: int, *, by: Person) -> GroupWork:
    """Begin the steps of a World Café or of 1-2-4-All; what was begun before at this date stays as it is.

    Args:
        event: at which event.
        session_id: a session that is on.
        by: a moderator of the session.

    Raises:
        NoPlace, StageIsClosed, OnlyForModerators: see `places.require_moderator`.
        NoSuchThing: there is no such session, or it has another format.
        NotOnNow: it is not on.
    """
    with _held(event, session_id, by) as held:
        found = formats.require_on(held, session_id, *plans.FORMATS)
        known = GroupWork.objects.filter(session=session_id, postponed=False).first()
        if known is not None:
            return known
        steps = plans.steps(found.format, max(found.seconds_left, 3))
        ends_at = timezone.now() + timedelta(seconds=steps[0].seconds)
        rows = [[step.phase, step.number, step.seconds] for step in steps]
        work = GroupWork.objects.create(session=found.session, steps=rows, ends_at=ends_at)
        stepping.enter(work, 0, ends_at=ends_at)
    return work


def go_on(event: Event, session_id: int, *, by: Person, step: int) -> None:
    """End a step before its time; when another one runs by now nothing happens.

    Args:
        event: at which event.
        session_id: whose small groups.
        by: a moderator of the session.
        step: the place among the steps, from 0, of the one that the moderator saw.

    Raises:
        NoPlace, StageIsClosed, OnlyForModerators: see `places.require_moderator`.
    """
    now = timezone.now()
    with _held(event, session_id, by):
        work = people.running(session_id)
        if work is not None and work.step == step:
            withdraw(GroupStepEnds(session_id=session_id))
            stepping.go_on(work, ended_at=now, now=now)


def extend(event: Event, session_id: int, *, by: Person, step: int) -> None:
    """Let a step last two minutes longer; arguments and errors as for `go_on`."""
    with _held(event, session_id, by):
        work = people.running(session_id)
        if work is None or work.step != step:
            return
        work.ends_at = max(work.ends_at, timezone.now()) + MORE
        work.save(update_fields=["ends_at"])
        promise(GroupStepEnds(session_id=session_id), at=work.ends_at)
        shared_clock.extend([room.pk for room in seats.rooms_of(work)], ends_at=work.ends_at)
        record(facts.GroupStepExtended(event_id=event.pk, session_id=session_id, step=step))


def end(event: Event, session_id: int, *, by: Person) -> None:
    """End all steps; when they have ended, or never begun, nothing happens.

    Raises:
        NoPlace, StageIsClosed, OnlyForModerators: see `places.require_moderator`.
    """
    with _held(event, session_id, by):
        _finish([session_id])


def keep_promise(due: GroupStepEnds) -> None:
    """Go on when the running step's time has come; nothing happens when it was moved or has ended."""
    session = Session.objects.filter(pk=due.session_id).first()
    if session is None:
        return
    with registrations.door(session.event_id):
        tallies.locked([session.pk])
        now, work = timezone.now(), people.running(session.pk)
        if work is not None and work.ends_at <= now:
            stepping.go_on(work, ended_at=work.ends_at, now=now)


def follow_event(entry: Entry) -> None:
    """The event is over, or not for now: its small groups end, and begin anew at the new date. A reaction."""
    event_id = entry.data["event_id"]
    running = list(GroupWork.objects.filter(session__event=event_id, ended_at=None).values_list("session", flat=True))
    with transaction.atomic():
        hold_all([f"groups:{session_id}" for session_id in running], GroupStepEnds)
        with registrations.door(event_id):
            tallies.locked(running)
            _finish(running)
            if entry.kind == EventPostponed.kind:
                GroupWork.objects.filter(session__event=event_id).update(postponed=True)


def _finish(session_ids: Collection[int]) -> None:
    works = list(people.all_running(session_ids))
    withdraw(*(GroupStepEnds(session_id=work.session_id) for work in works))
    stepping.finish(*works)


@contextmanager
def _held(event: Event, session_id: int, by: Person) -> Iterator[Event]:
    """The event and the session, held for a moderator: the promise first, as its keeper does."""
    with transaction.atomic():
        hold(f"groups:{session_id}", GroupStepEnds)
        with registrations.door(event.pk) as held:
            places.require_moderator(held, session_id, by)
            tallies.locked([session_id])
            yield held
