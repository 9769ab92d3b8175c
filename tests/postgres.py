"""PostgreSQL as the suite uses it: a database for each run, emptied between tests at the price of what is in it.

Django empties tables with TRUNCATE, which makes each of hundreds of files anew; our tests leave few rows behind. And
the suite's own database need not survive a crash of the server. Databases of started processes
(`tests.serving.postgres_database`) keep PostgreSQL's defaults: there, what is acknowledged must be on disk.
"""

import os
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations


def prepare(database: dict[str, Any]) -> None:
    """Give this run a database of its own, which waits for no disk and is emptied by DELETE.

    Args:
        database: Django's settings of a PostgreSQL database; changed in place.
    """
    database.setdefault("TEST", {})["NAME"] = f"vernetzt_test_{os.getpid()}"
    options = database.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off".strip()
    setattr(DatabaseOperations, "sql_flush", _delete)  # noqa: B010 (a method of Django's, replaced for the tests)


def _delete(
    operations: DatabaseOperations,
    style: Any,
    tables: Sequence[str],
    *,
    reset_sequences: bool = False,
    allow_cascade: bool = False,
) -> list[str]:
    """One statement for each table; foreign keys are checked at the end of the transaction they run in.

    Entries go first: while their stream stands, its floor lets them.
    """
    in_order = sorted(tables, key=lambda table: table != "ledger_entry")
    return [f"DELETE FROM {operations.quote_name(table)}" for table in in_order]
