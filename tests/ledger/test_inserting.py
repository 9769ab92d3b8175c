"""Rows inserted in one statement come back as they went in, whatever people write."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ledger import arrays, inserting
from ledger.compiled import Compiled
from ledger.models import Entry, Stream

NOON = datetime(2027, 3, 28, 12, 0, 0, 250_000, tzinfo=UTC)
NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)

_of_names = Compiled(lambda names: Stream.objects.filter(name__one_of=names).values_list("name", "position"))


class TestInserting(TestCase):
    """Each example in a transaction of its own."""

    @given(st.lists(NAMES, unique=True, min_size=1, max_size=8))
    @example(['São Paulo, "Sé"', "{Piura,NULL}", "back\\slash", "it's", "", "NULL", "%s", "two\nlines"])
    def test_names_are_stored_and_found_again_as_they_were_written(self, names: list[str]) -> None:
        rows = [(name, place, 0) for place, name in enumerate(names, 1)]
        ids = inserting.insert(Stream, ("name", "position", "floor"), rows)
        assert [Stream.objects.get(id=row_id).name for row_id in ids] == names
        assert dict(_of_names(names=names)) == {name: place for name, place, _floor in rows}

    @given(st.dictionaries(NAMES, NAMES | st.integers() | st.none() | st.lists(NAMES), max_size=4))
    @example({"prompt": 'Was heißt "smart"?\n{1,2}'})
    def test_data_and_moments_too(self, told: dict[str, object]) -> None:
        stream = Stream.objects.create(name="town:kochi", position=2)
        columns = ("stream_id", "position", "kind", "at", "data")
        moments = [NOON, NOON + timedelta(microseconds=1)]
        inserting.insert(
            Entry,
            columns,
            [(stream.id, n, "told", inserting.moment(at), inserting.data(told)) for n, at in enumerate(moments, 1)],
        )
        rows = list(Entry.objects.filter(stream=stream).order_by("position"))
        assert [(row.at, row.data) for row in rows] == [(at, told) for at in moments]


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([], "{}"),
        ([1, None, -3], "{1,NULL,-3}"),
        (["Piura", 'Sé, "SP"', "a\\b"], '{"Piura","Sé, \\"SP\\"","a\\\\b"}'),
        ([NOON], '{"2027-03-28T12:00:00.250000+00:00"}'),
    ],
)
def test_an_array_is_written_as_postgresql_reads_it(values: list[str | int | None], written: str) -> None:
    assert arrays.literal(values) == written
