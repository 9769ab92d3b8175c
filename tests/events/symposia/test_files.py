"""Agendas in and out of files: the schedule format of frab and pretalx, and spreadsheets as organisers have them."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from events.errors import NotYourEvent
from events.models import Appearance, Event, Placement, Session, Speaker, Stage, Track
from events.symposia import exports, imports, schedule_file, session_sheets, speakers
from events.symposia.schedule_file import Schedule, Talk
from members.models import Person
from members.sheets import Unreadable
from tests.events import cast
from tests.events.symposia import stage as on

FILE = Path(__file__).parent / "data" / "schedule.json"
LANGUAGES = {"de": "German", "en": "English", "es": "Spanish"}
SHEET = (
    "Titel egal;title;abstract;format;track;language;minutes;capacity;stage;start;speakers\r\n"
    'x;Hitze in Köln;"Schatten, Wasser;\nund Zeit";panel;Hitze;de;60;80;Großer Saal;15.03.2027 09:00;'
    "Jürgen Weiß|Ana Quispe\r\n"
    ";Ohne Platz;;;;;;;;;\r\n"
)  # fmt: skip


def problems(read: Any, *args: Any, **more: Any) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(*args, **more)
    return [str(problem) for problem in caught.value.problems]


def document(**changes: Any) -> dict[str, Any]:
    """The file with its first talk changed."""
    found: dict[str, Any] = json.loads(FILE.read_bytes())
    first = found["schedule"]["conference"]["days"][0]["rooms"]["Großer Saal"][0]
    first.update(changes)
    return found


def packed(found: Any) -> bytes:
    return json.dumps(found).encode()


def test_a_schedule_of_three_days_is_read() -> None:
    schedule = schedule_file.read(FILE.read_bytes())
    assert (schedule.title, schedule.version, schedule.zone) == ("Stadtklima 2027", "1.4", "Europe/Berlin")
    assert schedule.stages == {"Großer Saal": 240, "Studio": 60, "Werkstatt": None}
    assert len(schedule.talks) == 13
    heat = schedule.talks[1]
    assert (heat.stage, heat.minutes, heat.language, heat.track) == ("Großer Saal", 45, "es", "Hitze")
    assert heat.starts_at == datetime(2027, 3, 15, 8, 30, tzinfo=UTC)
    assert heat.people == ("Ana Lucía Quispe",)
    formats = [talk.format for talk in schedule.talks]
    assert formats[:5] == ["talk", "talk", "break", "panel", "world_cafe"]
    assert schedule.talks[-1].language == "pt"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"duration": "45"}, "row 1, duration: is no length such as 00:45"),
        ({"duration": "00:00"}, "row 1, duration: must be between 1 and 1440 minutes"),
        ({"date": "2027-03-15T09:00:00"}, "row 1, date: is no moment with a zone such as 2027-03-15T09:00:00+01:00"),
        ({"date": 7}, "row 1, date: is no moment with a zone such as 2027-03-15T09:00:00+01:00"),
        ({"date": "1999-12-31T23:00:00+00:00"}, "row 1, date: must lie between the years 2000 and 2100"),
        ({"date": "9999-12-31T12:00:00+00:00"}, "row 1, date: must lie between the years 2000 and 2100"),
        ({"title": "  "}, "row 1, title: is empty"),
        ({"title": "x" * 161}, "row 1, title: is longer than 160 characters"),
        ({"guid": "11111111-2222-4333-8444-000000000002"}, "row 2, guid: stands at talk 1 already"),
        ({"persons": [{"public_name": "x" * 121}]}, "row 1, persons: a name is longer than 120 characters"),
    ],
)
def test_a_bad_field_is_named(changes: dict[str, Any], expected: str) -> None:
    assert problems(schedule_file.read, packed(document(**changes))) == [expected]


def test_every_problem_is_said_in_order() -> None:
    found = document(duration=None)
    found["schedule"]["conference"]["days"][1]["rooms"]["Studio"][0]["title"] = None
    assert problems(schedule_file.read, packed(found)) == [
        "row 1, duration: is no length such as 00:45",
        "row 9, title: is empty",
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"schedule": 1}', b'{"schedule": {"conference": {}}}', b"{" * 100_000, b"\xff\xfe{", b"{\0}"],
)
def test_what_is_no_schedule_is_refused(content: bytes) -> None:
    assert problems(schedule_file.read, content)


@pytest.mark.parametrize("unfit", ["\0", "\ud800", "a\udc00b"], ids=ascii)
@pytest.mark.parametrize("name", ["title", "abstract", "guid", "id", "nobody knows"])
def test_characters_that_no_text_has_are_refused(name: str, unfit: str) -> None:
    said = f"the file: {unfit!r} holds a character that no text has"
    assert problems(schedule_file.read, packed(document(**{name: unfit}))) == [said]
    assert problems(schedule_file.read, packed(document(persons=[{unfit: "Ana"}]))) == [said]


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert b"\\ud83c\\udf33" in packed(document(title="Trees 🌳"))
    assert schedule_file.read(packed(document(title="Trees 🌳"))).talks[0].title == "Trees 🌳"


def test_odd_fields_do_no_harm() -> None:
    odd = {"persons": [None, 7, {}], "track": 5, "type": [], "language": {}, "guid": None, "id": 7, "abstract": 3}
    talk = schedule_file.read(packed(document(**odd))).talks[0]
    assert (talk.people, talk.track, talk.format, talk.language) == ((), "", "talk", "")
    assert talk.guid is not None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["days", "rooms", "title", "tracks", "time_zone_name", "acronym"]), json_values)
def test_nothing_in_the_conference_breaks_the_reader(name: str, value: Any) -> None:
    found = document()
    found["schedule"]["conference"][name] = value
    try:
        schedule_file.read(packed(found))
    except Unreadable as unreadable:
        assert unreadable.problems


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
talks = st.builds(
    Talk,
    row=st.just(1),
    title=names,
    minutes=st.integers(1, 600),
    guid=st.uuids(),
    abstract=st.just("") | names,
    format=st.sampled_from(schedule_file.FORMATS),
    track=st.just("") | names,
    language=st.sampled_from(["", "de", "pt"]),
    stage=names,
    starts_at=st.integers(0, 4000).map(lambda number: datetime(2027, 3, 26, tzinfo=UTC) + timedelta(minutes=number)),
    people=st.lists(names, max_size=3, unique=True).map(tuple),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(talks, min_size=1, max_size=8, unique_by=lambda talk: talk.guid))
def test_what_is_written_is_read_back(written: list[Talk]) -> None:
    """Also over the night in which Berlin's clocks change."""
    stages = dict.fromkeys((talk.stage for talk in written), None)
    schedule = Schedule("Heat", "3", "Europe/Berlin", written, stages)
    found = schedule_file.read(json.dumps(schedule_file.write(schedule)).encode())
    assert {(t.guid, t.title, t.starts_at, t.minutes, t.stage, t.people, t.track) for t in found.talks} == {
        (t.guid, t.title, t.starts_at, t.minutes, t.stage, t.people, t.track) for t in written
    }


