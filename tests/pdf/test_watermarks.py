"""Watermarks across a table: left out of its texts, or a doubt, never in them without a word."""

from __future__ import annotations

import io

import pytest

from ingest.pipeline import read_book
from tests.pdf.pages import HEADER, TABLE, drawn

TEXTS = {
    f"{first}{second}00": f"Call {first}{second} was refused by the other side of the line"
    for first in range(1, 4)
    for second in range(10)
}
PAGES = 3


def marked(mark: str, angle: int, size: float, on: tuple[int, ...], *, base: float = 440, below: bool = True) -> bytes:
    """A table of three pages with a mark across some of them, in light grey, below the texts or over them."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(400, 600))

    def draw_mark() -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", size)
        canvas.setFillGray(0.85)
        canvas.translate(220, base)
        canvas.rotate(angle)
        canvas.drawCentredString(0, 0, mark)
        canvas.restoreState()

    for page in range(PAGES):
        if below and page in on:
            draw_mark()
        canvas.setFont("Helvetica", 9)
        for left, top, text in HEADER:
            canvas.drawString(left, 600 - top, text)
        rows = [item for item in TEXTS.items() if item[0].startswith(str(page + 1))]
        for number, (code, text) in enumerate(rows):
            down = 520 - 18 * number
            canvas.drawString(40, down, f"{code[0]}xxx" if number == 0 else f"{code[:2]}xx")
            canvas.drawString(100, down, code)
            canvas.drawString(150, down, text)
        if not below and page in on:
            draw_mark()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("on", [(0, 1, 2), (1,)], ids=["every page", "one page"])
@pytest.mark.parametrize(("angle", "size"), [(0, 60), (0, 30), (45, 60), (45, 12), (-40, 40), (90, 30), (180, 40)])
@pytest.mark.parametrize("mark", ["DRAFT", "For internal use"])
def test_a_watermark_is_no_text(mark: str, angle: int, size: float, on: tuple[int, ...]) -> None:
    """Large letters, and turned ones, that stand across texts are furniture, on one page as on all."""
    book = read_book(marked(mark, angle, size, on, below=len(on) > 1), "book.pdf")
    assert {str(code): record.description for code, record in book.codes.items()} == TEXTS
    assert not [finding for finding in book.findings if finding.is_doubt]


@pytest.mark.parametrize(("angle", "size"), [(0, 9), (0, 11), (90, 9)])
def test_small_letters_over_a_text_are_a_doubt_or_none_of_it(angle: int, size: float) -> None:
    """Letters as small as those of the texts may be a watermark: in a text they are told."""
    book = read_book(marked("DRAFT", angle, size, (1,), base=447), "book.pdf")
    is_right = {str(code): record.description for code, record in book.codes.items()} == TEXTS
    assert is_right or [finding for finding in book.findings if finding.rule == "doubtful-text"]


def test_a_word_between_two_lines_of_a_text_is_a_doubt() -> None:
    """A stamp whose letters share the height of both lines: no line of one text stands so near to another."""
    words = [*TABLE, (100, 140, "1102"), (150, 140, "The call was declined by"), (230, 146, "DRAFT")]
    words += [(150, 152, "the other side"), (100, 172, "1103"), (150, 172, "Busy")]
    book = read_book(drawn(words), "page.pdf")
    assert {item.code for item in book.findings if item.rule == "doubtful-text" and "DRAFT" in item.message} == {1102}
