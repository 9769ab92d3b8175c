"""Phases and their clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger import promises
from ledger.models import Promise
from ledger.reading import since
from members.models import Person
from rooms import clock, refusals, rooms, shared_clock
from rooms.models import Room
from rooms.promised import PhaseEnds
from tests.statements import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def happened(room: Room) -> list[str]:
    clocklike = {"phase_began", "phase_extended", "clock_paused", "clock_resumed", "phase_ended"}
    return [entry.kind for entry in since(f"room:{room.id}", 0) if entry.kind in clocklike]


def let_it_end(room: Room) -> bool:
    """Bring the running phase's end into the past and keep the promise."""
    past = timezone.now() - timedelta(seconds=1)
    Room.objects.filter(id=room.id).update(phase_ends_at=past)
    Promise.objects.update(due_at=past, promised_at=past)
    return promises.keep(Promise.objects.get(kind="phase_ends").id)


def test_workers_keep_the_end_of_a_phase() -> None:
    assert promises.keepers[PhaseEnds.kind] is clock.keep_phase_end


def test_a_phase_begins_and_its_end_is_promised(table: Room) -> None:
    row = clock.begin(table, phase="story", seconds=600)
    promised = Promise.objects.get(kind="phase_ends")
    assert (promised.kind, promised.data, promised.due_at) == ("phase_ends", {"room_id": table.id}, row.phase_ends_at)
    entry = since(f"room:{table.id}", 0)[-1]
    assert (entry.kind, entry.data["phase"]) == ("phase_began", "story")
    assert entry.data["ends_at"].endswith("Z")
    assert clock.seconds_left(row) == 600


def test_a_phase_without_end_promises_nothing(table: Room) -> None:
    row = clock.begin(table, phase="open")
    assert (Promise.objects.count(), clock.seconds_left(row)) == (0, None)
    with pytest.raises(refusals.NoPhase):
        clock.extend(table, seconds=60)


