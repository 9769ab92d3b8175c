"""Reading spreadsheets as people have them: saved as CSV by whatever program, in whatever way.

Pure: bytes in, rows of text out. `;`, `,` or tab between cells; UTF-8 with or without byte order mark, or Windows-1252;
header names in any case. What cannot be read is said with its row, counted as the spreadsheet counts: the header is 1.
"""

import csv
import dataclasses
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT = 20 * 1024 * 1024
"""Largest file in bytes."""
DELIMITERS = ",;\t"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Problem:
    """What is wrong and where.

    Attributes:
        row: number in the spreadsheet, 0 for the file as a whole.
        field: the column, or "".
        what: the words, in English, with the places of the values; by them a page finds its translation.
        values: by name; none when `what` says everything.
    """

    row: int
    field: str
    what: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        """One line that names row and field."""
        what = self.what % self.values if self.values else self.what
        place = f"row {self.row}" if self.row else "the file"
        return f"{place}, {self.field}: {what}" if self.field else f"{place}: {what}"


class Unreadable(Exception):
    """The spreadsheet cannot be taken; `problems` say why, in the order of the rows."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Row:
    """One row: its number in the spreadsheet and its cells by column name in lower case, stripped."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell, empty when the spreadsheet has no such column."""
        return self.cells.get(column, "")


def _refuse(what: str, *, row: int = 0, **values: object) -> Unreadable:
    return Unreadable([Problem(row, "", what, values)])


def load(path: Path | str) -> bytes:
    """The file's bytes.

    Raises:
        Unreadable: it is not there, not a file, or larger than `LIMIT`.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LIMIT:
            raise _refuse("larger than %(most)d MB", most=LIMIT // 1024 // 1024)
        return path.read_bytes()
    except OSError as error:
        raise _refuse("cannot be read (%(error)s)", error=error.strerror) from error


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, or else in Windows-1252.

    Raises:
        Unreadable: it is too large, no text, or in another encoding.
    """
    if len(content) > LIMIT:
        raise _refuse("larger than %(most)d MB", most=LIMIT // 1024 // 1024)
    if content.startswith(_WIDE_MARKS):
        raise _refuse("is encoded as UTF-16; save it as CSV in UTF-8")
    if b"\0" in content:
        raise _refuse("is not a text file; save the spreadsheet as CSV")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refuse("is neither UTF-8 nor Windows-1252; save it as CSV in UTF-8")


def delimiter_of(header: str) -> str:
    """What stands between cells: the candidate that occurs most outside quotes in the header line."""
    outside = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def read(content: bytes, *, required: Iterable[str]) -> list[Row]:
    """The rows of a spreadsheet; empty rows and unknown columns do no harm.

    Args:
        content: the file's bytes.
        required: columns that must be there, in lower case; a cell may still be empty.

    Raises:
        Unreadable: it cannot be decoded, has no rows, lacks columns, or has malformed rows.
    """
    text = decode(content)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    if not first_line:
        raise _refuse("is empty")
    numbered = _records(text, delimiter_of(first_line))
    _, header = next(numbered, (0, []))
    columns = _columns(header, required)
    rows, problems = [], []
    for number, cells in numbered:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            counts = {"cells": len(cells), "columns": len(columns)}
            problems.append(Problem(number, "", "has %(cells)d cells, the header has %(columns)d", counts))
        rows.append(Row(number, {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}))
    if problems:
        raise Unreadable(problems)
    if not rows:
        raise _refuse("has no rows below the header")
    return rows


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, empty ones left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refuse("cannot be read (%(error)s)", row=number, error=error) from error
        if any(cell.strip() for cell in cells):
            yield number, cells


def _columns(header: list[str], required: Iterable[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    problems = [Problem(1, name, "column is missing") for name in required if name not in columns]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    problems += [Problem(1, name, "column occurs twice") for name in twice]
    if problems:
        raise Unreadable(problems)
    return columns
