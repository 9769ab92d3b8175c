"""The sheet and the note of a case: what they say, to whom, on how many pages."""

from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from exchanges.advisory import advice, engagements, meetings, papers
from exchanges.advisory.models import Case, CaseCheck, Recommendation
from members.errors import NotFound
from tests.exchanges.advisory import cast

C, L = Case.State, Case.Level
pytestmark = pytest.mark.django_db
PARAGRAPH = "El agua llega dos horas al día y nadie sabe a cuáles de los barrios altos, porque falta un mapa. "
FILES = ("sheet.pdf", "advice.pdf")
PAGES = ("sheet/", "advice/")


@pytest.fixture
def world() -> tuple[Case, dict[str, Any]]:
    """A case in which everything is full: six advisors, all texts long, twelve recommendations."""
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    lupita = cast.delegate("Lupita", guadalajara)
    long: dict[str, Any] = {name: PARAGRAPH * 40 for name in ("challenge", "context", "attempts")}
    questions = [PARAGRAPH * 4] * 3
    row = cast.accepted(lupita, guadalajara, office, wants=6, questions=questions, decision_on=cast.day(90), **long)
    places, people = ("Piura", "Kochi", "Utrecht") * 2, ("Ana", "Asha", "Joris", "Rosa", "Arun", "Mira")
    guides = [cast.advisor(name, of) for name, of in zip(people, places, strict=True)]
    for guide in guides[:5]:
        cast.advising(row, guide, office)
    declined = cast.asked(row, guides[5], office)
    engagements.declare(engagement_id=declined.pk, by=guides[5].person, conflict="")
    engagements.decline(engagement_id=declined.pk, by=guides[5].person, reason="No time.")
    return row, {"lupita": lupita, "office": office, "ana": guides[0].person, "mira": guides[5].person}


def finished(row: Case, owner: Any) -> None:
    Recommendation.objects.bulk_create(
        Recommendation(case=row, text=(PARAGRAPH * 4)[:400], owner=owner, due_on=cast.day(30)) for _ in range(12)
    )
    for months in (3, 6):
        CaseCheck.objects.create(case=row, months=months, text=PARAGRAPH * 20, answered_at=timezone.now())
    Case.objects.filter(pk=row.pk).update(state=C.CLOSED, scope=PARAGRAPH * 20, changed=PARAGRAPH * 20)


def met(row: Case, office: Any) -> None:
    """The session was booked, for 120 minutes."""
    Case.objects.filter(pk=row.pk).update(state=C.SCOPED)
    meetings.book(case_id=row.pk, by=office, moderator_id=office.pk, starts_at=cast.in_days(3))


