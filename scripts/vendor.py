"""Copy the front-end assets the platform uses out of their npm packages, and write down what was copied.

Run it after changing a version in `package.json`: `python scripts/vendor.py`. It needs npm and the network; running the
platform needs neither, because the copies are committed. Each target folder gets a `manifest.json` that names, for
every file, its SHA-256, package, version and licence; `tests/web/test_vendored_assets.py` verifies it.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "platform"))

from web.drawings.places import outline  # noqa: E402

SITE = ROOT / "platform" / "web" / "static" / "vendor"
TESTS = ROOT / "tests" / "vendor"
SOURCE_MAP = re.compile(rb"\n?(?://[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=[^*]*\*/)\s*$")
FONTS = ("Regular", "Italic", "Medium", "SemiBold")


def without_source_map(content: bytes) -> bytes:
    """The file without the comment that would point at a file not vendored."""
    return SOURCE_MAP.sub(b"\n", content)


def land(topology: bytes) -> bytes:
    """The coastlines of Natural Earth (public domain) as one SVG symbol, in the projection of our maps.

    The source is TopoJSON: arcs of whole numbers, each the difference to the one before; negative numbers in a ring
    are arcs taken backwards.
    """
    world: dict[str, Any] = json.loads(topology)
    (scale_x, scale_y), (left, bottom) = world["transform"]["scale"], world["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(points)
    rings = []
    for geometry in world["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in ring]
                rings.append([point for part in parts for point in part])
    return f'<svg xmlns="http://www.w3.org/2000/svg"><path id="land" d="{outline(rings)}"/></svg>\n'.encode()


@dataclass(frozen=True)
class Asset:
    """One file to copy: from `source` in `package` to `target` below `folder`, passed through `made`."""

    folder: Path
    target: str
    package: str
    source: str
    licence: str
    made: Callable[[bytes], bytes] = without_source_map


ASSETS = [
    Asset(SITE, "kern/kern.min.css", "@kern-ux/native", "dist/kern.min.css", "EUPL-1.2"),
    Asset(SITE, "kern/LICENSE.md", "@kern-ux/native", "LICENSE.md", "EUPL-1.2"),
    *(
        Asset(
            SITE,
            f"fira-sans/FiraSans-{weight}.woff2",
            "@kern-ux/native",
            f"dist/fonts/fira-sans/FiraSans-{weight}.woff2",
            "OFL-1.1",
        )
        for weight in FONTS
    ),
    Asset(SITE, "fira-sans/LICENSE", "@fontsource/fira-sans", "LICENSE", "OFL-1.1"),
    Asset(SITE, "natural-earth/land.svg", "world-atlas", "land-110m.json", "ISC, data public domain", land),
    Asset(SITE, "natural-earth/LICENSE", "world-atlas", "LICENSE", "ISC, data public domain"),
    Asset(TESTS, "axe-core/axe.min.js", "axe-core", "axe.min.js", "MPL-2.0"),
    Asset(TESTS, "axe-core/LICENSE", "axe-core", "LICENSE", "MPL-2.0"),
]


def install(scratch: Path) -> Path:
    """Let npm install exactly what the lock file says, without running any package's scripts; answers node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, scratch / name)
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to vendor assets (not to run the platform).")
    subprocess.run([npm, "install", "--ignore-scripts"], cwd=scratch, check=True)  # noqa: S603
    shutil.copy(scratch / "package-lock.json", ROOT / "package-lock.json")
    return scratch / "node_modules"


def copied(asset: Asset, packages: Path) -> dict[str, str]:
    """Copy one asset; its manifest entry."""
    version = json.loads((packages / asset.package / "package.json").read_text())["version"]
    content = asset.made((packages / asset.package / asset.source).read_bytes())
    target = asset.folder / asset.target
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "package": asset.package,
        "version": version,
        "licence": asset.licence,
    }


def main() -> None:
    """Vendor everything in ASSETS and write both manifests."""
    with tempfile.TemporaryDirectory() as scratch:
        packages = install(Path(scratch))
        for folder in (SITE, TESTS):
            entries = {asset.target: copied(asset, packages) for asset in ASSETS if asset.folder == folder}
            manifest = json.dumps(dict(sorted(entries.items())), indent=2) + "\n"
            (folder / "manifest.json").write_text(manifest)


if __name__ == "__main__":
    main()
