"""Late arrivals and gaps while a round is open."""

from datetime import timedelta

import pytest

from events import registrations
from exchanges.mixers import hosting, languages, rounds, tables, upkeep
from exchanges.mixers.models import Arrival, Mixer, Seat, Table
from exchanges.mixers.programme import Programme
from exchanges.mixers.refusals import HostsStay, NoSharedLanguage, NoSuchTable, NotAHost, TableFull
from members.models import Person
from rooms.models import Admission
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

pytestmark = pytest.mark.django_db
LOOK = timedelta(seconds=2)


@pytest.fixture(autouse=True)
def _as_often_as_in_life(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "EVERY", LOOK)


def in_round_one(clock: Clock, olga: Person, guests: list[Person], here: int, *, table_size: int = 4) -> Mixer:
    """A mixer of which so many guests are here when its first round opens."""
    plan = Programme(table_size=table_size, welcome_seconds=0, input_seconds=0, pause_seconds=0, round_count=3)
    mixer = cast.mixer(olga, guests, plan=plan, starts_in=10)
    cast.arrive(mixer, guests[:here])
    clock.run(seconds=11)
    return cast.fresh(mixer)


def seated(mixer: Mixer) -> list[int]:
    seats = Seat.objects.filter(round__mixer=mixer, round__state="open", left_at=None)
    return sorted(seats.values_list("person_id", flat=True))


def withdraw(mixer: Mixer, person: Person) -> None:
    registrations.withdraw(mixer.event.registrations.get(person=person), by=person)
    cast.settle()


def test_who_comes_late_has_a_seat_within_five_seconds(clock: Clock, olga: Person) -> None:
    guests = cast.people(9)
    mixer = in_round_one(clock, olga, guests, 7)
    cast.arrive(mixer, guests[7:])
    clock.run(seconds=4)
    assert seated(mixer) == sorted(one.pk for one in guests)
    assert {told["person_id"] for told in cast.told(mixer, "seat_taken")} == {guests[7].pk, guests[8].pk}


def test_who_comes_late_sits_where_they_share_a_language(clock: Clock, olga: Person) -> None:
    guests = cast.people(9)
    for one in guests[:4]:
        cast.speaks(one, "es")
    for one in guests[4:8]:
        cast.speaks(one, "en")
    late = cast.speaks(guests[8], "es")
    mixer = in_round_one(clock, olga, guests, 8)
    assert [table.languages for table in Table.objects.filter(round__mixer=mixer)] in (
        [["es"], ["en"]],
        [["en"], ["es"]],
    )
    cast.arrive(mixer, [late])
    clock.run(seconds=4)
    seat = Seat.objects.get(round__mixer=mixer, person=late, left_at=None)
    assert seat.table.languages == ["es"]
    room = Admission.objects.get(room=seat.table.room_id, person=late)
    assert room.dismissed_at is None


def test_a_short_loss_of_connection_costs_no_seat(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 8)
    cast.leave(mixer, guests[:1])
    clock.run(seconds=15)
    cast.arrive(mixer, guests[:1])
    clock.run(seconds=30)
    assert "seat_left" not in cast.kinds(mixer)
    assert Seat.objects.get(person=guests[0]).missing_since is None


def test_who_stays_away_gives_up_the_seat_and_somebody_joins_the_one_left_alone(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 8)
    first, second = cast.tables(mixer, 1)
    cast.leave(mixer, list(Person.objects.filter(id__in=first[:3])))
    clock.run(seconds=25)
    companies = cast.tables(mixer, 1)
    assert sorted(person for company in companies for person in company) == sorted([first[3], *second])
    assert sorted(len(company) for company in companies) == [2, 3]
    assert {told["person_id"] for told in cast.told(mixer, "seat_left")} == set(first[:3])
    assert [told["person_id"] in second for told in cast.told(mixer, "seat_moved")] == [True]


