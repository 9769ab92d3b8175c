"""A release's static files are compressed, fingerprinted, and refer to each other by fingerprint."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    stores = {"staticfiles": {"BACKEND": "web.storage.FingerprintedFiles"}}
    with override_settings(STATIC_ROOT=str(folder), STORAGES=stores, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def named(collected: Path, name: str) -> Path:
    paths: dict[str, str] = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return collected / paths[name]


def test_styles_find_their_fonts_by_fingerprint(collected: Path) -> None:
    fonts = re.findall(r'url\("([^"]+)"\)', named(collected, "web/fonts.css").read_text())
    assert len(fonts) == 4
    for font in fonts:
        assert re.fullmatch(r"\.\./vendor/fira-sans/FiraSans-\w+\.[0-9a-f]{12}\.woff2", font)
        assert (collected / "web" / font).resolve().is_file()


def test_modules_import_each_other_by_fingerprint(collected: Path) -> None:
    for module in (Path(__file__).parents[2] / "platform" / "web" / "static" / "web").glob("*.js"):
        file = named(collected, f"web/{module.name}")
        for imported in re.findall(r'from "([^"]+)"|^import "([^"]+)"', file.read_text(), re.MULTILINE):
            name = next(filter(None, imported))
            assert re.search(r"\.[0-9a-f]{12}\.js$", name), f"{module.name}: {name}"
            assert (file.parent / name).resolve().is_file()


def test_large_files_have_a_compressed_twin(collected: Path) -> None:
    kern = named(collected, "vendor/kern/kern.min.css")
    twin = kern.with_name(f"{kern.name}.gz")
    assert twin.stat().st_size < kern.stat().st_size / 5
