"""Lists as files people open in a spreadsheet: CSV and XLSX.

Texts are written as texts: a value that begins like a formula (`=`, `+`, `-`, `@`) is defused, because names and notes
come from people. Moments are written in UTC.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

from defusedcsv import csv
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

Heading = str | Promise
Rows = Iterable[Sequence[Any]]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COMMA_LANGUAGES = {"en"}
WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet of an export: a name, a heading per column, and rows."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[Any]]


def csv_file(headings: Sequence[Heading], rows: Rows) -> bytes:
    """The rows as UTF-8 with a mark, so that spreadsheets read it as such.

    Fields are divided by `;` where the reader's language uses `,` for decimals.
    """
    buffer = StringIO()
    delimiter = "," if (get_language() or "en") in COMMA_LANGUAGES else ";"
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow([str(heading) for heading in headings])
    writer.writerows([_plain(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def xlsx_file(headings: Sequence[Heading], rows: Rows, *, title: str = "") -> bytes:
    """One sheet with a bold first row that stays visible."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31] or None)
    sheet.freeze_panes = "A2"
    texts = [[_plain(value) for value in row] for row in rows]
    for index, heading in enumerate(headings):
        longest = max([len(str(heading)), *(len(str(row[index])) for row in texts if index < len(row))])
        sheet.column_dimensions[_letter(index)].width = min(WIDEST, longest + 2)
    sheet.append([_cell(sheet, str(heading), bold=True) for heading in headings])
    for row in texts:
        sheet.append([_cell(sheet, value) for value in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def download(name: str, headings: Sequence[Heading], rows: Rows, *, kind: str = "csv") -> HttpResponse:
    """The file as a download.

    Args:
        name: file name without ending, for instance "registrations-heat-and-water".
        headings: first row, translated when written.
        rows: values; None becomes empty, moments UTC.
        kind: "csv" or "xlsx".
    """
    if kind == "xlsx":
        response = HttpResponse(xlsx_file(headings, rows, title=name), content_type=XLSX)
    else:
        response = HttpResponse(csv_file(headings, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{"xlsx" if kind == "xlsx" else "csv"}"'
    return response


def _plain(value: Any) -> Any:
    """A value a cell can hold: numbers stay numbers, moments become text in UTC, everything else text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))  # control characters: XLSX cannot hold them, CSV needs none
    return text.lstrip("\t\r\n")  # they would hide a formula's first character


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would make a formula of a text that begins with "="
    if bold:
        cell.font = Font(bold=True)
    return cell


def _letter(index: int) -> str:
    """The column's letters, from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
