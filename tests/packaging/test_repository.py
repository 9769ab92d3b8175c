"""What the repository must and must not hold, so that it works anywhere."""

import platform
import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
REGISTRY = re.compile(
    "|".join(
        ("pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "npmjs" + r"\.org", "deb" + r"\.debian")
    )
)
"""Put together from parts, so that this file does not hold them itself."""
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|opt/\w+)/")


def committed() -> list[Path]:
    """Every committed text file, vendored ones included."""
    named = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in named.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


def test_no_file_holds_a_package_registrys_address_or_a_path_of_a_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in committed()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if REGISTRY.search(line) or (MACHINE.search(line) and "vendor" not in path.parts)
    ]
    assert found == []


def test_every_pinned_requirement_has_hashes_and_no_address() -> None:
    assert [path.name for path in LOCKS] == [
        "requirements-bench.txt",
        "requirements-bootstrap.txt",
        "requirements-browser.txt",
        "requirements-dev.txt",
        "requirements.txt",
    ]
    for path in LOCKS:
        text = path.read_text(encoding="utf-8")
        blocks = re.findall(r"^[\w.\[\]-]+==.*(?:\n    --hash=.*)+", text, flags=re.MULTILINE)
        assert len(blocks) == len(re.findall(r"^[\w.\[\]-]+==", text, flags=re.MULTILINE)) > 0
        assert "://" not in text
        assert "--find-links" not in text
        assert "--index" not in text


def test_the_pinned_sets_agree() -> None:
    versions: dict[str, set[str]] = {}
    for path in LOCKS:
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            versions.setdefault(name, set()).add(version)
    base = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), flags=re.MULTILINE))
    assert {name: found for name, found in versions.items() if name in base and len(found) > 2} == {}


def test_no_lock_file_that_carries_addresses_is_committed() -> None:
    assert {path.name for path in committed()} & {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"} == set()


def test_the_folder_platform_does_not_shadow_the_standard_library() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert platform.python_implementation() in {"CPython", "PyPy"}
    code = "import platform; print(platform.python_version())"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == platform.python_version()


def test_the_licence_is_the_eupl_everywhere() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))["legal"] == {"license": "EUPL-1.2"}
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
