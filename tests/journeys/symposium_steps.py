"""What people do on the way through a whole symposium, one function each; by keyboard where an organiser works."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email.message import EmailMessage

from tests.journeys.person import Visitor
from tests.journeys.symposium_programme import HALL, SPEAKERS, TITLE, Invited, spreadsheet
from tests.mailbox import Mailbox
from tests.serving import Platform, wait_until

PATIENCE = 60_000
"""At most so many milliseconds for what follows by itself; far more than it takes."""
OWING = (
    "SELECT (SELECT COUNT(*) FROM ledger_receipt WHERE state = 'due')"
    " + (SELECT COUNT(*) FROM members_notice WHERE by_mail AND mailed_at IS NULL AND bounced = '')"
)
"""How much of what was done has not been followed up, and how many mails are not out yet."""
TEN_MINUTES_PASS = """
from datetime import timedelta
from events.symposia.promises import DEBOUNCE
from tests.events import passing
passing.bring_promises_forward(["agenda:{event}"], DEBOUNCE)
"""
COMES = """
from events.models import Event
from tests.events import passing
passing.bring_event_forward(Event.objects.get(pk={event}), {to})
"""


def ask(platform: Platform, sql: str) -> str:
    """One value of the platform's database."""
    with sqlite3.connect(platform.folder / "vernetzt.sqlite3", timeout=30) as connection:
        return str(connection.execute(sql).fetchone()[0])


def inside(platform: Platform, code: str) -> None:
    done = platform.run("manage", "shell", "--verbosity", "0", "-c", code)
    assert done.returncode == 0, done.stderr


def all_is_told(platform: Platform) -> None:
    """Wait until everything has followed that follows, and every mail is out."""
    wait_until(lambda: ask(platform, OWING) == "0", seconds=60, every=0.1)


def look(person: Visitor) -> None:
    """The page at a desk and on a phone, light and dark."""
    for width in (360, 1280):
        person.resize(width)
        person.check()


def use(person: Visitor, selector: str) -> None:
    """Go to a link or button by keyboard from the page's content on, as the skip link does, and use it."""
    person.page.locator("main").focus()
    person.use(selector)


def goes(person: Visitor, selector: str) -> None:
    """Use a link or button by keyboard, and arrive where it leads."""
    with arrives(person):
        use(person, selector)


@contextmanager
def arrives(person: Visitor) -> Iterator[None]:
    """Do something that leads to a page, and be there."""
    with person.page.expect_navigation(timeout=PATIENCE):
        yield


def fill(person: Visitor, selector: str, text: str) -> None:
    person.page.locator("main").focus()
    person.fill(selector, text)


def the(person: Visitor, found: str, attribute: str) -> str:
    """A selector of plain CSS for what stands on the page where texts are looked at, by `id`, `href` or `action`."""
    element = person.page.locator(found).first
    element.wait_for(timeout=PATIENCE)
    return f"[{attribute}='{element.get_attribute(attribute)}']"


def plans(organiser: Visitor, first: date) -> str:
    """Two days, from a form that shows everyone's hour first. Gives the event's address."""
    page = organiser.page
    organiser.go("/events/new/")
    page.select_option("[name=kind]", "symposium")
    page.select_option("[name=network]", label="ISCN")
    fill(organiser, "[name=titles_en]", TITLE)
    page.fill("[name=starts]", f"{first}T09:00")
    page.select_option("[name=zone]", "Europe/Berlin")
    page.fill("[name=minutes]", str((24 + 8) * 60))
    goes(organiser, "[name=look]")
    page.locator("#hours table").wait_for()
    look(organiser)
    goes(organiser, "main form .kern-btn--primary")
    return page.url.removeprefix(organiser.url)


def drafts(organiser: Visitor, address: str, days: tuple[date, date]) -> None:
    """A stage by hand, thirteen sessions from a file, the last one by hand and placed."""
    organiser.go(f"{address}agenda/edit/")
    fill(organiser, "[name=name]", HALL)
    goes(organiser, "form[action$='/stages/'] button")
    goes(organiser, "a[href$='/import/']")
    organiser.page.set_input_files(
        "[name=file]", {"name": "sessions.csv", "mimeType": "text/csv", "buffer": spreadsheet(days)}
    )
    goes(organiser, "main form .kern-btn--primary")
    organiser.page.locator("main .note--success").wait_for()
    look(organiser)


