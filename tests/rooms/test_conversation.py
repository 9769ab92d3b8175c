"""Saying, editing, withdrawing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ledger.reading import head, since
from members.models import Notice, Person
from rooms import admissions, conversation, refusals, rooms
from rooms.conversation import Spoken, Utterance
from rooms.models import Message, Room
from tests.rooms.conftest import person
from tests.statements import counted

pytestmark = pytest.mark.django_db


def utter(room: Room, by: Person, text: str = "Namaste", nonce: str = "1") -> Utterance:
    return Utterance(room_id=room.id, person_id=by.pk, nonce=nonce, text=text)


def message(spoken: Spoken) -> Message:
    return Message.objects.get(id=spoken.message_id)


def kinds(room: Room) -> list[str]:
    return [entry.kind for entry in since(f"room:{room.id}", 0)]


def test_what_is_said_gets_the_next_position_of_the_room(table: Room, asha: Person, jonas: Person) -> None:
    first = conversation.say(room=table, by=asha, text="Bus data from Kochi", nonce="a")
    second = conversation.say(room=table, by=jonas, text="And from Jena", nonce="b")
    assert second.position == first.position + 1
    entry = since(f"room:{table.id}", first.position)[0]
    assert (entry.kind, entry.data) == (
        "message_said",
        {"room_id": table.id, "message_id": second.message_id, "person_id": jonas.pk},
    )
    assert message(second).position == second.position


def test_a_repeated_nonce_gets_the_first_answer(table: Room, asha: Person, jonas: Person) -> None:
    first = conversation.say(room=table, by=asha, text="Once", nonce="1")
    assert conversation.say(room=table, by=asha, text="Once", nonce="1") == first
    assert conversation.say_many([utter(table, asha, "Twice"), utter(table, asha, "Twice")]) == [first, first]
    assert conversation.say(room=table, by=jonas, text="Another's nonce is another", nonce="1") != first
    assert Message.objects.count() == 2


def test_the_same_nonce_twice_in_one_batch_is_said_once(table: Room, asha: Person) -> None:
    first, second = conversation.say_many([utter(table, asha, "Once"), utter(table, asha, "Once")])
    assert first == second
    assert [row.text for row in Message.objects.all()] == ["Once"]


def test_a_batch_answers_each_for_itself_and_in_order(table: Room, asha: Person, jonas: Person) -> None:
    stranger = person("Rosa Demo")
    other = rooms.open_room("Table 4")
    admissions.admit(other, [asha.pk])
    admissions.mute(table, [jonas.pk])
    answers = conversation.say_many(
        [
            utter(table, asha, "first", "1"),
            utter(table, stranger, "let me in", "1"),
            utter(table, jonas, "muted", "1"),
            utter(other, asha, "elsewhere", "2"),
            utter(table, asha, " \n ", "3"),
            utter(table, asha, "x" * 2001, "4"),
            utter(table, asha, "second", "5"),
        ]
    )
    assert [type(answer).__name__ for answer in answers] == [
        "Spoken",
        "NotAdmitted",
        "OnlyListening",
        "Spoken",
        "Empty",
        "TooLong",
        "Spoken",
    ]
    assert [row.text for row in Message.objects.filter(room=table)] == ["first", "second"]
    positions = [row.position for row in Message.objects.filter(room=table)]
    assert positions == [head(f"room:{table.id}") - 1, head(f"room:{table.id}")]
    assert Message.objects.get(room=other).position == head(f"room:{other.id}")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", refusals.Empty),
        ("\t\n", refusals.Empty),
        ("a" * 2001, refusals.TooLong),
        ("a" * 1_000_000, refusals.TooLong),
        ("nul \x00", refusals.ControlCharacters),
        ("bell \x07", refusals.ControlCharacters),
        ("escape \x1b[31m", refusals.ControlCharacters),
        ("next\x85line", refusals.ControlCharacters),
        ("half a pair \ud800", refusals.ControlCharacters),
    ],
)
def test_unfit_texts_are_refused(text: str, refusal: type[Exception], table: Room, asha: Person) -> None:
    with pytest.raises(refusal):
        conversation.say(room=table, by=asha, text=text, nonce="1")
    assert kinds(table).count("message_said") == 0


@pytest.mark.parametrize(
    "text", ["a" * 2000, "two\nlines\tand a tab", "नमस्ते कोच्चि", "Olá 👋🏽", "مرحبا", "\u202eright to left"]
)
def test_fit_texts_are_stored_as_written(text: str, table: Room, asha: Person) -> None:
    assert message(conversation.say(room=table, by=asha, text=text, nonce="1")).text == text


@pytest.mark.parametrize("nonce", ["", "n" * 81, "line\nend", "nul\x00", "\ud800"])
def test_unfit_nonces_are_refused_without_harm_to_the_batch(nonce: str, table: Room, asha: Person) -> None:
    bad, good = conversation.say_many([utter(table, asha, "bad", nonce), utter(table, asha, "good", "n" * 80)])
    assert isinstance(bad, refusals.BadNonce)
    assert isinstance(good, Spoken)


def test_nothing_is_said_in_a_closed_room(table: Room, asha: Person) -> None:
    assert rooms.close_room(table) is True
    assert rooms.close_room(table) is False
    with pytest.raises(refusals.Closed):
        conversation.say(room=table, by=asha, text="Too late", nonce="1")
    assert kinds(table)[-1] == "room_closed"


def test_observers_listen(table: Room, asha: Person) -> None:
    admissions.give_role(table, [asha.pk], role="observer")
    with pytest.raises(refusals.OnlyListening):
        conversation.say(room=table, by=asha, text="Hello", nonce="1")


def test_too_fast_is_refused_for_that_person_in_that_room_only(
    table: Room, asha: Person, jonas: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rooms.pace.LIMIT", 3)
    answers = conversation.say_many([utter(table, asha, "x", str(n)) for n in range(5)] + [utter(table, jonas)])
    assert [isinstance(answer, Spoken) for answer in answers] == [True, True, True, False, False, True]
    assert isinstance(answers[4], refusals.Fast)
    assert conversation.say_many([utter(table, asha, "x", "0")]) == [answers[0]]


def _statements(batch: list[Utterance]) -> int:
    with counted() as statements:
        assert all(isinstance(answer, Spoken) for answer in conversation.say_many(batch))
    return len(statements)


def test_a_batch_costs_the_same_statements_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms, admissions, nonces, positions, messages, entries: six, for 1 message and for 1,000 in 20 rooms."""
    monkeypatch.setattr("rooms.pace.LIMIT", 1000)
    people = [person(f"Delegate {number}") for number in range(20)]
    there = rooms.open_rooms([rooms.Plan(title=f"Table {number}") for number in range(20)])
    admissions.admit_all({room.id: {who.pk: "participant"} for room, who in zip(there, people, strict=True)})
    pairs = list(zip(there, people, strict=True))
    assert _statements([utter(*pairs[0], "one", "0")]) == 6
    assert _statements([utter(room, who, "many", f"{n}") for room, who in pairs for n in range(1, 51)]) == 6


