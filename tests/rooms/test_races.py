"""What happens at the same moment in one room, with and without the lock that orders it."""

import threading
from collections.abc import Iterable
from functools import partial

import pytest
from django.db import transaction

from ledger.reading import since
from members.models import Person
from rooms import admissions, clock, conversation, notes, refusals, rooms
from rooms.conversation import Spoken
from rooms.models import Message, Room
from rooms.notes import NotesConflict, Written
from tests.parallel import at_once, errors, let_readers_begin
from tests.serving import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8


def _unlocked(room_ids: Iterable[int]) -> dict[int, Room]:
    """What `rooms.locked` would be without its lock."""
    return {room.id: room for room in Room.objects.filter(id__in=set(room_ids))}


def _same_nonce(table: Room, asha: Person) -> list[Spoken | Exception]:
    say = partial(conversation.say, room=table, by=asha, text="Once", nonce="1")
    return at_once(*[say] * WRITERS)


def test_the_same_nonce_at_the_same_time_is_said_once(table: Room, asha: Person) -> None:
    answers = _same_nonce(table, asha)
    assert errors(answers) == []
    assert len(set(answers)) == 1
    assert Message.objects.count() == 1


def _slowly(table: Room, asha: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every writer look for the nonce before any of them writes."""
    everybody = threading.Barrier(WRITERS)
    look = conversation._said_before

    def looked(batch: list[conversation.Utterance]) -> dict[conversation.Key, Spoken]:
        found = look(batch)
        everybody.wait(PATIENCE)
        return found

    monkeypatch.setattr(conversation, "_said_before", looked)


def test_without_the_rooms_lock_the_same_nonce_is_not_said_once(
    table: Room, asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_readers_begin(monkeypatch)
    monkeypatch.setattr(rooms, "locked", _unlocked)
    _slowly(table, asha, monkeypatch)
    answers = _same_nonce(table, asha)
    assert len(errors(answers)) == WRITERS - 1


def _check_no_word_after_dismissal(table: Room, asha: Person) -> None:
    """Asha speaks at the moment she is dismissed: each word is stored before the dismissal, or refused."""
    results = at_once(
        *[partial(conversation.say, room=table, by=asha, text=f"Word {n}", nonce=str(n)) for n in range(6)],
        partial(admissions.dismiss, table, [asha.pk]),
    )
    kinds = [entry.kind for entry in since(f"room:{table.id}", 0)]
    assert all(isinstance(result, Spoken | refusals.NotAdmitted | list) for result in results)
    assert kinds[-1] == "admission_withdrawn"
    assert kinds.count("message_said") == sum(isinstance(result, Spoken) for result in results)


def test_nobody_gets_a_word_in_after_the_dismissal(table: Room, asha: Person) -> None:
    _check_no_word_after_dismissal(table, asha)


def test_without_the_rooms_lock_the_dismissed_still_speak(
    table: Room, asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody has passed the door before the dismissal, and speaks after it."""
    let_readers_begin(monkeypatch)
    monkeypatch.setattr(rooms, "locked", _unlocked)
    inside, dismissed = threading.Event(), threading.Event()
    store, dismiss = conversation._store, admissions.dismiss_all

    def stored_later(
        fresh: dict[conversation.Key, str], voices: dict[admissions.Pair, admissions.Voice]
    ) -> dict[conversation.Key, conversation.Answer]:
        inside.set()
        dismissed.wait(PATIENCE)
        return store(fresh, voices)

    def dismissed_now(pairs: set[tuple[int, int]]) -> list[tuple[int, int]]:
        inside.wait(PATIENCE)  # a dismissal before anybody has passed the door would prove nothing
        gone = dismiss(pairs)
        transaction.on_commit(dismissed.set)
        return gone

    monkeypatch.setattr(conversation, "_store", stored_later)
    monkeypatch.setattr(admissions, "dismiss_all", dismissed_now)
    with pytest.raises(AssertionError):
        _check_no_word_after_dismissal(table, asha)


def test_two_who_write_different_lines_are_both_kept(table: Room, asha: Person, jonas: Person) -> None:
    base = "Kochi:\n\n\nJena:\n"
    stored = notes.write(table, by=asha, text=base, version=0)
    results = at_once(
        partial(notes.write, table, by=asha, text="Kochi: vines\n\n\nJena:", version=1, base=stored.text),
        partial(notes.write, table, by=jonas, text="Kochi:\n\n\nJena: roofs", version=1, base=stored.text),
    )
    assert errors(results) == []
    table.refresh_from_db()
    assert (table.notes, table.notes_version) == ("Kochi: vines\n\n\nJena: roofs", 3)


def test_of_many_who_write_the_same_line_one_wins_and_the_others_are_told(table: Room, asha: Person) -> None:
    results = at_once(
        *[partial(notes.write, table, by=asha, text=f"Version {n}", version=0, base="") for n in range(WRITERS)]
    )
    won = [result for result in results if isinstance(result, Written)]
    lost = [result for result in results if isinstance(result, NotesConflict)]
    assert (len(won), len(lost)) == (1, WRITERS - 1)
    assert {conflict.theirs for conflict in lost} == {won[0].text}


def test_a_phase_is_ended_once_though_many_try(table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    results = at_once(*[partial(clock.end, table)] * WRITERS)
    assert sum(isinstance(result, Room) for result in results) == 1
    assert all(isinstance(error, refusals.NoPhase) for error in errors(results))
    assert [entry.kind for entry in since(f"room:{table.id}", 0)].count("phase_ended") == 1


def test_extending_and_keeping_at_the_same_moment_do_not_wait_for_each_other(table: Room) -> None:
    """Whichever comes first, there is one end, and it is the one the room says."""
    from ledger import promises
    from ledger.models import Promise
    from rooms.promised import PhaseEnds

    promises.keepers[PhaseEnds.kind] = clock.keep_phase_end
    for _ in range(5):
        clock.begin(table, phase="story", seconds=0)
        promise_id = Promise.objects.get().id
        at_once(partial(promises.keep, promise_id), partial(clock.extend, table, seconds=300))
        table.refresh_from_db()
        ended = table.phase == ""
        assert Promise.objects.get().state == ("done" if ended else "due")
        assert Promise.objects.get().tries == 0
        if not ended:
            clock.end(table)
