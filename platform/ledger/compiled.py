"""Queries that the ORM writes once and that afterwards only get their values.

What everything said in a room goes through is read by four small queries. Built anew for each batch, the ORM spent more
time on writing their SQL than the database and its driver on answering. So a query of a hot path is built once, with
holes where values go; rows come back as its query set would give them.
"""

import copy
import inspect
import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Field, ForeignObject, Lookup, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from ledger.inserting import moment

Row = TypeVar("Row")


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

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        """Make one.

        Args:
            build: returns the query set; its parameters are the holes.
        """
        self._build = build
        self._holes = [Hole(name) for name in inspect.signature(build).parameters]
        self._written: dict[str, _Written] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values; a collection goes where `one_of` stands."""
        written = self._written.get(connection.vendor) or self._write()
        params = [_stored(values[one.name]) if isinstance(one, Hole) else one for one in written.params]
        asked: Any = _Asked(written, params)
        rows: Any = written.rows._iterable_class(asked)
        return list(rows)

    def _write(self) -> "_Written":
        rows = self._build(*self._holes)
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        written = self._written[connection.vendor] = _Written(rows, compiler, sql, params)
        return written


class _Written(NamedTuple):
    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: Sequence[Any]


class _Asked:
    """What Django's iterators of rows ask of a query set and its query, with the SQL ready and its values filled in."""

    def __init__(self, written: _Written, params: Sequence[Any]) -> None:
        self._compiler = copy.copy(written.compiler)
        self._compiler.connection = connection
        self._compiler.as_sql = lambda *_, **__: (written.sql, params)  # type: ignore[method-assign,assignment]
        self._rows, self.query = written.rows, self

    def get_compiler(self, *_: Any, **__: Any) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        rows = self.__dict__["_rows"]
        return getattr(rows if hasattr(rows, name) else rows.query, name)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if not isinstance(value, Collection) or isinstance(value, str | bytes):
        return value
    return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))
