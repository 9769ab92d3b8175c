"""What stays of a symposium: with whose consent, for whom, how often taken."""

from functools import partial
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from events.documentation import consent, items, publishing, reading
from events.documentation.content import Content
from events.documentation.errors import (
    ConsentMissing,
    ItemCannotMove,
    NoPdf,
    NoSuchItem,
    NothingToShow,
    NotInDocumentation,
    NotSecure,
    OnlySlides,
)
from events.errors import EventIsFixed, NotYourEvent
from events.models import DocumentationFile, DocumentationItem, DownloadCount, Event, Session, Speaker
from events.symposia import handing_in, sessions, speakers
from ledger.reading import since
from members import people
from members.erasure import erase
from members.models import Person
from tests.events import cast
from tests.events.documentation.over import PDF, item, placed_and_published, speaker
from tests.events.symposia import stage as on
from tests.statements import counted

pytestmark = pytest.mark.django_db


def titles(event: Event) -> list[str]:
    return [one.item.titles["en"] for one in reading.public(event)]


def agree(who: Speaker, *, recording: bool | None) -> None:
    handing_in.about_me(who.token, biography="Plants trees", recording=recording)


def test_a_recording_needs_everybody_and_slides_their_speaker(event: Event, olga: Person, heat: Session) -> None:
    ravi = speaker(event, olga, "Ravi", heat, agrees=True)
    lena = speaker(event, olga, "Lena", heat, agrees=None, role="interpreter")
    handing_in.for_session(ravi.token, ravi.appearances.get().pk, slides=PDF)
    recording = item(event, olga, session_id=heat.pk)
    slides = item(
        event, olga, session_id=heat.pk, appearance_id=ravi.appearances.get().pk, kind="slides",
        titles={"en": "Slides"}, address="",
    )  # fmt: skip
    publishing.publish(event, slides.pk, by=olga)
    with pytest.raises(ConsentMissing):
        publishing.publish(event, recording.pk, by=olga)
    agree(lena, recording=True)
    publishing.publish(event, recording.pk, by=olga)
    assert sorted(titles(event)) == ["Heat, recorded", "Slides"]


def test_who_takes_their_consent_back_takes_it_off_the_page_at_once(event: Event, olga: Person, heat: Session) -> None:
    ravi = speaker(event, olga, "Ravi", heat, agrees=True)
    made = item(event, olga, session_id=heat.pk, public=True)
    Event.objects.filter(pk=event.pk).update(state="archived")
    event.refresh_from_db()
    assert titles(event) == ["Heat, recorded"]
    agree(ravi, recording=False)
    assert titles(event) == []
    assert Client().get(f"/events/symposium/documentation/{made.pk}/").status_code == 404


def test_of_who_was_erased_nothing_shows_that_they_agreed(event: Event, olga: Person, heat: Session) -> None:
    ravi = cast.person("Ravi")
    made = on.invited(event, olga, ravi.email, heat)
    agree(made, recording=True)
    item(event, olga, session_id=heat.pk, public=True)
    erase(ravi)
    cast.reactions_run()
    assert titles(event) == []


def test_who_was_there_and_may_no_longer_sign_in_has_not_agreed_by_that(
    event: Event, olga: Person, heat: Session
) -> None:
    ravi = cast.person("Ravi")
    there = on.invited(event, olga, ravi.email, heat)
    Speaker.objects.filter(pk=there.pk).update(state=Speaker.State.ACCEPTED)
    made = item(event, olga, session_id=heat.pk)
    people.deactivate(person_id=ravi.pk, by=None)
    cast.reactions_run()
    assert Speaker.objects.get(pk=there.pk).state == Speaker.State.ACCEPTED
    with pytest.raises(ConsentMissing):
        publishing.publish(event, made.pk, by=olga)


