"""The `vernetzt` command: what it offers and what it loads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hub import cli
from tests.serving import ROOT


def test_help_names_every_command_and_loads_neither_django_nor_celery() -> None:
    code = (
        "import sys\nfrom hub.cli import overview\ntext = overview().format_help()\n"
        "print(text)\nprint(sorted({'django', 'celery', 'numba', 'uvicorn'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[-1] == "[]"
    for name in ("serve", "worker", "clock", "demo", "rehearse", "seat", "match", "import", "doctor", "manage"):
        assert f"  {name} " in shown


def test_every_offered_command_is_there_and_says_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    for name in cli.COMMANDS:
        with pytest.raises(SystemExit) as end:
            cli.main([name, "--help"])
        assert end.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: vernetzt {name}")


@pytest.mark.parametrize("words", [[], ["seats"], ["sing"]])
def test_what_is_not_offered_is_refused_with_the_list(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_seating_loads_no_django(tmp_path: Path) -> None:
    people = [{"id": name, "member": name, "country": "DE", "languages": ["de"], "topics": []} for name in "abcd"]
    problem = {"format": "vernetzt.seating/1", "table_size": 2, "rounds": 3, "people": people}
    file = tmp_path / "in.json"
    file.write_text(json.dumps(problem))
    code = "import sys; from hub.cli import main; print(main(sys.argv[1:]), 'django' in sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", code, "seat", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == "0 False\n"
    assert len(json.loads(done.stdout)["rounds"]) == 3
