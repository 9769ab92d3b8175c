"""The import contracts hold, and a planted violation of each is caught."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT

SOURCES = ("platform", "exchanges", "peers", "events", "workers")


def verdict(folder: Path) -> tuple[int, str]:
    """What import-linter says about a tree: exit code and output."""
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = os.environ | {"PYTHONPATH": f"{folder / 'platform'}{os.pathsep}{folder}", "COLUMNS": "300"}
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product's modules to plant something in."""
    folder = tmp_path_factory.mktemp("tree")
    only_modules = shutil.ignore_patterns("__pycache__", "static", "templates", "locale", "*.mo")
    for source in SOURCES:
        shutil.copytree(ROOT / source, folder / source, ignore=only_modules)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_are_kept(tree: Path) -> None:
    code, said = verdict(tree)
    assert code == 0, said
    assert "0 broken" in said


@pytest.mark.parametrize(
    ("place", "planted"),
    [
        ("platform/ledger/planted.py", "import web.errors"),
        ("platform/rooms/planted.py", "import exchanges.mixers"),
        ("peers/planted.py", "import exchanges.mixers"),
        ("events/planted.py", "import peers"),
        ("workers/planted.py", "import hub.settings"),
        ("exchanges/planted.py", "import celery"),
        ("platform/members/planted.py", "import channels"),
        ("platform/ledger/facts.py", "import ledger.recording"),
        ("exchanges/mixers/seating_score.py", "import django.conf"),
    ],
)
def test_a_planted_violation_is_caught(tree: Path, place: str, planted: str) -> None:
    file = tree / place
    before = file.read_text() if file.exists() else None
    file.write_text(f"{before or ''}\n{planted}\n")
    try:
        code, said = verdict(tree)
    finally:
        file.unlink() if before is None else file.write_text(before)
    assert code == 1, said
    assert "1 broken" in said
