"""Delegates and an organiser go through Global Mixers, by keyboard: from the first form to the dossier."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
RING = """
from django.utils import timezone
from exchanges.mixers import bells
from exchanges.mixers.models import Mixer
with bells.held(Mixer.objects.get(event__slug="{slug}").pk) as mixer:
    mixer.phase_ends_at = timezone.now()
    mixer.save()
"""
"""The running part of the programme ends by the clock, now."""


def join(person: Visitor, slug: str) -> None:
    """Register and enter the lobby."""
    person.go(f"/events/{slug}/")
    person.follow('form[action$="/register/"] button')
    assert person.page.url.endswith(f"/mixers/{slug}/card/")


def waits(person: Visitor, slug: str) -> None:
    """Be in the lobby, seen by the others."""
    person.go(f"/mixers/{slug}/lobby/")
    person.page.locator("[data-mixer][data-state=open]").wait_for(state="attached")


def arrives(person: Visitor, slug: str, page: str) -> None:
    """Be led to a page by what happens, without doing anything, and be seen there by the others."""
    person.page.wait_for_url(f"**/mixers/{slug}/{page}/")
    if page != "afterwards":
        person.page.locator("[data-mixer][data-state=open]").wait_for(state="attached")


def act(host: Visitor, action: str) -> None:
    """Press one of the host's buttons, and wait until it is done; the page shows it in its own time."""
    host.send(f'[data-key="{action}"]')


def test_two_delegates_meet_talk_and_stay_in_touch(platform: Platform, chromium_browser: "Browser") -> None:
    """Three long rounds; a host holds the clock in the first, and each ends by the clock once everybody was there."""
    done = platform.run("demo", "--start-mixer", "50000", "--round-seconds", "3600")
    found = re.search(r"^Mixer ([\w-]+) starts in", done.stdout, re.MULTILINE)
    assert found is not None, done.stderr
    slug = found[1]
    jena = Visitor(chromium_browser, platform.url, width=1280)
    belem = Visitor(chromium_browser, platform.url, width=360)
    host = Visitor(chromium_browser, platform.url)
    for person, name in ((jena, "Jonas"), (belem, "Camila"), (host, "Organiser")):
        person.sign_in_by_keyboard(name)
    assert jena.page.locator("html").get_attribute("lang") == "de"
    assert belem.page.locator("html").get_attribute("lang") == "pt-br"
    for person in (jena, belem):
        prepare(person, slug)
    host.go(f"/mixers/{slug}/host/")
    act(host, "start")
    for person in (jena, belem):
        arrives(person, slug, "table")
    meet(host, jena, belem)
    for number in (2, 3):
        for page in ("lobby", "table"):
            rings(platform, slug, page, jena, belem)
        assert [seen_round(person) for person in (jena, belem)] == [number, number]
    for page in ("lobby", "afterwards"):
        rings(platform, slug, page, jena, belem)
    for person in (jena, belem):
        person.check()
    assert "belem@demo.invalid" in jena.page.content()
    assert "jena@demo.invalid" in belem.page.content()
    jena.tab_onto("#id_stars_0")
    jena.page.keyboard.press("Space")
    jena.fill("#id_comment", "Mehr davon.")
    jena.follow("#rating form button")
    jena.page.locator(".messages .note--success").wait_for()
    jena.go("/members/jena/dossier/")
    jena.check()
    assert "Global Mixer" in jena.page.locator("main").inner_text()


def prepare(person: Visitor, slug: str) -> None:
    """Look at everything before it begins, say what one seeks, and wait in the lobby."""
    person.check()
    join(person, slug)
    person.check()
    person.tab_onto("#id_seek_0_topic")
    person.page.keyboard.press("ArrowDown")
    person.fill("#id_seek_0_line", "Hitze, calor, heat")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.page.locator(".note--success").wait_for()
    person.go(f"/events/{slug}/")
    person.check()
    waits(person, slug)
    person.check()


def rings(platform: Platform, slug: str, page: str, *people: Visitor) -> None:
    """The bell rings, and leads people to a page."""
    platform.inside(RING.format(slug=slug))
    for person in people:
        arrives(person, slug, page)


def seen_round(person: Visitor) -> int:
    """The number of the round at whose table somebody sits."""
    return int(person.page.locator("[data-round]").get_attribute("data-round") or 0)


def meet(host: Visitor, jena: Visitor, belem: Visitor) -> None:
    """The clock stands still for as long as the pages of the first round are looked at."""
    act(host, "hold")
    host.page.locator('form[action$="/resume/"]').wait_for()
    talk(jena, belem)
    stay_in_touch(jena, belem)
    for person in (jena, belem):
        person.check()
    act(host, "hold")
    host.page.locator('form[action$="/pause/"]').wait_for()


def talk(jena: Visitor, belem: Visitor) -> None:
    for one, other, text in (
        (jena, belem, "Weiße Dächer kühlen unsere Schulen."),
        (belem, jena, "E aqui plantamos corredores verdes."),
    ):
        one.tab_onto("[data-compose] textarea")
        one.page.keyboard.type(text)
        one.page.keyboard.press("Enter")
        other.page.locator("[role=log]", has_text=text).wait_for()


def stay_in_touch(jena: Visitor, belem: Visitor) -> None:
    """Without leaving the page; the focus stays where it was."""
    jena.send('[data-key^="touch-"]')
    jena.page.locator('form[action$="/contacts/withdraw/"] [data-key^="touch-"]:focus').wait_for()
    belem.send('[data-key^="touch-"]')
    belem.page.locator(".touch.note--success").wait_for()
    assert "jena@demo.invalid" in belem.page.content()


