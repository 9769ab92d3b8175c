"""Words said in several rooms of a mixer at once and what changes these rooms never wait for each other in a circle.

A batch of words takes its rooms in the order of their ids. On PostgreSQL each change is held when it has its first
room until the words wait for it; SQLite's transactions run one after the other anyway.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from exchanges.mixers import cards, hosting, phases, seats, tables, upkeep
from exchanges.mixers.models import Card, Mixer, Round, Seat, Table
from exchanges.mixers.programme import Programme
from ledger import recording
from ledger.facts import Entry, Fact
from members.models import Person
from rooms import admissions, conversation, rooms
from rooms.conversation import Spoken, Utterance
from rooms.models import Admission, Room
from tests.exchanges.mixers import cast
from tests.parallel import Meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
Locked = Callable[[Iterable[int]], dict[int, Room]]
Change = Callable[[Mixer, Person], None]


def in_round_one(guests: list[Person], olga: Person) -> Mixer:
    """A mixer whose first round is open; its organiser may speak at every table."""
    mixer = cast.mixer(olga, guests, plan=Programme(welcome_seconds=0, input_seconds=0, round_count=3))
    cast.arrive(mixer, guests)
    hosting.start(mixer, by=olga)
    admissions.admit_all({table.room_id: {olga.pk: Admission.Role.HOST} for table in of_round(mixer) if table.room_id})
    return cast.fresh(mixer)


def of_round(mixer: Mixer) -> list[Table]:
    return list(Table.objects.filter(round__mixer=mixer).order_by("number"))


def someone_at(table: Table) -> int:
    return Seat.objects.filter(table=table, left_at=None).order_by("id").values_list("person_id", flat=True)[0]


def say_everywhere(mixer: Mixer, olga: Person) -> list[conversation.Answer]:
    """Words of one batch, for the lobby and for every table."""
    places = [mixer.lobby_id, *(table.room_id for table in of_round(mixer) if table.room_id is not None)]
    said = [Utterance(room_id=room, person_id=olga.pk, nonce=f"word-{room}-0001", text="Hello") for room in places]
    return conversation.say_many(said)


def while_words_are_said(
    monkeypatch: pytest.MonkeyPatch, change: Change, mixer: Mixer, olga: Person, *, ordered: bool = True
) -> tuple[Exception | None, object]:
    """Make a change; words for all rooms come as soon as it has its first room. What went wrong, and the answers.

    Args:
        monkeypatch: to hold the change.
        change: what to do with the mixer.
        mixer: which.
        olga: who leads it, and speaks.
        ordered: without, the change does not take all its rooms before it begins.
    """
    words = Meanwhile(partial(say_everywhere, mixer, olga))
    take, calls = rooms.locked, [] if ordered else [1]

    def locked(room_ids: Iterable[int]) -> dict[int, Room]:
        if calls:
            calls.pop()
            return Room.objects.in_bulk(list(room_ids))
        found = take(room_ids)
        if found:
            words.begin()
        return found

    with monkeypatch.context() as held:
        held.setattr(rooms, "locked", locked)
        try:
            change(mixer, olga)
        except OperationalError as error:
            return error, words.result()
    return None, words.result()


def move_to_an_earlier_table(mixer: Mixer, olga: Person) -> None:
    first, *_, last = of_round(mixer)
    tables.move(mixer, by=olga, person_id=someone_at(last), table_id=first.id)


def merge_into_an_earlier_table(mixer: Mixer, olga: Person) -> None:
    first, *_, last = of_round(mixer)
    tables.merge(mixer, by=olga, table_id=last.id, into_id=first.id, anyway=True)


def close_a_gap_from_an_earlier_table(mixer: Mixer, olga: Person) -> None:
    """Three of the last table are lost; of those at the first one, somebody joins whoever is left."""
    lost = Seat.objects.filter(table=of_round(mixer)[-1]).order_by("id")[1:]
    Seat.objects.filter(id__in=[seat.id for seat in lost]).update(missing_since=timezone.now() - timedelta(minutes=1))
    cast.leave(mixer, [seat.person for seat in lost.select_related("person")])
    upkeep.look(mixer)


def remove_from_a_table(mixer: Mixer, olga: Person) -> None:
    tables.remove(mixer, by=olga, person_id=someone_at(of_round(mixer)[-1]))


def ring_the_bell(mixer: Mixer, olga: Person) -> None:
    assert mixer.phase_ends_at is not None
    phases.keep_bell(mixer.id, now=mixer.phase_ends_at + timedelta(seconds=1))


def end(mixer: Mixer, olga: Person) -> None:
    hosting.end(mixer, by=olga)


CHANGES: Collection[Change] = (
    move_to_an_earlier_table,
    merge_into_an_earlier_table,
    close_a_gap_from_an_earlier_table,
    remove_from_a_table,
    ring_the_bell,
    end,
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_rooms_and_words_in_all_of_them_do_not_wait_in_a_circle(
    change: Change, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixer = in_round_one(cast.people(8), olga)
    error, answers = while_words_are_said(monkeypatch, change, mixer, olga)
    assert error is None
    assert isinstance(answers, list) and len(answers) == 3
    if change is move_to_an_earlier_table:
        assert [type(answer) for answer in answers] == [Spoken] * 3


def test_without_taking_all_rooms_at_once_a_move_and_words_wait_in_a_circle(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: PostgreSQL breaks the circle by giving up one of the two."""
    mixer = in_round_one(cast.people(8), olga)
    both = while_words_are_said(monkeypatch, move_to_an_earlier_table, mixer, olga, ordered=False)
    given_up = [str(one) for one in both if isinstance(one, OperationalError)]
    if connection.vendor == "sqlite":
        assert given_up == []
    else:
        assert len(given_up) == 1 and "deadlock detected" in given_up[0]