def test_the_kept_promise_ends_the_phase_once(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    assert let_it_end(table) is True
    assert promises.keep(Promise.objects.get(kind="phase_ends").id) is False
    table.refresh_from_db()
    assert (table.phase, table.phase_ends_at) == ("", None)
    assert happened(table) == ["phase_began", "phase_ended"]
    assert since(f"room:{table.id}", 0)[-1].data["early"] is False


def test_the_next_phase_moves_the_promise(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    row = clock.begin(table, phase="advice", seconds=1200)
    assert Promise.objects.get(kind="phase_ends").due_at == row.phase_ends_at


def test_a_promise_that_comes_before_its_time_ends_nothing(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    clock.keep_phase_end(PhaseEnds(room_id=table.id))
    clock.keep_phase_end(PhaseEnds(room_id=999_999))
    assert happened(table) == ["phase_began"]


def test_extending_moves_the_end_and_its_promise(table: Room) -> None:
    before = clock.begin(table, phase="story", seconds=600).phase_ends_at
    after = clock.extend(table, seconds=120).phase_ends_at
    assert before is not None
    assert after == before + timedelta(seconds=120)
    assert Promise.objects.get(kind="phase_ends").due_at == after


def test_shortening_never_ends_in_the_past(table: Room) -> None:
    clock.begin(table, phase="story", seconds=60)
    row = clock.extend(table, seconds=-600)
    assert clock.seconds_left(row) == 0
    assert Promise.objects.get(kind="phase_ends").state == "due"


def test_a_held_clock_promises_nothing_and_goes_on_with_what_was_left(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    clock.pause(table)
    assert Promise.objects.get(kind="phase_ends").state == "withdrawn"
    Room.objects.update(paused_at=timezone.now() - timedelta(seconds=100))
    Room.objects.update(phase_ends_at=timezone.now() + timedelta(seconds=400))
    table.refresh_from_db()
    assert clock.seconds_left(table) == 500
    row = clock.resume(table)
    assert clock.seconds_left(row) == 500
    assert (Promise.objects.get(kind="phase_ends").state, Promise.objects.get(kind="phase_ends").due_at) == (
        "due",
        row.phase_ends_at,
    )
    assert happened(table) == ["phase_began", "clock_paused", "clock_resumed"]


def test_a_held_clock_is_extended_without_running_on(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    clock.pause(table)
    row = clock.extend(table, seconds=60)
    assert clock.seconds_left(row) == 660
    assert Promise.objects.get(kind="phase_ends").state == "withdrawn"


def test_holding_twice_and_going_on_twice_change_nothing(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    clock.resume(table)
    assert Promise.objects.get(kind="phase_ends").state == "due"
    clock.pause(table)
    clock.pause(table)
    assert Promise.objects.get(kind="phase_ends").state == "withdrawn"
    assert happened(table) == ["phase_began", "clock_paused"]


def test_ending_early_takes_the_promise_back(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    clock.end(table)
    assert Promise.objects.get(kind="phase_ends").state == "withdrawn"
    assert since(f"room:{table.id}", 0)[-1].data["early"] is True
    for act in (clock.end, clock.pause, clock.resume):
        with pytest.raises(refusals.NoPhase):
            act(table)


def test_closing_the_room_stops_its_clock(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    rooms.close_room(table)
    table.refresh_from_db()
    assert (table.phase, Promise.objects.get(kind="phase_ends").state) == ("", "withdrawn")
    with pytest.raises(refusals.Closed):
        clock.begin(table, phase="story", seconds=600)


def test_only_a_host_holds_the_clock(table: Room, asha: Person, lucia: Person) -> None:
    clock.begin(table, phase="story", seconds=600, by=lucia)
    for act in (clock.pause, clock.resume, clock.end):
        with pytest.raises(refusals.OnlyForHosts):
            act(table, by=asha)
    with pytest.raises(refusals.OnlyForHosts):
        clock.extend(table, seconds=60, by=asha)
    with pytest.raises(refusals.OnlyForHosts):
        clock.begin(table, phase="mine", by=asha)
    assert Promise.objects.get(kind="phase_ends").state == "due"
    clock.pause(table, by=lucia)
    assert happened(table) == ["phase_began", "clock_paused"]


def test_a_clock_kept_for_several_rooms_is_not_held_by_one_rooms_host(table: Room, lucia: Person) -> None:
    other = rooms.open_room("Table 4")
    ends_at = timezone.now() + timedelta(minutes=12)
    shared_clock.begin([table.id, other.id], phase="round", ends_at=ends_at)
    for act in (clock.pause, clock.resume, clock.end):
        with pytest.raises(refusals.OwnersClock):
            act(table, by=lucia)
    with pytest.raises(refusals.OwnersClock):
        clock.extend(table, seconds=60, by=lucia)
    table.refresh_from_db()
    assert (table.phase, table.phase_ends_at, table.paused_at, Promise.objects.count()) == ("round", ends_at, None, 0)


def test_the_clocks_of_a_whole_round_take_four_statements(table: Room) -> None:
    many = rooms.open_rooms([rooms.Plan(title=f"Table {number}") for number in range(75)])
    ids = [room.id for room in many]
    ends_at = timezone.now() + timedelta(minutes=12)
    with counted() as statements:
        shared_clock.begin(ids, phase="round", ends_at=ends_at)
    assert len(statements) == 4
    shared_clock.pause(ids, at=timezone.now())
    shared_clock.resume(ids, ends_at=ends_at)
    shared_clock.extend(ids, ends_at=ends_at + timedelta(minutes=2))
    assert happened(many[74]) == ["phase_began", "clock_paused", "clock_resumed", "phase_extended"]
    assert set(Room.objects.filter(id__in=ids).values_list("phase_ends_at", "paused_at")) == {
        (ends_at + timedelta(minutes=2), None)
    }