def test_the_last_one_at_a_small_table_goes_to_the_others_and_the_table_is_closed(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = in_round_one(clock, olga, guests, 4, table_size=3)
    first, second = cast.tables(mixer, 1)
    cast.leave(mixer, list(Person.objects.filter(id=first[0])))
    clock.run(seconds=25)
    [company] = cast.tables(mixer, 1)
    assert sorted(company) == sorted([first[1], *second])
    old = Table.objects.exclude(merged_into=None).get()
    assert old.room is not None
    assert old.room.closed_at is not None


def test_more_than_fit_found_a_new_table_and_are_not_alone_there(clock: Clock, olga: Person) -> None:
    guests = cast.people(12)
    mixer = in_round_one(clock, olga, guests, 8)
    cast.arrive(mixer, guests)
    clock.run(seconds=6)
    assert sorted(len(company) for company in cast.tables(mixer, 1)) == [2, 5, 5]


def test_a_table_put_up_while_the_clock_stands_still_has_one_that_stands_still(clock: Clock, olga: Person) -> None:
    guests = cast.people(12)
    mixer = in_round_one(clock, olga, guests, 5)
    cast.arrive(mixer, guests[5:])
    hosting.pause(cast.fresh(mixer), by=olga)
    upkeep.look(mixer)
    stands = cast.fresh(mixer).paused_at
    assert stands is not None
    assert {table.room.paused_at for table in open_tables(mixer) if table.room} == {stands}
    assert len(open_tables(mixer)) == 3


def open_tables(mixer: Mixer) -> list[Table]:
    return list(Table.objects.filter(round__mixer=mixer, merged_into=None).exclude(room=None).select_related("room"))


def test_who_comes_back_after_giving_up_the_seat_is_seated_again_once(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 8)
    cast.leave(mixer, guests[:1])
    clock.run(seconds=40)
    cast.arrive(mixer, guests[:1])
    clock.run(seconds=4)
    assert seated(mixer) == sorted(one.pk for one in guests)
    assert list(Seat.objects.filter(person=guests[0]).order_by("id").values_list("left", flat=True)) == ["gone", ""]


def test_who_steps_out_stays_out_until_asking_for_a_seat(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 8)
    tables.step_out(mixer, by=guests[0])
    clock.run(seconds=10)
    assert guests[0].pk not in seated(mixer)
    tables.step_in(mixer, by=guests[0])
    clock.run(seconds=4)
    assert guests[0].pk in seated(mixer)


def test_two_who_come_to_an_empty_round_sit_together(clock: Clock, olga: Person) -> None:
    guests = cast.people(2)
    mixer = in_round_one(clock, olga, guests, 0)
    cast.arrive(mixer, guests[:1])
    clock.run(seconds=4)
    cast.arrive(mixer, guests[1:])
    clock.run(seconds=4)
    assert cast.tables(mixer, 1) == [[guests[0].pk, guests[1].pk]]


def test_everybody_seen_is_remembered_once(clock: Clock, olga: Person) -> None:
    guests = cast.people(3)
    mixer = in_round_one(clock, olga, guests, 2)
    cast.arrive(mixer, guests)
    clock.run(seconds=10)
    assert sorted(Arrival.objects.values_list("person_id", flat=True)) == sorted(one.pk for one in guests)


def test_who_withdraws_while_seated_gives_the_seat_up_and_a_latecomer_still_gets_one(
    clock: Clock, olga: Person
) -> None:
    kochi, *others, recife = guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 7)
    withdraw(mixer, kochi)
    cast.arrive(mixer, [recife])
    clock.run(seconds=4)
    assert seated(mixer) == sorted(one.pk for one in [*others, recife])
    assert [told["person_id"] for told in cast.told(mixer, "seat_left")] == [kochi.pk]


