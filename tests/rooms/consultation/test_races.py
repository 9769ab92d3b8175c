"""What happens at the same moment in a consultation, with and without what keeps it apart."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from ledger import promises
from ledger.models import Promise
from ledger.reading import since
from members.models import Person
from rooms import clock, refusals, timetable
from rooms.consultation import actions, closing, leading
from rooms.consultation.refusals import BegunAlready
from rooms.models import Room
from tests.parallel import at_once, errors

pytestmark = pytest.mark.django_db(transaction=True)
HOSTS = 6


def _ring(room: Room) -> int:
    """Bring the running phase's end to this moment; its promise is due. Returns the promise's id."""
    now = timezone.now()
    Room.objects.filter(id=room.id).update(phase_ends_at=now)
    promise = Promise.objects.get(kind="phase_ends")
    Promise.objects.filter(id=promise.id).update(due_at=now, promised_at=now)
    return promise.id


def _began(room: Room) -> list[str]:
    return [entry.data["phase"] for entry in since(f"room:{room.id}", 0) if entry.kind == "phase_began"]


def _check_one_step(room: Room, anna: Person) -> None:
    """The moderator presses "next phase" several times while the promise fires: one phase passes."""
    bell = _ring(room)
    skip = partial(clock.end, room, phase="casting", by=anna)
    results = at_once(partial(promises.keep, bell), *[skip] * HOSTS)
    room.refresh_from_db()
    assert all(isinstance(error, refusals.PhaseOver) for error in errors(results))
    assert (room.phase, _began(room)) == ("story", ["casting", "story"])
    assert Promise.objects.filter(kind="phase_ends", state="due").get().due_at == room.phase_ends_at


def test_skipping_while_the_promise_fires_passes_one_phase(running: Room, anna: Person) -> None:
    _check_one_step(running, anna)


def test_without_naming_the_phase_meant_several_are_passed(
    running: Room, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same presses, each meaning whatever runs."""
    end = clock.end
    monkeypatch.setattr(clock, "end", lambda room, *, phase, by: end(room, by=by))
    with pytest.raises(AssertionError):
        _check_one_step(running, anna)


def test_beginning_by_hand_and_by_the_clock_begins_once(room: Room, anna: Person) -> None:
    now = timezone.now()
    room.consultation.starts_at = now
    room.consultation.save()
    Promise.objects.update(due_at=now, promised_at=now)
    begins = Promise.objects.get(kind="consultation_begins").id
    results = at_once(partial(promises.keep, begins), *[partial(leading.begin, room, by=anna)] * HOSTS)
    assert all(isinstance(error, BegunAlready) for error in errors(results))
    assert _began(room) == ["casting"]


def test_moving_and_beginning_at_the_same_moment_leave_one_of_both(room: Room) -> None:
    later = timezone.now() + timedelta(hours=2)
    for _ in range(3):
        now = timezone.now()
        type(room.consultation).objects.update(starts_at=now)
        Promise.objects.update(due_at=now, promised_at=now, state="due")
        begins = Promise.objects.get(kind="consultation_begins").id
        moved = at_once(partial(promises.keep, begins), partial(leading.plan, room, starts_at=later, seconds=3600))[1]
        room.refresh_from_db()
        if isinstance(moved, BegunAlready):
            assert (room.phase, Promise.objects.get(id=begins).state) == ("casting", "done")
            return
        promised = Promise.objects.get(id=begins)
        assert (room.phase, promised.state, promised.due_at) == ("", "due", later)


def test_cancelling_and_beginning_at_the_same_moment_leave_one_of_both(room: Room) -> None:
    now = timezone.now()
    type(room.consultation).objects.update(starts_at=now)
    Promise.objects.update(due_at=now, promised_at=now)
    begins = Promise.objects.get(kind="consultation_begins").id
    cancelled = at_once(partial(promises.keep, begins), partial(leading.cancel, room))[1]
    room.refresh_from_db()
    began = isinstance(cancelled, BegunAlready)
    assert (room.phase == "casting", room.closed_at is None) == (began, began)


def test_an_action_agreed_at_the_moment_of_closing_is_kept_or_refused(running: Room, anna: Person, uwe: Person) -> None:
    due_on = timezone.localdate()
    agree = partial(actions.agree, running, by=uwe, text="Ask the fishermen", owner_id=uwe.pk, due_on=due_on)
    results = at_once(partial(closing.close, running, by=anna, reason="No time"), *[agree] * HOSTS)
    refused = errors(results)
    assert all(isinstance(error, refusals.Closed) for error in refused)
    closed = next(entry for entry in since(f"room:{running.id}", 0) if entry.kind == "consultation_closed")
    assert closed.data["actions"] == actions.agreed(running).count() == HOSTS - len(refused)


def test_the_last_bell_and_closing_by_hand_close_once(running: Room, anna: Person) -> None:
    for step in timetable.after(clock.steps(running), ""):
        if step.phase != "parting":
            clock.end(running, phase=step.phase)
    bell = _ring(running)
    from ledger import relay

    at_once(partial(promises.keep, bell), partial(closing.close, running, by=anna, reason="Done early"))
    relay.drain()
    assert [entry.kind for entry in since(f"room:{running.id}", 0)].count("consultation_closed") == 1
