"""Which advisors fit: never an impossible one, the best for all cases together, the same for every order."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchanges.advisory import engagements, fitting, suggestions
from exchanges.advisory.errors import AdvisorDoesNotFit
from exchanges.advisory.fitting import Challenge, Guide
from members.models import Delegate
from tests.exchanges.advisory import cast

TOPICS, LANGUAGES = ("water", "heat", "data"), ("es", "en", "de")
PIURA = Challenge(1, 10, "PE", ("water", "heat"), ("es",))


def guide(number: int, **values) -> Guide:
    given = {"member": 100 + number, "country": "NL", "evidence": {"water": "wells"}, "languages": ("es",)}
    return Guide(number, **{**given, **values})


@pytest.mark.parametrize(
    "why_not",
    [{"evidence": {"data": "x"}}, {"places": 0}, {"member": 10}, {"languages": ("de",)}],
)
def test_who_cannot_help_is_not_suggested(why_not):
    assert fitting.suggest([PIURA], [guide(1, **why_not)]) == {1: []}


def test_without_a_common_language_only_with_interpretation():
    interpreted = Challenge(1, 10, "PE", ("water",), ("es",), interpreted=True)
    [fit] = fitting.suggest([interpreted], [guide(1, languages=("de",))])[1]
    assert [one["kind"] for one in fit.limits] == ["interpreted"]


def test_the_only_expert_goes_to_the_case_that_has_no_other():
    data = Challenge(2, 11, "MX", ("data",), ("es",))
    both, water = guide(1, evidence={"water": "a", "data": "b"}), guide(2)
    found = fitting.suggest([PIURA, data], [both, water])
    assert {(fit.case, fit.advisor) for fits in found.values() for fit in fits if fit.chosen} == {(1, 2), (2, 1)}


cases_drawn = st.builds(
    Challenge,
    id=st.integers(1, 9),
    member=st.integers(1, 4),
    country=st.sampled_from(["PE", "DE"]),
    topics=st.lists(st.sampled_from(TOPICS), min_size=1, max_size=3, unique=True).map(tuple),
    languages=st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True).map(tuple),
    wants=st.integers(1, 2),
    interpreted=st.booleans(),
)
guides_drawn = st.builds(
    Guide,
    id=st.integers(1, 9),
    member=st.integers(1, 6),
    country=st.sampled_from(["PE", "DE"]),
    evidence=st.dictionaries(st.sampled_from(TOPICS), st.just("x"), max_size=2),
    languages=st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True).map(tuple),
    places=st.integers(0, 2),
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(cases_drawn, max_size=4, unique_by=lambda one: one.id),
    st.lists(guides_drawn, max_size=5, unique_by=lambda one: one.id),
)
def test_nobody_gets_too_many_and_the_order_does_not_matter(cases, guides):
    found = fitting.suggest(cases, guides)
    assert found == fitting.suggest(cases[::-1], guides[::-1])
    chosen = [(fit.case, fit.advisor) for fits in found.values() for fit in fits if fit.chosen]
    assert all(sum(one == case.id for one, _ in chosen) <= case.wants for case in cases)
    assert all(sum(one == guide.id for _, one in chosen) <= guide.places for guide in guides)
    helped = {case for case, _ in chosen}
    free = {guide.id: guide.places - sum(one == guide.id for _, one in chosen) for guide in guides}
    for case, other in product(cases, guides):
        assert case.id in helped or not (fitting.possible(case, other) and free[other.id])


@pytest.mark.django_db
def test_an_advisor_is_asked_once_and_up_to_the_load():
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    lupita = cast.delegate("Lupita", guadalajara)
    ana = cast.advisor("Ana", "Piura", load=1)
    first, second = (cast.accepted(lupita, guadalajara, office) for _ in range(2))
    cast.asked(first, ana, office)
    for row in (first, second):
        with pytest.raises(AdvisorDoesNotFit):
            cast.asked(row, ana, office)
    assert suggestions.for_case(second) == []


@pytest.mark.django_db
def test_nobody_advises_a_member_they_act_for_themselves():
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    row = cast.accepted(cast.delegate("Lupita", guadalajara), guadalajara, office)
    ana, asha = cast.advisor("Ana", "Piura"), cast.advisor("Asha", "Piura")
    Delegate.objects.create(person=ana.person, member=guadalajara, state="admitted")
    Delegate.objects.create(person=asha.person, member=guadalajara, state="requested")
    assert [fit.advisor for fit in suggestions.for_case(row)] == [asha.pk]
    with pytest.raises(AdvisorDoesNotFit):
        cast.asked(row, ana, office)


@pytest.mark.django_db
def test_who_is_away_is_not_asked():
    guadalajara, office = cast.member("Guadalajara"), cast.official()
    row = cast.accepted(cast.delegate("Lupita", guadalajara), guadalajara, office)
    ana = cast.advisor("Ana", "Piura", absences=[(cast.day(-1), cast.day(1))])
    with pytest.raises(AdvisorDoesNotFit):
        engagements.ask(case_id=row.pk, advisor_id=ana.pk, by=office)
