"""A matching file is read strictly, what is wrong is said in one line, and matches are written whole or not at all."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from peers.matching_files import match_file, members_of
from tests.peers.matching_cases import DATA
from tests.serving import ROOT
from web.json_files import FileError

JENA: dict[str, Any] = {
    "id": "jena", "country": "DE", "size_class": "12", "languages": ["de", "en"],
    "seeks": ["data-platform", "mobility"], "offers": {"energy": 2, "mobility": 1}, "wants": 2, "hosts": 3,
    "time_zone": "Europe/Berlin", "declined": ["piura"],
}  # fmt: skip
LIMA: dict[str, Any] = {
    "id": "lima", "country": "PE", "size_class": "11", "languages": ["en", "es"], "seeks": ["energy"],
    "offers": {"mobility": 3}, "wants": 1, "hosts": 1, "time_zone": "America/Lima", "declined": [],
}  # fmt: skip


def document(**changes: Any) -> dict[str, Any]:
    whole = {"format": "vernetzt.matching/1", "members": [JENA, LIMA], "mood": "unknown fields are ignored"}
    return {name: value for name, value in (whole | changes).items() if value is not ...}


def with_member(**changes: Any) -> dict[str, Any]:
    return document(members=[JENA, {name: value for name, value in (LIMA | changes).items() if value is not ...}])


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(with_member(mood="unknown")), encoding="utf-8")
    return path


def test_matches_are_written_as_the_contract_says(asked: Path, tmp_path: Path) -> None:
    assert match_file(asked, out=tmp_path / "out.json") == 0
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    seconds = found["report"].pop("seconds")
    assert found == {
        "format": "vernetzt.matches/1",
        "matches": [
            {
                "seeker": "jena",
                "host": "lima",
                "topic": "mobility",
                "score": 70 + 15 + 10 + 15,
                "reasons": [
                    "lima has run mobility for years (experience 3): your second topic",
                    "lima seeks energy, which you offer",
                ],
                "limits": ["up to 7 hours apart"],
            },
            {
                "seeker": "lima",
                "host": "jena",
                "topic": "energy",
                "score": 80 + 15 + 10 + 15,
                "reasons": [
                    "jena has worked on energy (experience 2): your first topic",
                    "jena seeks mobility, which you offer",
                ],
                "limits": ["up to 7 hours apart"],
            },
        ],
        "report": {"seekers": 2, "matched": 2, "score": 2230, "bound": 2230, "pairs": 2},
    }
    assert seconds > 0


def test_without_a_place_the_matches_go_to_standard_output(asked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert match_file(asked, out=None) == 0
    assert len(json.loads(capsys.readouterr().out)["matches"]) == 2


def test_what_was_declined_may_be_left_out() -> None:
    assert [one.declined for one in members_of(with_member(declined=...))] == [frozenset({"piura"}), frozenset()]


WRONG = [
    (document(format="vernetzt.matching/9"), 'format: "vernetzt.matching/1" is needed, found "vernetzt.matching/9"'),
    (document(members=...), "members: a list is needed, found null"),
    (document(members=[JENA, "lima"]), 'members[1]: an object is needed, found "lima"'),
    (document(members=[JENA, JENA]), 'members[1].id: every id once is needed, "jena" is members[0]'),
    (with_member(id=7), "members[1].id: a text is needed, found 7"),
    (with_member(id=...), "members[1].id: a text is needed, found null"),
    (with_member(country=""), 'members[1].country: a text is needed, found ""'),
    (
        with_member(size_class="13"),
        'members[1].size_class: one of 11, 12, 21, 22, 30, 40, 50 is needed, found "13"',
    ),
    (
        with_member(size_class=[]),
        "members[1].size_class: one of 11, 12, 21, 22, 30, 40, 50 is needed, found []",
    ),
    (with_member(languages="en"), 'members[1].languages: a list of language codes is needed, found "en"'),
    (with_member(seeks=[1]), "members[1].seeks: a list of topics is needed, found [1]"),
    (with_member(offers=["energy"]), 'members[1].offers: an object is needed, found ["energy"]'),
    (with_member(offers={"energy": 4}), 'members[1].offers["energy"]: a whole number from 1 to 3 is needed, found 4'),
    (
        with_member(offers={"energy": True}),
        'members[1].offers["energy"]: a whole number from 1 to 3 is needed, found true',
    ),
    (with_member(wants=-1), "members[1].wants: a whole number from 0 to 100000 is needed, found -1"),
    (with_member(wants=...), "members[1].wants: a whole number from 0 to 100000 is needed, found null"),
    (with_member(hosts=1.5), "members[1].hosts: a whole number from 0 to 100000 is needed, found 1.5"),
    (
        with_member(time_zone="Peru/Lima"),
        'members[1].time_zone: a time zone such as Europe/Berlin is needed, found "Peru/Lima"',
    ),
    (
        with_member(time_zone="../etc"),
        'members[1].time_zone: a time zone such as Europe/Berlin is needed, found "../etc"',
    ),
    (with_member(declined="jena"), 'members[1].declined: a list of ids is needed, found "jena"'),
]


@pytest.mark.parametrize(("asked_for", "line"), WRONG, ids=[line.split(":")[0] for _, line in WRONG])
def test_a_bad_field_is_named(
    asked_for: dict[str, Any], line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "in.json", tmp_path / "out.json"
    file.write_text(json.dumps(asked_for), encoding="utf-8")
    assert match_file(file, out=out) == 2
    assert capsys.readouterr().err == f"vernetzt match: {line}\n"
    assert not out.exists()


def test_a_topic_with_a_line_break_stays_in_one_line() -> None:
    with pytest.raises(FileError) as refused:
        members_of(with_member(offers={"a\nb": 0}))
    assert len(str(refused.value).splitlines()) == 1


def test_a_failed_run_leaves_an_earlier_answer_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    out.write_text("earlier")
    assert match_file(tmp_path / "missing.json", out=out) == 2
    assert capsys.readouterr().err == f"vernetzt match: {tmp_path / 'missing.json'}: No such file or directory\n"
    assert out.read_text() == "earlier"


def test_the_command_loads_no_django_and_reads_standard_input() -> None:
    code = "import sys; from hub.cli import main; print(main(sys.argv[1:]), 'django' in sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", code, "match", "-"]
    members = (DATA / "members-12.json").read_bytes()
    done = subprocess.run(command, cwd=ROOT, input=members, capture_output=True, check=True)
    assert done.stderr == b"0 False\n"
    assert json.loads(done.stdout)["report"]["score"] == 3_286


def test_odd_ids_are_ids(tmp_path: Path) -> None:
    file, out = tmp_path / "in.json", tmp_path / "out.json"
    file.write_text(json.dumps(with_member(id="\ud800 Łódź\n")), encoding="utf-8")
    assert match_file(file, out=out) == 0
    assert {one["host"] for one in json.loads(out.read_text())["matches"]} == {"jena", "\ud800 Łódź\n"}
