"""What a host does with the programme."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from events import calendar, steps
from events.errors import EventChangedMeanwhile
from events.models import Event, Registration
from events.states import move
from exchanges.mixers import hosting, phases, programme
from exchanges.mixers.models import Announcement, Mixer, Round, Table
from exchanges.mixers.programme import Programme
from exchanges.mixers.refusals import (
    AlreadyBegan,
    BadProgramme,
    CannotStart,
    NotAHost,
    NothingToAnnounce,
    NotRunning,
    RoundsTookPlace,
)
from ledger.models import Promise
from members.models import Notice, Person
from rooms.models import Room
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

pytestmark = pytest.mark.django_db


def clocks(mixer: Mixer) -> set[object]:
    """When the clocks of the lobby and of the open tables say that the phase ends."""
    rooms = Room.objects.filter(id=mixer.lobby_id) | Room.objects.filter(
        id__in=Table.objects.filter(round__mixer=mixer, round__state="open").values("room_id")
    )
    return set(rooms.values_list("phase_ends_at", flat=True))


def test_starting_early_moves_the_whole_programme(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests, starts_in=3600)
    cast.arrive(mixer, guests)
    hosting.start(mixer, by=olga)
    began = clock.now
    clock.run(minutes=90)
    assert cast.fresh(mixer).ended_at == began + timedelta(minutes=77)


def test_a_host_starts_a_mixer_whose_registration_was_never_opened(clock: Clock, olga: Person) -> None:
    mixer = cast.mixer(olga, cast.people(4), registration=False)
    assert hosting.start(mixer, by=olga).phase == "welcome"
    assert cast.fresh(mixer).event.state == Event.State.LIVE


def test_extending_a_round_moves_its_end_the_tables_clocks_and_what_follows(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=30))
    hosting.extend(mixer, by=olga, minutes=5, number=1)
    end = mixer.event.starts_at + timedelta(minutes=42)
    assert (cast.fresh(mixer).phase_ends_at, cast.round_of(mixer, 1).ends_at, clocks(mixer)) == (end, end, {end})
    assert cast.told(mixer, "round_extended") == [
        {"mixer_id": mixer.id, "number": 1, "ends_at": "2026-11-24T15:12:00Z"}
    ]
    clock.run_until(end - timedelta(seconds=1))
    assert cast.round_of(mixer, 1).state == "open"
    clock.run(seconds=1)
    assert cast.round_of(mixer, 1).state == "closed"
    clock.run(hours=1)
    assert cast.fresh(mixer).ended_at == mixer.event.starts_at + timedelta(minutes=82)


def test_a_round_that_has_ended_meanwhile_is_not_extended(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=39))
    with pytest.raises(NotRunning):
        hosting.extend(mixer, by=olga, minutes=5, number=1)


def test_while_the_clock_stands_still_nothing_ends(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=30))
    hosting.pause(mixer, by=olga)
    hosting.pause(mixer, by=olga)
    clock.run(minutes=20)
    assert cast.round_of(mixer, 1).state == "open"
    hosting.resume(mixer, by=olga)
    end = mixer.event.starts_at + timedelta(minutes=57)
    assert (cast.fresh(mixer).phase_ends_at, clocks(mixer)) == (end, {end})
    clock.run_until(end)
    assert cast.round_of(mixer, 1).state == "closed"
    assert [cast.kinds(mixer).count(kind) for kind in ("round_paused", "round_resumed")] == [1, 1]


def test_going_on_twice_skips_one_phase_only(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=1))
    hosting.go_on(mixer, by=olga, phase="welcome")
    hosting.go_on(mixer, by=olga, phase="welcome")
    now = cast.fresh(mixer)
    assert (now.phase, now.phase_ends_at) == ("input", clock.now + timedelta(minutes=20))


def test_ending_closes_the_round_and_leaves_the_others_out(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=30))
    hosting.end(mixer, by=olga)
    assert [row.state for row in Round.objects.filter(mixer=mixer)] == ["closed", "skipped", "skipped"]
    assert cast.fresh(mixer).phase == "ended"
    assert not Promise.objects.filter(stream=f"mixer:{mixer.id}", state="due").exists()
    assert Room.objects.get(id=mixer.lobby_id).closed_at is not None


def test_an_announcement_is_told_by_its_number(clock: Clock, olga: Person) -> None:
    mixer = cast.mixer(olga)
    announcement = hosting.announce(mixer, by=olga, text="  Coffee is ready.  ")
    assert announcement.text == "Coffee is ready."
    assert cast.told(mixer, "announced") == [{"mixer_id": mixer.id, "announcement_id": announcement.id}]
    for text in ("   ", "x" * 501):
        with pytest.raises(NothingToAnnounce):
            hosting.announce(mixer, by=olga, text=text)


def test_only_hosts_lead(clock: Clock, olga: Person) -> None:
    [asha] = cast.people(1)
    mixer = cast.mixer(olga, [asha])
    for act in (
        lambda: hosting.start(mixer, by=asha),
        lambda: hosting.go_on(mixer, by=asha, phase="welcome"),
        lambda: hosting.pause(mixer, by=asha),
        lambda: hosting.resume(mixer, by=asha),
        lambda: hosting.extend(mixer, by=asha, minutes=1),
        lambda: hosting.end(mixer, by=asha),
        lambda: hosting.announce(mixer, by=asha, text="Hello"),
        lambda: programme.edit(mixer, by=asha, programme=cast.SHORT),
    ):
        with pytest.raises(NotAHost):
            act()
    assert "programme_extended" not in cast.kinds(mixer)


def test_a_moved_event_takes_its_mixer_along(clock: Clock, olga: Person) -> None:
    from events import calendar

    mixer = cast.mixer(olga)
    later = mixer.event.starts_at + timedelta(days=7)
    calendar.change(mixer.event, by=olga, starts_at=later, ends_at=later + timedelta(minutes=77))
    cast.settle()
    assert Promise.objects.get(stream=f"mixer:{mixer.id}", kind="programme_goes_on", state="due").due_at == later


def test_a_postponed_mixer_waits_for_its_new_date(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=2))
    move(cast.fresh(mixer).event, to=Event.State.POSTPONED, by=olga)
    cast.settle()
    assert cast.fresh(mixer).phase == "waiting"
    assert not Promise.objects.filter(stream=f"mixer:{mixer.id}", state="due").exists()
    with pytest.raises(CannotStart):
        hosting.start(mixer, by=olga)


def test_who_came_to_a_postponed_mixer_is_only_noted_as_attending_when_they_come_again(
    clock: Clock, olga: Person
) -> None:
    asha, *others = guests = cast.people(5)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=2))
    hosting.announce(mixer, by=olga, text="Our interpreter is ill: we meet next week.")
    move(cast.fresh(mixer).event, to=Event.State.POSTPONED, by=olga)
    cast.settle()
    cast.leave(mixer, [asha])
    assert not Announcement.objects.filter(mixer=mixer).exists()
    programme.edit(mixer, by=olga, programme=cast.SHORT, starts_at=clock.now + timedelta(days=7))
    for state in (Event.State.PUBLISHED, Event.State.REGISTRATION_OPEN):
        move(cast.fresh(mixer).event, to=state, by=olga)
    clock.run(days=7, hours=2)
    states = dict(Registration.objects.values_list("person_id", "state"))
    assert [states[one.pk] for one in (asha, *others)] == ["no_show"] + ["attended"] * 4


def test_a_mixer_is_not_postponed_once_a_round_was_opened(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=24))
    assert "postponed" in [step.to for step in steps.of(cast.fresh(mixer).event)]
    for minutes, phase in ((12, "round"), (1.5, "pause")):
        clock.run(minutes=minutes)
        running = cast.fresh(mixer)
        assert running.phase == phase
        assert [step.to for step in steps.of(running.event)] == ["documentation", "cancelled"]
        with pytest.raises(RoundsTookPlace):
            move(running.event, to=Event.State.POSTPONED, by=olga)
    clock.run(hours=1)
    assert cast.fresh(mixer).event.state == Event.State.DOCUMENTATION
    assert set(Registration.objects.values_list("state", flat=True)) == {"attended"}


def test_a_mixer_postponed_in_the_moment_of_the_bell_starts_over_at_its_new_date(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=25) - timedelta(seconds=1))
    move(cast.fresh(mixer).event, to=Event.State.POSTPONED, by=olga)
    clock.sleep(seconds=1)
    phases.keep_bell(mixer.id)
    assert cast.fresh(mixer).phase == "round"
    cast.settle()
    assert cast.fresh(mixer).phase == "waiting"
    assert set(Round.objects.values_list("state", "opened_at")) == {("planned", None)}
    assert set(Registration.objects.values_list("state", flat=True)) == {"confirmed"}
    assert not Notice.objects.filter(kind="mixer_afterwards").exists()
    programme.edit(mixer, by=olga, programme=cast.SHORT, starts_at=clock.now + timedelta(days=7))
    move(cast.fresh(mixer).event, to=Event.State.PUBLISHED, by=olga)
    clock.run(days=7, hours=2)
    assert cast.fresh(mixer).held
    assert [row.state for row in Round.objects.filter(mixer=mixer)] == ["closed"] * 3


def test_a_cancelled_mixer_is_over(clock: Clock, olga: Person) -> None:
    mixer = cast.mixer(olga, cast.people(4))
    move(mixer.event, to=Event.State.CANCELLED, by=olga)
    cast.settle()
    over = cast.fresh(mixer)
    assert (over.phase, over.held, over.event.state) == ("ended", False, "cancelled")
    clock.run(hours=3)
    assert cast.kinds(mixer).count("mixer_ended") == 1


def test_a_mixer_begins_and_ends_with_its_event(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    for state in (Event.State.REGISTRATION_CLOSED, Event.State.LIVE):
        move(cast.fresh(mixer).event, to=state, by=olga)
    clock.run(minutes=30)
    assert cast.fresh(mixer).phase == "round"
    move(cast.fresh(mixer).event, to=Event.State.DOCUMENTATION, by=olga)
    clock.run(seconds=1)
    assert cast.fresh(mixer).phase == "ended"
    assert cast.round_of(mixer, 1).state == "closed"


def test_a_mixer_is_edited_until_it_begins(clock: Clock, olga: Person) -> None:
    mixer = cast.mixer(olga)
    longer = Programme(round_count=4, prompts=({"en": "One"}, {"en": "Two"}, {"en": "Three"}, {"en": "Four"}))
    shown = calendar.version(mixer.event)
    clock.run(seconds=1)
    edited = programme.edit(mixer, by=olga, programme=longer)
    with pytest.raises(EventChangedMeanwhile):
        programme.edit(mixer, by=olga, programme=cast.SHORT, seen=shown)
    assert edited.event.ends_at - edited.event.starts_at == timedelta(minutes=90)
    assert programme.of(edited) == longer
    hosting.start(mixer, by=olga)
    with pytest.raises(AlreadyBegan):
        programme.edit(mixer, by=olga, programme=cast.SHORT)


@pytest.mark.parametrize(("name", "value"), [("table_size", 1), ("round_count", 13), ("round_seconds", 9)])
def test_a_programme_outside_its_limits_is_refused_by_name(clock: Clock, olga: Person, name: str, value: int) -> None:
    changed: dict[str, Any] = {name: value}
    with pytest.raises(BadProgramme) as refused:
        cast.mixer(olga, plan=replace(cast.SHORT, **changed))
    assert refused.value.field == name
