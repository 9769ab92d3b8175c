"""Pirna asks in German, Kochi declines, Bolesławiec accepts, both learn, hold a session and agree on two actions.

By keyboard, at a desk in Spanish and on a phone in German; the days until the session are left out by moving everything
promised nearer, and the first phase of the consultation is made short and ends by the server's clock.
"""

from functools import partial
from typing import TYPE_CHECKING

import pytest

from rooms.phases import PHASES
from tests.journeys.person import Visitor
from tests.serving import Platform, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
KATRIN, MARTA = "Katrin (Pirna, demo)", "Marta (Bolesławiec, demo)"
IN_SPANISH = """
from members.models import Person
Person.objects.filter(email="boleslawiec@demo.invalid").update(language="es")
"""
COME = """
from datetime import timedelta
from django.utils import timezone
from peers.models import Session
from tests.peers import session_cast as cast
session = Session.objects.latest("pk")
left = session.booked.starts_at - timezone.now()
cast.bring_forward(session, seconds=(left + timedelta(seconds=1)).total_seconds())
"""

END = "form[action$='/clock/end/']:has(input[name=phase][value='{}']) button"
"""Ends that phase; the clock is a part of the page for itself and may follow a moment later than the steps."""
CASTING_IS_NEARLY_OVER = """
from peers.models import Session
from rooms import clock
room = Session.objects.latest("pk").booked.room
clock.extend(room, seconds=2 - clock.seconds_left(room))
"""


def asks(katrin: Visitor) -> None:
    """The draft in the drawer is finished; it saves itself, and names what is missing before it is posted."""
    katrin.go("/peers/")
    katrin.check()
    katrin.follow('main a[href$="/edit/"]')
    katrin.page.locator("form[data-autosave]").wait_for()
    katrin.fill("#id_question_2", "Wer pflegt die Bäume?")
    katrin.page.locator("[data-autosave-status]", has_text="Entwurf gespeichert").wait_for()
    katrin.fill("#id_hours", "0")
    katrin.follow('button[name="post"]')
    katrin.page.locator("[data-error-summary] a[href='#id_hours']").wait_for()
    katrin.page.locator("[data-error-summary]:focus").wait_for()
    katrin.check()
    katrin.fill("#id_hours", "4")
    katrin.follow('button[name="post"]')
    katrin.page.locator(".card--match").first.wait_for()


def invites(katrin: Visitor, host: str, sentence: str) -> None:
    card = katrin.page.locator(".card--match", has=katrin.page.get_by_role("link", name=host))
    card.wait_for()
    number = str(card.get_attribute("id")).removeprefix("suggestion-")
    katrin.use(f"#invite-{number} > summary")
    katrin.fill(f"#id_{number}_sentence", sentence)
    katrin.follow(f"#invite-{number} form button")
    katrin.page.locator(".messages .note--success").wait_for()


def opens_invitation(host: Visitor) -> None:
    host.go("/dashboard/")
    host.follow('main a[href*="/peers/invitations/"]')
    host.page.locator("#answer").wait_for()
    host.check()


def test_a_small_town_asks_learns_and_holds_a_session(platform: Platform, chromium_browser: "Browser") -> None:
    platform.inside(IN_SPANISH)
    katrin = Visitor(chromium_browser, platform.url, width=360)
    anu = Visitor(chromium_browser, platform.url)
    marta = Visitor(chromium_browser, platform.url)
    for person, name in ((katrin, "Katrin"), (anu, "Anu"), (marta, "Marta")):
        person.sign_in(name)
    asks(katrin)
    assert katrin.page.locator("html").get_attribute("lang") == "de"
    katrin.check()
    assert {"Piura", "Kochi", "Bolesławiec"} <= set(katrin.texts(".card--match h3"))
    assert katrin.page.locator(".card--match").first.locator(".because li").count() == 3
    invites(katrin, "Kochi", "Ihr kühlt einen Markt ohne mehr Strom. Zeigt ihr es uns?")
    opens_invitation(anu)
    anu.use("#decline > summary")
    anu.fill("#id_no_reason", "Not before May, the monsoon is coming.")
    anu.follow("#decline form button")
    anu.page.locator(".messages .note--success").wait_for()
    katrin.page.locator("#case .pill--bad").wait_for()
    invites(katrin, "Bolesławiec", "Euer Marktplatz ist so groß wie unserer.")
    opens_invitation(marta)
    marta.follow('form[action$="/accept/"] button')
    marta.page.locator("#space").wait_for()
    marta.check()
    katrin.page.locator('#case a[href*="/partnerships/"]').wait_for()
    katrin.follow('#case a[href*="/partnerships/"]')
    learn(katrin, marta)
    plan(katrin)
    room = accept(marta, katrin.page.url.removeprefix(platform.url))
    platform.inside(COME)
    hold(platform, marta, katrin, room)
    for visitor, member in ((katrin, "pirna"), (marta, "boleslawiec")):
        wait_until(partial(stands_in_dossier, visitor, member), every=0.2)
        assert not visitor.troubles