@pytest.mark.parametrize(
    "content",
    [SHEET.encode(), SHEET.encode("utf-8-sig"), SHEET.encode("cp1252")],
    ids=["utf-8", "utf-8 with a mark", "windows-1252"],
)
def test_a_spreadsheet_is_read(content: bytes) -> None:
    first, second = session_sheets.read(content, zone="Europe/Berlin", languages=LANGUAGES)
    assert (first.title, first.format, first.minutes, first.capacity) == ("Hitze in Köln", "panel", 60, 80)
    assert first.starts_at == datetime(2027, 3, 15, 8, tzinfo=UTC)
    assert first.people == ("Jürgen Weiß", "Ana Quispe")
    assert first.abstract == "Schatten, Wasser;\nund Zeit"
    assert (second.starts_at, second.minutes, second.stage) == (None, 45, "")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("title,format\nHeat,opera", "row 2, format: 'opera' is not one of"),
        ("title,language\nHeat,xx", "row 2, language: 'xx' is no ISO 639-1 code"),
        ("title,minutes\nHeat,0", "row 2, minutes: '0' is no number from 1 to 1440"),
        ("title,minutes\nHeat,²", "row 2, minutes: '²' is no number from 1 to 1440"),
        ("title,stage,start\nHeat,Hall,tomorrow", "row 2, start: 'tomorrow' is no hour"),
        ("title,stage,start\nHeat,Hall,2027-03-28 02:30", "row 2, start: '2027-03-28 02:30' is no hour"),
        ("title,stage,start\nHeat,Hall,9999-12-30 09:00", "row 2, date: must lie between the years 2000 and 2100"),
        ("title,start\nHeat,2027-03-15 09:00", "row 2, room: is missing"),
        ("title,stage\n,Hall", "row 2, title: is empty"),
        ("title,format,stage,start\n" + 2 * "Lunch,break,Hall,2027-03-15 12:00\n", "row 3, title: stands in row 2"),
        ("title\nHeat\nheat", "row 3, title: stands in row 2 already"),
        ("title,guid\nHeat,7", "row 2, guid: '7' is no UUID"),
        ("name\nHeat", "row 1, title: column is missing"),
    ],
)
def test_a_bad_cell_is_named(cells: str, expected: str) -> None:
    [said] = problems(session_sheets.read, cells.encode(), zone="Europe/Berlin", languages=LANGUAGES)
    assert said.startswith(expected)