def test_who_declined_was_not_there_and_is_not_asked(event: Event, olga: Person, heat: Session) -> None:
    ravi = on.invited(event, olga, "ravi@example.org", heat, name="Ravi")
    made = item(event, olga, session_id=heat.pk)
    with pytest.raises(ConsentMissing):
        publishing.publish(event, made.pk, by=olga)
    Speaker.objects.filter(pk=ravi.pk).update(state=Speaker.State.DECLINED)
    publishing.publish(event, made.pk, by=olga)
    assert titles(event) == ["Heat, recorded"]
    agree(ravi, recording=False)
    assert titles(event) == []


def test_nobody_declines_when_it_is_over_and_their_page_still_asks_for_consent(
    event: Event, olga: Person, heat: Session
) -> None:
    ravi = speaker(event, olga, "Ravi", heat, agrees=None)
    with pytest.raises(EventIsFixed):
        speakers.answer(ravi.token, accept=False)
    Speaker.objects.filter(pk=ravi.pk).update(state=Speaker.State.DECLINED)
    page = Client().get(f"/speakers/{ravi.token}/").content.decode()
    assert ("recorded and published" in page, "I can come after all" in page) == (True, False)


def test_slides_of_who_declined_need_their_word_all_the_same(event: Event, olga: Person, heat: Session) -> None:
    ravi = speaker(event, olga, "Ravi", heat, agrees=None)
    row = ravi.appearances.get()
    handing_in.for_session(ravi.token, row.pk, slides=PDF)
    made = item(event, olga, session_id=heat.pk, appearance_id=row.pk, kind="slides", address="")
    Speaker.objects.filter(pk=ravi.pk).update(state=Speaker.State.DECLINED)
    with pytest.raises(ConsentMissing):
        publishing.publish(event, made.pk, by=olga)


@pytest.mark.parametrize("deed", ["drop", "take_role", "remove"])
def test_who_is_taken_out_after_the_event_was_in_it_all_the_same(event: Event, olga: Person, deed: str) -> None:
    hall, _ = on.two_stages(event, olga)
    heat = on.placed(event, olga, "Heat plans", hall, 0)
    ravi = speaker(event, olga, "Ravi", heat, agrees=False)
    on.publish(event, olga)
    Event.objects.filter(pk=event.pk).update(state="documentation")
    made = item(event, olga, session_id=heat.pk)
    heat.refresh_from_db()
    if deed == "drop":
        sessions.drop(event, heat.pk, by=olga, revision=heat.revision)
    elif deed == "take_role":
        speakers.take_role(event, ravi.appearances.get().pk, by=olga)
    else:
        speakers.remove(event, ravi.pk, by=olga)
    on.placed(event, olga, "Shade", hall, 2)
    on.publish(event, olga)
    told = {"remove": "Somebody who was taken off the agenda"}.get(deed, "Ravi")
    assert [one.known_as for one in consent.lacking([made])[made.pk]] == [told]
    with pytest.raises(ConsentMissing):
        publishing.publish(event, made.pk, by=olga)


def test_an_item_stays_with_a_session_that_was_dropped(event: Event, olga: Person, heat: Session) -> None:
    made = item(event, olga, session_id=heat.pk)
    heat.refresh_from_db()
    sessions.drop(event, heat.pk, by=olga, revision=heat.revision)
    client = Client()
    client.force_login(olga)
    words = {"kind": "recording", "session": str(heat.pk), "titles_en": "Renamed", "licence": "CC0-1.0"}
    answer = client.post(f"/events/symposium/documentation/edit/{made.pk}/", {**words, "address": made.address})
    made.refresh_from_db()
    assert (answer.status_code, made.session_id, made.titles) == (302, heat.pk, {"en": "Renamed"})


