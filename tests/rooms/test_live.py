"""What a room is to the live sockets."""

import json
import re

import pytest
from django.utils import translation

from ledger.facts import Entry
from ledger.reading import head, since
from members.models import Delegate, Member, Person
from rooms import admissions, conversation, notes, refusals, rooms
from rooms.live import RoomPresence, RoomStreams
from rooms.models import Message, Room
from tests.rooms.corpus import CORPUS
from tests.statements import counted
from web.live import log, streams
from web.live.log import Wanted
from web.live.streams import Incoming, Refusal, Said

pytestmark = pytest.mark.django_db
ROOMS = RoomStreams()


def entries(room: Room, kind: str = "") -> list[Entry]:
    return [entry for entry in since(f"room:{room.id}", 0) if kind in ("", entry.kind)]


def say(room: Room, by: Person, text: str, nonce: str = "1") -> int:
    return conversation.say(room=room, by=by, text=text, nonce=nonce).message_id


def test_rooms_and_presence_are_known_to_the_sockets() -> None:
    kind, key = streams.find("room:7")
    assert (type(kind), key) == (RoomStreams, "7")
    assert type(streams.registry.presence) is RoomPresence


def test_a_room_exists_or_not(table: Room) -> None:
    assert ROOMS.exists(str(table.id)) is True
    assert [ROOMS.exists(key) for key in ("999999", "x", "0", "9" * 30)] == [False] * 4


def test_what_comes_through_a_socket_is_said_and_answered(table: Room, asha: Person, jonas: Person) -> None:
    admissions.mute(table, [jonas.pk])
    key = str(table.id)
    answers = ROOMS.receive(
        [
            Incoming(asha.pk, key, "1", "Namaste"),
            Incoming(jonas.pk, key, "1", "muted", language="de"),
            Incoming(asha.pk, key, "1", "Namaste"),
        ]
    )
    said = Message.objects.get()
    with translation.override("de"):
        reason = str(refusals.OnlyListening())
    assert answers == [Said(said.position), Refusal(reason), Said(said.position)]


def test_what_was_just_said_looks_as_when_it_is_read_back(table: Room, asha: Person, jonas: Person) -> None:
    kochi = Member.objects.create(slug="kochi", name="Kochi & Ernakulam", country="IN", time_zone="Asia/Kolkata")
    Delegate.objects.create(person=asha, member=kochi, state=Delegate.State.ADMITTED)
    texts = ("Namaste", "<b>Shade</b> & water\nhttps://kochi.example", *CORPUS[:3])
    key, wanted = str(table.id), Wanted(f"room:{table.id}", head(f"room:{table.id}"))
    batch = [Incoming(by.pk, key, str(nonce), text) for by in (asha, jonas) for nonce, text in enumerate(texts)]
    told = [one.told for one in ROOMS.receive(batch) if isinstance(one, Said) and one.told]
    assert len(told) == sum("@" not in text for text in texts) * 2
    at_hand, [read] = log.known(wanted, told), log.read([wanted])
    assert at_hand is not None
    assert [json.loads(one.payload) for one in at_hand.entries] == [json.loads(one.payload) for one in read.entries]


def test_a_mention_is_read_back_and_so_is_what_was_said_before(table: Room, asha: Person, jonas: Person) -> None:
    key = str(table.id)
    [called] = ROOMS.receive([Incoming(asha.pk, key, "1", "Ask @Jonas")])
    [first] = ROOMS.receive([Incoming(asha.pk, key, "2", "Namaste")])
    [again] = ROOMS.receive([Incoming(asha.pk, key, "2", "Namaste")])
    assert [isinstance(one, Said) and one.told is not None for one in (called, first, again)] == [False, True, False]


def test_a_message_is_rendered_for_everybody_alike(table: Room, asha: Person, jonas: Person) -> None:
    kochi = Member.objects.create(slug="kochi", name="Kochi", country="IN", time_zone="Asia/Kolkata")
    Delegate.objects.create(person=asha, member=kochi, state=Delegate.State.ADMITTED)
    message_id = say(table, asha, "Shade <b>@Jonas</b>\nhttps://kochi.example")
    said = entries(table, "message_said")
    (look,) = ROOMS.render(said)
    assert look.data == {
        "room_id": table.id,
        "message_id": message_id,
        "person_id": asha.pk,
        "mentions": [jonas.pk],
    }
    assert f'id="message-{message_id}"' in look.html
    assert f'data-author="{asha.pk}" data-mentions="{jonas.pk}"' in look.html
    assert "Kochi" in look.html
    assert (
        f'&lt;b&gt;<mark data-person="{jonas.pk}">@Jonas</mark>&lt;/b&gt;<br><a href="https://kochi.example"'
        in look.html
    )
    for language in ("de", "es", "pt-br"):
        with translation.override(language):
            assert ROOMS.render(said) == [look]


def test_a_broadcast_holds_no_words_of_ours(table: Room, asha: Person) -> None:
    said = Message.objects.get(id=say(table, asha, "Kochin"))
    conversation.edit(message=said, by=asha, text="Kochi")
    conversation.withdraw(message=Message.objects.get(id=say(table, asha, "Oops", "2")), by=asha)
    looks = ROOMS.render(entries(table, "message_edited") + entries(table, "message_withdrawn"))
    texts = [" ".join(re.sub("<[^>]*>", " ", look.html).split()) for look in looks]
    hour = f"{said.said_at:%H:%M}"
    assert texts == [f"AM Asha Menon {hour} Kochi", f"AM Asha Menon {hour}"]
    assert all("data-replaces" in look.html for look in looks)
    assert ['data-label="edited"' in looks[0].html, 'data-label="withdrawn"' in looks[1].html] == [True, True]


def test_entries_render_as_they_are_now_and_the_rest_only_say_what_happened(table: Room, asha: Person) -> None:
    notes.write(table, by=asha, text="secret?", version=0)
    say(table, asha, "Kochin")
    Message.objects.all().delete()
    looks = ROOMS.render(entries(table))
    assert [look.html for look in looks] == [""] * len(looks)
    assert looks[-2].data == {"room_id": table.id, "version": 1, "person_id": asha.pk}


def test_a_hundred_messages_of_two_rooms_are_rendered_by_two_queries(
    table: Room, asha: Person, jonas: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rooms.pace.LIMIT", 1000)
    other = rooms.open_room("Table 4")
    admissions.admit(other, [asha.pk])
    for room in (table, other):
        for number in range(50):
            say(room, asha, f"@Jonas {number}", str(number))
    both = entries(table, "message_said") + entries(other, "message_said")
    with counted() as statements:
        looks = ROOMS.render(both)
    assert len(statements) == 2
    assert [look.data["message_id"] for look in looks] == [entry.data["message_id"] for entry in both]
    with counted() as statements:
        ROOMS.render(both[:1])
    assert len(statements) == 2


def test_a_withdrawn_admission_says_whom_it_dismisses(table: Room, asha: Person) -> None:
    admissions.dismiss(table, [asha.pk])
    (withdrawn,) = entries(table, "admission_withdrawn")
    assert list(ROOMS.dismisses(withdrawn)) == [asha.pk]
    assert [list(ROOMS.dismisses(entry)) for entry in entries(table, "person_admitted")] == [[], [], []]
