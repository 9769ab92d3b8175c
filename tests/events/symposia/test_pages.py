"""The pages of an agenda: who sees what, what is kept after a refusal, hours, how many queries."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events.models import Bookmark, Event, Placement, Session, Speaker, Stage, Track
from events.symposia import compared, handing_in, sessions, speakers
from members.models import Notice, Person
from tests.events import cast
from tests.events.symposia import stage as on
from tests.statements import counted

pytestmark = pytest.mark.django_db
EDIT = "/events/symposium/agenda/edit/"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def event(olga) -> Event:
    return on.symposium(olga, audience="public")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def clock(when: datetime) -> str:
    """What clocks in Berlin show."""
    return f"{when.astimezone(BERLIN):%H:%M}"


def filled(olga: Person, event: Event, count: int) -> None:
    """Sessions on two stages, each with a speaker, in a track, one in ten without a place."""
    hall, studio = on.two_stages(event, olga)
    track = Track.objects.create(event=event, names={"en": "Heat"})
    for number in range(count):
        stage = (hall, studio)[number % 2]
        details = {"track": track, "interpretation": [{"from": "es", "to": "en", "channel": "2"}]}
        session = on.placed(event, olga, f"Session {number}", stage, number // 2, **details)
        speaker = on.invited(event, olga, f"speaker{number}@example.org", session, name=f"Speaker {number}")
        speakers.answer(speaker.token, accept=True)
    on.planned(event, olga, "Waiting")


def test_a_visitor_reads_the_agenda_on_their_clock_and_the_host_s(event, olga):
    filled(olga, event, 4)
    client = Client()
    assert "No agenda is published yet" in text(client.get("/events/symposium/agenda/"))
    on.publish(event, olga)
    client.cookies["zone"] = "America/Lima"
    page = text(client.get("/events/symposium/agenda/"))
    assert "04:00" in page
    assert f"{clock(event.starts_at)} · Berlin" in page
    assert "Speaker 3" in page
    assert "Waiting" not in page
    assert "channel 2" in page


def test_only_who_accepted_is_named(event, olga):
    hall, _ = on.two_stages(event, olga)
    session = on.placed(event, olga, "Heat", hall, 1)
    invited = [on.invited(event, olga, f"{name}@example.org", session, name=name) for name in ("Ravi", "Lucia", "Tom")]
    speakers.answer(invited[1].token, accept=True)
    speakers.answer(invited[2].token, accept=False)
    on.publish(event, olga)
    page = text(Client().get("/events/symposium/agenda/"))
    assert [name for name in ("Ravi", "Lucia", "Tom") if name in page] == ["Lucia"]


def test_the_agenda_is_narrowed_by_day_track_and_language(event, olga):
    filled(olga, event, 2)
    hall = Stage.objects.get(name="Main hall")
    on.placed(event, olga, "Tomorrow", hall, 25, language="de")
    on.publish(event, olga)
    track, day = Track.objects.get(), (event.starts_at + timedelta(days=1)).date()
    queries = {f"day={day}": ["Tomorrow"], f"track={track.pk}": ["Session 0", "Session 1"], "language=de": ["Tomorrow"]}
    for query, expected in queries.items():
        shown = Client().get(f"/events/symposium/agenda/?{query}").context["agenda"].entries
        assert [one.titles["en"] for one in shown] == expected
    for nonsense in ("day=%00", "track='x", "language=zz"):
        assert Client().get(f"/events/symposium/agenda/?{nonsense}").status_code == 200


def test_my_agenda(event, olga):
    filled(olga, event, 2)
    on.publish(event, olga)
    asha = signed_in(on.registered(event, "Asha"))
    first = Session.objects.get(titles={"en": "Session 0"})
    assert "Your agenda is empty" in text(asha.get("/events/symposium/agenda/mine/"))
    asha.post(f"/events/symposium/agenda/sessions/{first.pk}/keep/", {"wanted": "1"})
    page = text(asha.get("/events/symposium/agenda/mine/"))
    assert "Session 0" in page
    assert "Session 1" not in page
    answer = asha.post(f"/events/symposium/agenda/sessions/{first.pk}/keep/", {"wanted": "0", "mine": "1"})
    assert answer.headers["Location"] == f"/events/symposium/agenda/mine/#session-{first.pk}"
    assert not Bookmark.objects.exists()


def test_other_kinds_of_events_have_no_agenda(olga):
    cast.event(by=olga, slug="mixer")
    for address in ("/events/mixer/agenda/", "/events/mixer/agenda/edit/", "/events/mixer/speakers/"):
        assert signed_in(olga).get(address).status_code == 404


def test_the_editor_shows_clashes_and_what_is_not_published(event, olga):
    hall, _ = on.two_stages(event, olga)
    heat = on.placed(event, olga, "Heat", hall, 1)
    on.publish(event, olga)
    on.put(heat, olga, hall, event.starts_at + timedelta(hours=2))
    on.placed(event, olga, "Shade", hall, 2)
    page = text(signed_in(olga).get(EDIT))
    assert "“Heat” and “Shade” are on Main hall at the same time." in page
    assert "Published: version 1" in page
    assert "“Heat” moved from" in page
    assert "“Shade” is new" in page
    assert f'data-clock="{clock(event.starts_at + timedelta(minutes=30))}"' in page


def test_moving_by_form_is_on_the_host_s_clock(event, olga):
    hall, studio = on.two_stages(event, olga)
    session = on.placed(event, olga, "Heat", hall, 1)
    client, address = signed_in(olga), f"{EDIT}sessions/{session.pk}/move/"
    client.cookies["zone"] = "America/Lima"
    assert f'value="{clock(event.starts_at + timedelta(hours=1))}"' in text(client.get(address))
    day = event.starts_at.date()
    values = {"day": day, "time": "14:30", "stage": studio.pk, "minutes": "", "revision": 1}
    answer = client.post(address, values)
    assert answer.headers["Location"] == f"{EDIT}#session-{session.pk}"
    row = Placement.objects.get()
    assert (row.stage, row.minutes) == (studio, 45)
    assert row.starts_at == datetime.combine(day, time(14, 30), BERLIN)


def test_a_session_s_form_shows_and_changes_how_long_it_is_on_the_board(event, olga):
    hall, _ = on.two_stages(event, olga)
    session = on.placed(event, olga, "Heat", hall, 1)
    Placement.objects.update(minutes=720)
    client, address = signed_in(olga), f"{EDIT}sessions/{session.pk}/"
    assert 'name="minutes" value="720"' in text(client.get(address))
    values = {"titles_en": "Heat", "format": "talk", "language": "en", "revision": "1"}
    assert client.post(address, {**values, "minutes": "1441"}).status_code == 200
    assert client.post(address, {**values, "minutes": "1440"}).status_code == 302
    assert Placement.objects.get().minutes == 1440


def test_a_refusal_keeps_what_was_typed_and_the_next_save_works(event, olga):
    session = on.planned(event, olga)
    client, address = signed_in(olga), f"{EDIT}sessions/{session.pk}/"
    sessions.change(event, session.pk, by=olga, revision=0, titles={"en": "By somebody else"})
    values = {"titles_en": "Mine", "format": "talk", "minutes": "30", "revision": "0", "interpretation": "es-en 2"}
    answer = client.post(address, values)
    assert "Somebody else has changed this session meanwhile" in text(answer)
    assert "Mine" in text(answer)
    assert 'name="revision" value="1"' in text(answer)
    session.refresh_from_db()
    assert session.titles == {"en": "By somebody else"}
    client.post(address, {**values, "revision": "1"})
    session.refresh_from_db()
    assert (session.titles, session.minutes) == ({"en": "Mine"}, 30)
    assert session.interpretation == [{"from": "es", "to": "en", "channel": "2"}]


def test_buttons_of_the_editor(event, olga):
    client = signed_in(olga)
    client.post(f"{EDIT}stages/", {"name": "Hall", "capacity": "80"})
    client.post(f"{EDIT}tracks/", {"names_en": "Water"})
    client.post(f"{EDIT}sessions/new/", {"titles_en": "Heat", "format": "panel", "minutes": "60", "revision": "0"})
    hall, track, session = Stage.objects.get(), Track.objects.get(), Session.objects.get()
    on.put(session, olga, hall, event.starts_at)
    assert "Move the sessions of this stage" in text(client.post(f"{EDIT}stages/{hall.pk}/drop/", follow=True))
    assert "Somebody else" in text(client.post(f"{EDIT}publish/", {"revision": "1"}, follow=True))
    event.agenda.refresh_from_db()
    page = text(client.post(f"{EDIT}publish/", {"revision": event.agenda.revision}, follow=True))
    assert "Version 1 is published" in page
    client.post(f"{EDIT}sessions/{session.pk}/unplace/", {"revision": "1"})
    client.post(f"{EDIT}stages/{hall.pk}/drop/")
    client.post(f"{EDIT}tracks/{track.pk}/drop/")
    client.post(f"{EDIT}sessions/{session.pk}/drop/", {"revision": "2"})
    assert (Stage.objects.count(), Track.objects.count()) == (0, 0)
    assert Session.objects.get().dropped
    assert client.get(f"{EDIT}sessions/{session.pk}/").status_code == 404
    assert "There is no stage yet" in text(client.get(EDIT))


def test_a_session_is_invited_for_and_the_list_says_what_is_missing(event, olga):
    session = on.planned(event, olga)
    client = signed_in(olga)
    values = {"email": "ravi@example.org", "name": "Ravi", "language": "es", "session": session.pk, "role": "speaker"}
    assert "The invitation is on its way" in text(
        client.post("/events/symposium/speakers/invite/", values, follow=True)
    )
    assert "invited already" in text(client.post("/events/symposium/speakers/invite/", values))
    ravi = Speaker.objects.get()
    speakers.answer(ravi.token, accept=True)
    page = text(client.get("/events/symposium/speakers/"))
    assert "Missing: biography, consent to the recording, title, abstract, slides" in page
    client.post(f"/events/symposium/speakers/{ravi.pk}/confirm/")
    ravi.refresh_from_db()
    assert ravi.state == "confirmed"
    other = on.planned(event, olga, "Water")
    client.post(f"/events/symposium/speakers/{ravi.pk}/roles/", {"session": other.pk, "role": "chair"})
    row = ravi.appearances.get(session=other)
    client.post(f"/events/symposium/speakers/roles/{row.pk}/take/")
    assert ravi.appearances.count() == 1
    Notice.objects.filter(kind="speaker_invited").update(bounced="550 no such user")
    assert "The mail did not arrive" in text(client.get("/events/symposium/speakers/"))
    client.post(f"/events/symposium/speakers/{ravi.pk}/remove/")
    assert not Speaker.objects.exists()


def test_a_speaker_needs_no_account(event, olga):
    session = on.planned(event, olga)
    ravi = on.invited(event, olga, "ravi@example.org", session, name="Ravi")
    client, address = Client(), f"/speakers/{ravi.token}/"
    answer = client.get(address)
    assert "Will you be on the agenda?" in text(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"
    client.post(f"{address}answer/", {"answer": "accept"})
    client.post(
        f"{address}about/", {"name": "Ravi K.", "biography": "Plants trees", "recording": "no", "zone": "Asia/Kolkata"}
    )
    row = ravi.appearances.get()
    pdf = SimpleUploadedFile("shade.pdf", b"%PDF-1.7 shade")
    prefix = f"session-{row.pk}"
    values = {f"{prefix}-title": "Shade", f"{prefix}-abstract": "Trees", f"{prefix}-slides": pdf}
    page = text(client.post(f"{address}sessions/{row.pk}/", values, follow=True))
    assert "Everything is there. Thank you!" in page
    slides = client.get(f"{address}sessions/{row.pk}/slides/")
    assert (slides.content, slides.headers["Content-Type"]) == (b"%PDF-1.7 shade", "application/pdf")
    assert slides.headers["Content-Disposition"].startswith("attachment")
    organiser = signed_in(olga)
    assert organiser.get(f"/events/symposium/speakers/roles/{row.pk}/slides/").content == b"%PDF-1.7 shade"
    organiser.post(f"/events/symposium/speakers/roles/{row.pk}/take-over/")
    session.refresh_from_db()
    assert session.titles == {"en": "Shade"}
    ravi.refresh_from_db()
    assert (ravi.name, ravi.biography, ravi.recording) == ("Ravi K.", "Plants trees", False)


def test_only_addresses_that_exist_are_counted(event, olga, monkeypatch):
    keys: list[str] = []
    count = cache.incr

    def noted(key: str) -> int:
        keys.append(key)
        return count(key)

    monkeypatch.setattr(cache, "incr", noted)
    ravi = on.invited(event, olga, "ravi@example.org")
    keys.clear()
    assert Client().get(f"/speakers/{uuid.uuid4()}/").status_code == 404
    assert keys == []
    assert Client().get(f"/speakers/{ravi.token}/").status_code == 200
    assert [f":speaker_page:{ravi.pk}:" in key for key in keys] == [True]


def test_what_is_no_pdf_is_refused_and_the_words_are_kept(event, olga):
    ravi = on.invited(event, olga, "ravi@example.org", on.planned(event, olga), name="Ravi")
    speakers.answer(ravi.token, accept=True)
    row = ravi.appearances.get()
    page = SimpleUploadedFile("shade.pdf", b"<html>", content_type="application/pdf")
    prefix = f"session-{row.pk}"
    values = {f"{prefix}-title": "Shade by the sea", f"{prefix}-slides": page}
    answer = text(Client().post(f"/speakers/{ravi.token}/sessions/{row.pk}/", values))
    assert "Please hand in the slides as a PDF file." in answer
    assert "Shade by the sea" in answer


def test_the_event_s_page_leads_to_the_agenda(event, olga):
    filled(olga, event, 2)
    on.publish(event, olga)
    assert "/events/symposium/agenda/edit/" in text(signed_in(olga).get("/events/symposium/"))
    page = text(Client().get("/events/symposium/"))
    assert "/events/symposium/agenda/" in page
    assert "/agenda/edit/" not in page
    assert "2 sessions · version 1" in page


def test_versions_say_what_changed(event, olga):
    hall, studio = on.two_stages(event, olga)
    heat = on.placed(event, olga, "Heat", hall, 1)
    on.publish(event, olga)
    on.put(heat, olga, studio, event.starts_at + timedelta(hours=1))
    on.publish(event, olga)
    page = text(Client().get("/events/symposium/agenda/versions/"))
    assert "“Heat” moved from Main hall to Studio." in page
    assert "published for the first time" in page


@pytest.mark.parametrize(
    ("address", "most"),
    [("/events/symposium/agenda/", 20), (EDIT, 24), (f"{EDIT}board/", 20), ("/events/symposium/speakers/", 22)],
)
def test_many_sessions_take_as_many_queries_as_few(event, olga, address, most):
    client = signed_in(olga)
    filled(olga, event, 2)
    on.publish(event, olga)
    client.get(address)
    with counted() as few:
        assert client.get(address).status_code == 200
    Session.objects.all().delete()
    Stage.objects.all().delete()
    Speaker.objects.all().delete()
    filled(olga, event, 20)
    on.publish(event, olga)
    with counted() as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few)
    assert len(many) <= most


def test_a_speaker_s_page_takes_as_many_queries_for_many_sessions(event, olga):
    ravi = on.invited(event, olga, "ravi@example.org", on.planned(event, olga), name="Ravi")
    client, address = Client(), f"/speakers/{ravi.token}/"
    client.get(address)
    with counted() as one:
        client.get(address)
    for number in range(9):
        session = on.planned(event, olga, f"Session {number}")
        speakers.give_role(event, ravi.pk, by=olga, session_id=session.pk, role="speaker")
    handing_in.about_me(ravi.token, biography="Plants trees")
    with counted() as many:
        client.get(address)
    assert len(many) == len(one)


def test_the_draft_stands_beside_the_published_version_and_differences_are_marked(event, olga):
    filled(olga, event, 2)
    on.publish(event, olga)
    first, second = Session.objects.filter(placement__isnull=False).order_by("id")
    on.put(first, olga, Stage.objects.get(name="Studio"), event.starts_at + timedelta(hours=5))
    pairs = compared.pairs(event)
    assert [(pair.draft.titles["en"], pair.changed) for pair in pairs if pair.draft] == [
        ("Session 1", False), ("Session 0", True),
    ]  # fmt: skip
    on.placed(event, olga, "Session 9", Stage.objects.get(name="Studio"), 7)
    Placement.objects.filter(session=second).delete()
    sides = [(bool(pair.published), bool(pair.draft)) for pair in compared.pairs(event)]
    assert sides == [(True, False), (True, True), (False, True)]
    client = signed_in(olga)
    page = text(client.get(f"{EDIT}compare/"))
    assert all(words in page for words in ("taken out", "changed", "new", "Speaker 0"))
    with counted() as few:
        client.get(f"{EDIT}compare/")
    for number in range(6):
        on.placed(event, olga, f"More {number}", Stage.objects.get(name="Studio"), 8 + number)
    with counted() as many:
        client.get(f"{EDIT}compare/")
    assert len(few) == len(many)
