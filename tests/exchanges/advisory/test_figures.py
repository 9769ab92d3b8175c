"""What came of the advice: each figure with its records, on the page and as files."""

from typing import Any

import pytest
from django.utils import timezone

from exchanges.advisory.models import Case, CaseCheck, Recommendation
from members.models import Person
from tests.exchanges.advisory import cast
from tests.statements import counted

C, T = Case.State, Recommendation.State
pytestmark = pytest.mark.django_db
ADDRESS = "/advisory/desk/iscn/"


@pytest.fixture
def sekar() -> Person:
    return cast.official()


def closed(name: str, place: str, sekar: Person, **written: Any) -> Case:
    """A case that was advised on: one recommendation was done, one refused; answered after three months, closed."""
    row = cast.accepted(cast.delegate(name, cast.member(place)), cast.member(place), sekar, **written)
    for text, state in (("A map of the cisterns", T.DONE), ("A second reservoir", T.REFUSED)):
        Recommendation.objects.create(case=row, text=text, state=state)
    CaseCheck.objects.create(case=row, months=3, text="The map is drawn.", answered_at=timezone.now())
    CaseCheck.objects.create(case=row, months=6)
    Case.objects.filter(pk=row.pk).update(state=C.CLOSED, changed="There is water.")
    return cast.fresh(row)


def shown(sekar: Person) -> dict[str, dict[str, list[int]]]:
    """By group and figure the numbers of the cases behind it."""
    groups = cast.signed_in(sekar).get(f"{ADDRESS}figures/").context["groups"]
    return {
        group.heading: {str(one.label): [record.case.pk for record in one.records] for one in group.figures}
        for group in groups
    }


def test_each_figure_leads_to_the_cases_it_counts(sekar: Person) -> None:
    kochi = closed("Asha", "Kochi", sekar, topics=[cast.WATER])
    piura = cast.submitted(cast.delegate("Ana", cast.member("Piura")), cast.member("Piura"), topics=[cast.WATER])
    cast.draft(cast.delegate("Uwe", cast.member("Jena")), cast.member("Jena"))
    Recommendation.objects.create(case=piura, text="Not delivered")
    found = shown(sekar)
    assert found["Cases by state"] == {"submitted": [piura.pk], "closed": [kochi.pk]}
    assert list(found["Cases by topic"].values()) == [[kochi.pk, piura.pk]]
    assert found["Recommendations by state"] == {"not taken up": [kochi.pk], "done": [kochi.pk]}
    assert found["What came of it"] == {
        "Advice notes delivered": [kochi.pk],
        "After 3 months": [kochi.pk],
        "After 6 months": [],
        "What has changed": [kochi.pk],
    }
    page = cast.signed_in(sekar).get(f"{ADDRESS}figures/").content.decode()
    assert f'href="/advisory/cases/{piura.pk}/"' in page
    assert f'href="{ADDRESS}figures/"' in cast.signed_in(sekar).get(ADDRESS).content.decode()


def test_the_files_list_what_the_figures_count(sekar: Person) -> None:
    closed("Asha", "Kochi", sekar)
    client = cast.signed_in(sekar)
    lines = {
        name: client.get(f"{ADDRESS}{name}.csv").content.decode("utf-8-sig").splitlines()
        for name in ("figures", "cases", "recommendations", "answers")
    }
    assert lines["figures"][0] == "Figure,Value"
    assert "What came of it: Advice notes delivered,1" in lines["figures"]
    assert "Recommendations by state: done,1" in lines["figures"]
    assert [len(lines[name]) - 1 for name in ("cases", "recommendations", "answers")] == [1, 2, 1]
    assert lines["cases"][1].endswith(",yes,There is water.")
    assert lines["answers"][1].endswith(",The map is drawn.")
    assert client.get(f"{ADDRESS}cases.xlsx").content[:2] == b"PK"
    assert [client.get(f"{ADDRESS}{name}").status_code for name in ("people.csv", "cases.pdf")] == [404, 404]


def test_figures_are_for_the_secretariat(sekar: Person) -> None:
    row = closed("Asha", "Kochi", sekar)
    for other in (
        row.giver,
        cast.official("Olga", "organiser"),
        cast.official("Elke", of=cast.network("vernetzt-in-europa")),
    ):
        assert other is not None
        for name in ("figures/", "cases.csv", "answers.xlsx"):
            assert cast.signed_in(other).get(ADDRESS + name).status_code in (403, 404)


def test_more_cases_cost_no_more_statements(sekar: Person) -> None:
    needed = []
    for name, place in (("Asha", "Kochi"), ("Ana", "Piura")):
        closed(name, place, sekar)
        client = cast.signed_in(sekar)
        client.get(f"{ADDRESS}figures/")
        with counted() as sent:
            client.get(f"{ADDRESS}figures/")
        needed.append(len(sent))
    assert needed[0] == needed[1]
