"""A seating file is read strictly, what is wrong is said in one line, and a plan is written whole or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from exchanges.mixers import seating_files
from exchanges.mixers.seating_files import problem_of, seat_file
from tests.exchanges.mixers.seating_cases import everyone_sits_once, recount
from web import json_files
from web.json_files import FileError

KOCHI = {"id": "kochi", "member": "kochi", "country": "IN", "languages": ["en", "hi"], "topics": ["mobility"]}
JENA = {"id": "jena", "member": "jena", "country": "DE", "languages": ["de", "en"], "topics": ["energy", "mobility"]}
LIMA = {"id": "lima", "member": "lima", "country": "PE", "languages": ["en", "es"], "topics": []}
PIURA = {"id": "piura", "member": "piura", "country": "PE", "languages": ["es"], "topics": ["heat-and-water"]}


def document(**changes: Any) -> dict[str, Any]:
    whole = {
        "format": "vernetzt.seating/1",
        "table_size": 2,
        "rounds": 2,
        "people": [KOCHI, JENA, LIMA, PIURA],
        "must_meet": [["kochi", "jena"]],
        "absent": {"piura": [2]},
        "mood": "unknown fields are ignored",
    }
    return {name: value for name, value in (whole | changes).items() if value is not ...}


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    return path


def test_a_plan_is_written_as_the_contract_says(asked: Path, tmp_path: Path) -> None:
    assert seat_file(asked, out=tmp_path / "out.json", seed=3) == 0
    plan = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    problem = seating_files.read(asked)
    assert list(plan) == ["format", "rounds", "report"]
    assert plan["format"] == "vernetzt.seating-plan/1"
    assert everyone_sits_once(problem, plan["rounds"])
    expected = recount(problem, plan["rounds"])
    assert {name: plan["report"][name] for name in expected} == expected
    assert set(plan["report"]) - set(expected) == {"cross_country_bound", "seconds"}


def test_without_a_place_the_plan_goes_to_standard_output(asked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert seat_file(asked, out=None, seed=3) == 0
    assert len(json.loads(capsys.readouterr().out)["rounds"]) == 2


def test_the_same_seed_and_file_give_the_same_rounds(asked: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        seat_file(asked, out=tmp_path / name, seed=5)
    one, two = (json.loads((tmp_path / name).read_text())["rounds"] for name in ("one.json", "two.json"))
    assert one == two


WRONG = [
    ({"format": "vernetzt.seating/9"}, 'format: "vernetzt.seating/1" is needed, found "vernetzt.seating/9"'),
    ({"format": ...}, 'format: "vernetzt.seating/1" is needed, found null'),
    ({"table_size": 0}, "table_size: a whole number from 1 to 5000 is needed, found 0"),
    ({"table_size": True}, "table_size: a whole number from 1 to 5000 is needed, found true"),
    ({"rounds": "6"}, 'rounds: a whole number from 1 to 1000 is needed, found "6"'),
    ({"rounds": 2.5}, "rounds: a whole number from 1 to 1000 is needed, found 2.5"),
    ({"people": ...}, "people: a list is needed, found null"),
    (
        {"people": {"kochi": KOCHI}},
        'people: a list is needed, found {"kochi": {"id": "kochi", "member": "kochi", "country": "...',
    ),
    ({"people": [KOCHI, "jena"]}, 'people[1]: an object is needed, found "jena"'),
    ({"people": [KOCHI | {"languages": "en"}]}, 'people[0].languages: a list of language codes is needed, found "en"'),
    ({"people": [KOCHI | {"languages": [7]}]}, "people[0].languages: a list of language codes is needed, found [7]"),
    ({"people": [KOCHI | {"topics": None}]}, "people[0].topics: a list of topics is needed, found null"),
    ({"people": [KOCHI | {"country": ""}]}, 'people[0].country: a text is needed, found ""'),
    ({"people": [KOCHI | {"id": 7}]}, "people[0].id: a text is needed, found 7"),
    ({"people": [KOCHI, JENA, KOCHI]}, 'people[2].id: every id once is needed, "kochi" is people[0]'),
    ({"must_meet": [["kochi", "bonn"]]}, 'must_meet[0]: the id of one of the people is needed, found "bonn"'),
    ({"must_not_meet": [["kochi"]]}, 'must_not_meet[0]: a pair of ids is needed, found ["kochi"]'),
    ({"met_before": [["jena", "jena"]]}, 'met_before[0]: a pair of different people is needed, found ["jena", "jena"]'),
    ({"met_before": "none"}, 'met_before: a list is needed, found "none"'),
    ({"absent": ["piura"]}, 'absent: an object is needed, found ["piura"]'),
    ({"absent": {"bonn": [1]}}, 'absent: the id of one of the people is needed, found "bonn"'),
    ({"absent": {"piura": [3]}}, 'absent["piura"]: a list of rounds from 1 to 2 is needed, found [3]'),
    ({"absent": {"piura": 1}}, 'absent["piura"]: a list is needed, found 1'),
]


@pytest.mark.parametrize(("changes", "line"), WRONG)
def test_a_bad_field_is_named_with_its_record(changes: dict[str, Any], line: str) -> None:
    with pytest.raises(FileError) as refused:
        problem_of(document(**changes))
    assert str(refused.value) == line


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'{"format": "vernetzt.seating/1",\n "rounds": }', "not JSON at line 2, column 12: Expecting value"),
        (b"", "not JSON at line 1, column 1: Expecting value"),
        (b'{"format": "\xff"}', "text in UTF-8 is needed, byte 12 is not"),
        (b"[" * 200_000, "too deeply nested"),
        (b"[]", "the file: an object is needed, found []"),
        (b"7" * 5_000, "Exceeds the limit (4300 digits) for integer string conversion"),
    ],
)
def test_what_is_no_seating_file_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, line: str
) -> None:
    (tmp_path / "in.json").write_bytes(data)
    assert seat_file(tmp_path / "in.json", out=tmp_path / "out.json") == 2
    told = capsys.readouterr().err
    assert line in told
    assert told.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.json"]


def test_a_huge_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_files, "MOST_BYTES", 2**20)
    (tmp_path / "in.json").write_bytes(b" " * (2**20 + 1))
    assert seat_file(tmp_path / "in.json", out=None) == 2
    assert "at most 1 MB" in capsys.readouterr().err


def test_more_people_than_can_be_planned_are_refused() -> None:
    people = [KOCHI | {"id": f"p{n}"} for n in range(5_001)]
    with pytest.raises(FileError, match="people: at most 5000 can be planned at once, found 5001"):
        problem_of(document(people=people, must_meet=[], absent={}))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(json.dumps(document()), encoding="utf-8-sig")
    assert len(seating_files.read(tmp_path / "in.json").people) == 4


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert seat_file(tmp_path / "no.json", out=None) == 2
    assert capsys.readouterr().err == f"vernetzt seat: {tmp_path / 'no.json'}: No such file or directory\n"


def test_what_cannot_be_written_leaves_nothing(asked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out.json").mkdir()
    assert seat_file(asked, out=tmp_path / "out.json") == 2
    assert seat_file(asked, out=tmp_path / "nowhere" / "out.json") == 2
    told = capsys.readouterr().err.splitlines()
    assert told == [
        f"vernetzt seat: {tmp_path / 'out.json'}: Is a directory",
        f"vernetzt seat: {tmp_path / 'nowhere' / 'out.json'}: No such file or directory",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.json", "out.json"]


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_a_limit_of_time_is_a_number_above_zero(
    asked: Path, capsys: pytest.CaptureFixture[str], seconds: float
) -> None:
    assert seat_file(asked, out=None, seconds=seconds) == 2
    assert capsys.readouterr().err.startswith("vernetzt seat: seconds: a number above 0 is needed")


def test_the_command_plans_without_django(asked: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from hub.cli import main; "
        f"code = main(['seat', {str(asked)!r}, '--seed', '4', '--out', {str(tmp_path / 'out.json')!r}]); "
        "sys.exit(code or 3 * ('django' in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["platform", "."])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text())["format"] == "vernetzt.seating-plan/1"


def test_a_bad_file_is_refused_before_numba_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text("{}", encoding="utf-8")
    code = (
        "import sys; from exchanges.mixers.seating_files import seat_file; "
        f"code = seat_file({str(tmp_path / 'in.json')!r}, out=None); "
        "sys.exit(code if not {'numpy', 'numba'} & set(sys.modules) else 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
