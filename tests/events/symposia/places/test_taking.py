"""Taking a place in a session and giving it back: for whom, what follows, and what people are told."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation
from icalendar import Calendar

from events import calendar, calendar_tokens, personal_feed, registrations
from events import states as states_of_events
from events.models import AgendaVersion, Bookmark, Event, Place, Registration
from events.symposia import bookmarks, placements, sessions, speakers
from events.symposia.errors import NoSuchSession, PlacesAreLimited
from events.symposia.places import calendar_files, line, roster, taking
from events.symposia.places.errors import NeedsSeat, NoPlace, NotLimited, PlacesTaken, SessionHasBegun
from members import mailing, notices
from members.erasure import erase
from members.models import Member, Notice, Person
from tests.events import cast
from tests.events.symposia import stage as on
from tests.events.symposia.places import floor

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def kochi() -> Member:
    return cast.member("Kochi", "IN")


@pytest.fixture
def event(olga: Person) -> Event:
    """Shade has one place, rain two; canals are for everybody."""
    return floor.symposium(olga, places={"Shade": 1, "Rain": 2, "Canals": None})


def states(event: Event, title: str) -> dict[str, str]:
    rows = Place.objects.filter(session=floor.session(event, title)).select_related("person").order_by("id")
    return {row.person.name: row.state for row in rows}


def entries(content: bytes | str) -> dict[str, dict[str, str]]:
    found = Calendar.from_ical(content)
    return {
        str(one["summary"]): {"status": str(one["status"]), "sequence": str(one["sequence"]), "uid": str(one["uid"])}
        for one in found.walk("VEVENT")
    }


def test_a_freed_place_goes_to_the_first_who_waits_who_is_told_with_a_calendar_file(event, kochi):
    shade = floor.session(event, "Shade")
    asha, ravi, lucia = (cast.person(name, acts_for=kochi, language="es") for name in ("Asha", "Ravi", "Lucia"))
    floor.seated(event, [asha, ravi, lucia], kochi)
    for person in (asha, ravi, lucia):
        taking.take(event, shade.pk, person=person)
    assert states(event, "Shade") == {"Asha": "held", "Ravi": "waiting", "Lucia": "waiting"}
    taking.leave(event, shade.pk, person=asha)
    assert states(event, "Shade") == {"Asha": "left", "Ravi": "held", "Lucia": "waiting"}
    cast.reactions_run()
    told = [cast.told(kind) for kind in ("place_taken", "place_awaited", "place_promoted", "place_left")]
    assert told == [["Asha"], ["Lucia", "Ravi"], ["Ravi"], ["Asha"]]
    mail = mailing.compose(Notice.objects.get(kind="place_promoted"))
    assert mail.subject == "Hay una plaza libre y es suya: Shade"
    [(name, content, kind)] = mail.attachments
    assert (name, kind) == ("session.ics", "text/calendar; method=REQUEST")
    assert entries(content)["Shade"]["status"] == "CONFIRMED"
    [(_, cancelled, kind)] = mailing.compose(Notice.objects.get(kind="place_left")).attachments
    assert kind == "text/calendar; method=CANCEL"
    assert entries(cancelled)["Shade"] | {"sequence": "2"} == entries(cancelled)["Shade"]
    assert Notice.objects.filter(kind="place_awaited", by_mail=True).count() == 0


def test_a_place_needs_a_seat_at_the_event_a_limit_and_a_session_to_come(event, kochi, monkeypatch):
    shade, canals = floor.session(event, "Shade"), floor.session(event, "Canals")
    guest = cast.person("Guest", acts_for=kochi)
    with pytest.raises(NeedsSeat):
        taking.take(event, shade.pk, person=guest)
    floor.seated(event, [guest], kochi)
    with pytest.raises(NotLimited):
        taking.take(event, canals.pk, person=guest)
    with pytest.raises(NoSuchSession):
        taking.take(event, 10**9, person=guest)
    with pytest.raises(NoPlace):
        taking.leave(event, shade.pk, person=guest)
    monkeypatch.setattr(timezone, "now", lambda: event.starts_at + timedelta(minutes=1))
    with pytest.raises(SessionHasBegun):
        taking.take(event, shade.pk, person=guest)


def test_who_gives_the_seat_back_gives_back_the_places_and_so_does_who_is_erased(event, kochi):
    shade, rain = floor.session(event, "Shade"), floor.session(event, "Rain")
    asha, ravi, lucia = (cast.person(name, acts_for=kochi) for name in ("Asha", "Ravi", "Lucia"))
    for person in floor.seated(event, [asha, ravi, lucia], kochi):
        taking.take(event, shade.pk, person=person)
        taking.take(event, rain.pk, person=person)
    registrations.withdraw(Registration.objects.get(person=asha), by=asha)
    assert states(event, "Shade") == {"Asha": "left", "Ravi": "held", "Lucia": "waiting"}
    assert states(event, "Rain") == {"Asha": "left", "Ravi": "held", "Lucia": "held"}
    assert bookmarks.of(event, asha) == set()
    erase(ravi)
    cast.reactions_run()
    assert states(event, "Shade") == {"Asha": "left", "": "left", "Lucia": "held"}


def test_more_places_go_to_those_who_wait_and_fewer_than_are_taken_are_not_published(event, olga, kochi):
    rain = floor.session(event, "Rain")
    for person in floor.delegates(4, event):
        taking.take(event, rain.pk, person=person)
    floor.resize(event, rain, olga, 3)
    assert list(states(event, "Rain").values()) == ["held", "held", "held", "waiting"]
    with pytest.raises(PlacesTaken):
        floor.resize(event, rain, olga, 2)
    assert AgendaVersion.objects.filter(event=event).count() == 2
    floor.resize(event, rain, olga, None)
    assert list(states(event, "Rain").values()) == ["held"] * 4


def test_a_session_with_limited_places_is_not_simply_bookmarked(event, kochi):
    shade, canals = floor.session(event, "Shade"), floor.session(event, "Canals")
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    with pytest.raises(PlacesAreLimited):
        bookmarks.keep(event, shade.pk, person=asha, wanted=True)
    bookmarks.keep(event, canals.pk, person=asha, wanted=True)
    taking.take(event, shade.pk, person=asha)
    assert bookmarks.of(event, asha) == {shade.pk, canals.pk}
    with pytest.raises(PlacesAreLimited):
        bookmarks.keep(event, shade.pk, person=asha, wanted=False)
    assert Bookmark.objects.count() == 2


def test_the_personal_feed_holds_the_sessions_of_a_person_with_one_uid_and_a_rising_sequence(event, olga, kochi):
    shade, canals = floor.session(event, "Shade"), floor.session(event, "Canals")
    asha, ravi = floor.seated(event, [cast.person(name, acts_for=kochi) for name in ("Asha", "Ravi")], kochi)
    for person in (asha, ravi):
        taking.take(event, shade.pk, person=person)
        bookmarks.keep(event, canals.pk, person=person, wanted=True)
    found = entries(personal_feed.of(ravi))
    assert {title: one["status"] for title, one in found.items()} == {
        "Heat symposium": "CONFIRMED", "Shade": "TENTATIVE", "Canals": "CONFIRMED",
    }  # fmt: skip
    hall = event.stages.get(name="Main hall")
    on.put(shade, olga, hall, event.starts_at + timedelta(hours=5))
    on.publish(event, olga)
    taking.leave(event, shade.pk, person=asha)
    later = entries(personal_feed.of(ravi))
    assert later["Shade"]["uid"] == found["Shade"]["uid"]
    assert (later["Shade"]["status"], later["Shade"]["sequence"]) == ("CONFIRMED", "2")
    assert set(entries(personal_feed.of(asha))) == {"Heat symposium", "Canals"}


def test_a_feed_with_a_session_is_not_sent_again_while_nothing_changed(event, olga, kochi, client):
    canals = floor.session(event, "Canals")
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    bookmarks.keep(event, canals.pk, person=asha, wanted=True)
    address = f"/calendar/{calendar_tokens.renew(asha)}.ics"
    first = client.get(address)
    [stamp] = [one.DTSTAMP for one in Calendar.from_ical(first.content).events if one.uid.startswith("session")]
    assert stamp == AgendaVersion.objects.get(event=event).published_at.replace(microsecond=0)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    on.put(canals, olga, event.stages.get(name="Main hall"), event.starts_at + timedelta(hours=5))
    on.publish(event, olga)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_only_the_newest_version_is_read_however_many_there_are(event, olga, kochi):
    canals = floor.session(event, "Canals")
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    bookmarks.keep(event, canals.pk, person=asha, wanted=True)
    for hour in (3, 4, 5):
        on.put(canals, olga, event.stages.get(name="Main hall"), event.starts_at + timedelta(hours=hour))
        on.publish(event, olga)
    assert entries(personal_feed.of(asha))["Canals"]["sequence"] == "4"
    assert {pk: one.number for pk, one in calendar_files.newest({event.pk}).items()} == {event.pk: 4}


@pytest.mark.parametrize(
    ("details", "stays", "shown"),
    [
        ({}, True, ["Canals"]),
        ({"audience": "invited"}, True, ["Canals"]),
        ({}, False, []),
        ({"state": "draft"}, True, []),
    ],
)
def test_who_is_on_stage_finds_their_session_in_their_calendar(event, olga, details, stays: bool, shown: list[str]):
    lucia = cast.person("Lucia")
    speaker = on.invited(event, olga, lucia.email, floor.session(event, "Canals"))
    speakers.answer(speaker.token, accept=True)
    assert entries(personal_feed.of(lucia)) == {}
    on.publish(event, olga)
    if not stays:
        speakers.answer(speaker.token, accept=False)
    Event.objects.filter(pk=event.pk).update(**details)
    assert list(entries(personal_feed.of(lucia))) == shown


def test_who_speaks_in_a_session_needs_no_place_in_it(event, olga):
    lucia = cast.person("Lucia")
    speaker = on.invited(event, olga, lucia.email, floor.session(event, "Shade"))
    speakers.answer(speaker.token, accept=True)
    on.publish(event, olga)
    assert entries(personal_feed.of(lucia))["Shade"]["status"] == "CONFIRMED"


def test_a_place_at_the_same_time_as_another_warns(event, olga, kochi):
    shade, rain = floor.session(event, "Shade"), floor.session(event, "Rain")
    on.put(rain, olga, event.stages.get(name="Studio"), event.starts_at + timedelta(minutes=30))
    on.publish(event, olga)
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    client = Client()
    client.force_login(asha, backend="django.contrib.auth.backends.ModelBackend")
    for session in (shade, rain):
        page = client.post(f"/events/symposium/agenda/sessions/{session.pk}/place/", {"wanted": "1"}, follow=True)
    assert "At the same time you also have “Shade”." in page.content.decode()
    assert page.content.decode().count("At the same time for you:") == 2
    assert "1 of 1 places taken" in page.content.decode()


def test_organisers_see_and_export_the_lists_and_nobody_else(event, olga, kochi, django_assert_num_queries):
    rain = floor.session(event, "Rain")
    people = floor.delegates(4, event)
    Registration.objects.filter(person=people[0]).update(access_needs="=step-free")
    for person in people[:3]:
        taking.take(event, rain.pk, person=person)
    taking.leave(event, rain.pk, person=people[1])
    with django_assert_num_queries(5):
        lists = {str(one.session): [row.place.person.name for row in one.lines] for one in roster.of(event)}
    assert lists == {"Shade": [], "Rain": ["Delegate 1", "Delegate 3"]}
    client = Client()
    client.force_login(olga, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/events/symposium/agenda/places/").content.decode()
    assert "Delegate 3" in page
    assert "Delegate 2" not in page
    sheet = client.get("/events/symposium/agenda/places.csv").content.decode("utf-8-sig")
    assert "Rain,Delegate 1,delegate1@example.org,Kochi,has a place,,'=step-free," in sheet
    client.force_login(people[0], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/events/symposium/agenda/places/").status_code == 404
    assert [row.person for row in line.LINE.queue(rain.pk)] == []


def test_every_notice_about_a_place_reads_well_in_every_language_and_names_no_markup(event):
    shade = floor.session(event, "Shade")
    type(shade).objects.filter(pk=shade.pk).update(titles={"en": "Shade <b>& rain</b>\r\nBcc: x@example.org"})
    asha = cast.person("Asha")
    data = {
        "event_id": event.pk, "agenda_session_id": shade.pk, "had_place": False, "sequence": 0,
        "starts_at": "2027-03-02T08:00:00+00:00", "minutes": 45, "stage": "Main hall",
    }  # fmt: skip
    subjects = set()
    for kind in ("place_taken", "place_awaited", "place_promoted", "place_left"):
        for language in ("en", "de", "es", "pt-br"):
            asha.language = language
            notice = Notice(person=asha, kind=kind, key="x", data=data, address="/events/")
            message = mailing.compose(notice)
            assert "Shade <b>& rain</b>" in message.subject
            assert message.message()["Bcc"] is None
            subjects.add(message.subject)
            with translation.override(language):
                [(_, context)] = notices.with_subjects([notice])
                assert "&lt;b&gt;" in render_to_string(f"notices/{kind}.html", context)
    assert len(subjects) == 15  # "Lista de espera" is the same in two of them


@pytest.mark.parametrize("kind", ["place_taken", "place_promoted"])
def test_a_mail_about_a_place_names_no_date_while_the_symposium_has_none(event, kind):
    data = {
        "event_id": event.pk, "agenda_session_id": floor.session(event, "Shade").pk, "had_place": True, "sequence": 0,
        "starts_at": "2027-03-02T08:00:00+00:00", "minutes": 45, "stage": "Main hall",
    }  # fmt: skip
    notice = Notice(person=cast.person("Asha"), kind=kind, key="x", data=data, address="/events/")
    assert "It begins: " in mailing.compose(notice).body
    Event.objects.filter(pk=event.pk).update(state=Event.State.POSTPONED)
    body = mailing.compose(notice).body
    assert ("It begins: " in body, "The calendar entry is attached." in body) == (False, False)
    assert "is postponed. There is no new date yet." in body


def test_when_a_session_moves_or_falls_away_who_has_a_place_gets_a_calendar_file_and_nobody_else(event, olga, kochi):
    shade, rain = floor.session(event, "Shade"), floor.session(event, "Rain")
    asha, ravi = floor.seated(event, [cast.person(name, acts_for=kochi) for name in ("Asha", "Ravi")], kochi)
    for person in (asha, ravi):
        taking.take(event, shade.pk, person=person)
    taking.take(event, rain.pk, person=asha)
    on.keep(on.NEWS)
    on.put(shade, olga, event.stages.get(name="Main hall"), event.starts_at + timedelta(hours=5))
    sessions.drop(event, rain.pk, by=olga, revision=rain.revision)
    on.publish(event, olga)
    on.keep(on.NEWS)
    told = Notice.objects.filter(kind="agenda_changed", data__version=2)
    files = {notice.person: mailing.compose(notice).attachments for notice in told}
    assert (len(files[asha]), len(files[ravi])) == (2, 0)
    methods = {name: kind.split("method=")[1] for name, _, kind in files[asha]}
    assert methods == {f"session-{shade.pk}.ics": "REQUEST", f"session-{rain.pk}.ics": "CANCEL"}
    assert [one["sequence"] for _, content, _ in files[asha] for one in entries(content).values()] == ["2", "2"]


def files_of(kind: str) -> dict[str, tuple[str, str]]:
    """The calendar files of the only mail of a kind: name to method and SEQUENCE."""
    attached = mailing.compose(Notice.objects.get(kind=kind)).attachments
    return {
        name: (how.split("method=")[1], one["sequence"])
        for name, content, how in attached
        for one in entries(content).values()
    }


def test_sessions_leave_the_calendar_with_the_event_and_come_back_with_its_new_date(event, olga, kochi):
    shade, rain = floor.session(event, "Shade"), floor.session(event, "Rain")
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    for session in (shade, rain):
        taking.take(event, session.pk, person=asha)
    moves = [("event_postponed", "postponed"), ("event_dated", "published"), ("event_cancelled", "cancelled")]
    found = {}
    for kind, to in moves:
        states_of_events.move(event, to=to, by=olga)
        if to == "postponed":  # the second session no longer lies within the event when it has a date again
            Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + timedelta(hours=1))
        cast.reactions_run()
        found[kind] = files_of(kind)
    first, second = f"session-{shade.pk}.ics", f"session-{rain.pk}.ics"
    assert found == {
        "event_postponed": {"invitation.ics": ("CANCEL", "1"), first: ("CANCEL", "2"), second: ("CANCEL", "2")},
        "event_dated": {"invitation.ics": ("REQUEST", "2"), first: ("REQUEST", "3")},
        "event_cancelled": {"invitation.ics": ("CANCEL", "3"), first: ("CANCEL", "4"), second: ("CANCEL", "4")},
    }


def test_sessions_are_at_the_venue_to_which_their_event_has_moved(event, olga, kochi):
    shade = floor.session(event, "Shade")
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    taking.take(event, shade.pk, person=asha)
    calendar.change(event, by=olga, venue="Volkshaus, Jena")
    cast.reactions_run()
    name = f"session-{shade.pk}.ics"
    assert files_of("event_moved") == {"invitation.ics": ("REQUEST", "1"), name: ("REQUEST", "2")}
    attached = mailing.compose(Notice.objects.get(kind="event_moved")).attachments
    [content] = [content for one, content, _ in attached if one == name]
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    assert entry["location"] == "Main hall, Volkshaus, Jena"


@pytest.mark.parametrize("told", [0, 1], ids=["in its first minutes", "told before"])
@pytest.mark.parametrize(("kind", "to"), [("event_cancelled", "cancelled"), ("event_postponed", "postponed")])
def test_a_session_that_left_the_agenda_shortly_before_leaves_the_calendar_with_the_event(
    event, olga, kochi, told, kind, to
):
    shade = floor.session(event, "Shade")
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    taking.take(event, shade.pk, person=asha)
    if told:
        on.keep(on.NEWS)
    placements.unplace(event, shade.pk, by=olga, revision=None)
    on.publish(event, olga)
    states_of_events.move(event, to=to, by=olga)
    cast.reactions_run()
    on.keep(on.NEWS)
    assert files_of(kind) == {"invitation.ics": ("CANCEL", "1"), f"session-{shade.pk}.ics": ("CANCEL", "3")}


def test_people_are_told_of_a_place_in_the_words_of_the_published_agenda(event, kochi):
    shade = floor.session(event, "Shade")
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    type(shade).objects.filter(pk=shade.pk).update(titles={"en": "Not yet for everybody"})
    taking.take(event, shade.pk, person=asha)
    cast.reactions_run()
    mail = mailing.compose(Notice.objects.get(kind="place_taken"))
    [(_, content, _)] = mail.attachments
    assert (mail.subject, list(entries(content))) == ("You have a place: Shade", ["Shade"])


def test_a_place_in_a_session_that_is_for_everybody_now_is_given_back_with_the_bookmark(event, olga, kochi):
    shade = floor.session(event, "Shade")
    [asha] = floor.seated(event, [cast.person("Asha", acts_for=kochi)], kochi)
    taking.take(event, shade.pk, person=asha)
    floor.resize(event, shade, olga, None)
    bookmarks.keep(event, shade.pk, person=asha, wanted=False)
    assert (states(event, "Shade"), bookmarks.of(event, asha)) == ({"Asha": "left"}, set())


def test_a_place_given_back_while_a_session_was_out_of_the_agenda_goes_on_when_it_is_back(event, olga, kochi):
    shade = floor.session(event, "Shade")
    asha, ravi = floor.seated(event, [cast.person(name, acts_for=kochi) for name in ("Asha", "Ravi")], kochi)
    for person in (asha, ravi):
        taking.take(event, shade.pk, person=person)
    placements.unplace(event, shade.pk, by=olga, revision=None)
    on.publish(event, olga)
    taking.leave(event, shade.pk, person=asha)
    assert states(event, "Shade") == {"Asha": "left", "Ravi": "waiting"}
    on.put(shade, olga, event.stages.get(name="Main hall"), event.starts_at)
    on.publish(event, olga)
    assert states(event, "Shade") == {"Asha": "left", "Ravi": "held"}
