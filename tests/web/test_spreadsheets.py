"""Lists open in a spreadsheet, in full and without running anything."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from openpyxl import load_workbook

from web.spreadsheets import csv_file, download, xlsx_file

ROWS = [
    ("München", 3, datetime(2026, 11, 24, 13, 30, tzinfo=UTC), None),
    ('=HYPERLINK("http://example.org";"free money")', -2.5, None, True),
]
HEADINGS = ("Member", "Seats", "Registered", "Confirmed")


def test_csv_opens_in_the_readers_spreadsheet() -> None:
    with override("de"):
        lines = csv_file(HEADINGS, ROWS).decode("utf-8-sig").splitlines()
    assert lines[:2] == ["Member;Seats;Registered;Confirmed", "München;3;2026-11-24 13:30 UTC;"]
    with override("en"):
        assert csv_file(("A", "B"), [(1, 2)]) == b"\xef\xbb\xbfA,B\r\n1,2\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1"])
def test_csv_defuses_formulas(text: str) -> None:
    with override("en"):
        cell = csv_file(("A",), [(text,)]).decode("utf-8-sig").splitlines()[1].strip('"')
    assert cell[0] not in "=+-@\t"


def test_xlsx_keeps_numbers_as_numbers_and_formulas_as_text() -> None:
    sheet = load_workbook(BytesIO(xlsx_file(HEADINGS, ROWS, title="Seats"))).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[1] == ["München", 3, "2026-11-24 13:30 UTC", None]
    assert values[2][1:] == [-2.5, None, 1]
    assert (sheet["A3"].data_type, sheet["A3"].value) == ("s", ROWS[1][0])


def test_control_characters_that_no_sheet_can_hold_are_left_out() -> None:
    sheet = load_workbook(BytesIO(xlsx_file(("A",), [("Hea\x0bt\x00",)]))).active
    assert sheet is not None
    assert sheet["A2"].value == "Heat"


def test_headings_are_translated_when_written() -> None:
    with override("en"):
        assert csv_file((_("Imprint"),), []) == b"\xef\xbb\xbfImprint\r\n"


def test_a_download_has_a_name_and_a_type() -> None:
    answer = download("seats", HEADINGS, ROWS, kind="xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="seats.xlsx"'
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content[:2] == b"PK"