def test_a_recording_is_nobodys_alone(event: Event, olga: Person, heat: Session) -> None:
    ravi = speaker(event, olga, "Ravi", heat, agrees=True)
    speaker(event, olga, "Lena", heat, agrees=None, role="interpreter")
    row = ravi.appearances.get()
    with pytest.raises(OnlySlides):
        item(event, olga, session_id=heat.pk, appearance_id=row.pk)
    made = item(event, olga, session_id=heat.pk)
    DocumentationItem.objects.filter(pk=made.pk).update(appearance=row)
    with pytest.raises(ConsentMissing):
        publishing.publish(event, made.pk, by=olga)


def test_an_address_takes_the_place_of_a_file_and_a_file_that_of_an_address(
    event: Event, olga: Person, heat: Session
) -> None:
    made = item(event, olga, kind="document", file=PDF)
    assert (made.address, Content.of(items.held(event, made.pk)).file is None) == ("", False)
    items.change(event, made.pk, by=olga, address="https://video.example.org/other")
    content = Content.of(items.held(event, made.pk))
    assert (content.file, content.address) == (None, "https://video.example.org/other")


def test_what_a_speaker_handed_in_takes_the_place_of_a_file_and_a_file_that_of_it(
    event: Event, olga: Person, heat: Session
) -> None:
    ravi = speaker(event, olga, "Ravi", heat, agrees=True)
    row = ravi.appearances.get()
    handing_in.for_session(ravi.token, row.pk, slides=("his.pdf", b"%PDF-1.7 his"))
    made = item(event, olga, session_id=heat.pk, kind="slides", address="", file=PDF)
    items.change(event, made.pk, by=olga, session_id=heat.pk, appearance_id=row.pk)
    assert (served(event, made), DocumentationFile.objects.count()) == ("his.pdf", 0)
    items.change(event, made.pk, by=olga, session_id=heat.pk, appearance_id=row.pk, file=PDF)
    assert (served(event, made), items.held(event, made.pk).appearance_id) == ("heat.pdf", None)


def served(event: Event, made: DocumentationItem) -> str:
    file = Content.of(items.held(event, made.pk)).file
    return file.name if file else ""


def test_slides_go_when_their_speaker_is_taken_off(event: Event, olga: Person, heat: Session) -> None:
    ravi = speaker(event, olga, "Ravi", heat, agrees=True)
    row = ravi.appearances.get()
    handing_in.for_session(ravi.token, row.pk, slides=PDF)
    made = item(event, olga, session_id=heat.pk, appearance_id=row.pk, kind="slides", address="", public=True)
    answer = Client().get(f"/events/symposium/documentation/{made.pk}/")
    assert (answer.content, answer.headers["Content-Disposition"]) == (PDF[1], 'attachment; filename="heat.pdf"')
    speakers.remove(event, ravi.pk, by=olga)
    assert titles(event) == []


def test_the_states_are_kept_to(event: Event, olga: Person, heat: Session) -> None:
    made = item(event, olga)
    for state in ("live", "documentation"):
        Event.objects.filter(pk=event.pk).update(state=state)
        if state == "live":
            with pytest.raises(NotInDocumentation):
                publishing.publish(event, made.pk, by=olga)
    publishing.publish(event, made.pk, by=olga)
    for deed in (publishing.publish, items.delete, partial(items.change, titles={"en": "Other"})):
        with pytest.raises(ItemCannotMove):
            deed(event, made.pk, by=olga)
    Event.objects.filter(pk=event.pk).update(state="archived")
    publishing.withdraw(event, made.pk, by=olga)
    with pytest.raises(EventIsFixed):
        publishing.publish(event, made.pk, by=olga)
    kinds = [entry.kind for entry in since(f"agenda:{event.pk}", 0) if entry.kind.startswith("item_")]
    assert kinds == ["item_added", "item_published", "item_withdrawn"]


def test_what_is_empty_not_secure_or_no_pdf_is_refused(event: Event, olga: Person, heat: Session) -> None:
    empty = item(event, olga, address="")
    with pytest.raises(NothingToShow):
        publishing.publish(event, empty.pk, by=olga)
    with pytest.raises(NotSecure):
        item(event, olga, address="http://video.example.org/heat")
    with pytest.raises(NoPdf):
        item(event, olga, address="", file=("heat.pdf", b"<html>"))
    other = cast.event(by=olga, slug="other", kind="symposium", state="documentation")
    with pytest.raises(NoSuchItem):
        publishing.publish(other, empty.pk, by=olga)