def file(person: Any, row: Case, name: str) -> PdfReader:
    answer = cast.signed_in(person).get(f"/advisory/cases/{row.pk}/{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.content))


def said(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("language", ["de", "en", "es", "pt-br"])
def test_a_full_sheet_has_two_pages_in_every_language(world: tuple[Case, dict[str, Any]], language: str) -> None:
    row, people = world
    finished(row, people["lupita"])
    type(people["lupita"]).objects.update(language=language)
    sheet = file(people["lupita"], row, "sheet.pdf")
    assert len(sheet.pages) == 2
    assert str(sheet.root_object["/Lang"]).lower() == language
    first, last = (" ".join(page.extract_text().split()) for page in sheet.pages)
    assert ("Guadalajara" in first, "Agua en los barrios altos" in first, "Lupita" in first) == (True,) * 3
    assert ("Ana" in last, "Rosa" in last, "Mira" in last) == (True, True, False)
    assert first.count("…") == 6


def test_lines_without_words_do_not_make_it_longer(world: tuple[Case, dict[str, Any]]) -> None:
    row, people = world
    finished(row, people["lupita"])
    many = "\n".join("x" for _ in range(900))
    Case.objects.update(challenge=many, context=many, attempts=many, scope=many, changed=many)
    assert len(file(people["office"], row, "sheet.pdf").pages) == 2


def test_a_small_sheet_says_what_there_is(world: tuple[Case, dict[str, Any]]) -> None:
    row, people = world
    page = cast.signed_in(people["lupita"]).get(f"/advisory/cases/{row.pk}/sheet/").content.decode()
    assert page.count(PARAGRAPH.strip()) >= 40
    assert "What the session is to answer" not in page
    assert f"/advisory/cases/{row.pk}/sheet.pdf" in page


def test_the_note_names_everything_recommended_with_owner_and_day(world: tuple[Case, dict[str, Any]]) -> None:
    row, people = world
    Case.objects.filter(pk=row.pk).update(state=C.HELD)
    advice.recommend(case_id=row.pk, by=people["ana"], text="A map of the cisterns")
    advice.deliver(case_id=row.pk, by=people["ana"])
    wanted = row.recommendations.get()
    due_on = cast.day(30)
    advice.decide(case_id=row.pk, by=people["lupita"], decisions={wanted.pk: (people["ana"].pk, due_on)})
    assert len(file(people["lupita"], row, "advice.pdf").pages) == 1
    note = said(file(people["lupita"], row, "advice.pdf"))
    with translation.override("en"):
        for words in ("Advice note", "A map of the cisterns", "Ana", str(due_on.year), "agreed"):
            assert words in note
    page = cast.signed_in(people["lupita"]).get(f"/advisory/cases/{row.pk}/advice/").content.decode()
    assert '<th scope="row">A map of the cisterns</th>' in page


def test_a_draft_of_the_note_is_read_by_those_who_write_it(world: tuple[Case, dict[str, Any]]) -> None:
    row, people = world
    Case.objects.filter(pk=row.pk).update(state=C.HELD)
    advice.recommend(case_id=row.pk, by=people["ana"], text="A map of the cisterns")
    for name in ("ana", "office"):
        assert "A map of the cisterns" in said(file(people[name], row, "advice.pdf"))
    for name in (*PAGES[1:], *FILES[1:]):
        assert cast.signed_in(people["lupita"]).get(f"/advisory/cases/{row.pk}/{name}").status_code == 404
    assert "cisterns" not in said(file(people["lupita"], row, "sheet.pdf"))


@pytest.mark.parametrize("level", L.values)
def test_only_who_reads_the_case_in_full_gets_its_papers(world: tuple[Case, dict[str, Any]], level: str) -> None:
    row, people = world
    met(row, people["office"])
    finished(row, people["lupita"])
    Case.objects.update(level=level)
    people["uwe"] = cast.delegate("Uwe", cast.member("Pirna"))
    people["elke"] = cast.official("Elke", of=cast.network("vernetzt-in-europa"))
    reading = {"lupita", "office", "ana"} | ({"uwe"} if level == L.NETWORK else set())
    for name, person in people.items():
        for address in (*PAGES, *FILES):
            status = cast.signed_in(person).get(f"/advisory/cases/{row.pk}/{address}").status_code
            assert status == (200 if name in reading else 404), (name, address)
    looked_for = ("Piura", "Lupita", "Ana", "120 minutes")
    for paper in FILES:
        told = said(file(people["office"], row, paper))
        assert [words for words in looked_for if words in told] == list(looked_for)
    if level == L.NETWORK:
        for paper in FILES:
            told = said(file(people["uwe"], row, paper))
            assert [words for words in looked_for if words in told] == ["Piura"]


def test_papers_of_nothing_are_not_there(world: tuple[Case, dict[str, Any]]) -> None:
    _, people = world
    for paper in (papers.sheet, papers.note):
        with pytest.raises(NotFound):
            paper(people["office"], 10**9)
        with pytest.raises(NotFound):
            paper(None, 1)


@pytest.mark.parametrize("paper", [*PAGES, *FILES])
def test_more_advisors_and_recommendations_cost_no_more_queries(
    world: tuple[Case, dict[str, Any]], paper: str, django_assert_max_num_queries: Any
) -> None:
    row, people = world
    finished(row, people["lupita"])
    client = cast.signed_in(people["lupita"])
    with django_assert_max_num_queries(30):
        client.get(f"/advisory/cases/{row.pk}/{paper}")
