"""The papers of a case and its interpreters in a real browser: without barriers, on a phone, at a desk, in the dark."""

from typing import TYPE_CHECKING

import pytest

from tests.journeys.person import Visitor
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
LUPITA, SEKAR = "Lupita of Guadalajara", "Sekar of the office"
MAKE = f"""
from exchanges.advisory import interpreting, meetings
from exchanges.advisory.models import Case, Recommendation
from members.models import Person
from tests.exchanges.advisory import cast
office, place = cast.official(), cast.member("Guadalajara")
lupita = cast.delegate("Lupita", place)
row = cast.accepted(lupita, place, office, wants=1, interpreted=True)
ana = cast.advisor("Ana", "Piura")
cast.advising(row, ana, office)
meetings.scope(case_id=row.pk, by=ana.person, text="¿Qué barrios primero?")
meetings.book(case_id=row.pk, by=office, moderator_id=office.pk, starts_at=cast.in_days(5))
Person.objects.create_user("rosa@example.org", name="Rosa")
interpreting.invite(case_id=row.pk, by=office, email="rosa@example.org")
done = cast.accepted(lupita, place, office, wants=1)
Recommendation.objects.create(case=done, text="A map of the cisterns", owner=lupita, due_on=cast.day(9), state="agreed")
Case.objects.filter(pk=done.pk).update(state="closed", changed="Los barrios altos tienen agua.")
for person, name, language in ((lupita, "{LUPITA}", "es"), (office, "{SEKAR}", "en")):
    Person.objects.filter(pk=person.pk).update(name=name, is_demo=True, language=language)
print(row.pk, done.pk)
"""


def test_papers_and_interpreters_have_no_barriers(browser: "Browser", platform: Platform) -> None:
    booked, closed = platform.inside(MAKE).split()
    lupita, sekar = Visitor(browser, platform.url, width=320), Visitor(browser, platform.url)
    lupita.sign_in(LUPITA)
    for paper in ("sheet", "advice"):
        lupita.go(f"/advisory/cases/{closed}/{paper}/")
        lupita.check()
        with lupita.page.expect_download() as download:
            lupita.page.locator(f"a[href$='/{paper}.pdf']").click()
        assert download.value.path().read_bytes().startswith(b"%PDF-")
    sekar.sign_in(SEKAR)
    sekar.go(f"/advisory/cases/{booked}/")
    sekar.page.locator("#deed-interpreter summary").click()
    sekar.check()
    with sekar.page.expect_navigation():
        sekar.page.locator("form[action$='/do/no-interpreter/'] button").click()
    sekar.page.wait_for_selector("text=Nobody interprets yet.")
    assert not [*lupita.troubles, *sekar.troubles]