def test_who_is_muted_while_they_are_moved_is_silent_at_the_new_table(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixer = in_round_one(cast.people(8), olga)
    first, *_, last = of_round(mixer)
    somebody = someone_at(last)
    moving = Meanwhile(partial(tables.move, mixer, by=olga, person_id=somebody, table_id=first.id))
    take = rooms.locked

    def locked(room_ids: Iterable[int]) -> dict[int, Room]:
        found = take(room_ids)
        moving.begin()
        return found

    with monkeypatch.context() as held:
        held.setattr(rooms, "locked", locked)
        tables.mute(mixer, by=olga, person_id=somebody)
    assert moving.result() == first
    silent = Admission.objects.filter(person=somebody, dismissed_at=None).order_by("room_id")
    assert list(silent.values_list("room_id", "muted")) == [(mixer.lobby_id, True), (first.room_id, True)]


def test_cards_brought_while_the_mixer_ends_and_its_end_do_not_wait_in_a_circle(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha, *others = cast.people(8)
    mixer = in_round_one([asha, *others], olga)
    line = cards.Line(cast.topic("water").pk)
    ending = Meanwhile(partial(hosting.end, mixer, by=olga))

    def record(*facts: Fact) -> list[Entry]:
        ending.begin()
        return recording.record(*facts)

    with monkeypatch.context() as held:
        held.setattr(cards, "record", record)
        cards.bring(mixer, by=asha, seeks=[line], offers=[])
    assert ending.result() == mixer
    assert Card.objects.filter(registration__person=asha).count() == 1
    assert cast.fresh(mixer).phase == Mixer.Phase.ENDED


def test_a_table_put_up_while_the_host_pauses_has_a_clock_that_stands_still(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = cast.people(16)
    mixer = cast.mixer(olga, guests, plan=Programme(welcome_seconds=0, input_seconds=0, round_count=3))
    cast.arrive(mixer, guests[:8])
    hosting.start(mixer, by=olga)
    cast.arrive(mixer, guests[8:])
    pausing = Meanwhile(partial(hosting.pause, mixer, by=olga))
    put_up = seats.new_table

    def new_table(of: Mixer, row: Round) -> Table:
        made = put_up(of, row)
        pausing.begin()
        return made

    with monkeypatch.context() as held:
        held.setattr(seats, "new_table", new_table)
        upkeep.look(cast.fresh(mixer))
    assert isinstance(pausing.result(), Mixer)
    stands = {table.room.paused_at for table in of_round(mixer) if table.room}
    assert (len(of_round(mixer)), stands) == (4, {cast.fresh(mixer).paused_at})
    assert None not in stands
