"""Several workers and hosts at once, with and without the lock that orders them."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from events.models import Registration
from exchanges.mixers import contacts, hosting, meetings, phases, rounds, seats, tables, upkeep
from exchanges.mixers.models import Contact, Mixer, Round, Seat, Table
from exchanges.mixers.programme import Programme
from ledger.reading import since
from members.models import Person
from tests.exchanges.mixers import cast
from tests.parallel import at_once, errors, let_readers_begin
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def in_round_one(guests: list[Person], olga: Person) -> Mixer:
    """A mixer whose first round is open."""
    plan = Programme(welcome_seconds=0, input_seconds=0, round_count=3)
    mixer = cast.mixer(olga, guests, plan=plan)
    cast.arrive(mixer, guests)
    hosting.start(mixer, by=olga)
    return cast.fresh(mixer)


def test_eight_workers_at_the_bell_open_the_round_once(olga: Person) -> None:
    guests = cast.people(12)
    plan = Programme(welcome_seconds=0, input_seconds=0)
    mixer = cast.mixer(olga, guests, plan=plan)
    cast.arrive(mixer, guests)
    bell = mixer.event.starts_at
    results = at_once(*[partial(phases.keep_bell, mixer.id, now=bell + timedelta(seconds=1))] * 8)
    assert errors(results) == []
    assert [kind for kind in cast.kinds(mixer) if kind.startswith("round_")] == ["round_planned", "round_opened"]
    assert Table.objects.count() == 3
    assert Seat.objects.count() == 12


def test_eight_threads_opening_the_same_round_open_it_once(olga: Person) -> None:
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    now = timezone.now()
    open_it = partial(rounds.open_round, mixer, 1, opens_at=now, ends_at=now + timedelta(minutes=12))
    results = at_once(*[open_it] * 8)
    assert sorted(results, key=bool) == [False] * 7 + [True]
    assert cast.kinds(mixer).count("round_opened") == 1


def test_eight_threads_closing_the_same_round_close_it_once(olga: Person) -> None:
    mixer = in_round_one(cast.people(8), olga)
    results = at_once(*[partial(rounds.close_round, mixer, 1)] * 8)
    assert sorted(results, key=bool) == [False] * 7 + [True]
    assert cast.kinds(mixer).count("round_closed") == 1
    assert len(since(f"meetings:{mixer.id}", 0)) == 2


def test_the_bell_a_host_and_a_look_at_the_tables_do_not_wait_for_each_other_in_a_circle(olga: Person) -> None:
    guests = cast.people(12)
    mixer = in_round_one(guests[:9], olga)
    cast.arrive(mixer, guests)
    end = cast.fresh(mixer).phase_ends_at
    assert end is not None
    first, other = Table.objects.filter(round__mixer=mixer).order_by("number")[:2]
    somebody = Seat.objects.filter(table=first).first()
    assert somebody is not None
    calls: list[Callable[[], object]] = [
        partial(phases.keep_bell, mixer.id, now=end + timedelta(seconds=1)),
        partial(upkeep.look, mixer),
        partial(tables.move, mixer, by=olga, person_id=somebody.person_id, table_id=other.id),
        partial(hosting.announce, mixer, by=olga, text="One more minute"),
        partial(hosting.extend, mixer, by=olga, minutes=2),
        partial(upkeep.look, mixer),
        partial(hosting.pause, mixer, by=olga),
        partial(phases.keep_bell, mixer.id, now=end + timedelta(seconds=1)),
    ]
    refused = {type(error).__name__ for error in errors(at_once(*calls))}
    assert refused <= {"NoRound", "NotRunning"}
    active = Seat.objects.filter(round__number=1, left_at=None).values_list("person_id", flat=True)
    assert len(active) == len(set(active))


def two_hosts_move_the_same_person(olga: Person) -> tuple[list[object], Mixer, int]:
    mixer = in_round_one(cast.people(12), olga)
    first, *others = Table.objects.filter(round__mixer=mixer).order_by("number")
    person_id = Seat.objects.filter(table=first).values_list("person_id", flat=True)[0]
    moves = [partial(tables.move, mixer, by=olga, person_id=person_id, table_id=table.id) for table in others]
    return list(at_once(*moves)), mixer, person_id


def test_two_hosts_who_move_the_same_person_at_once_leave_one_seat(olga: Person) -> None:
    results, mixer, person_id = two_hosts_move_the_same_person(olga)
    assert errors(results) == []
    assert Seat.objects.filter(round__mixer=mixer, person=person_id, left_at=None).count() == 1
    assert Seat.objects.filter(round__mixer=mixer, person=person_id, left="moved").count() == 2
    assert cast.kinds(mixer).count("seat_moved") == 2


def test_without_the_rounds_lock_only_the_constraint_keeps_a_person_from_two_tables(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both read before either writes. PostgreSQL's constraint refuses one, SQLite its late writer."""

    def unlocked(mixer: Mixer) -> Round:
        return Round.objects.get(mixer=mixer, state=Round.State.OPEN)

    let_readers_begin(monkeypatch)
    monkeypatch.setattr(tables, "held", unlocked)
    taken, both = seats.taken, threading.Barrier(2)

    def taken_slowly(row: Round) -> list[Seat]:
        found = taken(row)
        both.wait(PATIENCE)
        return found

    monkeypatch.setattr(seats, "taken", taken_slowly)
    results, mixer, person_id = two_hosts_move_the_same_person(olga)
    expected = {"OperationalError"} if connection.vendor == "sqlite" else {"IntegrityError"}
    assert {type(error).__name__ for error in errors(results)} == expected
    assert Seat.objects.filter(round__mixer=mixer, person=person_id, left_at=None).count() == 1


