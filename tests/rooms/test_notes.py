"""Shared notes and prompts."""

import pytest

from ledger.reading import since
from members.models import Person
from rooms import admissions, notes, refusals, rooms
from rooms.models import Room
from rooms.notes import NotesConflict, Written
from tests.rooms.conftest import person

pytestmark = pytest.mark.django_db


def kinds(room: Room) -> list[str]:
    return [entry.kind for entry in since(f"room:{room.id}", 0)]


def test_notes_get_a_version_and_a_fact(table: Room, asha: Person) -> None:
    assert notes.write(table, by=asha, text="Trees\r\nRoofs ", version=0) == Written("Trees\nRoofs", 1)
    entry = since(f"room:{table.id}", 0)[-1]
    assert (entry.kind, entry.data) == ("notes_written", {"room_id": table.id, "version": 1, "person_id": asha.pk})


def test_saving_what_is_there_changes_nothing(table: Room, asha: Person, jonas: Person) -> None:
    notes.write(table, by=asha, text="Trees", version=0)
    assert notes.write(table, by=jonas, text="Trees", version=0) == Written("Trees", 1)
    assert kinds(table).count("notes_written") == 1


def test_different_lines_are_merged(table: Room, asha: Person, jonas: Person) -> None:
    notes.write(table, by=asha, text="a\nb\nc", version=0)
    notes.write(table, by=asha, text="a\nb\nC", version=1)
    written = notes.write(table, by=jonas, text="A\nb\nc", version=1, base="a\nb\nc")
    assert written == Written("A\nb\nC", 3, merged=True)


def test_the_same_line_is_a_conflict_with_both_texts_at_hand(table: Room, asha: Person, jonas: Person) -> None:
    notes.write(table, by=asha, text="Trees", version=0)
    for base in (None, ""):
        with pytest.raises(NotesConflict) as caught:
            notes.write(table, by=jonas, text="Roofs", version=0, base=base)
        assert (caught.value.theirs, caught.value.yours, caught.value.version) == ("Trees", "Roofs", 1)
    table.refresh_from_db()
    assert (table.notes, table.notes_version) == ("Trees", 1)


def test_after_a_conflict_the_newer_version_is_written_over(table: Room, asha: Person, jonas: Person) -> None:
    notes.write(table, by=asha, text="Trees", version=0)
    assert notes.write(table, by=jonas, text="Trees and roofs", version=1).text == "Trees and roofs"


def test_who_may_not_speak_may_not_write(table: Room, asha: Person, jonas: Person) -> None:
    admissions.mute(table, [asha.pk])
    admissions.give_role(table, [jonas.pk], role="observer")
    for who in (asha, jonas):
        with pytest.raises(refusals.OnlyListening):
            notes.write(table, by=who, text="x", version=0)
    with pytest.raises(refusals.NotAdmitted):
        notes.write(table, by=person("Rosa Demo"), text="x", version=0)
    rooms.close_room(table)
    with pytest.raises(refusals.Closed):
        notes.write(table, by=asha, text="x", version=0)


@pytest.mark.parametrize("text", ["x" * 20_001, "x" * 100_000])
def test_too_much_is_refused(text: str, table: Room, asha: Person) -> None:
    with pytest.raises(refusals.NotesTooLong):
        notes.write(table, by=asha, text=text, version=0)
    with pytest.raises(refusals.ControlCharacters):
        notes.write(table, by=asha, text="a\x00b", version=0)


def test_a_merge_that_would_be_too_long_is_refused(table: Room, asha: Person) -> None:
    notes.write(table, by=asha, text="a\nb\nc", version=0)
    notes.write(table, by=asha, text="a\nb\n" + "c" * 15_000, version=1)
    with pytest.raises(refusals.NotesTooLong):
        notes.write(table, by=asha, text="a" * 15_000 + "\nb\nc", version=1, base="a\nb\nc")
