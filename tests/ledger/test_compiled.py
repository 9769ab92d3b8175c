"""Queries built once give what their query sets give, whatever they are asked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, QuerySet, Value

from ledger.compiled import Compiled
from ledger.models import Entry, Promise, Stream
from tests.statements import counted

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 28, 12, tzinfo=UTC)
TOWNS = ("town:kochi", "town:jena", "town:piura")


@pytest.fixture(autouse=True)
def towns(db: None) -> None:
    Stream.objects.bulk_create(Stream(name=name, position=place) for place, name in enumerate(TOWNS))


def streams(names: Any) -> QuerySet[Stream]:
    return Stream.objects.filter(name__one_of=names).annotate(twice=F("position") * 2).order_by("name")


def test_rows_come_as_instances_with_what_was_annotated() -> None:
    rows = Compiled(streams)(names={"town:piura", "town:jena", "town:nowhere"})
    assert [(row.name, row.position, getattr(row, "twice", None)) for row in rows] == [
        ("town:jena", 1, 2),
        ("town:piura", 2, 4),
    ]
    assert rows == list(Stream.objects.filter(name__in=["town:jena", "town:piura"]).order_by("name"))


@pytest.mark.parametrize("planned_once", [True, False])
def test_each_call_has_values_of_its_own_and_costs_one_statement(planned_once: bool) -> None:
    positions = Compiled(lambda names: streams(names).values_list("position", flat=True), planned_once=planned_once)
    with counted() as statements:
        assert positions(names=[]) == []
        assert positions(names=["town:jena"]) == [1]
        assert positions(names=TOWNS) == [1, 0, 2]
    assert len(statements) == 3


def test_a_moment_is_a_value_like_any_other() -> None:
    for day in range(3):
        due = NOON + timedelta(days=day)
        Promise.objects.create(
            key=str(day), stream="town:jena", kind="x", data={"day": day}, promised_at=due, due_at=due
        )
    due_by = Compiled(lambda now: Promise.objects.filter(due_at__lte=Value(now)).order_by("due_at"))
    assert [row.data for row in due_by(now=NOON + timedelta(days=1))] == [{"day": 0}, {"day": 1}]
    assert [row.due_at for row in due_by(now=NOON)] == [NOON]


def test_the_sql_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Compiled(streams)
    before = asked(names=TOWNS)
    monkeypatch.setattr(asked, "_build", None)
    assert asked(names=TOWNS) == before


@pytest.mark.parametrize(
    "refused",
    [
        lambda: Stream.objects.only("name"),
        lambda: Stream.objects.values("name"),
        lambda: Entry.objects.select_related("stream"),
    ],
)
def test_a_query_set_whose_rows_it_could_not_give_is_refused(refused: Callable[[], QuerySet[Any, Any]]) -> None:
    with pytest.raises(TypeError, match="whole instances of one model"):
        Compiled(refused)()
