"""What was vendored is what the manifest says, with its licence, and nothing else is there."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "platform" / "web" / "static" / "vendor"
TESTS = ROOT / "tests" / "vendor"


def manifest(folder: Path) -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = json.loads((folder / "manifest.json").read_text())
    return entries


@pytest.mark.parametrize("folder", [SITE, TESTS], ids=["site", "tests"])
def test_every_vendored_file_has_the_checksum_of_the_manifest(folder: Path) -> None:
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in manifest(folder)}
    assert found == {name: entry["sha256"] for name, entry in manifest(folder).items()}


def test_nothing_is_served_that_the_manifest_does_not_name() -> None:
    files = {path.relative_to(SITE).as_posix() for path in SITE.rglob("*") if path.is_file()}
    assert files - {"manifest.json"} == set(manifest(SITE))


@pytest.mark.parametrize("folder", [SITE, TESTS], ids=["site", "tests"])
def test_every_package_comes_with_its_licence_and_in_the_version_of_package_json(folder: Path) -> None:
    versions = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    for name, entry in manifest(folder).items():
        assert entry["version"] == versions[entry["package"]], name
        assert list((folder / name.split("/")[0]).glob("LICENSE*")), name


def test_no_file_of_the_front_end_points_at_a_source_map_or_a_registry() -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        text = (ROOT / name).read_text()
        assert '"resolved"' not in text
        assert "registry=" not in text
    for path in SITE.rglob("*.css"):
        assert "sourceMappingURL" not in path.read_text()


def test_every_static_file_that_css_and_templates_name_is_there() -> None:
    static = ROOT / "platform" / "web" / "static"
    for template in (ROOT / "platform" / "web" / "templates").rglob("*.html"):
        for name in re.findall(r'{% static "([^"]+)" %}', template.read_text()):
            assert (static / name).is_file(), f"{template.name}: {name}"
    for css in (static / "web").glob("*.css"):
        for name in re.findall(r'url\("([^"]+)"\)', css.read_text()):
            assert (css.parent / name).resolve().is_file(), f"{css.name}: {name}"
