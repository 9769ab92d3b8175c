"""What a request writes, read off the statements it sends."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

BOOKKEEPING = {"django_session", "usersessions_usersession"}
_WRITE = re.compile(r"^\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+\"(\w+)\"", re.IGNORECASE)


@contextmanager
def written() -> Iterator[list[str]]:
    """Collect the names of the tables that are written to, without sessions."""
    found: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        match = _WRITE.match(sql)
        if match and match[1] not in BOOKKEEPING:
            found.append(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def counts() -> tuple[Any, ...]:
    """How many rows each table has but sessions, and how far all streams of the ledger are, in one statement."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - BOOKKEEPING)
    columns = [f'(SELECT COUNT(*) FROM "{table}")' for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}, (SELECT SUM(position) FROM ledger_stream)")
        return tuple(cursor.fetchone())
