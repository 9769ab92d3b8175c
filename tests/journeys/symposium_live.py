"""The hours in which a symposium is live, and what is left of it: questions, a poll, ratings, the report."""

from pathlib import Path

from tests.journeys.person import Visitor
from tests.journeys.symposium_programme import HALL
from tests.journeys.symposium_steps import PATIENCE, fill, goes, the, use


def sets_up_the_hall(organiser: Visitor, address: str) -> None:
    """An address for sound and picture; questions wait for a moderator."""
    organiser.go(f"{address}stage/")
    form = the(organiser, f"section:has-text('{HALL}') form[action*='/stage/stages/']", "action")
    fill(organiser, f"{form} [name$='-address']", "https://stream.example.org/plenum")
    organiser.tab_onto(f"{form} [name$='-moderated']")
    organiser.page.keyboard.press("Space")
    goes(organiser, f"{form} button")
    organiser.check()


def checks_in(person: Visitor, address: str) -> None:
    person.go(address)
    person.check()
    goes(person, "#seat a[href$='/check-in/']")
    person.check()
    goes(person, "main form button")


def enters(person: Visitor, address: str) -> str:
    """From the event's page to the stage and on to what is on; gives the session's address."""
    person.go(address)
    goes(person, "main a[href$='/stage/']")
    goes(person, ".stage-now .kern-btn")
    person.page.wait_for_selector("[data-stage][data-state=open]", state="attached", timeout=PATIENCE)
    return person.page.url.removeprefix(person.url)


def asks(person: Visitor, text: str) -> None:
    fill(person, "#ask-text", text)
    use(person, "form[action$='/ask/'] button")
    person.page.wait_for_function("() => document.getElementById('ask-text').value === ''", timeout=PATIENCE)


def sees(person: Visitor, selector: str) -> None:
    """Something appears without anybody loading the page."""
    person.page.locator(selector).first.wait_for(timeout=PATIENCE)


def a_question_is_voted_for(chair: Visitor, asker: Visitor, voter: Visitor, text: str) -> None:
    """It waits for the moderator, is let through, voted for, seen by all, and answered."""
    asks(asker, text)
    line = ".question" + the(chair, f".question:has-text('{text}')", "id")
    assert voter.page.locator(line).count() == 0
    use(chair, f"{line} form[action$='/open/'] button")
    sees(voter, line)
    use(voter, f"{line} .question__vote")
    for person in (chair, asker, voter):
        sees(person, f"{line}[data-votes='1']")
    use(chair, f"{line} form[action$='/answer/'] button")
    for person in (asker, voter):
        sees(person, f"{line}.question--answered")


def prepares_poll(chair: Visitor, text: str, answers: tuple[str, ...]) -> None:
    use(chair, "#new-poll summary")
    fill(chair, "#new-poll [name=text]", text)
    chair.page.fill("#new-poll [name=answers]", "\n".join(answers))
    goes(chair, "#new-poll form button")
    chair.page.wait_for_selector("[data-stage][data-state=open]", state="attached", timeout=PATIENCE)


def chooses(person: Visitor, answer: str) -> None:
    sees(person, ".poll input[type=radio]")
    person.page.locator(".poll label.choice", has_text=answer).locator("input").focus()
    person.page.keyboard.press("Space")
    use(person, ".poll form[action$='/choose/'] button")
    person.page.locator("[data-stage-told]:not([hidden])").wait_for(timeout=PATIENCE)


def a_poll_is_held(chair: Visitor, audience: tuple[Visitor, Visitor]) -> None:
    """Opened, answered by two, shown: all three read the same; closed."""
    trees, roofs = answers = ("Trees", "Roofs")
    prepares_poll(chair, "What cools your town?", answers)
    use(chair, ".poll form[action$='/open/'] button")
    for person in audience:
        chooses(person, trees)
    sees(chair, ".poll .result:has(progress[value='2'])")
    assert audience[0].page.locator(".poll .result").count() == 0
    use(chair, ".poll form[action$='/show/'] button")
    for person in (chair, *audience):
        sees(person, f".poll .result:has-text('{trees}'):has(progress[value='2'])")
        sees(person, f".poll .result:has-text('{roofs}'):has(progress[value='0'])")
        person.check()
    use(chair, ".poll form[action$='/close/'] button")
    for person in audience:
        sees(person, ".poll [data-closed]")


def rates(person: Visitor, address: str, stars: int) -> None:
    """The event as a whole."""
    person.go(address)
    goes(person, "main a[href$='/feedback/']")
    person.check()
    person.page.locator(f"#rating-0 input[type=radio][value='{stars}']").focus()
    person.page.keyboard.press("Space")
    goes(person, "#rating-0 form button")
    person.page.locator("#rating-0 summary", has_text=str(stars)).wait_for()


def takes(person: Visitor, selector: str) -> bytes:
    """A file that a link of the page gives."""
    with person.page.expect_download(timeout=PATIENCE) as coming:
        use(person, selector)
    return Path(coming.value.path()).read_bytes()
