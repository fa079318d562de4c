"""What is hidden or struck out in an XLS is told, as in workbooks of other formats."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
import xlwt

from ingest.readers.old_workbook import hidden_in_old_workbook, struck_in_old_workbook
from tests.readers.seen import read

STRUCK = xlwt.easyxf("font: struck_out true")


def _workbook(*sheets: list[tuple[int, int, str | float, bool]]) -> bytes:
    """An XLS of some sheets, of cells with their row, column and value, struck out or not."""
    book = xlwt.Workbook()
    for number, cells in enumerate(sheets):
        sheet = book.add_sheet(f"Sheet {number}")
        for row, column, value, is_struck in cells:
            sheet.write(row, column, value, STRUCK if is_struck else xlwt.Style.default_style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


STRUCK_CELLS: list[tuple[int, int, str | float, bool]] = [
    (0, 0, "1xxx", False),
    (0, 1, 1000, True),
    (0, 27, "Да", True),
    (1, 1, 1001, True),
    (1, 2, "", True),
]


def test_cells_whose_font_is_struck_out() -> None:
    """Cells with a value, a row in each finding; a sheet is a page where there are several."""
    found = list(struck_in_old_workbook(_workbook(STRUCK_CELLS, [(4, 0, "2xxx", False)])))
    assert [(item.message, item.span.page, item.span.line) for item in found] == [
        ("B1, AB1 of the workbook: struck out", 1, 1),
        ("B2 of the workbook: struck out", 1, 2),
    ]
    assert [item.span.page for item in struck_in_old_workbook(_workbook(STRUCK_CELLS))] == [None, None]
    assert list(struck_in_old_workbook(_workbook([(0, 0, "1xxx", False)]))) == []


def test_what_cannot_be_understood_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """The values were read before, by another library; nothing of the damage is printed."""
    data = _workbook(STRUCK_CELLS)
    for cut in range(0, len(data), 97):
        list(struck_in_old_workbook(data[:cut]))
        list(struck_in_old_workbook(data[:cut] + b"\0" * (len(data) - cut)))
    assert capfd.readouterr() == ("", "")


def test_hidden_rows_and_columns_of_each_sheet() -> None:
    """They are read as all others, and were not told."""
    book = xlwt.Workbook()
    for name in ("Codes", "Other", "Seen"):
        book.add_sheet(name).write(0, 0, "1xxx")
    book.get_sheet(0).row(0).hidden = True
    book.get_sheet(1).write(3, 1, 1000)
    book.get_sheet(1).row(3).hidden = True
    book.get_sheet(1).col(1).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    messages = [finding.message for finding in hidden_in_old_workbook(stream.getvalue())]
    assert messages == ["sheet 1 has hidden rows", "sheet 2 has hidden rows and columns"]
    assert messages == [item.message for item in read(stream.getvalue()).findings]
    assert [list(hidden_in_old_workbook(stream.getvalue()[:cut])) for cut in (0, 8, 600)] == [[], [], []]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_workbooks_of_libreoffice(form: str, tmp_path: Path) -> None:
    """The cells that another program struck out."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.active.append(["1xxx", 1000, "Да"])  # type: ignore[union-attr]
    book.active["B1"].font = Font(strike=True)  # type: ignore[index]
    book.save(tmp_path / "book.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "book.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    found = read((tmp_path / f"book.{form}").read_bytes())
    struck = [word.text for word in found.words if word.style.is_struck]
    assert struck == ["1000"] or [item.message for item in found.findings] == ["B1 of the workbook: struck out"]
