"""What stands in the place of a code and is not quite one, in every format: read, or told, never glued to a text."""

from __future__ import annotations

import csv
import html
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import SimpleDocTemplate, Table

from ingest.pipeline import ingest
from model import InputError
from tests.editions.fonts import font_file

HEADER = ("Класс", "Код", "Описание")
ROWS = [
    ("1xxx", "1000", "Действие выполнено"),
    ("11xx", "1100", "Вызов завершен"),
    ("", "1101", "Нет ответа"),
    ("", "{}", "Линия занята"),
    ("", "1105", "Абонент недоступен"),
    ("12xx", "1200", "Вызов прерван"),
]
TEXTS = {1000: "Действие выполнено", 1100: "Вызов завершен", 1101: "Нет ответа", 1105: "Абонент недоступен"}

MARKS = [
    *("№1102", "#1102", "1102†", "1102*", "1102[^1]", "[1102](#x)", "~~1102~~", "1102<sup>2)</sup>", "1102²"),
    *("1102 (SMS)", "1102, 1103", "1102 и 1103", "1102 — 1104", "1102–1104", "1102/1103", "1102;1103", "1102 / 1103"),
    *("1102.", "1102:", "1102)", "(1102)", '"1102"', "'1102", "1102 *", "1102 1)", "1102 и выше", "код 1102", "1102?"),
    *("11О2", "１１０２", "1102а", "11 02", "1 102", "+1102", "-1102", '<a id="x"></a>1102', "**1102**"),
]
"""What documents print in the place of 1102."""


def rows(mark: str) -> list[tuple[str, str, str]]:
    """The table with a mark in the place of 1102."""
    return [HEADER, *((label, code.replace("{}", mark), text) for label, code, text in ROWS)]


def tabs(mark: str, path: Path) -> None:
    """Cells between tabs."""
    path.write_text("".join("\t".join(row) + "\n" for row in rows(mark)), encoding="utf-8")


def aligned(mark: str, path: Path) -> None:
    """Columns of spaces."""
    lines = [f"{label:<8}{code:<24}{text}\n" for label, code, text in rows(mark)]
    path.write_text("".join(lines), encoding="utf-8")


def pipes(mark: str, path: Path) -> None:
    """A table of Markdown."""
    lines = ["| " + " | ".join(row) + " |\n" for row in rows(mark)]
    path.write_text("".join([lines[0], "|---|---|---|\n", *lines[1:]]), encoding="utf-8")


def web_page(mark: str, path: Path) -> None:
    """A table of HTML; marks that are elements stay such."""
    cells = [[cell if "<" in cell else html.escape(cell) for cell in row] for row in rows(mark)]
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells]
    path.write_text(f"<meta charset=utf-8><table>{''.join(lines)}</table>", encoding="utf-8")


def comma_separated(mark: str, path: Path) -> None:
    """Cells between semicolons."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows(mark))


def word(mark: str, path: Path) -> None:
    """A table of a Word document."""
    document = docx.Document()
    table = document.add_table(0, 3)
    for row in rows(mark):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def workbook(mark: str, path: Path) -> None:
    """A sheet, its cells as text."""
    book = openpyxl.Workbook()
    for row in rows(mark):
        book.worksheets[0].append(list(row))
    book.save(path)


def printed(mark: str, path: Path) -> None:
    """A table with rules on a page."""
    pdfmetrics.registerFont(TTFont("Marks", font_file("DejaVu Sans")))
    style = [("FONT", (0, 0), (-1, -1), "Marks", 9), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    SimpleDocTemplate(str(path)).build([Table(rows(mark), style=style)])


FORMS: dict[str, Callable[[str, Path], None]] = {
    "tabs.txt": tabs,
    "aligned.txt": aligned,
    "md": pipes,
    "html": web_page,
    "csv": comma_separated,
    "docx": word,
    "xlsx": workbook,
    "pdf": printed,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", MARKS)
def test_what_is_not_quite_a_code_is_read_or_told(tmp_path: Path, form: str, mark: str) -> None:
    """Its row is read as that of 1102, or a doubt or an error names a place: it is no text of another row."""
    path = tmp_path / f"table.{form}"
    FORMS[form](mark, path)
    try:
        book = ingest(path, limits=None, accept_doubts=None)
    except InputError as error:
        places = [fault.place for fault in error.faults]
        assert any(sign in place for place in places for sign in ("line", "page", "row", "table"))
        return
    doubts = [finding for finding in book.findings if finding.is_doubt]
    if not doubts:
        read = {code: record.description for code, record in book.codes.items()}
        assert read == {**TEXTS, 1102: "Линия занята", 1200: "Вызов прерван"}
