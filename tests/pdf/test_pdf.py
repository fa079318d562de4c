"""The real documents, and tables drawn word by word for what they do not show."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from ingest.readers.pdf.reader import read_pdf

from ingest.document.rows import Document, ReadOptions
from ingest.pipeline import ingest, read_book
from model import CodeBook
from tests.pdf.pages import HEADER, TABLE, Word, drawn

NO_OPTIONS = ReadOptions()
REAL = "vpbx-api-2018"
RENDERED = ("chromium", "reportlab-grid", "weasyprint-ruled")


def expected(folder: Path, name: str, table: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A table of what a document must read as."""
    with (folder / "gold" / f"{name}.{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def agrees(book: CodeBook, folder: Path, name: str) -> None:
    """Compare codes and classes, and the two engines, and the account."""
    codes = [
        (str(code.code), code.description or "", str(code.class_pattern or ""), str(code.parent_code or ""))
        for code in book.codes.values()
    ]
    classes = [
        (str(item.pattern), str(item.default_code or ""), str(item.parent_pattern or ""))
        for item in book.classes.values()
    ]
    assert codes == expected(folder, name, "codes", ("code", "description", "class_pattern", "parent_code"))
    assert sorted(classes) == sorted(expected(folder, name, "classes", ("pattern", "default_code", "parent_pattern")))
    assert not {"engines-differ", "unaccounted-text"} & {finding.rule for finding in book.findings}


def test_real_document(shared: Path) -> None:
    """The specification of 2018 reads to the letter, with its edition, and the row that it prints twice."""
    book = ingest(shared / "documents" / f"{REAL}.pdf")
    agrees(book, shared, REAL)
    assert [finding.code for finding in book.findings if finding.rule == "duplicate-code"] == [1123]
    edition = book.edition
    assert (edition.printed_version, edition.pages) == ("API v 1.10 (24.12.2017)", 60)
    assert (edition.created, edition.author_tool) == ("2018-05-07T15:40:55+03:00", "Microsoft® Word 2016")


@pytest.mark.parametrize("producer", RENDERED)
def test_rendered_documents(shared: Path, producer: str) -> None:
    """The list of the vendor reads the same from every program that printed it, the slipped label with a finding."""
    book = ingest(shared / "documents" / "rendered" / f"result-codes.{producer}.pdf")
    agrees(book, shared, "result-codes")
    assert [finding.pattern for finding in book.findings if finding.rule == "label-slipped"] == ["601x"]


def test_spans_hold_their_words(shared: Path) -> None:
    """What stands in the box of a code, on its page, is the code: another library finds it there."""
    import pypdfium2

    data = (shared / "documents" / f"{REAL}.pdf").read_bytes()
    book = read_book(data, "a.pdf")
    with pypdfium2.PdfDocument(data) as document:
        for code in book.codes.values():
            assert code.code_span.page is not None
            assert code.code_span.box is not None
            page = document[code.code_span.page - 1]
            left, top, right, bottom = code.code_span.box
            height = page.get_height()
            text = page.get_textpage().get_text_bounded(left, height - bottom + 2, right, height - top - 2)
            assert text.strip() == str(code.code)


def test_pages_by_hand(shared: Path) -> None:
    """Pages named by hand give the same table as the search for them."""
    data = (shared / "documents" / f"{REAL}.pdf").read_bytes()
    narrow = read_pdf(data, "a.pdf", ReadOptions(pages=range(43, 46)))
    assert narrow.rows == read_pdf(data, "a.pdf", NO_OPTIONS).rows


def rows_of(document: Document) -> list[tuple[int | None, str]]:
    """The tables and texts of the rows."""
    return [(row.table, row.text) for row in document.rows]


def moved(words: tuple[Word, ...], right: float = 0, down: float = 0) -> tuple[Word, ...]:
    """Words moved on the page."""
    return tuple((left + right, top + down, text) for left, top, text in words)


def test_two_tables() -> None:
    """A second table with a header of its own after other text is another table; prose between them is in neither."""
    prose = ((40, 160, "The codes of older versions follow."),)
    document = read_pdf(drawn((*TABLE, *prose, *moved(TABLE, down=140))), "a.pdf", NO_OPTIONS)
    assert [number for number, _ in rows_of(document)] == [1, 1, 1, 1, None, 2, 2, 2, 2]


def test_table_goes_on_to_the_side() -> None:
    """On a page without a header the table may stand to the side, as in books that are bound."""
    more = ((40, 60, "12xx"), (100, 60, "1200"), (150, 60, "Refused"), (100, 80, "1201"), (150, 80, "Twice"))
    document = read_pdf(drawn(moved(TABLE, down=400), moved(more, right=24)), "a.pdf", NO_OPTIONS)
    assert rows_of(document)[-2:] == [(1, "12xx 1200 Refused"), (1, "1201 Twice")]


def test_running_heads_and_page_numbers() -> None:
    """What is printed at the edges of the pages that a table runs over is furniture by name, and ends nothing."""
    more = ((100, 60, "1102"), (150, 60, "Busy"))
    heads: tuple[Word, ...] = ((250, 30, "API v 1.9"),)
    pages = [(*heads, *moved(TABLE, down=420), (200, 580, "1")), (*heads, *more, (200, 580, "2"))]
    rows = read_pdf(drawn(*pages), "a.pdf", NO_OPTIONS).rows
    assert [(row.text, row.furniture) for row in rows[4:]] == [
        ("1", "page number"),
        ("API v 1.9", "running head"),
        ("1102 Busy", None),
    ]


def test_other_table_at_once() -> None:
    """Another table that follows at once, with numbers of four digits in it, ends the table."""
    other = (
        (40, 160, "No"),
        (100, 160, "Field"),
        (150, 160, "Meaning"),
        (40, 180, "1"),
        (100, 180, "5000"),
        (150, 180, "x"),
    )
    rows = rows_of(read_pdf(drawn((*TABLE, *other)), "a.pdf", NO_OPTIONS))
    assert [number for number, _ in rows] == [1, 1, 1, 1, None, None]


def test_code_in_the_middle_of_ten_lines() -> None:
    """Without a rule on the page, a code in the middle of its lines has all of them, and its neighbours none."""
    lines = tuple((150.0, 140.0 + 12 * number, f"line{number}") for number in range(10))
    words = (*HEADER, (40, 80, "1xxx"), (100, 80, "1000"), (150, 80, "Done"), (100, 194, "1001"), *lines)
    words = (*words, (100, 280, "1002"), (150, 280, "Busy"))
    rows = rows_of(read_pdf(drawn(words), "a.pdf", NO_OPTIONS))
    assert rows[2] == (1, "1001 " + " ".join(f"line{number}" for number in range(10)))
    assert rows[3] == (1, "1002 Busy")


def test_engines_that_differ() -> None:
    """Text that only one engine reads in the table is a finding: here a word that stands on its head."""
    pytest.importorskip("reportlab")
    import io

    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 600))
    for left, top, text in TABLE:
        canvas.drawString(left, 600 - top, text)
    canvas.translate(300, 500)
    canvas.rotate(180)
    canvas.drawString(0, 0, "draft")
    canvas.save()
    findings = read_pdf(buffer.getvalue(), "a.pdf", NO_OPTIONS).findings
    assert [finding.message for finding in findings] == ["pypdfium2 reads «adfrt» in the table, pdfplumber does not"]


def test_same_rows_every_time() -> None:
    """Two readings of the same bytes are equal."""
    data = drawn(TABLE)
    assert read_pdf(data, "a.pdf", NO_OPTIONS) == read_pdf(data, "a.pdf", NO_OPTIONS)


def test_blank_pages() -> None:
    """A blank page after the end of a table or within it says nothing: the table ends, or goes on."""
    low = [*HEADER, *((x, 500.0, text) for x, text in ((40, "1xxx"), (100, "1000"), (150, "Done")))]
    more = [*HEADER, (100, 80, "1001"), (150, 80, "Late")]
    assert list(read_book(drawn(low, ()), "book.pdf").codes) == [1000]
    assert list(read_book(drawn(low, (), more), "book.pdf").codes) == [1000, 1001]
    assert list(read_book(drawn(low, (), more[3:]), "book.pdf").codes) == [1000, 1001]
