"""Frames of pandas as tools write them for each page of a PDF: numbers for the names of columns, in several tables."""

from __future__ import annotations

import io

import pandas
import pytest

from ingest.pipeline import read_book
from model import CodeBook

HEAD = "shop.ru | API 2.1"
PAGES = (
    [["Класс", "", "Код", "Описание"], ["1xxx", "", "1000  Да", ""], ["", "11xx", "1100  Принят", ""]],
    [
        ["", "", HEAD, ""],
        ["2xxx", "", "2000  Нет счета", ""],
        ["", "21xx", "2100  Закрыт", ""],
        ["", "", "2101  Пуст", ""],
    ],
    [
        ["", "", HEAD, ""],
        *(["", "", f"{code}  Отозван", ""] for code in range(2102, 2107)),
        *(["", "", "", f"{code}  Чужой"] for code in range(2107, 2110)),
        ["", "", "2110  Занят\nдругим", ""],
    ],
)
CODES = [1000, 1100, 2000, 2100, *range(2101, 2111)]
FRAMES = [pandas.DataFrame(rows) for rows in ([[HEAD, "", "", ""]], *PAGES)]


def _workbook() -> bytes:
    buffer = io.BytesIO()
    with pandas.ExcelWriter(buffer) as writer:
        for number, frame in enumerate(FRAMES):
            frame.to_excel(writer, sheet_name=f"page-{number}")
    return buffer.getvalue()


WRITTEN = {
    "csv": "".join(frame.to_csv() for frame in FRAMES).encode(),
    "csv without names": "".join(frame.to_csv(index=False, header=False) for frame in FRAMES).encode(),
    "html": "\n".join(frame.to_html() for frame in FRAMES).encode(),
    "markdown": "\n\n".join(frame.to_markdown() for frame in FRAMES).encode(),
    "xlsx": _workbook(),
}


def _doubts(book: CodeBook) -> list[str]:
    return [finding.message for finding in book.findings if finding.is_doubt]


@pytest.mark.parametrize("form", WRITTEN)
def test_frames_of_the_pages_of_a_pdf(form: str) -> None:
    """The numbers are no text and no codes, a running head in a cell is no text, and codes that slipped are read."""
    book = read_book(WRITTEN[form], form)
    assert not _doubts(book)
    assert list(book.codes) == CODES
    assert (book.codes[1100].description, book.codes[2108].description) == ("Принят", "Чужой")
    assert (book.codes[2101].description, book.codes[2110].description) == ("Пуст", "Занят другим")
