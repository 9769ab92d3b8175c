"""A symposium from the first form to the report: planned, published, moved, live with three browsers, rated.

By keyboard, in German at a desk, in Portuguese on a phone, and without scripts; mails are read from a real mail server.
The days between are left out by moving the event and what it promises nearer.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys import symposium_live as live
from tests.journeys import symposium_steps as steps
from tests.journeys.person import Visitor
from tests.journeys.symposium_programme import CANALS, INACIO, ROWS, SPEAKERS, STEFAN, TAKE_HOME, TEREZA, TITLE, TREES
from tests.mailbox import Mailbox
from tests.serving import Platform, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
IN_FORTY_DAYS = datetime.now(UTC).date() + timedelta(days=40)
TUESDAY = IN_FORTY_DAYS + timedelta(days=(1 - IN_FORTY_DAYS.weekday()) % 7)
DAYS = (TUESDAY, TUESDAY + timedelta(days=1))
JONAS, ROSA, JOAO = "jena@demo.invalid", "piura@demo.invalid", "belo-horizonte@demo.invalid"


@pytest.fixture
def mailed(prepared_folder: Path, tmp_path: Path, mailbox: Mailbox) -> Iterator[Platform]:
    """An embedded installation with demo data, served, whose mails arrive in the mailbox."""
    shutil.copytree(prepared_folder, tmp_path / "var")
    served = Platform(tmp_path / "var", settings={"DEMO": "1", "EMAIL_URL": mailbox.url})
    served.start("serve")
    yield served
    served.close()


class Story:
    """One symposium, its people at their browsers, and the mails they get."""

    def __init__(self, platform: Platform, browser: "Browser", mailbox: Mailbox) -> None:
        self.platform, self.browser, self.mailbox = platform, browser, mailbox
        self.address, self.event = "", 0
        self.organiser = self.enters("Organiser")

    def enters(self, name: str, *, width: int = 1280, scripts: bool = True) -> Visitor:
        """A demo person signs in."""
        visitor = self.comes(width=width, scripts=scripts)
        visitor.sign_in(name)
        return visitor

    def comes(self, *, width: int = 1280, scripts: bool = True) -> Visitor:
        """Somebody without an account."""
        return Visitor(self.browser, self.platform.url, width=width, scripts=scripts)

    def news_go_out(self) -> None:
        """The minutes pass after which people are told what changed for them."""
        steps.all_is_told(self.platform)
        steps.inside(self.platform, steps.TEN_MINUTES_PASS.format(event=self.event))
        wait_until(self.no_news_due, seconds=60, every=0.1)
        steps.all_is_told(self.platform)

    def no_news_due(self) -> bool:
        """Whether nothing waits to be told."""
        due = "SELECT COUNT(*) FROM ledger_promise WHERE kind = 'agenda_news_due' AND state = 'due'"
        return steps.ask(self.platform, f"{due} AND stream = 'agenda:{self.event}'") == "0"

    def mails(self, to: str = "") -> list[EmailMessage]:
        """What somebody, or anybody, got about this symposium; other events of the demo write mails of their own."""
        return [mail for mail in self.mailbox.to(to) if TITLE in steps.written(mail)]

    def comes_near(self, seconds: float) -> None:
        """The days pass until the event begins in so many seconds."""
        steps.inside(self.platform, steps.COMES.format(event=self.event, to=seconds))


def plan(story: Story) -> None:
    """Two days, fourteen sessions, nine speakers, of whom some answer at their private pages."""
    organiser = story.organiser
    story.address = steps.plans(organiser, DAYS[0])
    story.event = int(steps.ask(story.platform, "SELECT MAX(id) FROM events_event"))
    steps.drafts(organiser, story.address, DAYS)
    steps.adds_the_last(organiser, story.address, TAKE_HOME, DAYS[1])
    steps.look(organiser)
    assert organiser.page.locator(".agenda-grid .agenda-tile").count() == len(ROWS) + 1 == 14
    steps.invites_everybody(organiser, story.address)
    assert len(SPEAKERS) == 9
    speakers_answer(story)


def speakers_answer(story: Story) -> None:
    for somebody, width in ((TEREZA, 360), (STEFAN, 1280), (INACIO, 1280)):
        page = steps.private_page(story.mailbox, somebody)
        speaker = story.comes(width=width)
        steps.answers(speaker, page, "decline" if somebody is INACIO else "accept")
        if somebody is TEREZA:
            steps.hands_in(speaker, "Bäume, die überleben")
    organiser = story.organiser
    organiser.go(f"{story.address}speakers/")
    form = f".speakers > li:has-text('{TEREZA.name}') form[action$='/confirm/']"
    steps.goes(organiser, f"{steps.the(organiser, form, 'action')} button")


def announce(story: Story) -> None:
    """The agenda and the event are published, and registration opens."""
    steps.publishes_agenda(story.organiser, story.address, 1)
    for state in ("published", "registration_open"):
        steps.takes_step(story.organiser, story.address, state)
    steps.look(story.organiser)
    story.news_go_out()


def register(story: Story) -> tuple[Visitor, Visitor]:
    """Six register, most without scripts; two get a place at the canals, two wait. Gives Anu and João."""
    anu, joao = story.enters("Anu"), story.enters("João", width=360)
    rosa, jonas, meera, vikram = (story.enters(name, scripts=False) for name in ("Rosa", "Jonas", "Meera", "Vikram"))
    for person in (anu, joao, rosa, jonas, meera, vikram):
        steps.registers(person, story.address)
    for person in (rosa, jonas):
        steps.wants(person, story.address, TREES)
    for person in (anu, jonas, joao, meera):
        steps.wants(person, story.address, CANALS)
    for person in (anu, joao):
        person.check()
    return anu, joao


def moves_up(story: Story, anu: Visitor, joao: Visitor) -> None:
    """Anu gives her place back: João, who waited first, has it and is told."""
    assert steps.is_told(joao, story.address, CANALS, "wait").endswith("1")
    steps.all_is_told(story.platform)
    before = len(story.mails(JOAO))
    steps.wants(anu, story.address, CANALS)
    wait_until(lambda: len(story.mails(JOAO)) > before, seconds=60, every=0.1)
    [mail] = story.mails(JOAO)[before:]
    assert CANALS in steps.written(mail)
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/calendar"]
    assert steps.is_told(joao, story.address, CANALS, "good")


def one_update(story: Story) -> None:
    """A session moves: its speaker and those who have it in their agenda get one mail each, nobody else any."""
    steps.all_is_told(story.platform)
    before = len(story.mails())
    organiser = story.organiser
    organiser.go(f"{story.address}agenda/edit/")
    steps.goes(organiser, steps.the(organiser, f".agenda-tile:has-text('{TREES}') a[href$='/move/']", "href"))
    steps.look(organiser)
    steps.places(organiser, DAYS[1], "1415")
    organiser.page.locator(f".agenda-tile:has-text('{TREES}'):has-text('14:15')").wait_for()
    steps.publishes_agenda(organiser, story.address, 2)
    story.news_go_out()
    mails = story.mails()[before:]
    assert Counter(mail["X-Recipients"] for mail in mails) == Counter((TEREZA.email, JONAS, ROSA))
    assert all(TREES in steps.written(mail) for mail in mails)
    assert "14:15" in steps.written(story.mails(JONAS)[-1])


def goes_live(story: Story, anu: Visitor, joao: Visitor) -> None:
    """Two in the audience and a moderator at the stage: a question, votes, a poll."""
    steps.takes_step(story.organiser, story.address, "registration_closed")
    story.comes_near(-300)
    steps.takes_step(story.organiser, story.address, "live")
    live.sets_up_the_hall(story.organiser, story.address)
    stefan = story.enters("Stefan")
    for person in (anu, joao):
        live.checks_in(person, story.address)
    for person in (stefan, anu, joao):
        live.enters(person, story.address)
    live.a_question_is_voted_for(stefan, anu, joao, "Which trees live on rain alone?")
    live.a_poll_is_held(stefan, (anu, joao))


def ends(story: Story, anu: Visitor, joao: Visitor) -> None:
    """It is over, rated, and reported."""
    story.comes_near(-timedelta(hours=40).total_seconds())
    steps.takes_step(story.organiser, story.address, "documentation")
    live.rates(anu, story.address, 5)
    live.rates(joao, story.address, 4)
    organiser = story.organiser
    organiser.go(story.address)
    steps.goes(organiser, "main a[href$='/report/']")
    steps.look(organiser)
    assert organiser.texts(".figure dd")[:3] == ["6", "2", "0"]
    assert live.takes(organiser, "a[href$='/report.pdf']").startswith(b"%PDF-")
    assert live.takes(organiser, "a[href$='/measures.xlsx']").startswith(b"PK")
    counted = live.takes(organiser, "a[href$='/countries.csv']").decode("utf-8-sig").splitlines()
    assert sorted(counted[1:]) == ["BR;1;1", "DE;1;0", "IN;3;1", "PE;1;0"]


def test_a_symposium_from_the_first_form_to_the_report(
    mailed: Platform, chromium_browser: "Browser", mailbox: Mailbox
) -> None:
    story = Story(mailed, chromium_browser, mailbox)
    plan(story)
    announce(story)
    anu, joao = register(story)
    moves_up(story, anu, joao)
    one_update(story)
    goes_live(story, anu, joao)
    ends(story, anu, joao)
