"""Statements that PostgreSQL plans once for each connection.

Django has the driver write values into a statement's text, so the database parses and plans it anew each time. For a
message said in a room that was a quarter of the time to its commit (5.4 ms with it, 4.0 ms without, of a batch of one).
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


def cursor() -> CursorWrapper:
    """A cursor for statements whose text stays the same.

    Values go apart from the statement. The driver prepares it when it has been used as often as the settings say
    (`prepare_threshold`); what goes through Django's own cursors is never prepared. SQLite keeps what it has planned
    by itself; and where statements are logged, the usual cursor shows them with their values.
    """
    here = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql" or here.queries_logged:
        return here.cursor()
    here.close_if_health_check_failed()
    here.ensure_connection()
    made: Any = Cursor(here.connection)
    return here.make_cursor(made)