@pytest.fixture
def olga(db: None) -> Person:
    return cast.organiser()


@pytest.fixture
def event(olga: Person) -> Event:
    start = datetime(2027, 3, 15, 7, tzinfo=UTC)
    return on.symposium(olga, starts_at=start, ends_at=start + timedelta(hours=58), audience="public")


def take_in(event: Event, content: bytes, by: Person) -> list[str]:
    found, stages = imports.parse(content, event)
    return [outcome.what for outcome in imports.take_in(event, found, stages, by=by)]


def test_a_conference_comes_in_whole_and_again_unchanged(event: Event, olga: Person) -> None:
    assert take_in(event, FILE.read_bytes(), olga) == ["added"] * 13
    assert (Session.objects.count(), Placement.objects.count(), Track.objects.count()) == (13, 13, 2)
    assert list(Stage.objects.values_list("name", "capacity")) == [
        ("Großer Saal", 240), ("Studio", 60), ("Werkstatt", None),
    ]  # fmt: skip
    assert Speaker.objects.count() == 6
    assert Session.objects.get(titles__has_key="pt-br", format="talk", minutes=30).titles == {"pt-br": "Encerramento"}
    assert take_in(event, FILE.read_bytes(), olga) == ["unchanged"] * 13


def test_a_newer_file_changes_what_it_changes(event: Event, olga: Person) -> None:
    take_in(event, FILE.read_bytes(), olga)
    newer = packed(document(title="Willkommen!", date="2027-03-15T08:30:00+01:00"))
    assert take_in(event, newer, olga).count("changed") == 1
    row = Placement.objects.get(session__guid="11111111-2222-4333-8444-000000000001")
    assert (row.session.titles, row.session.revision) == ({"de": "Willkommen!"}, 1)
    assert row.starts_at == datetime(2027, 3, 15, 7, 30, tzinfo=UTC)


def test_what_came_in_goes_out_again(event: Event, olga: Person) -> None:
    take_in(event, FILE.read_bytes(), olga)
    on.publish(event, olga)
    answer = Client().get("/events/symposium/agenda/schedule.json")
    again, original = schedule_file.read(answer.content), schedule_file.read(FILE.read_bytes())

    def essence(schedule: Schedule) -> set[Any]:
        return {(t.guid, t.title, t.starts_at, t.minutes, t.stage, t.people, t.track) for t in schedule.talks}

    assert essence(again) == essence(original)
    assert (again.version, dict(again.stages)) == ("1", dict(original.stages))


def test_a_spreadsheet_goes_out_and_comes_in_unchanged(event: Event, olga: Person) -> None:
    take_in(event, FILE.read_bytes(), olga)
    client = Client()
    client.force_login(olga)
    sheet = client.get("/events/symposium/agenda/sessions.csv").content
    assert take_in(event, sheet, olga) == ["unchanged"] * 13


