"""Static files as the image ships them."""

import json
import re
from pathlib import Path

import pytest

from tests.serving import Platform


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `collectstatic` fills while the image is built."""
    platform = Platform(tmp_path_factory.mktemp("image"), settings={"STATIC_FILES": "collected"})
    done = platform.run("manage", "collectstatic", "--noinput")
    assert done.returncode == 0, done.stderr
    return platform.folder / "static"


def test_every_file_has_a_name_with_its_checksum(collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert len(names) > 10
    assert [name for name, stored in names.items() if not (collected / stored).is_file() or stored == name] == []


def test_modules_import_each_other_by_those_names_so_that_each_is_loaded_once(collected: Path) -> None:
    stored = {collected / name for name in json.loads((collected / "staticfiles.json").read_text())["paths"].values()}
    imported = [
        (path, (path.parent / target).resolve())
        for path in stored
        if path.suffix == ".js" and "vendor" not in path.parts
        for target in re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", path.read_text(encoding="utf-8"))
    ]
    assert imported
    assert [(path.name, target.name) for path, target in imported if target not in stored] == []
