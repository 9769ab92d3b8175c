"""A room's pages and posts, as a browser without JavaScript and as our scripts use them."""

import pytest
from django.test import Client

from members.models import Notice, Person
from rooms import admissions, clock, conversation, notes, presence
from rooms.models import Admission, Message, Room
from tests.rooms.conftest import person

pytestmark = pytest.mark.django_db
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def as_asha(asha: Person, table: Room) -> Client:
    client = Client()
    client.force_login(asha, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def as_lucia(lucia: Person, table: Room) -> Client:
    client = Client()
    client.force_login(lucia, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_shows_people_conversation_notes_and_prompt(
    as_asha: Client, table: Room, asha: Person, jonas: Person, lucia: Person
) -> None:
    conversation.say(room=table, by=jonas, text="We plant trees in Jena.", nonce="n")
    Room.objects.filter(id=table.id).update(prompt={"en": "What would you do again?"})
    notes.write(table, by=jonas, text="Trees first", version=0)
    page = as_asha.get(f"/rooms/{table.id}/").content.decode()
    assert "We plant trees in Jena." in page
    assert "What would you do again?" in page
    assert "Trees first" in page
    assert all(name in page for name in ("Asha Menon", "Jonas Weber", "Lucía Rojas"))


def test_asking_for_the_page_counts_as_being_there(as_asha: Client, table: Room, asha: Person) -> None:
    as_asha.get(f"/rooms/{table.id}/")
    assert presence.present([f"room:{table.id}"]) == {f"room:{table.id}": {asha.pk}}


def test_a_post_without_javascript_is_stored_and_leads_back(as_asha: Client, table: Room) -> None:
    answer = as_asha.post(f"/rooms/{table.id}/say/", {"text": "Namaste", "nonce": "1", "next": "/mixers/spring/table/"})
    assert (answer.status_code, answer["Location"]) == (302, "/mixers/spring/table/")
    assert Message.objects.get().text == "Namaste"


def test_a_post_never_leads_to_another_host(as_asha: Client, table: Room) -> None:
    answer = as_asha.post(f"/rooms/{table.id}/say/", {"text": "Hi", "nonce": "1", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_the_same_form_sent_twice_says_it_once(as_asha: Client, table: Room) -> None:
    for _ in range(2):
        as_asha.post(f"/rooms/{table.id}/say/", {"text": "Namaste", "nonce": "1"})
    assert Message.objects.count() == 1


def test_a_refused_post_shows_the_reason_and_keeps_the_text(as_asha: Client, table: Room, asha: Person) -> None:
    admissions.mute(table, [asha.pk])
    admissions.unmute(table, [asha.pk])
    long = "Kochi " * 400
    answer = as_asha.post(f"/rooms/{table.id}/say/", {"text": long, "nonce": "1"})
    assert answer.status_code == 400
    assert "too long" in answer.content.decode()
    assert long.strip() in answer.content.decode()
    assert Message.objects.count() == 0


def test_a_script_gets_the_message_or_the_reason(as_asha: Client, table: Room) -> None:
    said = as_asha.post(f"/rooms/{table.id}/say/", {"text": "Namaste", "nonce": "1"}, headers=FRAGMENT)
    assert said.content.decode().lstrip().startswith("<article class=")
    refused = as_asha.post(f"/rooms/{table.id}/say/", {"text": " ", "nonce": "2"}, headers=FRAGMENT)
    assert (refused.status_code, refused.json()) == (400, {"reason": "Write something first.", "field": "text"})


def test_the_author_edits_and_withdraws_from_the_page(as_asha: Client, table: Room, asha: Person) -> None:
    spoken = conversation.say(room=table, by=asha, text="Kochin", nonce="1")
    address = f"/rooms/{table.id}/messages/{spoken.message_id}"
    assert f'action="{address}/edit/"' in as_asha.get(f"/rooms/{table.id}/").content.decode()
    edited = as_asha.post(f"{address}/edit/", {"text": "Kochi"}, headers=FRAGMENT).content.decode()
    assert "Kochi</p>" in edited
    assert ">edited<" in edited
    assert as_asha.post(f"{address}/withdraw/").status_code == 302
    assert "This message was withdrawn." in as_asha.get(f"/rooms/{table.id}/").content.decode()


def test_nobody_is_offered_to_edit_what_others_said(as_asha: Client, table: Room, jonas: Person) -> None:
    spoken = conversation.say(room=table, by=jonas, text="Jena", nonce="1")
    assert f"/messages/{spoken.message_id}/edit/" not in as_asha.get(f"/rooms/{table.id}/").content.decode()
    answer = as_asha.post(f"/rooms/{table.id}/messages/{spoken.message_id}/edit/", {"text": "Kochi"}, headers=FRAGMENT)
    assert answer.status_code == 403
    assert Message.objects.get().text == "Jena"


def test_notes_are_saved_merged_and_conflicts_show_both_texts(as_asha: Client, table: Room, jonas: Person) -> None:
    address = f"/rooms/{table.id}/notes/"
    first = as_asha.post(address, {"notes": "Trees\nRoofs", "version": 0, "base": ""}, headers=FRAGMENT).json()
    assert (first["version"], first["merged"]) == (1, False)
    notes.write(table, by=jonas, text="Trees\nRoofs\nWater", version=1)
    merged = as_asha.post(
        address, {"notes": "Vines\nRoofs", "version": 1, "base": "Trees\nRoofs"}, headers=FRAGMENT
    ).json()
    assert (merged["text"], merged["version"], merged["merged"]) == ("Vines\nRoofs\nWater", 3, True)
    conflict = as_asha.post(address, {"notes": "Cars", "version": 1, "base": "Trees\nRoofs"}, headers=FRAGMENT)
    assert (conflict.status_code, conflict.json()["theirs"]) == (409, "Vines\nRoofs\nWater")
    page = as_asha.post(address, {"notes": "Cars", "version": 1}).content.decode()
    assert "Cars</textarea>" in page
    assert "Vines\nRoofs\nWater</pre>" in page
    assert 'name="version" value="3"' in page


def test_a_host_mutes_and_dismisses(as_lucia: Client, as_asha: Client, table: Room, asha: Person) -> None:
    page = as_lucia.get(f"/rooms/{table.id}/").content.decode()
    assert f"/rooms/{table.id}/people/{asha.pk}/mute/" in page
    as_lucia.post(f"/rooms/{table.id}/people/{asha.pk}/mute/")
    assert as_asha.post(f"/rooms/{table.id}/say/", {"text": "Hi", "nonce": "1"}, headers=FRAGMENT).status_code == 403
    as_lucia.post(f"/rooms/{table.id}/people/{asha.pk}/dismiss/")
    assert as_asha.get(f"/rooms/{table.id}/").status_code == 404


def test_participants_cannot_moderate(as_asha: Client, table: Room, jonas: Person) -> None:
    for action in ("mute", "unmute", "dismiss"):
        answer = as_asha.post(f"/rooms/{table.id}/people/{jonas.pk}/{action}/", headers=FRAGMENT)
        assert answer.status_code == 403
    for action in ("pause", "resume", "extend", "end"):
        assert as_asha.post(f"/rooms/{table.id}/clock/{action}/", headers=FRAGMENT).status_code == 403
    assert Admission.objects.get(room=table, person=jonas).muted is False


def test_a_host_holds_the_clock_from_the_page(as_lucia: Client, table: Room) -> None:
    clock.begin(table, phase="story", seconds=600)
    assert "2 more minutes" in as_lucia.get(f"/rooms/{table.id}/").content.decode()
    face = as_lucia.post(f"/rooms/{table.id}/clock/pause/", headers=FRAGMENT).content.decode()
    assert "Go on" in face
    assert Room.objects.get(id=table.id).paused_at is not None


ADDRESSES = [
    ("get", ""), ("get", "parts/people/"), ("get", "parts/messages/"), ("post", "say/"), ("get", "notes/"),
    ("post", "notes/"), ("post", "messages/{message}/edit/"), ("post", "messages/{message}/withdraw/"),
    ("post", "people/{person}/mute/"), ("post", "people/{person}/dismiss/"), ("post", "clock/pause/"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_foreign_room_does_not_exist(method: str, address: str, table: Room, jonas: Person, as_asha: Client) -> None:
    spoken = conversation.say(room=table, by=jonas, text="Jena", nonce="1")
    stranger = Client()
    stranger.force_login(person("Rosa Demo"), backend="django.contrib.auth.backends.ModelBackend")
    path = f"/rooms/{table.id}/" + address.format(message=spoken.message_id, person=jonas.pk)
    assert getattr(stranger, method)(path, {"text": "x", "nonce": "2", "notes": "x"}).status_code == 404
    assert [row.text for row in Message.objects.all()] == ["Jena"]
    assert Room.objects.get(id=table.id).notes == ""


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_visitor_is_asked_to_sign_in(method: str, address: str, table: Room) -> None:
    path = f"/rooms/{table.id}/" + address.format(message=1, person=1)
    assert getattr(Client(), method)(path).status_code == 302
    assert getattr(Client(), method)(path, headers=FRAGMENT).status_code == 401


def test_a_message_is_only_found_in_its_own_room(as_asha: Client, table: Room, asha: Person) -> None:
    from rooms import rooms

    other = rooms.open_room("Table 4")
    admissions.admit(other, [asha.pk])
    spoken = conversation.say(room=other, by=asha, text="Elsewhere", nonce="1")
    assert as_asha.post(f"/rooms/{table.id}/messages/{spoken.message_id}/withdraw/").status_code == 404


def test_numbers_too_large_for_the_database_are_not_found(as_asha: Client, table: Room) -> None:
    assert as_asha.get(f"/rooms/{10**30}/").status_code == 404
    assert as_asha.post(f"/rooms/{table.id}/messages/{10**30}/edit/", {"text": "x"}).status_code == 404
    assert as_asha.post(f"/rooms/{table.id}/people/{10**30}/mute/").status_code == 404
    assert as_asha.get(f"/rooms/{table.id}/?before={10**30}").status_code == 200
    assert as_asha.get(f"/rooms/{table.id}/?before=x").status_code == 200


def test_earlier_messages_come_by_page(
    as_asha: Client, table: Room, asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rooms.pace.LIMIT", 1000)
    said = [conversation.say(room=table, by=asha, text=f"Point {n}.", nonce=str(n)) for n in range(60)]
    page = as_asha.get(f"/rooms/{table.id}/").content.decode()
    assert "Point 10." in page
    assert "Point 9." not in page
    before = said[10].position
    assert f"?before={before}" in page
    older = as_asha.get(f"/rooms/{table.id}/?before={before}").content.decode()
    assert "Point 9." in older
    assert "Point 10." not in older
    assert "Newest messages" in older
    fragment = as_asha.get(f"/rooms/{table.id}/parts/messages/?before={before}", headers=FRAGMENT).content.decode()
    assert fragment.count("<article ") == 10


def test_a_mention_is_a_notice_that_leads_to_the_message(as_asha: Client, table: Room, jonas: Person) -> None:
    spoken = conversation.say(room=table, by=jonas, text="@Asha, what about vines?", nonce="1")
    page = as_asha.get("/notices/").content.decode()
    assert "Jonas Weber mentioned you in “Table 3”." in page
    notice = Notice.objects.get()
    assert notice.address == f"/mixers/spring/table/#message-{spoken.message_id}"
    assert "vines" not in str(notice.data)
