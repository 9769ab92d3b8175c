"""Whatever people and hosts do in a live mixer, everybody has one seat at most and every table can talk."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from exchanges.mixers import hosting, languages, tables, upkeep
from exchanges.mixers.models import Round, Seat, Table
from exchanges.mixers.programme import Programme
from exchanges.mixers.refusals import NoRound, NoSharedLanguage, NoSuchTable, NotRunning, NotSeated, TableFull
from rooms.models import Admission, Room
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

GUESTS = 12
TONGUES = (("es",), ("en",), ("en", "es"))
PLAN = Programme(
    table_size=4,
    round_count=3,
    round_seconds=120,
    pause_seconds=20,
    welcome_seconds=0,
    input_seconds=0,
    harvest_seconds=60,
)
somebody = st.integers(0, GUESTS - 1)
somewhere = st.integers(0, 3)


class LiveMixer(RuleBasedStateMachine):
    """People come and go, hosts move them, time passes."""

    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.olga = cast.organiser()
        self.guests = cast.people(GUESTS)
        for index, guest in enumerate(self.guests):
            cast.speaks(guest, *TONGUES[index % 3])
        self.mixer = cast.mixer(self.olga, self.guests, plan=PLAN, starts_in=30)
        self.here: set[int] = set()
        self.out: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(first=st.sets(somebody, min_size=5))
    def begin(self, first: set[int]) -> None:
        cast.arrive(self.mixer, [self.guests[index] for index in sorted(first)])
        self.here = set(first)
        self.clock.run(seconds=35)

    @rule(index=somebody)
    def arrive(self, index: int) -> None:
        cast.arrive(self.mixer, [self.guests[index]])
        self.here.add(index)

    @rule(index=somebody)
    def leave(self, index: int) -> None:
        cast.leave(self.mixer, [self.guests[index]])
        self.here.discard(index)

    @rule(seconds=st.sampled_from([1, 5, 25, 70, 140]))
    def time_passes(self, seconds: int) -> None:
        self.clock.run(seconds=seconds)

    @rule(seconds=st.sampled_from([30, 90, 200]))
    def everything_is_down(self, seconds: int) -> None:
        self.clock.sleep(seconds=seconds)
        self.clock.run(seconds=3)

    @rule(index=somebody, place=somewhere)
    def move(self, index: int, place: int) -> None:
        with suppress(NoRound, NoSuchTable, NotSeated, NoSharedLanguage, TableFull):
            tables.move(self.mixer, by=self.olga, person_id=self.guests[index].pk, table_id=self._table(place))

    @rule(one=somewhere, other=somewhere)
    def merge(self, one: int, other: int) -> None:
        with suppress(NoRound, NoSuchTable, NoSharedLanguage, TableFull):
            tables.merge(self.mixer, by=self.olga, table_id=self._table(one), into_id=self._table(other))

    @rule(index=somebody)
    def step_out(self, index: int) -> None:
        with suppress(NoRound, NotSeated):
            tables.step_out(self.mixer, by=self.guests[index])

    @rule(index=somebody)
    def step_in(self, index: int) -> None:
        with suppress(NoRound):
            tables.step_in(self.mixer, by=self.guests[index])

    @rule()
    def extend(self) -> None:
        with suppress(NotRunning):
            hosting.extend(self.mixer, by=self.olga, minutes=1)

    @rule()
    def pause_and_resume(self) -> None:
        with suppress(NotRunning):
            hosting.pause(self.mixer, by=self.olga)
            self.clock.run(seconds=30)
            hosting.resume(self.mixer, by=self.olga)

    @rule()
    def go_on(self) -> None:
        now = cast.fresh(self.mixer)
        with suppress(NotRunning):
            hosting.go_on(self.mixer, by=self.olga, phase=now.phase, number=now.phase_number)

    @precondition(lambda self: self._round() is not None)
    @rule()
    def after_a_look_everybody_here_has_a_seat_and_nobody_sits_alone_without_need(self) -> None:
        self.clock.run(seconds=upkeep.EVERY.total_seconds() * 2)
        row = self._round()
        if row is None:
            return
        seats = list(Seat.objects.filter(round=row, left_at=None))
        out = set(Seat.objects.filter(round=row, left=Seat.Left.STEPPED_OUT).values_list("person_id", flat=True))
        here = {self.guests[index].pk for index in self.here}
        assert here - out <= {seat.person_id for seat in seats}
        spoken = languages.spoken(self.mixer, [guest.pk for guest in self.guests])
        companies = list(self._companies())
        for company in companies:
            if len(company) == 1:
                others = [other for other in companies if other != company and len(other) < PLAN.table_size]
                assert not any(languages.common([*company, *other], spoken) for other in others)

    def _table(self, place: int) -> int:
        row = self._round()
        found = list(Table.objects.filter(round=row).values_list("id", flat=True)) if row else []
        return found[place % len(found)] if found else 0

    def _round(self) -> Round | None:
        return Round.objects.filter(mixer=self.mixer, state=Round.State.OPEN).first()

    def _companies(self) -> Iterator[list[int]]:
        for table in Table.objects.filter(round=self._round()):
            seats = Seat.objects.filter(table=table, left_at=None)
            if company := list(seats.values_list("person_id", flat=True)):
                assert table.merged_into_id is None
                yield company

    @invariant()
    def nobody_has_two_seats(self) -> None:
        seats = Seat.objects.filter(round__mixer=self.mixer, left_at=None)
        assert max(Counter(seats.values_list("round_id", "person_id")).values(), default=1) == 1

    @invariant()
    def every_table_can_talk_and_is_not_too_large(self) -> None:
        spoken = languages.spoken(self.mixer, [guest.pk for guest in self.guests])
        for company in self._companies():
            assert languages.common(company, spoken)
            assert len(company) <= tables.LARGEST

    @invariant()
    def rooms_admit_exactly_those_who_sit_there(self) -> None:
        for table in Table.objects.filter(round=self._round()) if self._round() else []:
            let_in = Admission.objects.filter(room=table.room_id, dismissed_at=None)
            seats = Seat.objects.filter(table=table, left_at=None)
            assert set(let_in.values_list("person_id", flat=True)) == set(seats.values_list("person_id", flat=True))

    @invariant()
    def rounds_open_and_close_once_and_one_at_a_time(self) -> None:
        happened = [(told["number"], kind) for kind in ("round_opened", "round_closed") for told in self._told(kind)]
        assert max(Counter(happened).values(), default=1) == 1
        assert Round.objects.filter(mixer=self.mixer, state=Round.State.OPEN).count() <= 1

    @invariant()
    def all_clocks_say_the_same(self) -> None:
        now = cast.fresh(self.mixer)
        if now.phase in ("waiting", "ended"):
            return
        rooms = [
            now.lobby_id,
            *Table.objects.filter(round=self._round(), merged_into=None).values_list("room", flat=True),
        ]
        assert set(Room.objects.filter(id__in=rooms).values_list("phase_ends_at", flat=True)) == {now.phase_ends_at}
        assert now.phase_ends_at is not None
        assert now.phase_ends_at > self.clock.now - timedelta(seconds=1)

    def _told(self, kind: str) -> list[dict[str, int]]:
        return cast.told(self.mixer, kind)


@pytest.mark.django_db
def test_the_rules_of_a_live_mixer_hold_whatever_happens(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "EVERY", timedelta(seconds=5))
    LiveMixer.clock = clock
    limits = settings(
        max_examples=12,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(LiveMixer, settings=limits)
