"""A file for `vernetzt slots` is read strictly, what is wrong is said in one line, the answer is written whole."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from events.slots_files import search_of, slots_file
from web.json_files import FileError

KOCHI: dict[str, Any] = {
    "id": "kochi", "time_zone": "Asia/Kolkata", "country": "IN", "subdivision": "KL", "hours": [["09:00", "18:00"]],
    "burden": 0.5, "busy": [["2027-03-02T08:00Z", "2027-03-02T10:00Z"]],
}  # fmt: skip
PIURA: dict[str, Any] = {
    "id": "piura", "time_zone": "America/Lima", "country": "PE", "subdivision": "PIU", "hours": [["08:00", "17:00"]],
}  # fmt: skip


def document(**changes: Any) -> dict[str, Any]:
    whole = {
        "format": "vernetzt.slots/1",
        "minutes": 60,
        "from": "2027-03-01",
        "to": "2027-04-02",
        "people": [KOCHI, PIURA],
        "mood": "unknown fields are ignored",
    }
    return {name: value for name, value in (whole | changes).items() if value is not ...}


def with_person(**changes: Any) -> dict[str, Any]:
    person = {name: value for name, value in (KOCHI | changes).items() if value is not ...}
    return document(people=[PIURA, person])


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    return path


def test_the_answer_is_as_the_contract_says(asked: Path, tmp_path: Path) -> None:
    assert slots_file(asked, out=tmp_path / "out.json") == 0
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert len(found) == 10
    assert found[0] == {
        "start": "2027-03-01T12:00Z",
        "end": "2027-03-01T13:00Z",
        "worst": 60,
        "people": [
            {
                "id": "kochi",
                "local_start": "2027-03-01T17:30+05:30",
                "outside_minutes": 30,
                "holiday": None,
                "weekend": False,
            },
            {
                "id": "piura",
                "local_start": "2027-03-01T07:00-05:00",
                "outside_minutes": 60,
                "holiday": None,
                "weekend": False,
            },
        ],
        "explanation": "piura is 60 minutes outside their hours and bore the least lately;"
        " 1 other is outside theirs by 30 minutes at most.",
    }


def test_the_command_answers_on_standard_output_without_loading_django(asked: Path) -> None:
    code = (
        "import sys; from hub.cli import main; code = main(['slots', sys.argv[1]]);"
        "assert 'django' not in sys.modules; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(asked)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, len(json.loads(done.stdout))) == (0, "", 10)


def test_hours_may_be_given_by_weekday() -> None:
    [_, person] = search_of(with_person(hours={"mon": [["09:00", "12:00"], ["13:00", "24:00"]], "sat": []})).people
    assert person.hours.spans == (((540, 720), (780, 1440)), (), (), (), (), (), ())
    assert person.hours.named == {0}


def test_what_may_be_left_out_may_be_left_out() -> None:
    [_, person] = search_of(with_person(subdivision=..., burden=..., busy=...)).people
    assert (person.subdivision, person.burden, person.busy) == ("", 0, ())
    [_, person] = search_of(with_person(subdivision=None, burden=None, busy=None)).people
    assert (person.subdivision, person.burden, person.busy) == ("", 0, ())


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        ([], "the file: an object is needed, found []"),
        (document(format="vernetzt.slots/2"), 'format: "vernetzt.slots/1" is needed, found "vernetzt.slots/2"'),
        (document(minutes=0), "minutes: a whole number from 1 to 1440 is needed, found 0"),
        (document(minutes=True), "minutes: a whole number from 1 to 1440 is needed, found true"),
        (document(minutes=...), "minutes: a whole number from 1 to 1440 is needed, found null"),
        (document(**{"from": "2027-02-30"}), 'from: a day such as 2027-03-01 is needed, found "2027-02-30"'),
        (document(**{"from": "1027-03-01"}), 'from: a day from 2000-01-01 to 2099-12-31 is needed, found "1027-03-01"'),
        (document(to=20270401), "to: a day such as 2027-03-01 is needed, found 20270401"),
        (document(to="2027-02-01"), 'to: a day from 2027-03-01 on, within 366 days, is needed, found "2027-02-01"'),
        (document(to="2029-02-01"), 'to: a day from 2027-03-01 on, within 366 days, is needed, found "2029-02-01"'),
        (document(people={}), "people: a list is needed, found {}"),
        (document(people=[]), "people: at least one person is needed, found []"),
        (document(people=["kochi"]), 'people[0]: an object is needed, found "kochi"'),
        (document(people=[KOCHI, KOCHI]), 'people[1].id: every id once is needed, "kochi" is people[0]'),
        (with_person(id=7), "people[1].id: a text is needed, found 7"),
        (
            with_person(time_zone="Kerala"),
            'people[1].time_zone: an IANA time zone such as Asia/Kolkata is needed, found "Kerala"',
        ),
        (
            with_person(time_zone="Asia"),
            'people[1].time_zone: an IANA time zone such as Asia/Kolkata is needed, found "Asia"',
        ),
        (
            with_person(time_zone="../../etc/passwd"),
            'people[1].time_zone: an IANA time zone such as Asia/Kolkata is needed, found "../../etc/passwd"',
        ),
        (with_person(country="XX"), "people[1].country: a country's code of two letters such as IN is needed,"
         ' found "XX"'),
        (with_person(country="India"), "people[1].country: a country's code of two letters such as IN is needed,"
         ' found "India"'),
        (with_person(subdivision="ZZ"), "people[1].subdivision: a subdivision of IN as in ISO 3166-2 is needed,"
         ' found "ZZ"'),
        (with_person(country="PE"), "people[1].subdivision: a subdivision of PE as in ISO 3166-2 is needed,"
         ' found "KL"'),
        (with_person(subdivision=5), "people[1].subdivision: a subdivision of IN as in ISO 3166-2 is needed, found 5"),
        (with_person(hours=...), "people[1].hours: a list is needed, found null"),
        (with_person(hours=["09:00", "18:00"]), 'people[1].hours[0]: a pair of times such as ["09:00", "18:00"],'
         ' the later one second, is needed, found "09:00"'),
        (with_person(hours=[["18:00", "09:00"]]), 'people[1].hours[0]: a pair of times such as ["09:00", "18:00"],'
         ' the later one second, is needed, found ["18:00", "09:00"]'),
        (with_person(hours=[["9", "25:00"]]), 'people[1].hours[0]: a pair of times such as ["09:00", "18:00"],'
         ' the later one second, is needed, found ["9", "25:00"]'),
        (with_person(hours={"monday": []}), "people[1].hours: weekdays from mon, tue, wed, thu, fri, sat, sun"
         ' is needed, found "monday"'),
        (with_person(hours={"mon": 9}), "people[1].hours.mon: a list is needed, found 9"),
        (with_person(burden=-1), "people[1].burden: a number from 0 to 100000 is needed, found -1"),
        (with_person(burden=float("nan")), "people[1].burden: a number from 0 to 100000 is needed, found NaN"),
        (with_person(burden="much"), 'people[1].burden: a number from 0 to 100000 is needed, found "much"'),
        (with_person(busy=[["2027-03-02T08:00Z"]]), 'people[1].busy[0]: a pair of moments such as'
         ' ["2027-03-02T08:00Z", "2027-03-02T10:00Z"], the later one second, is needed,'
         ' found ["2027-03-02T08:00Z"]'),
        (with_person(busy=[["2027-03-02T08:00", "2027-03-02T10:00"]]), 'people[1].busy[0]: a pair of moments such as'
         ' ["2027-03-02T08:00Z", "2027-03-02T10:00Z"], the later one second, is needed,'
         ' found ["2027-03-02T08:00", "2027-03-02T10:00"]'),
        (with_person(busy=[["2027-03-02T08:00Z", "2027-03-02T07:00Z"]]), 'people[1].busy[0]: a pair of moments such as'
         ' ["2027-03-02T08:00Z", "2027-03-02T10:00Z"], the later one second, is needed,'
         ' found ["2027-03-02T08:00Z", "2027-03-02T07:00Z"]'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_written(
    bad: Any, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(bad), encoding="utf-8")
    assert slots_file(path, out=tmp_path / "out.json") == 2
    assert capsys.readouterr().err == f"vernetzt slots: {line}\n"
    assert [each.name for each in tmp_path.iterdir()] == ["in.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"minutes": ' + b"9" * 5000 + b"}"])
def test_what_is_no_json_is_refused_in_one_line(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(content)
    assert slots_file(path, out=None) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_places_whose_subdivisions_the_library_does_not_know_have_the_holidays_of_their_country() -> None:
    for country, subdivision in (("PL", "DS"), ("FR", "GES"), ("NL", "UT"), ("BG", "22"), ("MX", "JAL"), ("PE", "PIU")):
        [_, person] = search_of(with_person(country=country, subdivision=subdivision)).people
        assert person.subdivision == subdivision


def test_a_place_that_cannot_be_written_to_leaves_nothing(asked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert slots_file(asked, out=asked.parent / "missing" / "out.json") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_search_raises_what_the_command_says() -> None:
    with pytest.raises(FileError, match=r"^people\[1\]\.id"):
        search_of(with_person(id=None))