def test_two_who_wish_to_stay_in_touch_at_the_same_moment_exchange_contacts(olga: Person) -> None:
    asha, jonas = guests = cast.people(2)
    mixer = in_round_one(guests, olga)
    results = at_once(
        partial(contacts.wish, mixer, by=asha, other_id=jonas.pk),
        partial(contacts.wish, mixer, by=jonas, other_id=asha.pk),
    )
    assert sorted(results, key=bool) == [False, True]
    assert Contact.objects.exclude(shared_at=None).count() == 2


def test_without_the_lock_on_their_registrations_both_wishes_stay_unanswered(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each looks for the other's wish before either is committed; SQLite turns its late writer away."""
    asha, jonas = guests = cast.people(2)
    mixer = in_round_one(guests, olga)
    let_readers_begin(monkeypatch)
    have_met, have_read, have_written = meetings.have_met, threading.Barrier(2), threading.Barrier(2)
    look = Contact.objects.filter

    def unlocked(mixer: Mixer, one: int, other: int) -> dict[int, Registration]:
        return {row.person_id: row for row in Registration.objects.filter(event=mixer.event, person__in=[one, other])}

    def read_together(mixer: Mixer, person: Person, other_id: int) -> bool:
        met = have_met(mixer, person, other_id)
        have_read.wait(PATIENCE)
        return met

    def look_when_both_have_written(**values: object) -> object:
        if connection.vendor != "sqlite":
            have_written.wait(PATIENCE)
        return look(**values)

    with monkeypatch.context() as patched:
        patched.setattr(contacts, "_places", unlocked)
        patched.setattr(meetings, "have_met", read_together)
        patched.setattr(Contact.objects, "filter", look_when_both_have_written)
        results = at_once(
            partial(contacts.wish, mixer, by=asha, other_id=jonas.pk),
            partial(contacts.wish, mixer, by=jonas, other_id=asha.pk),
        )
    if connection.vendor == "sqlite":
        assert [type(error) for error in errors(results)] == [OperationalError]
    else:
        assert list(results) == [False, False]
    assert not Contact.objects.exclude(shared_at=None).exists()