def test_the_author_edits_within_fifteen_minutes(table: Room, asha: Person, jonas: Person, lucia: Person) -> None:
    said = message(conversation.say(room=table, by=asha, text="Kochin", nonce="1"))
    assert conversation.edit(message=said, by=asha, text=" Kochi ").text == "Kochi"
    assert kinds(table)[-1] == "message_edited"
    for other in (jonas, lucia):
        with pytest.raises(refusals.NotYours):
            conversation.edit(message=said, by=other, text="Jena")
    Message.objects.update(said_at=timezone.now() - timedelta(minutes=15, seconds=1))
    with pytest.raises(refusals.TooLate):
        conversation.edit(message=said, by=asha, text="Cochin")
    assert Message.objects.get().text == "Kochi"


def test_an_edit_that_changes_nothing_is_no_fact(table: Room, asha: Person) -> None:
    said = message(conversation.say(room=table, by=asha, text="Kochi", nonce="1"))
    conversation.edit(message=said, by=asha, text="Kochi")
    assert "message_edited" not in kinds(table)


def test_no_edit_by_the_muted_dismissed_or_in_a_closed_room(table: Room, asha: Person) -> None:
    said = message(conversation.say(room=table, by=asha, text="Kochi", nonce="1"))
    admissions.mute(table, [asha.pk])
    with pytest.raises(refusals.OnlyListening):
        conversation.edit(message=said, by=asha, text="x")
    admissions.dismiss(table, [asha.pk])
    with pytest.raises(refusals.NotAdmitted):
        conversation.edit(message=said, by=asha, text="x")
    rooms.close_room(table)
    with pytest.raises(refusals.Closed):
        conversation.edit(message=said, by=asha, text="x")
    assert Message.objects.get().text == "Kochi"


@pytest.mark.parametrize("who", ["author", "host"])
def test_author_and_host_withdraw_and_the_text_is_gone(who: str, table: Room, asha: Person, lucia: Person) -> None:
    said = message(conversation.say(room=table, by=asha, text="@Lucía my number is 123", nonce="1"))
    by = {"author": asha, "host": lucia}[who]
    for _ in range(2):
        assert conversation.withdraw(message=said, by=by).text == ""
    assert kinds(table).count("message_withdrawn") == 1
    assert (Message.objects.get().text, Message.objects.get().mentions.count()) == ("", 0)
    with pytest.raises(refusals.Withdrawn):
        conversation.edit(message=said, by=asha, text="again")


def test_others_do_not_withdraw(table: Room, asha: Person, jonas: Person) -> None:
    said = message(conversation.say(room=table, by=asha, text="Kochi", nonce="1"))
    with pytest.raises(refusals.NotYours):
        conversation.withdraw(message=said, by=jonas)
    with pytest.raises(refusals.NotAdmitted):
        conversation.withdraw(message=said, by=person("Rosa Demo"))
    assert Message.objects.get().withdrawn_at is None


def _told() -> list[tuple[Any, ...]]:
    return list(Notice.objects.order_by("person_id").values_list("person_id", "kind", "address", "by_mail"))


def test_whom_a_message_mentions_is_told_once(table: Room, asha: Person, jonas: Person, lucia: Person) -> None:
    said = message(conversation.say(room=table, by=asha, text="@Jonas, @Asha and @Rosa: trees?", nonce="1"))
    assert set(said.mentions.values_list("id", flat=True)) == {jonas.pk, asha.pk}
    address = f"/mixers/spring/table/#message-{said.id}"
    assert _told() == [(jonas.pk, "mentioned", address, False)]
    conversation.edit(message=said, by=asha, text="@Jonas and @lucía rojas: trees?")
    assert set(said.mentions.values_list("id", flat=True)) == {jonas.pk, lucia.pk}
    assert _told() == [(jonas.pk, "mentioned", address, False), (lucia.pk, "mentioned", address, False)]


def test_who_is_not_in_the_room_cannot_be_called(table: Room, asha: Person, jonas: Person) -> None:
    admissions.dismiss(table, [jonas.pk])
    said = message(conversation.say(room=table, by=asha, text="@Jonas Weber?", nonce="1"))
    assert said.mentions.count() == 0
    assert _told() == []
