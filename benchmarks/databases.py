"""Fresh databases for servers: the tables are made once, then copied."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.surroundings import POSTGRES_URL, free_port, prepared

_PREFIX = "vernetzt_bench"


@contextmanager
def fresh(module: str, settings: dict[str, str]) -> Iterator[str]:
    """A PostgreSQL database with the tables that a preparing module makes; yields its URL."""
    name = f"{_PREFIX}_{free_port()}"
    _command(f'CREATE DATABASE "{name}" TEMPLATE "{_template(module, _kind(settings))}"')
    try:
        yield _url(name)
    finally:
        _drop(name)


def copy(module: str, settings: dict[str, str], path: Path) -> None:
    """Put a SQLite database with the tables that a preparing module makes at a path."""
    shutil.copyfile(_file(module, _kind(settings)), path)


def _kind(settings: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What the tables depend on; a folder and a port are each run's own."""
    return tuple((name, value) for name, value in settings.items() if name not in ("VERNETZT_VAR", "PORT"))


@cache
def _template(module: str, settings: tuple[tuple[str, str], ...]) -> str:
    name = f"{_PREFIX}_{free_port()}_template"
    _command(f'CREATE DATABASE "{name}"')
    atexit.register(_drop, name)
    prepared(module, dict(settings) | {"DATABASE_URL": _url(name)}, 0, 1)
    return name


@cache
def _file(module: str, settings: tuple[tuple[str, str], ...]) -> Path:
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "template.sqlite3"
    prepared(module, dict(settings) | {"DATABASE_URL": f"sqlite:///{path}"}, 0, 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _drop(name: str) -> None:
    _command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _url(name: str) -> str:
    return urlunsplit(urlsplit(POSTGRES_URL)._replace(path=f"/{name}"))


def _command(statement: str) -> None:
    with psycopg.connect(POSTGRES_URL.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(statement.encode())
