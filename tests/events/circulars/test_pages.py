"""The pages of messages to participants: written, looked at, sent, read; how many queries they take."""

import pytest
from django.core.cache import cache
from django.test import Client

from events.circulars import composing, recipients, sending
from events.models import Bookmark, Circular, Event, Place, Session
from members.models import Notice, Person
from tests.events import cast
from tests.events.circulars.test_sending import BOTH, SEATED, seated
from tests.statements import counted

pytestmark = pytest.mark.django_db
ALL = "/events/global-mixer/messages/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def event(olga: Person) -> Event:
    return cast.event(by=olga)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_message_is_written_looked_at_and_sent_once(event, olga):
    seated(event, "Asha")
    seated(event, "Lucia", "Piura", "PE", "es")
    client = signed_in(olga)
    words = {"subjects_en": "Bring water", "texts_en": "It is hot.", "states": ["confirmed"], "countries": ["IN", "PE"]}
    address = client.post(f"{ALL}new/", words).headers["Location"]
    page = text(client.get(address))
    assert "It goes to 2 people" in page
    assert "They get the one in English, and are told so." in page
    assert Notice.objects.filter(kind=sending.KIND).count() == 0
    for said in ("The message is on its way.", "This message was sent already."):
        assert said in text(client.post(f"{address}send/", {"revision": "0"}, follow=True))
    assert cast.told(sending.KIND) == ["Asha", "Lucia"]
    assert "people told</dt><dd>2</dd>" in text(client.get(address))


def test_what_was_typed_stays_when_a_language_is_missing(event, olga):
    seated(event, "Asha")
    words = {"subjects_en": "Bring water", "texts_de": "Es ist heiß.", "states": ["confirmed"]}
    page = text(signed_in(olga).post(f"{ALL}new/", words))
    assert "One of them is missing in: Deutsch, English." in page
    assert "Es ist heiß." in page
    assert Circular.objects.count() == 0


def test_who_got_it_reads_it_and_nobody_else(event, olga):
    asha = seated(event, "Asha")
    circular = composing.draft(event, by=olga, **BOTH, states=SEATED)
    sending.send(event, circular.pk, by=olga, revision=0)
    later = seated(event, "Lucia", "Piura", "PE", "es")
    assert "It is hot." in text(signed_in(asha).get(f"{ALL}{circular.pk}/"))
    assert signed_in(later).get(f"{ALL}{circular.pk}/").status_code == 404
    assert "write: Bring water" in text(signed_in(asha).get("/notices/"))


def test_refusing_addresses_are_shown_to_the_organiser(event, olga):
    seated(event, "Asha")
    circular = composing.draft(event, by=olga, **BOTH, states=SEATED)
    sending.send(event, circular.pk, by=olga, revision=0)
    Notice.objects.filter(kind=sending.KIND).update(bounced="550 b'no such mailbox'")
    client = signed_in(olga)
    for address in (f"{ALL}{circular.pk}/", "/events/global-mixer/participants/", "/console/"):
        assert "This address refuses mail" in text(client.get(address))


@pytest.mark.parametrize("part", ["", "new/", "{draft}/", "{sent}/"])
def test_the_number_of_queries_does_not_grow_with_people(event, olga, part):
    client = signed_in(olga)
    numbers = []
    for names in (["Asha"], [f"Asha {number}" for number in range(10)]):
        for name in names:
            seated(event, name)
        draft, sent = (composing.draft(event, by=olga, **BOTH, states=SEATED) for _ in range(2))
        sending.send(event, sent.pk, by=olga, revision=0)
        Notice.objects.filter(kind=sending.KIND).update(bounced="550 b'no'")
        with counted() as statements:
            assert client.get(ALL + part.format(draft=draft.pk, sent=sent.pk)).status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_a_filter_stays_when_nobody_is_left_to_choose_it_for(event, olga):
    asha = seated(event, "Asha")
    session = Session.objects.create(event=event, titles={"en": "Shade"})
    Bookmark.objects.create(session=session, person=asha)
    chosen = {"sessions": [session.pk], "countries": ["PE"], "languages": ["es"]}
    circular = composing.draft(event, by=olga, **BOTH, states=SEATED, **chosen)
    Bookmark.objects.all().delete()
    client = signed_in(olga)
    page = client.get(f"{ALL}{circular.pk}/edit/")
    form = page.context["form"]
    words = {"subjects_en": "Bring water", "texts_en": "It is hot.", "states": SEATED, "revision": "0"}
    assert "Peru" in text(page)
    answer = client.post(f"{ALL}{circular.pk}/edit/", {**words, **{name: form[name].value() for name in chosen}})
    circular.refresh_from_db()
    assert (answer.status_code, {name: getattr(circular, name) for name in chosen}) == (302, chosen)


def test_who_changes_what_somebody_else_has_changed_is_told_and_keeps_what_they_typed(event, olga):
    seated(event, "Asha")
    circular = composing.draft(event, by=olga, **BOTH, states=SEATED)
    composing.change(event, circular.pk, by=olga, revision=0, texts={"en": "Hotter.", "de": "Heißer."})
    words = {"subjects_en": "Bring water", "texts_en": "It is cold.", "states": SEATED, "revision": "0"}
    page = text(signed_in(olga).post(f"{ALL}{circular.pk}/edit/", words))
    assert "Somebody has changed this message meanwhile." in page
    assert "It is cold." in page
    assert 'name="revision" value="1"' in page


def test_a_session_whose_places_were_all_given_back_is_not_offered(event, olga):
    session = Session.objects.create(event=event, titles={"en": "Shade"})
    Place.objects.create(session=session, person=seated(event, "Asha"), state=Place.State.LEFT)
    assert recipients.offered(event).sessions == []