def stands_in_dossier(visitor: Visitor, member: str) -> bool:
    """Whether what was held and agreed can be read: background work writes it after the room has closed."""
    visitor.go(f"/members/{member}/dossier/")
    shown = visitor.page.locator("main").inner_text()
    return all(text in shown for text in ("Bolesławiec", *ACTIONS))


def learn(katrin: Visitor, marta: Visitor) -> None:
    """A charter both agree to, and a log that the other side sees without doing anything."""
    katrin.page.locator("#space").wait_for()
    katrin.check()
    katrin.follow('a[href$="/charter/"]')
    katrin.fill("#id_goals", "Zwei kühle Gassen bis zum Sommer.")
    katrin.check()
    katrin.follow('main form button[type="submit"]')
    katrin.follow('[data-key="agree"]')
    marta.page.locator('[data-key="agree"]').wait_for()
    marta.follow('[data-key="agree"]')
    marta.page.locator('[data-key="go-on"]').wait_for()
    marta.fill("#id_log_text", "We begin with the wells.")
    marta.follow('form[action$="/log/"] button')
    katrin.page.get_by_text("We begin with the wells.").first.wait_for()


ACTIONS = ("Lend two sensors", "Ask the gardeners")


def plan(katrin: Visitor) -> None:
    """Says what the session is about, sees when it could be, and proposes the first two times."""
    katrin.follow('a[href$="/sessions/new/"]')
    katrin.page.wait_for_selector("#id_title")
    katrin.fill("#id_title", "Wie kühlen wir den Marktplatz?")
    katrin.page.select_option("#id_case_giver", label=KATRIN)
    katrin.page.select_option("#id_moderator", label=MARTA)
    katrin.follow("main form button[type=submit]")
    katrin.page.wait_for_selector("input[name=times]")
    katrin.check()
    for _ in range(2):
        katrin.tab_onto("input[name=times]:not(:checked)")
        katrin.page.keyboard.press("Space")
    katrin.follow("main form[method=post] button[type=submit]")
    katrin.page.wait_for_selector(".session-time")


def accept(marta: Visitor, session: str) -> str:
    """Picks the first time; returns the address of the room."""
    marta.go(session)
    assert marta.page.locator("html").get_attribute("lang") == "es"
    marta.check()
    marta.follow("form[action$='/accept/'] button")
    return str(marta.page.locator("main a[href^='/rooms/']").get_attribute("href"))


def hold(platform: Platform, marta: Visitor, katrin: Visitor, room: str) -> None:
    """The phases run on both screens, two actions are agreed, and the moderator closes.

    The first phase ends by the server's clock, with nobody doing anything; the others are skipped by the moderator.
    """
    for visitor in (marta, katrin):
        visitor.go(room)
        visitor.page.wait_for_selector(".consultation .steps li:nth-child(1)[aria-current=step]")
    platform.inside(CASTING_IS_NEARLY_OVER)
    for number in range(2, 7):
        if number > 2:
            marta.follow(END.format(PHASES[number - 2]))
        for visitor in (marta, katrin):
            visitor.page.wait_for_selector(f".consultation .steps li:nth-child({number})[aria-current=step]")
    marta.check()
    katrin.check()
    for text in ACTIONS:
        marta.fill("#id_action-text", text)
        marta.follow("form[action$='/actions/#actions'] button[type=submit]")
        marta.page.wait_for_selector(f"#actions li:has-text('{text}')")
    marta.follow("form[action*='/close/'] button")
    for visitor in (marta, katrin):
        visitor.page.wait_for_selector(".consultation .note--success")


def test_offers_and_the_desk_in_spanish_and_without_scripts(platform: Platform, chromium_browser: "Browser") -> None:
    rosa = Visitor(chromium_browser, platform.url, width=360)
    rosa.sign_in("Rosa")
    for address in ("/peers/", "/peers/offers/"):
        rosa.go(address)
        assert rosa.page.locator("html").get_attribute("lang") == "es"
        rosa.check()
    rosa = Visitor(chromium_browser, platform.url, width=360, scripts=False)
    rosa.sign_in("Rosa")
    rosa.go("/peers/offers/")
    kochi = rosa.page.locator("li.card", has_text="Flood plans")
    with rosa.page.expect_navigation():
        kochi.locator("form button").click()
    rosa.page.locator("form[data-autosave]").wait_for()
    assert rosa.page.locator("#id_topic_1").input_value() == "resilience"
    assert "Kochi" in rosa.page.locator("#id_need").input_value()
    secretariat = Visitor(chromium_browser, platform.url)
    secretariat.sign_in("Secretariat")
    secretariat.go("/peers/desk/vernetzt-in-europa/")
    secretariat.check()
    secretariat.resize(360)
    secretariat.check()