def sheet(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_what_a_spreadsheet_does_not_say_stays_as_it_is(event: Event, olga: Person) -> None:
    take_in(event, FILE.read_bytes(), olga)
    heat = Session.objects.get(format="panel")
    [title] = heat.titles.values()
    known = Session.objects.filter(pk=heat.pk).values().get()
    length = Placement.objects.get(session=heat).minutes
    assert (known["format"], known["minutes"]) != ("talk", 45)
    assert take_in(event, sheet("title", title), olga) == ["unchanged"]
    assert take_in(event, sheet("title,format,minutes,track,language", f"{title},,,,"), olga) == ["unchanged"]
    assert Session.objects.filter(pk=heat.pk).values().get() == known
    assert take_in(event, sheet("title,stage,start", f"{title},Studio,2027-03-16 08:00"), olga) == ["changed"]
    row = Placement.objects.get(session=heat)
    assert (row.stage.name, row.minutes) == ("Studio", length)
    assert take_in(event, sheet("title,abstract", f"{title},Shade"), olga) == ["changed"]
    assert list(Session.objects.get(pk=heat.pk).abstracts.items())[-1] == (*heat.titles, "Shade")


@pytest.mark.parametrize("language", ["", "es"])
def test_texts_stay_in_their_language_whoever_exports(event: Event, olga: Person, language: str) -> None:
    olga.language = "de"
    olga.save()
    titles = {"en": "Heat", "de": "Hitze"}
    session = on.planned(event, olga, titles=titles, abstracts={"de": "Schatten"}, language=language)
    client = Client()
    client.force_login(olga)
    exported = client.get("/events/symposium/agenda/sessions.csv", headers={"accept-language": "de"}).content
    assert take_in(event, exported, olga) == ["unchanged"]
    session.refresh_from_db()
    assert (session.titles, session.abstracts) == (titles, {"de": "Schatten"})
    assert (b"Heat" in exported, b"Hitze" in exported) == (True, False)


def test_breaks_may_share_a_title_and_are_found_again_by_their_hour(event: Event, olga: Person) -> None:
    heading = "title,format,minutes,stage,start"
    days = [f"Lunch,break,60,Hall,2027-03-{day} 12:00" for day in (15, 16)]
    assert take_in(event, sheet(heading, *days), olga) == ["added", "added"]
    longer = days[1].replace("60", "90")
    assert take_in(event, sheet(heading, days[0], longer), olga) == ["unchanged", "changed"]
    lengths = Placement.objects.order_by("starts_at").values_list("minutes", flat=True)
    assert list(lengths) == [60, 90]


def test_all_or_nothing(event: Event, olga: Person) -> None:
    with pytest.raises(Unreadable):
        take_in(event, packed(document(title="")), olga)
    with pytest.raises(NotYourEvent):
        take_in(event, FILE.read_bytes(), cast.person("Asha"))
    assert (Session.objects.count(), Stage.objects.count(), Speaker.objects.count()) == (0, 0, 0)


def test_who_is_on_the_agenda_already_is_found_by_name(event: Event, olga: Person) -> None:
    meera = on.invited(event, olga, "meera@example.org", name="meera nair")
    take_in(event, FILE.read_bytes(), olga)
    assert Appearance.objects.filter(speaker=meera).count() == 3
    assert Speaker.objects.count() == 6


def test_who_declined_is_not_named_by_an_export(event: Event, olga: Person) -> None:
    take_in(event, FILE.read_bytes(), olga)
    speakers.answer(Speaker.objects.get(name="Jürgen Weiß").token, accept=False)
    on.publish(event, olga)
    assert "Jürgen" not in json.dumps(exports.schedule(event), ensure_ascii=False)


def test_the_page_reports_every_row_and_every_problem(event: Event, olga: Person) -> None:
    client = Client()
    client.force_login(olga)
    address = "/events/symposium/agenda/edit/import/"
    broken = SimpleUploadedFile("schedule.json", packed(document(title="")))
    assert "row 1, title: is empty" in client.post(address, {"file": broken}).content.decode()
    page = client.post(address, {"file": SimpleUploadedFile("a.csv", SHEET.encode())}).content.decode()
    assert "2 sessions were read." in page
    assert "Hitze in Köln" in page


def test_the_command_reports_row_by_row(event: Event, olga: Person, tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert imports.import_agenda(FILE, "symposium", out, err) == 0
    assert out.getvalue().splitlines()[0] == "row 1: Willkommen in der Halle: added"
    assert out.getvalue().splitlines()[-1] == "13 added, 0 changed, 0 unchanged"
    bad = tmp_path / "bad.csv"
    bad.write_text("title\n\nHeat;\n", encoding="utf-8")
    assert imports.import_agenda(bad, "nothing", out, err) == 2
    assert imports.import_agenda(tmp_path / "absent.csv", "symposium", out, err) == 2
    assert "there is no symposium or workshop 'nothing'" in err.getvalue()
    assert "cannot be read" in err.getvalue()
