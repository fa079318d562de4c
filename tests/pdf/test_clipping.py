"""Boxes of which a page shows a part: what lies outside the path that clips them is not seen."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from ingest.pipeline import read_book
from tests.pdf.pages import HEADER

Cells = Sequence[tuple[float, float, float, float]]
"""Cells of a row: where each begins from the left and from the top of a page of 400 by 600, its width and height."""

ROWS = ((80, "1000", "Done"), (100, "", "calls of the campaign"), (120, "1101", "no answer"), (140, "1102", "Busy"))
SPANNED: Cells = ((30, 88, 65, 60), (95, 88, 50, 20), (145, 88, 200, 20))
LAST: Cells = ((95, 128, 50, 20), (145, 128, 200, 20))


def page(rows: Sequence[Cells], *, clips: int = 1) -> bytes:
    """A table whose rows have a ground, each drawn as one box under a path of its cells, set so many times."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(400, 600))
    for cells in rows:
        canvas.saveState()
        path = canvas.beginPath()
        for left, top, width, height in cells:
            path.rect(left, 600 - top - height, width, height)
        for _ in range(clips):
            canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFillGray(0.9)
        left, top = cells[0][:2]
        canvas.rect(left, 600 - top - cells[0][3], 345 - left, cells[0][3], fill=1, stroke=0)
        canvas.restoreState()
    labels = [(40, 80, "1xxx"), (40, 140, "11xx")]
    words = [*HEADER, *labels, *((x, top, text) for top, code, said in ROWS for x, text in ((100, code), (150, said)))]
    for x, top, text in words:
        canvas.drawString(x, 600 - top, text)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("clips", [1, 20])
def test_the_ground_of_a_row_under_a_cell_that_spans_rows(clips: int) -> None:
    """The box is as high as that cell and is seen so beside no other: the title above a row was read into its text."""
    book = read_book(page([SPANNED, LAST], clips=clips), "page.pdf")
    assert book[1101].description == "no answer"
    assert not [item for item in book.findings if item.is_doubt and "second reading" in item.message]


def test_thousands_of_clipping_paths() -> None:
    """Each holds within those before: only the innermost are looked at, and only those with few corners."""
    many: Cells = tuple((95.0 + at / 100, 88.0, 50.0, 20.0) for at in range(2000))
    book = read_book(page([SPANNED, LAST, many], clips=100), "page.pdf")
    assert [code.code for code in book] == [1000, 1101, 1102]


def test_clipping_paths_of_many_boxes_within_each_other() -> None:
    """What they show of a box multiplies with each: looked for without a bound it has no end."""
    many: Cells = tuple((95.0 + at / 10, 88.0, 50.0, 20.0) for at in range(90))
    book = read_book(page([many], clips=8), "page.pdf")
    assert [code.code for code in book] == [1000, 1101, 1102]
