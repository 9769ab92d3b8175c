"""Take the README's screenshots: a platform with demo data, a rehearsal with bots, and a browser.

    python scripts/screenshots.py [FOLDER]

Needs Chromium and playwright (`make test-browser` installs the latter). FOLDER is docs/screenshots by default.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "platform"), str(ROOT)]

from tests.journeys.person import Visitor  # noqa: E402
from tests.needs import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402
from tests.serving import COMMAND, Platform  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BOTS = 23
BOT_OF_THE_REHEARSAL = """
from exchanges.mixers.models import Mixer
from hub.rehearsal import sign_in
mixer = Mixer.objects.filter(rehearsal=True).latest("id")
bot = mixer.event.registrations.order_by("id").first().person
print(mixer.event.slug, sign_in.address(bot.pk))
"""


def main() -> int:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        platform = Platform(Path(var), settings={"DEMO": "1"})
        try:
            platform.start("serve")
            take(platform, playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS), folder)
        finally:
            platform.close()
    return 0


def take(platform: Platform, browser: "Browser", folder: Path) -> None:
    """The start page, then lobby, table and floor of a rehearsal."""
    visitor = Visitor(browser, platform.url)
    visitor.go("/")
    visitor.page.screenshot(path=folder / "start.png")
    slug = platform.run("demo").stdout.split()[1]
    words = ["rehearse", slug, "--people", str(BOTS), "--rounds", "2", "--round-seconds", "40"]
    bots = subprocess.Popen(  # noqa: S603  (our own command)
        [*COMMAND, *words, "--base-url", platform.url], cwd=ROOT, env=platform.environment, stdout=subprocess.DEVNULL
    )
    host, guest = Visitor(browser, platform.url), Visitor(browser, platform.url)
    host.sign_in("Organiser")
    rehearsal, address = _bot(platform)
    guest.page.goto(address)
    guest.go(f"/mixers/{rehearsal}/lobby/")
    guest.page.get_by_text("Why you sit there").wait_for(timeout=60_000)
    guest.page.screenshot(path=folder / "lobby.png")
    guest.page.wait_for_url("**/table/", timeout=60_000)
    guest.page.locator("[data-author]").nth(4).wait_for(timeout=60_000)
    guest.page.screenshot(path=folder / "table.png")
    host.go(f"/mixers/{rehearsal}/host/")
    host.page.screenshot(path=folder / "host.png")
    bots.wait()


def _bot(platform: Platform) -> tuple[str, str]:
    """The rehearsal's slug and the sign-in address of one of its bots, as soon as there is a rehearsal."""
    for _ in range(40):
        done = platform.run("manage", "shell", "--no-imports", "-c", BOT_OF_THE_REHEARSAL)
        if done.returncode == 0:
            slug, address = done.stdout.split()
            return slug, address
    raise TimeoutError(done.stderr)


if __name__ == "__main__":
    sys.exit(main())
