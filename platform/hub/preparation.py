"""Getting ready: Django loaded, the schema up to date, the configuration checked."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA_LOCK = 7_236_478
"""Number of PostgreSQL's advisory lock under which one process at a time migrates; any constant will do."""


class Refusal(Exception):
    """The process cannot start; the message says why and what to do."""


def load() -> None:
    """Load Django with the platform's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    import django

    django.setup()


def pending() -> list[str]:
    """Names of the migrations the database still lacks, such as `rooms.0002_notes`.

    Raises:
        Refusal: the database cannot be reached.
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Refusal(f"The database cannot be reached: {str(error).strip().splitlines()[0]}") from error
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_schema_up_to_date() -> None:
    """Run the missing migrations; processes that start together do it once. `MIGRATE=no` leaves it to the operator.

    Raises:
        Refusal: migrations are missing and `MIGRATE=no` is set, or the database cannot be reached.
    """
    if not (missing := pending()):
        return
    if os.environ.get("MIGRATE") == "no":
        raise Refusal(f"The database lacks {len(missing)} migrations ({missing[0]} …): run `vernetzt manage migrate`.")
    from django.core.management import call_command

    with _alone():
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time migrate a shared database; SQLite's own lock does it for the embedded one."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SCHEMA_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SCHEMA_LOCK])


def check() -> None:
    """Run the system checks that concern running this process, and tell what they say.

    Raises:
        Refusal: one of them found an error.
    """
    from django.core.checks import ERROR, run_checks

    found = run_checks(tags=["hub"])
    for message in found:
        if message.level < ERROR:
            print(f"Note: {message.msg}", file=sys.stderr)  # noqa: T201
    if errors := [message for message in found if message.level >= ERROR]:
        raise Refusal("\n".join(f"{message.msg} {message.hint or ''}".strip() for message in errors))


def _make_folders() -> None:
    """Make the folder of collected static files, which may be empty: without it every start would warn."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def ready() -> None:
    """Load Django, bring the schema up to date and check the configuration.

    Raises:
        Refusal: one of these says no.
    """
    load()
    check()
    _make_folders()
    bring_schema_up_to_date()


def ready_beside_web() -> None:
    """Get ready as a process of its own beside the web processes.

    Raises:
        Refusal: there is no Redis to work through, or `ready()` says no.
    """
    if not os.environ.get("REDIS_URL"):
        raise Refusal("Without REDIS_URL the web process does this itself: `vernetzt serve` is all there is to start.")
    ready()
