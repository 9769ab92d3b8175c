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


def named(collected: Path, name: str) -> Path:
    paths: dict[str, str] = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return collected / paths[name]


def test_styles_find_their_fonts_by_fingerprint(collected: Path) -> None:
    fonts = re.findall(r'url\("([^"]+)"\)', named(collected, "web/fonts.css").read_text())
    assert len(fonts) == 4
    for font in fonts:
        assert re.fullmatch(r"\.\./vendor/fira-sans/FiraSans-\w+\.[0-9a-f]{12}\.woff2", font)
        assert (collected / "web" / font).resolve().is_file()


def test_large_files_have_a_compressed_twin(collected: Path) -> None:
    kern = named(collected, "vendor/kern/kern.min.css")
    twin = kern.with_name(f"{kern.name}.gz")
    assert twin.stat().st_size < kern.stat().st_size / 5
