"""Bookings, moves and promises of the same meetings at the same moment, with and without the locks."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from events.meetings import availability, booking
from events.meetings.errors import SlotTaken
from events.models import Meeting
from ledger import promises
from ledger.models import Promise
from ledger.reading import since
from tests.events import cast
from tests.events.meetings.table import book, kochi, promised, tuesday
from tests.events.meetings.table import petra as _petra
from tests.parallel import at_once, errors, let_readers_begin
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def overlapping(meetings: list[Meeting]) -> int:
    """How many pairs of meetings overlap."""
    rows = sorted((row.starts_at, row.ends_at) for row in meetings)
    return sum(later[0] < earlier[1] for index, earlier in enumerate(rows) for later in rows[index + 1 :])


def everybody_wants_petra() -> list[Meeting | Exception]:
    """Eight people book Petra at the same moment, for times that overlap in part."""
    petra = _petra()
    people = cast.delegates(8, acts_for=kochi())
    works = [partial(book, [petra, one], starts_at=tuesday(9, 20 * (index % 3))) for index, one in enumerate(people)]
    return at_once(*works)


def test_eight_bookings_of_one_person_for_the_same_hour_are_one_booking() -> None:
    results = everybody_wants_petra()
    refused = errors(results)
    assert {type(error) for error in refused} == {SlotTaken}
    assert len(refused) == 7
    assert Meeting.objects.count() == 1
    assert all(len(error.alternatives) == 5 for error in refused if isinstance(error, SlotTaken))


def test_bookings_that_cross_over_the_same_people_never_wait_in_a_circle() -> None:
    people = cast.delegates(4, acts_for=kochi())
    works = [
        partial(book, [people[a], people[b]], starts_at=tuesday(9))
        for a, b in ((0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2), (3, 0), (0, 3))
    ]
    results = at_once(*works)
    assert {type(error) for error in errors(results)} == {SlotTaken}
    taken: list[int] = []
    for row in Meeting.objects.prefetch_related("participants"):
        taken += [one.person_id for one in row.participants.all()]
    assert len(taken) == len(set(taken)) == 4


def test_without_the_persons_locks_petra_is_booked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: everybody looks before anybody writes.

    PostgreSQL then books Petra many times; SQLite, whose snapshots do not let a late writer go on, turns people away
    with an error.
    """
    let_readers_begin(monkeypatch)
    monkeypatch.setattr(booking, "held_people", list)
    look, everybody = availability.busy_times, threading.Barrier(8)

    def look_slowly(*args: Any, **kwargs: Any) -> Any:
        found = look(*args, **kwargs)
        everybody.wait(PATIENCE)
        return found

    monkeypatch.setattr(booking, "busy_times", look_slowly)
    results = everybody_wants_petra()
    if connection.vendor == "sqlite":
        assert {type(error) for error in errors(results)} == {OperationalError}
    else:
        assert (errors(results), overlapping(list(Meeting.objects.all()))) == ([], 28)


def due_now(meeting: Meeting, kind: str) -> int:
    """Let a promise of the meeting be due, those before it kept and those after it wait. Returns its id."""
    rows = Promise.objects.filter(stream=f"meeting:{meeting.pk}")
    row = rows.get(kind=kind)
    rows.filter(promised_at__lt=row.promised_at).update(state=Promise.State.DONE)
    Promise.objects.filter(pk=row.pk).update(promised_at=timezone.now(), due_at=timezone.now())
    return row.pk


@pytest.mark.parametrize("kind", ["meeting_opens", "meeting_closes", "meeting_last_reminder"])
@pytest.mark.parametrize("round_", range(3))
def test_moving_while_a_promise_is_kept_ends_in_one_of_the_two_orders(kind: str, round_: int) -> None:
    petra, asha = _petra(), cast.person("Asha", acts_for=kochi())
    meeting = book([petra, asha])
    promise_id = due_now(meeting, kind)
    moved, _ = at_once(
        partial(booking.reschedule, meeting, starts_at=tuesday(15), by=None), partial(promises.keep, promise_id)
    )
    row = Meeting.objects.get()
    if isinstance(moved, Exception):  # it was over before it was moved
        assert (kind, row.state, promised(row)) == ("meeting_closes", "held", {})
        return
    assert row.starts_at == tuesday(15)
    assert set(promised(row)) == {
        "meeting_day_reminder", "meeting_hour_reminder", "meeting_last_reminder", "meeting_opens", "meeting_closes",
    }  # fmt: skip
    assert row.state == "scheduled"


@pytest.mark.parametrize("kind", ["meeting_opens", "meeting_closes", "meeting_last_reminder"])
@pytest.mark.parametrize("round_", range(3))
def test_cancelling_while_a_promise_is_kept_leaves_nothing_open(kind: str, round_: int) -> None:
    petra, asha = _petra(), cast.person("Asha", acts_for=kochi())
    meeting = book([petra, asha])
    promise_id = due_now(meeting, kind)
    at_once(partial(booking.cancel, meeting, by=None), partial(promises.keep, promise_id))
    row = Meeting.objects.select_related("room").get()
    assert row.state in ("cancelled", "held")
    assert promised(row) == {}
    assert row.room.closed_at is not None
    ends = [
        entry.kind for entry in since(f"meeting:{row.pk}", 0) if entry.kind in ("meeting_cancelled", "meeting_held")
    ]
    assert len(ends) == 1


def test_two_moves_at_once_are_two_changes_with_two_sequences() -> None:
    petra, asha = _petra(), cast.person("Asha", acts_for=kochi())
    meeting = book([petra, asha])
    works: list[Callable[[], Meeting]] = [
        partial(booking.reschedule, meeting, starts_at=tuesday(hour), by=None) for hour in (11, 13, 15)
    ]
    results = at_once(*works)
    assert errors(results) == []
    assert sorted(row.sequence for row in results if isinstance(row, Meeting)) == [1, 2, 3]
