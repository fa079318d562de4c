"""What stands in the cell of a code on a page beside the code itself: below it, or joined to it."""

from __future__ import annotations

import io

import pytest

from ingest.pipeline import read_book
from model import CodeBook
from tests.readers.placed import Line, page_of

TEXTS = ("Успешно", "Отменено", "Занято", "Ответ получен", "Связь прервана", "Нет ответа", "Нет денег", "Нет связи")


def _book(first: str, below: str, *, gap: float = 50.0) -> CodeBook:
    """A page with one code whose cell holds more: `first` beside the text, and `below` on the next line."""
    lines: list[Line] = [(40, ((40, "Класс"), (90, "Код"), (90 + gap, "Описание")))]
    for number, text in enumerate(TEXTS):
        code = first if number == 3 else str(1000 + 10 * number)
        label = "" if number else "1xxx"
        lines.append((60.0 + 30 * number, ((40, label), (90, code), (90 + gap, text))))
        lines += [(72.0 + 30 * number, ((90, below),))] if number == 3 else []
    return read_book(page_of(lines), "copy.html")


@pytest.mark.parametrize(
    ("first", "below"),
    [
        ("1030", "(устар.)"),
        ("1030", "BUSY"),
        ("1030", "(1029)"),
        ("1030,", "1031"),
        ("1030–", "1039"),
        ("1030 и", "1031"),
    ],
)
def test_what_stands_below_a_code_in_its_column_is_a_doubt(first: str, below: str) -> None:
    """It was the end of the text beside it, or a code without a text, and nothing told so."""
    assert [item.code for item in _book(first, below).findings if item.is_doubt]


def test_codes_below_each_other_are_no_doubt() -> None:
    """One that has no text stands on a line of its own as well."""
    book = _book("1030", "1031")
    assert not [item for item in book.findings if item.is_doubt]
    assert book.codes[1031].description is None


def test_texts_that_go_on_below_their_codes_are_no_doubt() -> None:
    """Lines that begin right behind a code go on at the margin."""
    book = _book("1030", "и записан", gap=25.0)
    assert book.codes[1030].description == "Ответ получен и записан"
    assert not [item for item in book.findings if item.is_doubt]


def _drawn(*, is_parted: bool) -> bytes:
    """A table with a rule below each row; the two codes at its end have one text, or the last one has none."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(400, 600))
    rows = [("Class", "Code", "Description"), ("1xxx", "1000", "Done"), ("", "1001", "Busy"), ("", "1002", "No answer")]
    rows += [("", "1003", "Lost"), ("", "1004", "Refused"), ("", "1005", "Late"), ("", "1006", "")]
    for number, row in enumerate(rows):
        for left, text in zip((40, 100, 150), row, strict=True):
            canvas.drawString(left, 540 - 20 * number, text)
        right = 350 if is_parted or row[1] != "1005" else 145
        canvas.line(35, 535 - 20 * number, right, 535 - 20 * number)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("is_parted", [True, False])
def test_codes_that_no_rule_parts_are_a_doubt(*, is_parted: bool) -> None:
    """Where rules part the rows, the text between two of them may be that of both codes there."""
    book = read_book(_drawn(is_parted=is_parted), "codes.pdf")
    assert [item.code for item in book.findings if item.is_doubt] == ([] if is_parted else [1006])
