"""The real documents, and tables drawn word by word for what they do not show."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import ingest, read_book
from ingest.readers.pdf.fragments import read_pdf
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
    narrow = read_book(data, "a.pdf", options=ReadOptions(pages=range(43, 46)))
    whole = read_book(data, "a.pdf")
    assert (narrow.codes, narrow.classes) == (whole.codes, whole.classes)


def rows_of(book: CodeBook) -> list[str]:
    """The codes and texts of a book."""
    return [f"{code.code} {code.description}" for code in book]


def moved(words: tuple[Word, ...], right: float = 0, down: float = 0) -> tuple[Word, ...]:
    """Words moved on the page."""
    return tuple((left + right, top + down, text) for left, top, text in words)


def test_two_tables() -> None:
    """A second table with headings of its own after other text is read too; prose between them is in neither."""
    prose = ((40, 160, "The codes of older versions follow."),)
    older = ((40, 220, "Class"), (100, 220, "Code"), (150, 220, "Description"), (40, 240, "2xxx"), (100, 240, "2000"))
    book = read_book(drawn((*TABLE, *prose, *older, (150, 240, "Older"))), "a.pdf")
    assert rows_of(book) == ["1000 Done", "1100 Call is over", "1101 No answer", "2000 Older"]


def test_table_goes_on_to_the_side() -> None:
    """On a page without headings the table may stand to the side, as in books that are bound."""
    more = ((40, 60, "12xx"), (100, 60, "1200"), (150, 60, "Refused"), (100, 80, "1201"), (150, 80, "Twice"))
    book = read_book(drawn(moved(TABLE, down=400), moved(more, right=24)), "a.pdf")
    assert rows_of(book)[-2:] == ["1200 Refused", "1201 Twice"]
    assert book.codes[1201].class_pattern == "12xx"


def test_running_heads_and_page_numbers() -> None:
    """What is printed at the edges of the pages that a table runs over is furniture, and ends nothing."""
    more = ((100, 60, "1102"), (150, 60, "Busy"))
    heads: tuple[Word, ...] = ((250, 30, "API v 1.9"),)
    pages = [(*heads, *moved(TABLE, down=420), (200, 580, "1")), (*heads, *more, (200, 580, "2"))]
    book = read_book(drawn(*pages), "a.pdf")
    assert rows_of(book)[-2:] == ["1101 No answer", "1102 Busy"]
    assert book.edition.account.furniture == len("ClassCodeDescription1APIv1.9")


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
    book = read_book(drawn((*TABLE, *other)), "a.pdf")
    assert rows_of(book) == ["1000 Done", "1100 Call is over", "1101 No answer"]


def test_code_in_the_middle_of_ten_lines() -> None:
    """Without a rule on the page, a code in the middle of its lines has all of them, and its neighbours none."""
    lines = tuple((150.0, 140.0 + 12 * number, f"line{number}") for number in range(10))
    words = (*HEADER, (40, 80, "1xxx"), (100, 80, "1000"), (150, 80, "Done"), (100, 194, "1001"), *lines)
    words = (*words, (100, 280, "1002"), (150, 280, "Busy"))
    assert rows_of(read_book(drawn(words), "a.pdf"))[1:] == [
        "1001 " + " ".join(f"line{number}" for number in range(10)),
        "1002 Busy",
    ]


def test_a_second_reading_that_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another library reads otherwise on the pages of the table is in doubt: a code, a text, a class."""
    other = drawn((*TABLE[:-1], (150, 120, "No reply")))
    monkeypatch.setattr("ingest.readers.pdf.fragments.read_again", lambda *_: read_pdf(other, "b.pdf", NO_OPTIONS))
    doubts = [finding for finding in read_book(drawn(TABLE), "a.pdf").findings if finding.about == "reading"]
    assert [(doubt.rule, doubt.code) for doubt in doubts] == [("doubtful-text", 1101)]
    assert doubts[0].message == "the text of 1101 is «No answer», and in a second reading «No reply»"


def test_same_rows_every_time() -> None:
    """Two readings of the same bytes are equal."""
    data = drawn(TABLE)
    assert read_book(data, "a.pdf") == read_book(data, "a.pdf")


def test_blank_pages() -> None:
    """A blank page after the end of a table or within it says nothing: the table ends, or goes on."""
    low = [*HEADER, *((x, 500.0, text) for x, text in ((40, "1xxx"), (100, "1000"), (150, "Done")))]
    more = [*HEADER, (100, 80, "1001"), (150, 80, "Late")]
    assert list(read_book(drawn(low, ()), "book.pdf").codes) == [1000]
    assert list(read_book(drawn(low, (), more), "book.pdf").codes) == [1000, 1001]
    assert list(read_book(drawn(low, (), more[3:]), "book.pdf").codes) == [1000, 1001]
