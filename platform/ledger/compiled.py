"""Queries that the ORM writes once and that afterwards only get their values.

What everything said in a room goes through is read by four small queries. Built anew for each batch, the ORM spent more
time on writing their SQL than the database and its driver on answering. So a query of a hot path is built once, with
holes where values go; rows come back as its query set would give them.
"""

import inspect
import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup, Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

from ledger import arrays, prepared
from ledger.inserting import moment

Row = TypeVar("Row")
Converter = Callable[[Any, Any, Any], Any]


class Hole:
    """Stands in a query for a value that is given later."""

    def __init__(self, name: str) -> None:
        """Make one.

        Args:
            name: by which the value is given.
        """
        self.name = name


@ForeignObject.register_lookup
@Field.register_lookup
class OneOf(Lookup):
    """`id__one_of`: `IN` with one parameter for any number of values, so that the statement stays the same."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """An array in PostgreSQL, elsewhere a JSON array."""
        left, params = self.process_lhs(compiler, connection)
        test = "{} = ANY(%s)" if connection.vendor == "postgresql" else "{} IN (SELECT value FROM json_each(%s))"
        return test.format(left), (*params, self.rhs)


class Compiled(Generic[Row]):
    """A query that is compiled at its first use, once for each kind of database."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *, planned_once: bool = True) -> None:
        """Make one.

        Args:
            build: returns the query set, of instances or of `values_list`; its parameters are the holes.
            planned_once: whether one plan is good for all values (see `ledger.prepared`). It is not where several
                arrays narrow down a table without bounds: PostgreSQL takes each for ten values, and reads a whole room.
        """
        self._build = build
        self._planned_once = planned_once
        self._holes = [Hole(name) for name in inspect.signature(build).parameters]
        self._written: dict[str, _Written] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values; a collection goes where `one_of` stands.

        Raises:
            TypeError: the query set is of another kind, or follows relations (`select_related`).
        """
        here = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(here.vendor)
        if written is None:
            written = self._written[here.vendor] = _written(self._build(*self._holes), here)
        params = [_stored(values[one.name], here) if isinstance(one, Hole) else one for one in written.params]
        with prepared.cursor() if self._planned_once else here.cursor() as cursor:
            cursor.execute(written.sql, params)
            found = cursor.fetchall()
        return [written.row(_converted(row, written.converters, here)) for row in found]


class _Written(NamedTuple):
    """A query's statement and how its rows are to be read.

    Attributes:
        converters: what makes of a stored value one of Python's, by its place in the row.
        row: makes of a row's values what the query set gives.
    """

    sql: str
    params: Sequence[Any]
    converters: Sequence[tuple[int, Sequence[Converter], Any]]
    row: Callable[[Sequence[Any]], Any]


def _written(rows: QuerySet[Any, Any], here: BaseDatabaseWrapper) -> _Written:
    compiler = rows.query.get_compiler(connection=here)
    sql, params = compiler.as_sql()
    given = compiler.get_converters([column[0] for column in compiler.select])
    converters = [(place, convert, column) for place, (convert, column) in given.items()]
    return _Written(sql, params, converters, _reading(rows, compiler))


def _reading(rows: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[Sequence[Any]], Any]:
    iterable = rows._iterable_class
    if iterable is FlatValuesListIterable:
        return itemgetter(0)
    if iterable is ValuesListIterable:
        return tuple
    if iterable is ModelIterable and not (rows.query.select_related or rows.query.deferred_loading[0]):
        return _instances(rows.model, compiler)
    raise TypeError(f"a compiled query gives whole instances of one model, or values: {rows.query}")


def _instances(model: type[Model], compiler: SQLCompiler) -> Callable[[Sequence[Any]], Model]:
    fields = slice(0, len(model._meta.concrete_fields))
    names = [column[0].target.attname for column in compiler.select[fields]]
    annotated = list((compiler.annotation_col_map or {}).items())

    def instance(row: Sequence[Any]) -> Model:
        made = model.from_db(DEFAULT_DB_ALIAS, names, row[fields])
        for name, place in annotated:
            setattr(made, name, row[place])
        return made

    return instance


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Sequence[Converter], Any]], here: Any) -> list[Any]:
    values = list(row)
    for place, convert, column in converters:
        for one in convert:
            values[place] = one(values[place], column, here)
    return values


def _stored(value: Any, here: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if not isinstance(value, Collection) or isinstance(value, str | bytes):
        return value
    return arrays.literal(value) if here.vendor == "postgresql" else json.dumps(list(value))