def test_an_organiser_plans_leads_and_recaps(platform: Platform, chromium_browser: "Browser") -> None:
    host = Visitor(chromium_browser, platform.url)
    host.sign_in("Organiser")
    slug = plan(host)
    jena, *others = (Visitor(chromium_browser, platform.url, width=360) for _ in range(4))
    for person, name in zip((jena, *others), ("Jonas", "Meera", "Ines", "Rosa"), strict=True):
        person.sign_in(name)
        join(person, slug)
    host.go(f"/mixers/{slug}/host/")
    host.check()
    for person in (jena, *others):
        waits(person, slug)
    act(host, "start")
    for person in (jena, *others):
        arrives(person, slug, "table")
    without_scripts(chromium_browser, others[0])
    lead(host, jena, slug)
    host.use('[data-key="end-mixer"]')
    host.follow('[data-key="end"]')
    arrives(jena, slug, "afterwards")
    recap(host, slug)


def plan(host: Visitor) -> str:
    """Fill in the form, look at everyone's hour, save, publish and open the registration."""
    host.go("/mixers/new/")
    host.check()
    host.resize(360)
    host.check()
    host.resize(1280)
    host.fill("#id_titles_en", "Journey Mixer")
    host.tab_onto("#id_starts")
    host.page.locator("#id_starts").fill("2032-03-02T14:30")  # how a browser spells its own date field differs
    for name, value in (("welcome", "0"), ("input", "0"), ("round", "20"), ("pause", "0"), ("harvest", "10")):
        host.fill(f"#id_{name}_seconds", value)
    with host.page.expect_response(lambda answer: "minutes=70" in answer.url):  # everyone's hour, shown meanwhile
        host.fill("#id_table_size", "2")
        host.page.keyboard.press("Tab")
    host.page.locator("#hours table").wait_for()
    assert host.page.locator("[data-whole]").input_value() == "70"
    host.check()
    host.follow('form[data-planning] button[type="submit"]:not([name])')
    assert "/events/journey-mixer" in host.page.url
    for state in ("published", "registration_open"):
        host.follow(f'form:has(input[value="{state}"]) button')
        host.page.locator(f'form:has(input[value="{state}"])').wait_for(state="detached")
        host.page.locator(".messages .note--success").wait_for()
    host.check()
    return host.page.url.rstrip("/").rsplit("/", 1)[1]


def without_scripts(browser: "Browser", kochi: Visitor) -> None:
    """Say something at one's table from a second window, without scripts."""
    plain = Visitor(browser, kochi.url, width=360, scripts=False)
    plain.context.add_cookies(kochi.context.cookies())  # type: ignore[arg-type]
    plain.go(kochi.page.url)
    plain.page.locator("[data-compose] textarea").fill("Namaste from Bhubaneswar")
    with plain.page.expect_navigation():
        plain.page.locator("[data-compose] button").click()
    for window in (plain, kochi):
        window.page.locator("[role=log]", has_text="Namaste from Bhubaneswar").wait_for()


def lead(host: Visitor, jena: Visitor, slug: str) -> None:
    """Announce, extend, merge two tables, move somebody, show somebody out; people are led to where they sit."""
    first = jena.page.locator("[data-table]").get_attribute("data-table")
    conversation = jena.page.locator("form[data-compose]").get_attribute("action")
    before = int(host.page.locator("[data-clock]").get_attribute("data-seconds") or 0)
    act(host, "extend-2")
    host.page.wait_for_function(
        "before => Number(document.querySelector('[data-clock]').dataset.seconds) > before", arg=before
    )
    host.fill("#id_text", "Two minutes more for everybody.")
    host.follow('form[action$="/announce/"] button')
    jena.page.locator("[data-mixer-announced] .news__note").wait_for()
    assert jena.texts("[data-mixer-announced] [data-note-text]") == ["Two minutes more for everybody."]
    merge(host, first)
    jena.page.locator(f'form[data-compose]:not([action="{conversation}"])').wait_for()
    typing_is_not_disturbed(host, jena, slug)


def merge(host: Visitor, first: str | None) -> None:
    """Seat everybody of the first table at the other one; the choice outlives the floor being shown anew."""
    host.page.wait_for_function("document.querySelectorAll('.floor__table').length === 2")
    host.use(f'[data-key="tools-{first}"]')
    host.page.locator(f"#tools-{first}[open]").wait_for()
    host.check()
    host.resize(360)
    host.check()
    host.resize(1280)
    act(host, f"merge-{first}")
    host.page.locator(f"#table-{first}").wait_for(state="detached")


def typing_is_not_disturbed(host: Visitor, jena: Visitor, slug: str) -> None:
    """The round ends while somebody writes: they are told, stay, and what they wrote comes along to the lobby."""
    jena.tab_onto("[data-compose] textarea")
    jena.page.keyboard.type("Noch ein Gedanke zu")
    act(host, "go-on")
    jena.page.locator("[data-mixer-way] .news__note").wait_for()
    jena.page.keyboard.type(" den Dächern")
    jena.page.wait_for_timeout(3000)  # longer than people are given before they are led on
    assert jena.page.url.endswith(f"/mixers/{slug}/table/")
    assert jena.page.locator("[data-compose] textarea").input_value() == "Noch ein Gedanke zu den Dächern"
    jena.page.keyboard.press("Shift+Tab")
    jena.page.locator('[data-round="2"]').wait_for()


def recap(host: Visitor, slug: str) -> None:
    host.go(f"/mixers/{slug}/recap/")
    host.check()
    host.resize(360)
    host.check()
    for kind in ("xlsx", "csv"):
        with host.page.expect_download() as download:
            host.use(f'a[href$="/recap/2.{kind}"]')
        assert download.value.suggested_filename == f"{slug}-people.{kind}"
        assert download.value.failure() is None