def adds_the_last(organiser: Visitor, address: str, title: str, day: date) -> None:
    """The fourteenth session is written and placed by hand."""
    organiser.go(f"{address}agenda/edit/")
    goes(organiser, "a[href$='/sessions/new/']")
    look(organiser)
    fill(organiser, "[name=titles_en]", title)
    organiser.page.select_option("[name=format]", "fishbowl")
    goes(organiser, "main form .kern-btn--primary")
    goes(organiser, ".agenda-waiting a[href$='/move/']")
    places(organiser, day, "1300")


def places(organiser: Visitor, day: date, clock: str) -> None:
    """Day and time on the form that moves a session, by keyboard."""
    organiser.page.select_option("[name=day]", day.isoformat())
    fill(organiser, "[name=time]", clock)
    goes(organiser, "main form .kern-btn--primary")


def invites(organiser: Visitor, address: str, somebody: Invited) -> None:
    form = organiser.page.locator(f"form[action='{address}speakers/invite/']")
    form.locator("[name=email]").fill(somebody.email)
    form.locator("[name=name]").fill(somebody.name)
    form.locator("[name=language]").select_option(somebody.language)
    form.locator("[name=session]").select_option(label=somebody.session)
    form.locator("[name=role]").select_option(somebody.role)
    with arrives(organiser):
        form.locator("button").press("Enter")


def invites_everybody(organiser: Visitor, address: str) -> None:
    organiser.go(f"{address}speakers/")
    for somebody in SPEAKERS:
        invites(organiser, address, somebody)
    look(organiser)
    assert organiser.page.locator(".speakers > li").count() == len(SPEAKERS)


def private_page(mailbox: Mailbox, somebody: Invited) -> str:
    """The address in an invitation, once it has come."""
    wait_until(lambda: bool(private_pages(mailbox, somebody)), seconds=60, every=0.1)
    return private_pages(mailbox, somebody)[0]


def private_pages(mailbox: Mailbox, somebody: Invited) -> list[str]:
    mails = [written(mail) for mail in mailbox.to(somebody.email) if TITLE in written(mail)]
    return re.findall(r"/speakers/[0-9a-f-]{36}/", " ".join(mails))


def written(mail: EmailMessage) -> str:
    """The text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def answers(speaker: Visitor, page: str, answer: str = "accept") -> None:
    speaker.go(page)
    goes(speaker, f"button[value={answer}]")
    speaker.page.locator("main .pill:not(.pill--wait)").first.wait_for()


def hands_in(speaker: Visitor, title: str) -> None:
    """About herself, and a title in her own language."""
    fill(speaker, "[name=biography]", "Pflanzt Bäume, die ohne Regen leben.")
    speaker.page.locator("[name=recording][value=yes]").focus()
    speaker.page.keyboard.press("Space")
    goes(speaker, "form[action$='/about/'] button")
    fill(speaker, "[name$='-title']", title)
    goes(speaker, "form[action*='/sessions/'] button")
    look(speaker)


def publishes_agenda(organiser: Visitor, address: str, number: int) -> None:
    organiser.go(f"{address}agenda/edit/")
    goes(organiser, "form[action$='/publish/'] button")
    organiser.page.locator("#publish-title", has_text=str(number)).wait_for()


def takes_step(organiser: Visitor, address: str, to: str) -> None:
    """One of the buttons with which an event goes on."""
    organiser.go(address)
    goes(organiser, f"form:has(> [name=to][value={to}]) button")
    organiser.page.locator("main .note--success, .messages .note--success").first.wait_for()


def registers(person: Visitor, address: str) -> None:
    person.go(address)
    goes(person, "form[action$='/register/'] button")


def line_of(person: Visitor, address: str, title: str) -> str:
    """Where a session stands on the agenda's page, as a selector."""
    person.go(f"{address}agenda/")
    return the(person, f".agenda-entry:has-text('{title}')", "id")


def wants(person: Visitor, address: str, title: str) -> None:
    """Keep a session in one's agenda, or take a place in it where places are few."""
    goes(person, f".agenda-entry{line_of(person, address, title)} form button")


def is_told(person: Visitor, address: str, title: str, pill: str) -> str:
    """What the agenda says about the reader's place in a session."""
    return person.page.locator(f"{line_of(person, address, title)} .pill--{pill}").inner_text()
