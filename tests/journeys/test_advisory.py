"""Guadalajara brings a challenge; Utrecht's advisor has a conflict and is replaced; the session is held in phases, the
advice agreed with owners; three months later the check arrives. By keyboard, at a desk and on a phone.

The days between are left out by moving everything promised nearer.
"""

from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
LUPITA, ANA, SEKAR = "Lupita of Guadalajara", "Ana of Piura", "Sekar of the office"
MAKE = f"""
from exchanges.advisory import meetings
from members.models import Member, Person
from tests.exchanges.advisory import cast
office, place = cast.official(), cast.member("Guadalajara")
lupita = cast.delegate("Lupita", place)
row = cast.accepted(lupita, place, office, wants=1)
ana = cast.advisor("Ana", "Piura")
cast.advising(row, ana, office)
meetings.scope(case_id=row.pk, by=ana.person, text="¿Qué barrios primero?")
meetings.book(case_id=row.pk, by=office, moderator_id=office.pk, starts_at=cast.in_days(5))
for person, name, language in ((lupita, "{LUPITA}", "es"), (ana.person, "{ANA}", "en"), (office, "{SEKAR}", "en")):
    Person.objects.filter(pk=person.pk).update(name=name, is_demo=True, language=language)
print(row.pk)
"""
COME = """
from datetime import timedelta
from django.utils import timezone
from tests.events import passing
from tests.exchanges.advisory import cast
from exchanges.advisory.models import Case
session = cast.session_of(Case.objects.get(pk={case}))
left = session.starts_at - timezone.now()
passing.bring_forward(session, seconds=(left + timedelta(seconds=1)).total_seconds())
cast.keep_everything_due()
"""
THREE_MONTHS = """
from datetime import timedelta
from tests.events import passing
passing.bring_promises_forward(["case-checks:{case}", "case-steps:{case}"], timedelta(days=93))
"""


def enters(browser: "Browser", platform: Platform, name: str, *, width: int = 1280) -> Visitor:
    visitor = Visitor(browser, platform.url, width=width)
    visitor.sign_in(name)
    return visitor


def told(person: Visitor) -> None:
    person.page.locator(".messages .note--success").wait_for()


def brings(diego: Visitor) -> str:
    """The draft saves itself and names what is missing; submitted, it waits for the office. Gives its address."""
    diego.go("/advisory/")
    diego.follow('main a[href*="/advisory/programmes/"]')
    diego.follow('form[action$="/begin/"] button')
    diego.page.locator("form[data-autosave]").wait_for()
    assert diego.page.locator("#audience").inner_text().count("nada") == 3
    diego.fill("#id_title", "Agua en los barrios altos")
    diego.page.select_option("#id_topic_1", "resilience")
    diego.fill("#id_challenge", "En marzo falta agua en los barrios altos.")
    diego.page.locator("[data-autosave-status]", has_text="Borrador guardado").wait_for()
    diego.follow('button[name="submit"]')
    diego.page.locator("[data-error-summary] a[href='#id_question_1']").wait_for()
    diego.check()
    diego.fill("#id_question_1", "¿Qué ayuda antes de la próxima sequía?")
    diego.follow('button[name="submit"]')
    told(diego)
    diego.check()
    return diego.page.url.removeprefix(diego.url)


def asks(office: Visitor, case: str, advisor: str) -> None:
    office.go(case)
    card = office.page.locator(".card--match", has_text=advisor)
    office.follow(f"#{card.get_attribute('id')} button")
    told(office)


