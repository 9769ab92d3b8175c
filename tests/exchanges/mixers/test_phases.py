"""A mixer from beginning to end, and what becomes of it when time is lost."""

from datetime import timedelta

import pytest

from events.models import Event, Registration
from exchanges.mixers import phases, upkeep
from exchanges.mixers.models import Mixer, Round, Seat
from exchanges.mixers.programme import Programme
from ledger.models import Promise
from ledger.reading import since
from members.models import Notice, Person
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

pytestmark = pytest.mark.django_db


def test_a_mixer_runs_through_its_programme_by_itself(clock: Clock, olga: Person):
    guests = cast.people(12)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run(minutes=59)
    assert cast.fresh(mixer).phase == "waiting"
    clock.run(minutes=90)
    seen = [(told["phase"], told["number"]) for told in cast.told(mixer, "phase_changed")]
    assert seen == [
        ("welcome", 0), ("input", 0), ("round", 1),
        ("pause", 2), ("round", 2), ("pause", 3), ("round", 3), ("harvest", 0),
    ]  # fmt: skip
    over = cast.fresh(mixer)
    assert (over.phase, over.held, over.event.state) == ("ended", True, Event.State.DOCUMENTATION)
    assert over.ended_at == over.event.starts_at + timedelta(minutes=77)
    assert [cast.kinds(mixer).count(kind) for kind in ("round_opened", "round_closed", "mixer_ended")] == [3, 3, 1]


def test_everybody_sits_in_every_round_and_meets_nobody_twice(clock: Clock, olga: Person):
    guests = cast.people(16)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run(hours=3)
    met: list[frozenset[int]] = []
    for number in (1, 2, 3):
        tables = cast.tables(mixer, number)
        assert sorted(person for table in tables for person in table) == sorted(one.pk for one in guests)
        assert {len(table) for table in tables} == {4}
        met += [frozenset((one, other)) for table in tables for one in table for other in table if one < other]
    assert (len(met), len(set(met))) == (72, 72)


def test_the_round_is_planned_before_the_bell_and_opens_at_it(clock: Clock, olga: Person):
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    bell = mixer.event.starts_at + timedelta(minutes=25)
    clock.run_until(bell - timedelta(seconds=9))
    row = cast.round_of(mixer, 1)
    assert (row.state, row.planned_at, len(cast.tables(mixer, 1))) == ("planned", bell - timedelta(seconds=10), 2)
    planned = cast.tables(mixer, 1)
    clock.run_until(bell)
    row.refresh_from_db()
    assert (row.state, row.opens_at, row.opened_at, row.ends_at) == ("open", bell, bell, bell + timedelta(minutes=12))
    assert cast.tables(mixer, 1) == planned
    assert cast.kinds(mixer).count("round_planned") == 1


def test_who_comes_between_plan_and_bell_is_planned_for(clock: Clock, olga: Person):
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests[:6])
    bell = mixer.event.starts_at + timedelta(minutes=25)
    clock.run_until(bell - timedelta(seconds=5))
    cast.arrive(mixer, guests[6:])
    clock.run_until(bell)
    assert sorted(len(table) for table in cast.tables(mixer, 1)) == [4, 4]
    assert cast.kinds(mixer).count("round_planned") == 2


def test_the_bell_does_not_keep_many_waiting_for_one(clock: Clock, olga: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(upkeep, "EVERY", timedelta(seconds=2))
    guests = cast.people(52)
    mixer = cast.mixer(olga, guests, plan=Programme(welcome_seconds=60, input_seconds=0), starts_in=10)
    cast.arrive(mixer, guests[:51])
    bell = mixer.event.starts_at + timedelta(minutes=1)
    clock.run_until(bell - timedelta(seconds=5))
    cast.arrive(mixer, guests[51:])
    clock.run_until(bell)
    assert cast.kinds(mixer).count("round_planned") == 1
    clock.run(seconds=4)
    assert Seat.objects.filter(round__number=1, left_at=None).count() == 52


def test_attendance_is_marked_and_those_who_came_are_told(clock: Clock, olga: Person):
    guests = cast.people(6)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests[:4])
    clock.run(hours=3)
    states = dict(Registration.objects.values_list("person_id", "state"))
    assert [states[one.pk] for one in guests] == ["attended"] * 4 + ["no_show"] * 2
    told = Notice.objects.filter(kind="mixer_afterwards").values_list("person_id", flat=True)
    assert sorted(told) == [one.pk for one in guests[:4]]


def test_what_a_mixer_leaves_stands_in_the_dossiers_of_those_who_met(clock: Clock, olga: Person):
    guests = cast.people(3)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run(hours=3)
    met = since(f"meetings:{mixer.id}", 0)
    assert [(entry.kind, entry.data["number"], len(entry.data["member_ids"])) for entry in met] == [
        ("members_met", 1, 3), ("members_met", 2, 3), ("members_met", 3, 3),
    ]  # fmt: skip


