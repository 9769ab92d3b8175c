"""Two colleagues at the same draft in a real browser: with scripts it says so while typing, without them when sent."""

from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
MIA, EMIL = "Mia of Pirna", "Emil of Pirna"
LINE = "[data-autosave-status]"
MAKE = f"""
from members.models import Person
from tests.peers import cast
pirna = cast.member("Pirna")
mia, emil = cast.delegate("Mia", pirna), cast.delegate("Emil", pirna)
for person, name, language in ((mia, "{MIA}", "de"), (emil, "{EMIL}", "es")):
    Person.objects.filter(pk=person.pk).update(name=name, is_demo=True, language=language)
print(cast.draft(mia, pirna).pk)
"""


def test_nobody_writes_over_what_a_colleague_has_typed(browser: "Browser", platform: Platform) -> None:
    at = f"/peers/requests/{platform.inside(MAKE)}/edit/"
    mia, emil = Visitor(browser, platform.url), Visitor(browser, platform.url, width=320)
    plain = Visitor(browser, platform.url, scripts=False)
    for person, name in ((mia, MIA), (emil, EMIL), (plain, EMIL)):
        person.sign_in(name)
        person.go(at)
    mia.fill("#id_need", "Es wird zu heiß.")
    mia.page.locator(LINE, has_text="Entwurf gespeichert").wait_for()
    emil.fill("#id_need", "Falta sombra.")
    emil.page.locator(LINE, has_text=f"{MIA} ha cambiado esto entretanto.").wait_for()
    emil.check()
    emil.follow("[data-autosave-compare]")
    emil.page.locator(".notes__theirs", has_text="Es wird zu heiß.").wait_for()
    assert emil.page.locator("#id_need").input_value() == "Falta sombra."
    assert not emil.page.locator("form[data-autosave]").count()
    emil.check()
    emil.fill("#id_need", "Es wird zu heiß. Falta sombra.")
    emil.follow("form:not([action]) button.kern-btn--primary")
    emil.page.locator("form[data-autosave]").wait_for()
    plain.page.locator("#id_need").fill("Falta agua.")
    with plain.page.expect_navigation():
        plain.page.locator("button.kern-btn--secondary[type=submit]").click()
    assert plain.texts(".notes__theirs") == ["Es wird zu heiß. Falta sombra."]
    assert plain.page.locator("#id_need").input_value() == "Falta agua."
    mia.fill("#id_tried", "Sonnensegel")
    mia.page.locator(LINE, has_text=f"{EMIL} hat das inzwischen geändert.").wait_for()
    assert not [*mia.troubles, *emil.troubles]
