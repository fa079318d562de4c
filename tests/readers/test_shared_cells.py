"""Cells that several rows share, in every format with cells: each code keeps its own text."""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Sequence

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.pipeline import read_book
from tests.books import PrintedRow, Sample, printed_label, samples
from tests.effort import share_of

HEADER = [["Класс"], ["Код"], ["Описание"]]
BOOKS = 12

Cell = list[str]
Row = list[Cell]


def several_codes(rows: Sequence[PrintedRow], random_: random.Random) -> list[Row]:
    """Codes below each other in one cell, their texts in the next."""
    found: list[Row] = []
    for row in rows:
        label, code, text = _cells(row, random_)
        if found and not label and code and found[-1][1] and random_.random() < 0.6:
            found[-1][1] += code
            found[-1][2] += text
        else:
            found.append([label, code, text])
    return found


def label_above_code(rows: Sequence[PrintedRow], random_: random.Random) -> list[Row]:
    """The label of a class and its code below each other in one cell."""
    cells = [_cells(row, random_) for row in rows]
    return [[label + code, [], text] if random_.random() < 0.6 else [label, code, text] for label, code, text in cells]


def code_before_text(rows: Sequence[PrintedRow], random_: random.Random) -> list[Row]:
    """Code and text in one cell, several of them below each other."""
    found: list[Row] = []
    for row in rows:
        label, code, text = _cells(row, random_)
        both = [" ".join(code + text)]
        if found and not label and code and not found[-1][1] and found[-1][2] and random_.random() < 0.5:
            found[-1][2] += both
        else:
            found.append([label, [], both] if code and random_.random() < 0.7 else [label, code, text])
    return found


def _cells(row: PrintedRow, random_: random.Random) -> tuple[Cell, Cell, Cell]:
    label = printed_label(row.label, random_)
    return [label] if label else [], [] if row.code is None else [f"{row.code:04d}"], [row.text] if row.text else []


def web_page(rows: Sequence[Row]) -> bytes:
    """A table of HTML, its lines parted by breaks."""
    cells = [["<br>".join(html.escape(line) for line in cell) for cell in row] for row in rows]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    return f"<meta charset=utf-8><table>{body}</table>".encode()


def word(rows: Sequence[Row]) -> bytes:
    """A table of Word, its lines paragraphs."""
    document = docx.Document()
    table = document.add_table(0, 3)
    for row in rows:
        for cell, lines in zip(table.add_row().cells, row, strict=True):
            cell.text = lines[0] if lines else ""
            for line in lines[1:]:
                cell.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def workbook(rows: Sequence[Row]) -> bytes:
    """A sheet with line breaks in its cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(["\n".join(cell) or None for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def markdown(rows: Sequence[Row]) -> bytes:
    """A table of Markdown, its lines parted by breaks of HTML."""
    lines = ["| " + " | ".join("<br>".join(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|---|---|---|", *lines[1:]]).encode()


def comma_separated(rows: Sequence[Row]) -> bytes:
    """Quoted fields with line breaks in them."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(["\n".join(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


FORMS: dict[str, Callable[[Sequence[Row]], bytes]] = {
    "html": web_page,
    "docx": word,
    "xlsx": workbook,
    "md": markdown,
    "csv": comma_separated,
}
REFUSED = 0.05
"""What share may be refused with a doubt: a title of words in any order can end in what reads as the code below it."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shared", [several_codes, label_above_code, code_before_text])
def test_cells_that_rows_share_are_read(
    form: str, shared: Callable[[Sequence[PrintedRow], random.Random], list[Row]]
) -> None:
    """A random book with cells that hold several rows reads back equal, and hardly any is refused."""
    is_read: list[bool] = []

    @settings(max_examples=share_of(BOOKS), suppress_health_check=list(HealthCheck), deadline=None)
    @given(sample=samples(), seed=st.integers(0, 2**32))
    def read_back(sample: Sample, seed: int) -> None:
        rows = shared(sample.rows, random.Random(seed))  # noqa: S311 - no secret
        book = read_book(FORMS[form]([HEADER, *rows]), "sample")
        is_doubted = any(finding.is_doubt for finding in book.findings)
        is_read.append(not is_doubted)
        assert is_doubted or book.content() == sample.book.content()

    read_back()
    assert len(is_read) < BOOKS or len(is_read) - sum(is_read) <= max(1, REFUSED * len(is_read))


def test_a_label_beside_a_line_of_another_cell_stays_where_it_is() -> None:
    """A label above a code with as many lines in the next cell: its class has a title there."""
    rows = [
        [["1xxx"], ["1000"], ["Действие выполнено"]],
        [["11xx", "1101"], [], ["Вызовы", "Вызов завершен"]],
        [[], ["1102"], ["Нет ответа"]],
        [["12xx"], ["1200"], ["Линия занята"]],
    ]
    book = read_book(web_page([HEADER, *rows]), "sample")
    assert book.codes[1101].description == "Вызов завершен"
    assert not any(finding.is_doubt for finding in book.findings)