def test_down_for_five_minutes_in_a_round_the_right_phase_runs_on_and_nothing_happens_twice(clock: Clock, olga: Person):
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    start = mixer.event.starts_at
    clock.run_until(start + timedelta(minutes=35))
    assert cast.fresh(mixer).phase_number == 1
    clock.sleep(minutes=5)
    clock.run(seconds=3)
    now = cast.fresh(mixer)
    assert (now.phase, now.phase_number) == ("round", 2)
    assert now.phase_ends_at == start + timedelta(minutes=50)
    assert [told["number"] for told in cast.told(mixer, "round_closed")] == [1]
    assert [(told["phase"], told["number"]) for told in cast.told(mixer, "phase_skipped")] == [("pause", 2)]
    clock.run(hours=2)
    assert cast.fresh(mixer).ended_at == start + timedelta(minutes=77)


def test_all_processes_killed_for_five_minutes_everybody_finds_the_next_table_waiting(
    clock: Clock, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "EVERY", timedelta(seconds=2))
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests, plan=Programme(welcome_seconds=0, input_seconds=0), starts_in=10)
    cast.arrive(mixer, guests)
    clock.run(minutes=9)
    clock.sleep(minutes=5)
    clock.web = "web-2"
    clock.run(seconds=3)
    planned = cast.tables(mixer, 2)
    assert (cast.fresh(mixer).phase_number, [len(table) for table in planned]) == (2, [4, 4])
    assert not Seat.objects.filter(round__number=2).exclude(came_at=None).exists()
    cast.arrive(mixer, guests[:7], web="web-2")
    clock.run(seconds=5)
    assert cast.tables(mixer, 2) == planned
    assert Seat.objects.filter(round__number=2).exclude(came_at=None).count() == 7
    clock.run(seconds=20)
    assert [told["person_id"] for told in cast.told(mixer, "seat_left")] == [guests[7].pk]
    assert cast.kinds(mixer).count("round_closed") == 1


def test_down_for_a_whole_round_that_round_is_left_out(clock: Clock, olga: Person):
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    start = mixer.event.starts_at
    clock.run_until(start + timedelta(minutes=30))
    clock.sleep(minutes=22)
    clock.run(seconds=3)
    assert [row.state for row in Round.objects.filter(mixer=mixer)] == ["closed", "skipped", "open"]
    assert cast.fresh(mixer).phase_ends_at == start + timedelta(minutes=63)


def test_a_mixer_that_was_slept_through_ends_without_no_shows(clock: Clock, olga: Person):
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    clock.sleep(days=1)
    clock.run(seconds=3)
    over = cast.fresh(mixer)
    assert (over.phase, over.held) == ("ended", False)
    assert set(Registration.objects.values_list("state", flat=True)) == {"confirmed"}
    assert not Notice.objects.filter(kind="mixer_afterwards").exists()


def test_a_mixer_whose_registration_was_never_opened_begins_at_its_time(clock: Clock, olga: Person):
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests, registration=False)
    assert mixer.event.state == Event.State.PUBLISHED
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at)
    running = cast.fresh(mixer)
    assert (running.phase, running.event.state) == ("welcome", Event.State.LIVE)
    clock.run(hours=2)
    assert cast.fresh(mixer).held
    told = [entry.kind for entry in since(f"event:{mixer.event_id}", 0)]
    assert [kind for kind in told if kind in ("registration_opened", "registration_closed", "event_began")] == [
        "registration_opened", "registration_closed", "event_began",
    ]  # fmt: skip


def test_a_published_mixer_that_was_slept_through_is_over_all_the_same(clock: Clock, olga: Person):
    mixer = cast.mixer(olga, cast.people(4), registration=False)
    clock.sleep(days=1)
    clock.run(seconds=3)
    over = cast.fresh(mixer)
    assert (over.phase, over.held, over.event.state) == ("ended", False, Event.State.DOCUMENTATION)


def test_ringing_again_changes_nothing(clock: Clock, olga: Person):
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run(minutes=86)
    before = (cast.kinds(mixer), list(Seat.objects.values_list("id", flat=True)))
    for _ in range(3):
        phases.keep_bell(mixer.id)
    assert (cast.kinds(mixer), list(Seat.objects.values_list("id", flat=True))) == before


def test_an_unpublished_mixer_promises_nothing(clock: Clock, olga: Person):
    from exchanges.mixers import programme

    made = programme.create(
        by=olga,
        network=cast.network(),
        programme=cast.SHORT,
        titles={"en": "Draft"},
        starts_at=clock.now + timedelta(days=1),
        zone="Europe/Berlin",
        capacity=10,
    )
    assert not Promise.objects.filter(stream=f"mixer:{made.id}").exists()
    assert made.event.ends_at - made.event.starts_at == timedelta(minutes=77)
    assert Mixer.objects.get().rounds.count() == 3
