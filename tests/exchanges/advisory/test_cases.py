"""Cases: drafted, submitted when complete, asked back, taken on while there is a place, redirected."""

from functools import partial
from typing import Any

import pytest
from django.utils import translation

from exchanges.advisory import cases, programmes, triage
from exchanges.advisory.errors import (
    CaseCannotMove,
    CaseNotComplete,
    LanguageNotOffered,
    ProgrammeIsFull,
    ProgrammeIsOver,
    SayWhy,
)
from exchanges.advisory.models import Case, Programme
from members.errors import NotFound
from members.models import Membership, Notice
from tests.exchanges.advisory import cast

C = Case.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def guadalajara():
    return cast.member("Guadalajara")


@pytest.fixture
def lupita(guadalajara):
    return cast.delegate("Lupita", guadalajara)


def test_a_draft_is_found_again_and_kept_however_incomplete(guadalajara, lupita):
    season = cast.programme()
    begin = partial(cases.begin, programme_id=season.pk, member_id=guadalajara.pk, by=lupita)
    draft = begin()
    cases.save(case_id=draft.pk, by=lupita, values={"title": "Agua", "topics": [cast.WATER, "nothing", cast.WATER]})
    assert begin().pk == draft.pk
    kept = cast.fresh(draft)
    assert (kept.title, kept.languages, kept.level) == ("Agua", ["es", "en"], "advisors")
    assert [row.topic.slug for row in kept.ranked.all()] == [cast.WATER]


@pytest.mark.parametrize("missing", ["title", "topics", "challenge", "questions", "languages"])
def test_what_is_missing_is_named(guadalajara, lupita, missing):
    empty: Any = [] if missing in ("topics", "questions", "languages") else ""
    row = cast.draft(lupita, guadalajara, None, **{missing: empty})
    with pytest.raises(CaseNotComplete) as refused:
        cases.submit(case_id=row.pk, by=lupita)
    assert (refused.value.field, cast.fresh(row).state) == (missing, C.DRAFT)


def test_after_the_deadline_nothing_begins_but_an_answer_may_come(guadalajara, lupita):
    row, office = cast.submitted(lupita, guadalajara), cast.official()
    unsent = cast.draft(lupita, guadalajara)
    triage.ask_back(case_id=row.pk, by=office, question="¿Cuántos barrios?")
    Programme.objects.update(deadline=cast.in_days(-1))
    cases.save(case_id=row.pk, by=lupita, values={"context": "Nueve barrios."})
    assert cases.submit(case_id=row.pk, by=lupita).state == C.SUBMITTED
    with pytest.raises(ProgrammeIsOver):
        cases.submit(case_id=unsent.pk, by=lupita)


def test_a_member_that_left_the_network_submits_nothing(guadalajara, lupita):
    row = cast.draft(lupita, guadalajara)
    Membership.objects.filter(member=guadalajara).update(state="ended")
    with pytest.raises(NotFound):
        cases.submit(case_id=row.pk, by=lupita)


def test_a_submitted_case_is_not_written_any_more(guadalajara, lupita):
    row = cast.submitted(lupita, guadalajara)
    for deed in (partial(cases.save, values={"title": "x"}), cases.submit):
        with pytest.raises(CaseCannotMove):
            deed(case_id=row.pk, by=lupita)


def test_redirecting_says_where_to(guadalajara, lupita):
    row, office = cast.submitted(lupita, guadalajara), cast.official()
    triage.look(case_id=row.pk, by=office)
    with pytest.raises(SayWhy):
        triage.redirect(case_id=row.pk, by=office, why=" ")
    assert triage.redirect(case_id=row.pk, by=office, why="The KTS helps.").remark == "The KTS helps."
    cast.settle()
    assert cast.told("case_moved") == ["Lupita", "Lupita"]


def test_a_programme_takes_on_as_many_as_it_has_places_for(guadalajara, lupita):
    season, office = cast.programme(capacity=1), cast.official()
    rows = [cast.submitted(lupita, guadalajara, season) for _ in range(2)]
    for row in rows:
        triage.look(case_id=row.pk, by=office)
    triage.accept(case_id=rows[0].pk, by=office, wants=2, interpreted=False)
    with pytest.raises(ProgrammeIsFull):
        triage.accept(case_id=rows[1].pk, by=office, wants=2, interpreted=False)


def test_a_case_speaks_a_language_of_its_season_unless_it_is_for_the_kts(guadalajara, lupita):
    season = cast.programme(languages=["en", "pt"])
    row = cast.draft(lupita, guadalajara, season, languages=["es", "nl"])
    with pytest.raises(LanguageNotOffered) as refused:
        cases.submit(case_id=row.pk, by=lupita)
    said = "This season works in English, Portuguese. Choose at least one of these languages."
    assert (refused.value.field, str(refused.value), cast.fresh(row).state) == ("languages", said, C.DRAFT)
    with translation.override("de"), pytest.raises(LanguageNotOffered, match="Englisch, Portugiesisch"):
        cases.submit(case_id=row.pk, by=lupita)
    for languages in (["es", "pt"], ["de"]):
        cases.save(case_id=row.pk, by=lupita, values={"languages": languages})
        assert cases.submit(case_id=row.pk, by=lupita).state == C.SUBMITTED
        Case.objects.update(state=C.DRAFT)
    season.languages = []
    season.save()
    cases.save(case_id=row.pk, by=lupita, values={"languages": ["nl"]})
    assert cases.submit(case_id=row.pk, by=lupita).state == C.SUBMITTED


def test_members_are_told_once_that_a_season_opens(guadalajara, lupita):
    cast.delegate("Anu", cast.member("Kochi"))
    cast.delegate("Elke", cast.member("Jena", of=cast.network("vernetzt-in-europa")))
    Membership.objects.filter(member__slug="jena").exclude(network=cast.network("vernetzt-in-europa")).delete()
    olga = cast.official("Olga", "organiser")
    values = {"titles": {"en": "Advice 2027"}, "summaries": {}, "deadline": cast.in_days(30), "capacity": 5}
    season = programmes.add(network=cast.network(), by=olga, values={**values, "languages": ["es"], "topics": []})
    cast.settle()
    programmes.change(programme_id=season.pk, by=olga, values={**values, "languages": ["en"], "topics": []})
    cast.settle()
    assert cast.told("season_opened") == ["Anu", "Lupita"]
    one = Notice.objects.get(person=lupita)
    assert (one.by_mail, one.address) == (True, f"/advisory/programmes/{season.pk}/")
    assert "calls for challenges: Advice 2027" in cast.signed_in(lupita).get("/notices/").content.decode()