def test_a_case_is_brought_and_its_first_advisor_replaced(platform: Platform, chromium_browser: "Browser") -> None:
    diego = enters(chromium_browser, platform, "Diego", width=360)
    case = brings(diego)
    assert diego.page.locator("html").get_attribute("lang") == "es"
    office = enters(chromium_browser, platform, "Secretariat")
    office.go("/dashboard/")
    office.follow(f'main a[href="{case}"]')
    office.follow('[data-key="look"]')
    office.follow('[data-key="take-on"]')
    told(office)
    asks(office, case, "Lotte")
    lotte = enters(chromium_browser, platform, "Lotte")
    lotte.go("/dashboard/")
    lotte.follow(f'main a[href="{case}"]')
    lotte.page.locator("#answer").wait_for()
    assert "En marzo" not in lotte.page.content()
    lotte.check()
    lotte.page.locator('input[name="has"][value="conflict"]').focus()
    lotte.page.keyboard.press("Space")
    lotte.fill('form[action$="/do/declare/"] textarea', "We sell them pumps.")
    lotte.follow('[data-key="declare"]')
    told(lotte)
    assert lotte.page.locator("#answer").count() == 0
    asks(office, case, "Rosa")
    rosa = enters(chromium_browser, platform, "Rosa", width=360)
    rosa.go(case)
    rosa.page.locator('input[name="has"][value="none"]').focus()
    rosa.page.keyboard.press("Space")
    rosa.follow('[data-key="declare"]')
    rosa.page.get_by_text("En marzo falta agua").wait_for()
    rosa.follow('[data-key="accept"]')
    told(rosa)
    rosa.check()
    diego.page.locator("#case", has_text="Rosa").wait_for()  # the page has followed by itself
    diego.page.locator("#case:not(:has-text('Lotte'))").wait_for()


def test_a_session_is_held_and_its_advice_followed(platform: Platform, chromium_browser: "Browser") -> None:
    case = f"/advisory/cases/{platform.inside(MAKE)}/"
    number = case.split("/")[3]
    lupita = enters(chromium_browser, platform, LUPITA, width=360)
    ana, sekar = (enters(chromium_browser, platform, name) for name in (ANA, SEKAR))
    platform.inside(COME.format(case=number))
    for visitor in (sekar, lupita):
        visitor.go(case)
        visitor.follow('#case a[href^="/rooms/"]')
        visitor.page.wait_for_selector(".consultation .steps li:nth-child(1)[aria-current=step]")
    sekar.follow("form[action$='/clock/end/'] button")
    lupita.page.wait_for_selector(".consultation .steps li:nth-child(2)[aria-current=step]")
    agrees(sekar, "Mapa de cisternas")
    sekar.follow("form[action*='/close/'] button")
    sekar.page.wait_for_selector(".consultation .note--success")
    sekar.go("/advisory/desk/iscn/")
    sekar.check()
    advises(ana, case)
    decides(lupita, case)
    platform.inside(THREE_MONTHS.format(case=number))
    lupita.page.locator("[data-key=check]").wait_for()  # the page has followed by itself
    lupita.go("/dashboard/")
    lupita.follow(f'main a[href="{case}"]')
    lupita.fill('form[action$="/do/check/"] textarea', "El mapa existe.")
    lupita.follow("[data-key=check]")
    told(lupita)
    assert "El mapa existe." in lupita.page.locator("#case").inner_text()
    lupita.go("/members/guadalajara/dossier/")
    assert "Programa de asesoría" in lupita.page.locator("main").inner_text()
    assert not [trouble for visitor in (lupita, ana, sekar) for trouble in visitor.troubles]


def agrees(sekar: Visitor, text: str) -> None:
    """An action with its owner and day, in the room."""
    sekar.fill("#id_action-text", text)
    sekar.follow("form[action$='/actions/#actions'] button[type=submit]")
    sekar.page.wait_for_selector(f"#actions li:has-text('{text}')")


def advises(ana: Visitor, case: str) -> None:
    """The note begins with what was agreed in the session; Ana adds to it and delivers it."""
    ana.go(case)
    ana.page.locator("[data-key=recommend]").wait_for()
    assert "Mapa de cisternas" in ana.page.locator("#case").inner_text()
    ana.fill('form[action$="/do/recommend/"] textarea', "Una sola línea de teléfono")
    ana.follow("[data-key=recommend]")
    told(ana)
    ana.check()
    ana.follow("[data-key=deliver]")
    told(ana)


def decides(lupita: Visitor, case: str) -> None:
    """One is taken up with owner and day, the other is not."""
    lupita.go(case)
    owners, days = (lupita.page.locator('#case select[name^="owner_"]'), lupita.page.locator('input[name^="due_on_"]'))
    owners.nth(0).select_option(label=LUPITA)
    days.nth(0).fill("2032-06-01")
    owners.nth(1).select_option(value="0")
    lupita.check()
    lupita.follow("[data-key=agree]")
    told(lupita)
