"""Migrations lead to the tables of the models, which the suite makes without them."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.serving import Platform

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HISTORY = "django_migrations"
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
COLUMNS = """
    SELECT t.name, c.name, c.type, c."notnull", c.pk
    FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
"""
INDEXES = """
    SELECT t.name, i."unique", i.partial, group_concat(c.name)
    FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c WHERE t.type = 'table'
    GROUP BY t.name, i.name
"""
KEYS = """
    SELECT t.name, k."from", k."table", k."to" FROM sqlite_master t, pragma_foreign_key_list(t.name) k
    WHERE t.type = 'table'
"""


def without_history(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(row for row in rows if row[0] != HISTORY)


def test_no_change_of_a_model_lacks_its_migration(tmp_path: Path) -> None:
    done = Platform(tmp_path).run("manage", "makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected")


@pytest.mark.parametrize("asked", [COLUMNS, INDEXES, KEYS, TRIGGERS], ids=["columns", "indexes", "keys", "triggers"])
def test_a_migrated_database_is_made_as_the_one_of_this_suite(prepared_folder: Path, asked: str) -> None:
    [file] = prepared_folder.glob("*.sqlite3")
    migrated = sqlite3.connect(file)
    with connection.cursor() as cursor:
        assert without_history(migrated.execute(asked)) == without_history(cursor.execute(asked).fetchall())
    migrated.close()