def test_who_withdrew_between_plan_and_bell_has_no_seat_in_the_round(
    clock: Clock, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FEW", 0.5)
    kochi, jena, *others = guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    rounds.plan(mixer, 1)
    withdraw(mixer, kochi)
    tables.remove(mixer, by=olga, person_id=jena.pk)
    assert sorted(person for company in cast.tables(mixer, 1) for person in company) == sorted(
        one.pk for one in [kochi, *others]
    )
    rounds.open_round(mixer, 1, opens_at=clock.now, ends_at=clock.now + timedelta(minutes=12))
    assert seated(mixer) == sorted(one.pk for one in others)
    assert not Admission.objects.filter(person__in=[kochi, jena], dismissed_at=None).exists()


def test_a_host_moves_somebody_and_the_old_table_is_remembered(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 8)
    first, second = Table.objects.filter(round__mixer=mixer)
    person_id = Seat.objects.filter(table=first).values_list("person_id", flat=True)[0]
    tables.move(mixer, by=olga, person_id=person_id, table_id=second.id)
    tables.move(mixer, by=olga, person_id=person_id, table_id=second.id)
    assert sorted(len(table) for table in cast.tables(mixer, 1)) == [3, 5]
    assert list(Seat.objects.filter(person=person_id).order_by("id").values_list("table_id", "left")) == [
        (first.id, "moved"), (second.id, ""),
    ]  # fmt: skip
    rooms = Admission.objects.filter(person=person_id, dismissed_at=None).values_list("room_id", flat=True)
    assert set(rooms) == {mixer.lobby_id, second.room_id}


def test_a_host_is_warned_before_a_table_loses_its_language(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    for one in guests[:4]:
        cast.speaks(one, "pt")
    for one in guests[4:]:
        cast.speaks(one, "de")
    mixer = in_round_one(clock, olga, guests, 8)
    home = Seat.objects.get(person=guests[0]).table_id
    other = Table.objects.filter(round__mixer=mixer).exclude(id=home).get()
    with pytest.raises(NoSharedLanguage):
        tables.move(mixer, by=olga, person_id=guests[0].pk, table_id=other.id)
    tables.move(mixer, by=olga, person_id=guests[0].pk, table_id=other.id, anyway=True)
    other.refresh_from_db()
    assert other.languages == []


def test_two_tables_become_one(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 8)
    first, second = Table.objects.filter(round__mixer=mixer)
    moved = cast.tables(mixer, 1)[0]
    tables.merge(mixer, by=olga, table_id=first.id, into_id=second.id)
    [company] = cast.tables(mixer, 1)
    assert sorted(company) == sorted(one.pk for one in guests)
    assert cast.told(mixer, "tables_merged")[0]["person_ids"] == moved
    with pytest.raises(NoSuchTable):
        tables.move(mixer, by=olga, person_id=guests[0].pk, table_id=first.id)


def test_a_table_too_large_to_talk_is_refused(clock: Clock, olga: Person) -> None:
    guests = cast.people(10)
    plan = Programme(table_size=5, welcome_seconds=0, input_seconds=0)
    mixer = cast.mixer(olga, guests, plan=plan, starts_in=10)
    cast.arrive(mixer, guests)
    clock.run(seconds=11)
    first, second = Table.objects.filter(round__mixer=mixer)
    with pytest.raises(TableFull):
        tables.merge(mixer, by=olga, table_id=first.id, into_id=second.id)


def test_who_is_removed_is_out_of_lobby_table_and_later_rounds(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 8)
    tables.remove(mixer, by=olga, person_id=guests[0].pk)
    assert not Admission.objects.filter(person=guests[0], dismissed_at=None).exists()
    clock.run(minutes=13)
    assert cast.fresh(mixer).phase_number == 2
    assert guests[0].pk not in seated(mixer)
    with pytest.raises(HostsStay):
        tables.remove(mixer, by=olga, person_id=olga.pk)
    with pytest.raises(NotAHost):
        tables.remove(mixer, by=guests[1], person_id=guests[2].pk)


def test_who_is_muted_may_not_speak_in_lobby_and_at_the_table(clock: Clock, olga: Person) -> None:
    guests = cast.people(4)
    mixer = in_round_one(clock, olga, guests, 4)
    tables.mute(mixer, by=olga, person_id=guests[0].pk)
    assert list(Admission.objects.filter(person=guests[0]).values_list("muted", flat=True)) == [True, True]
    tables.mute(mixer, by=olga, person_id=guests[0].pk, muted=False)
    assert list(Admission.objects.filter(person=guests[0]).values_list("muted", flat=True)) == [False, False]


def at_their_table(mixer: Mixer, person: Person) -> Admission:
    seat = Seat.objects.get(round__mixer=mixer, round__state="open", person=person, left_at=None)
    return Admission.objects.get(room=seat.table.room, person=person)


def test_who_is_muted_stays_so_at_the_next_table_and_in_the_next_round(clock: Clock, olga: Person) -> None:
    kochi, jena, *_ = guests = cast.people(8)
    mixer = in_round_one(clock, olga, guests, 8)
    tables.mute(mixer, by=olga, person_id=kochi.pk)
    elsewhere = Table.objects.filter(round__mixer=mixer, round__number=1).exclude(seats__person=kochi).get()
    tables.move(mixer, by=olga, person_id=kochi.pk, table_id=elsewhere.id)
    assert at_their_table(mixer, kochi).muted
    clock.run(minutes=13)
    assert cast.fresh(mixer).phase_number == 2
    assert [at_their_table(mixer, one).muted for one in (kochi, jena)] == [True, False]
    tables.mute(mixer, by=olga, person_id=kochi.pk, muted=False)
    clock.run(minutes=13)
    assert cast.fresh(mixer).phase_number == 3
    assert not at_their_table(mixer, kochi).muted


def test_languages_count_from_b1_and_below_only_for_who_has_nothing_better(clock: Clock, olga: Person) -> None:
    asha, jonas, lucia = guests = cast.people(3)
    cast.speaks(asha, "en", level="A2")
    cast.speaks(jonas, "de", level="B1")
    jonas.spoken_languages.create(code="en", level="A2")
    cast.speaks(lucia)
    mixer = cast.mixer(olga, guests)
    spoken = languages.spoken(mixer, [one.pk for one in guests])
    assert spoken == {asha.pk: {"en"}, jonas.pk: {"de"}, lucia.pk: {"en"}}