def test_only_organisers_of_the_event_s_network_document_it(event: Event, olga: Person, heat: Session) -> None:
    made = item(event, olga)
    foreign = cast.organiser("Knud", of=cast.network(cast.EUROPE))
    deeds: tuple[partial[Any], ...] = (
        partial(items.add, event, kind="document", titles={"en": "Mine"}),
        partial(items.change, event, made.pk),
        partial(items.delete, event, made.pk),
        partial(publishing.publish, event, made.pk),
        partial(publishing.withdraw, event, made.pk),
    )
    for deed in deeds:
        with pytest.raises(NotYourEvent):
            deed(by=foreign)


def test_it_is_seen_by_the_event_s_audience_and_downloads_count_once_an_hour_per_reader(
    event: Event, olga: Person, heat: Session
) -> None:
    made = item(event, olga, public=True)
    address = f"/events/symposium/documentation/{made.pk}/"
    clients = [Client(), Client()]
    clients[1].force_login(cast.person("Asha"))
    for client in [*clients, *clients]:
        assert client.get(address).headers["Location"] == "https://video.example.org/heat"
    assert DownloadCount.objects.filter(item=made).aggregate(all=Sum("number")) == {"all": 2}
    assert "Heat, recorded" in clients[0].get("/events/symposium/documentation/").content.decode()
    Event.objects.filter(pk=event.pk).update(audience="network")
    for path in (address, "/events/symposium/documentation/"):
        assert [client.get(path).status_code for client in clients] == [404, 404]


def test_the_number_of_queries_does_not_grow_with_items_and_people(event: Event, olga: Person) -> None:
    client = Client()
    client.force_login(olga)
    sessions = placed_and_published(event, olga, *(f"Session {number}" for number in range(8)))
    pages = [f"/events/symposium/{part}/" for part in ("documentation", "documentation/edit", "report")]
    numbers: list[list[int]] = []
    for some in (sessions[:1], sessions[1:]):
        for number, session in enumerate(some):
            made = speaker(event, olga, f"Ravi{session.pk}", session, agrees=True)
            handing_in.for_session(made.token, made.appearances.get().pk, slides=PDF)
            appearance_id = made.appearances.get().pk
            item(event, olga, session_id=session.pk, appearance_id=appearance_id, kind="slides", public=True)
            item(event, olga, titles={"en": f"Item {number}"}, address="", file=PDF, kind="document", public=True)
        found = []
        for page in pages:
            with counted() as statements:
                assert client.get(page).status_code == 200
            found.append(len(statements))
        numbers.append(found)
    assert numbers[0] == numbers[1]
    assert DocumentationItem.objects.count() == 16


def test_an_organiser_puts_it_together_on_the_pages(event: Event, olga: Person, heat: Session) -> None:
    client = Client()
    client.force_login(olga)
    edit = "/events/symposium/documentation/edit/"
    words = {"kind": "key_messages", "session": str(heat.pk), "titles_en": "What stays", "licence": "CC0-1.0"}
    refused = client.post(f"{edit}new/", {**words, "address": "http://example.org/"})
    assert "The address must begin with https://." in refused.content.decode()
    client.post(f"{edit}new/", {**words, "texts_en": "Plant early.", "languages": ["en"]})
    made = DocumentationItem.objects.get()
    assert (made.session_id, made.texts, made.licence) == (heat.pk, {"en": "Plant early."}, "CC0-1.0")
    assert client.get(f"{edit}{made.pk}/").status_code == 200
    client.post(f"{edit}{made.pk}/publish/")
    assert "Plant early." in Client().get("/events/symposium/documentation/").content.decode()
