"""Who reads a case, by role and by how far it has come; and who may do what with it: foreign ids do not exist."""

from collections.abc import Callable
from functools import partial

import pytest

from exchanges.advisory import (
    access,
    advice,
    cases,
    engagements,
    letters,
    live,
    meetings,
    outcomes,
    rebooking,
    triage,
    withdrawal,
)
from exchanges.advisory.errors import CaseCannotMove
from exchanges.advisory.models import Case, Engagement
from ledger.models import Entry
from ledger.reading import since
from members import delegates, dossiers
from members.errors import NotFound
from members.models import Notice
from tests.exchanges.advisory import cast

C, L = Case.State, Case.Level
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A case of Guadalajara; Asha advises, Ana was asked, Joris has a conflict, Mira left; others look on."""
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    lupita = cast.delegate("Lupita", guadalajara)
    row = cast.accepted(lupita, guadalajara, office, wants=6)
    ana, asha = cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Kochi")
    joris, mira = cast.advisor("Joris", "Utrecht"), cast.advisor("Mira", "Utrecht")
    cast.asked(row, ana, office)
    cast.advising(row, asha, office)
    conflict = cast.asked(row, joris, office)
    engagements.declare(engagement_id=conflict.pk, by=joris.person, conflict="We sell pumps.")
    left = cast.advising(row, mira, office)
    engagements.leave(engagement_id=left.pk, by=mira.person, reason="A new post.")
    people = {
        "member": lupita,
        "secretariat": office,
        "advisor": asha.person,
        "asked": ana.person,
        "conflict": joris.person,
        "left": mira.person,
        "colleague of an advisor": cast.delegate("Arun", cast.member("Kochi")),
        "other member": cast.delegate("Uwe", cast.member("Pirna")),
        "organiser": cast.official("Olga", "organiser"),
        "foreign secretariat": cast.official("Elke", of=cast.network("vernetzt-in-europa")),
        "guest": None,
    }
    return row, people


def readers(row: Case, people) -> set[str]:
    return {role for role, person in people.items() if access.readable(person).filter(pk=row.pk).exists()}


def test_a_confidential_case_is_read_by_those_who_work_on_it(world):
    row, people = world
    assert readers(row, people) == {"member", "secretariat", "advisor"}
    for role in people.keys() - readers(row, people):
        with pytest.raises(NotFound):
            access.case(people[role], row.pk)


@pytest.mark.parametrize("state", [C.HELD, C.WITHDRAWN, C.CLOSED])
def test_who_never_decided_does_not_read_a_case_that_seeks_advisors_no_more(world, state):
    row, people = world
    office, rosa = people["secretariat"], cast.advisor("Rosa", "Piura")
    clear = cast.asked(row, rosa, office)
    engagements.declare(engagement_id=clear.pk, by=rosa.person, conflict="")
    people["clear"] = rosa.person
    assert readers(row, people) == {"member", "secretariat", "advisor", "clear"}
    assert not access.concerned(rosa.person).exists()
    Case.objects.filter(pk=row.pk).update(state=state)
    assert readers(row, people) == {"member", "secretariat", "advisor"}
    for paper in ("sheet/", "advice/"):
        assert cast.signed_in(rosa.person).get(f"/advisory/cases/{row.pk}/{paper}").status_code == 404
    asked = Engagement.objects.get(advisor__person=people["asked"])
    with pytest.raises(CaseCannotMove):
        engagements.declare(engagement_id=asked.pk, by=people["asked"], conflict="")
    assert readers(row, people) == {"member", "secretariat", "advisor"}
    engagements.declare(engagement_id=asked.pk, by=people["asked"], conflict="We sell pumps.")
    assert Engagement.objects.get(pk=asked.pk).state == Engagement.State.CONFLICT


def test_a_declared_conflict_outlasts_the_office_of_an_advisor(world):
    row, people = world
    cases.restrict(case_id=row.pk, by=people["member"], level=L.NETWORK)
    people["conflict"].advising.update(state="ended")
    people["asked"].advising.update(state="ended")
    assert not {"conflict", "asked"} & readers(row, people)


def test_a_case_open_to_the_network_is_not_read_by_those_who_were_asked_and_have_not_declared(world):
    row, people = world
    cases.restrict(case_id=row.pk, by=people["member"], level=L.NETWORK)
    inside = {"member", "secretariat", "advisor", "colleague of an advisor", "other member"}
    assert readers(row, people) == inside
    cases.restrict(case_id=row.pk, by=people["member"], level="anything")
    assert readers(row, people) == {"member", "secretariat", "advisor"}


@pytest.mark.parametrize("state", [C.SUBMITTED, C.ASKED_BACK, C.TRIAGED, C.REDIRECTED, C.WITHDRAWN])
def test_what_was_not_taken_on_is_not_open_to_the_network(world, state):
    row, people = world
    Case.objects.filter(pk=row.pk).update(state=state, level=L.NETWORK)
    assert not {"other member", "colleague of an advisor"} & readers(row, people)


def test_a_draft_is_its_members_alone(world):
    _, people = world
    draft = cast.draft(people["member"], cast.member("Guadalajara"), level=L.NETWORK)
    assert readers(draft, people) == {"member"}


def test_an_advisor_who_was_ended_reads_no_more(world):
    row, people = world
    people["advisor"].advising.update(state="ended")
    assert "advisor" not in readers(row, people)


@pytest.mark.parametrize("state", [C.ACCEPTED, C.HELD])
def test_who_no_longer_acts_for_the_advising_member_reads_no_more(world, state):
    row, people = world
    Case.objects.filter(pk=row.pk).update(state=state)
    acting = people["advisor"].delegations.get()
    delegates.leave(acting, by=None)
    cast.settle()
    assert readers(row, people) == {"member", "secretariat"}
    left = Engagement.objects.get(advisor__person=people["advisor"])
    assert left.state == (Engagement.State.LEFT if state == C.ACCEPTED else Engagement.State.ACCEPTED)


def test_nobody_else_does_anything_with_a_case(world):
    row, people = world
    member = ("member",)
    office = ("secretariat",)
    working = ("advisor", "secretariat")
    engagement = Engagement.objects.get(advisor__person=people["asked"])
    deeds: list[tuple[Callable[..., object], tuple[str, ...]]] = [
        (partial(cases.save, case_id=row.pk, values={"title": "x"}), member),
        (partial(cases.submit, case_id=row.pk), member),
        (partial(cases.restrict, case_id=row.pk, level=L.NETWORK), member),
        (partial(withdrawal.withdraw, case_id=row.pk), member),
        (partial(triage.look, case_id=row.pk), office),
        (partial(triage.ask_back, case_id=row.pk, question="x"), office),
        (partial(triage.accept, case_id=row.pk, wants=1, interpreted=False), office),
        (partial(triage.redirect, case_id=row.pk, why="x"), office),
        (partial(engagements.ask, case_id=row.pk, advisor_id=engagement.advisor_id), office),
        (partial(engagements.declare, engagement_id=engagement.pk, conflict=""), ("asked",)),
        (partial(engagements.accept, engagement_id=engagement.pk), ("asked",)),
        (partial(engagements.decline, engagement_id=engagement.pk, reason="x"), ("asked",)),
        (partial(engagements.leave, engagement_id=engagement.pk, reason="x"), ("asked", "secretariat")),
        (partial(meetings.book_scoping, case_id=row.pk, starts_at=cast.in_days(2)), working),
        (partial(meetings.scope, case_id=row.pk, text="x"), working),
        (partial(meetings.book, case_id=row.pk, moderator_id=1, starts_at=cast.in_days(2)), office),
        (partial(meetings.move, case_id=row.pk, starts_at=cast.in_days(2)), office),
        (partial(rebooking.not_held, case_id=row.pk), office),
        (partial(advice.recommend, case_id=row.pk, text="x"), working),
        (partial(advice.strike, case_id=row.pk, recommendation_id=1), working),
        (partial(advice.deliver, case_id=row.pk), working),
        (partial(advice.decide, case_id=row.pk, decisions={1: (None, None)}), member),
        (partial(advice.decide, case_id=row.pk, decisions={}, agreed=True), member),
        (partial(outcomes.answer, case_id=row.pk, months=3, text="x", became={}), member),
        (partial(outcomes.close, case_id=row.pk, changed="x"), ("member", "secretariat")),
    ]
    before = (Case.objects.filter(pk=row.pk).values().get(), Engagement.objects.count(), Entry.objects.count())
    for deed, allowed in deeds:
        for role, person in people.items():
            if role not in allowed and person is not None:
                with pytest.raises(NotFound):
                    deed(by=person)
    assert (Case.objects.filter(pk=row.pk).values().get(), Engagement.objects.count(), Entry.objects.count()) == before


def test_dossiers_and_notices_name_a_case_only_while_it_is_open_to_the_network(world):
    row, people = world
    cast.settle()
    assert not any("Agua" in str(data) for data in Notice.objects.values_list("data", flat=True))
    entries = since(f"case:{row.pk}", 0)
    assert {one.kind for one in entries} <= dossiers.sentences.keys()
    for one in entries:
        [said] = dossiers.sentences[one.kind]([one])
        assert "Agua" not in str(said)
    cases.restrict(case_id=row.pk, by=people["member"], level=L.NETWORK)
    assert "Agua" in str(dossiers.sentences["case_moved"]([entries[0]])[0])
    for state in (C.SUBMITTED, C.WITHDRAWN, C.REDIRECTED):
        Case.objects.filter(pk=row.pk).update(state=state)
        assert "Agua" not in str(dossiers.sentences["case_moved"]([entries[0]])[0])


def test_the_mail_to_the_kts_says_no_more_of_a_confidential_case_than_its_title(settings):
    jena = cast.member("Jena")
    jonas = cast.delegate("Jonas", jena)
    row = cast.submitted(jonas, jena, languages=["de"], challenge="Wir haben zu wenig Personal.")
    assert letters.only_german(row)
    letter = letters.to_kts(row)
    assert (row.title in letter.body, "Personal" in letter.body) == (True, False)
    row.level = L.NETWORK
    assert "Personal" in letters.to_kts(row).body
    assert letter.address.startswith("mailto:?subject=")
    settings.KTS_EMAIL = "kts+rat@kts.example"
    assert letter.address.startswith("mailto:kts%2Brat@kts.example?subject=")


def test_only_those_who_work_on_a_case_and_its_member_follow_its_stream(world):
    row, people = world
    followers = {role for role, person in people.items() if person is not None and (person.pk, row.pk) in _seen(row)}
    assert followers == {"member", "secretariat", "advisor"}
    cases.restrict(case_id=row.pk, by=people["member"], level=L.NETWORK)
    assert len(_seen(row)) == 3
    Case.objects.filter(pk=row.pk).update(state=C.DRAFT)
    assert (people["secretariat"].pk, row.pk) not in _seen(row)
    people["advisor"].advising.update(state="ended")
    assert (people["advisor"].pk, row.pk) not in _seen(row)


def _seen(row: Case) -> set[tuple[int, int]]:
    return live.see_cases([row.pk])
