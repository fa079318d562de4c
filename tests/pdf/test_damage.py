"""PDFs that hold more of the table than can be read: each says so, by an error or a finding."""

from __future__ import annotations

from zlib import compress

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from ingest.readers.pdf.fragments import read_pdf
from model import CodeBook, InputError
from tests.hostile.pdf_killers import FLATE
from tests.hostile.pdf_parts import FONT, TABLE_TEXT, page, stream, with_content, with_objects

DAMAGED = "the PDF is damaged (what is packed in it was changed); download or export it again [damaged-pdf]"


def rules(book: CodeBook) -> list[str]:
    """The rules of the findings of a book."""
    return [finding.rule for finding in book.findings]


def changed(packed: bytes) -> bytes:
    """A packed content that unpacks to the end, but to another text: the code 1101 became 1701."""
    return compress(TABLE_TEXT.replace(b"(1101)", b"(1701)"))[:-4] + packed[-4:]


def test_the_table_is_read() -> None:
    """The table that the cases below spoil is a good one, packed or not."""
    packed = with_content(compress(TABLE_TEXT), FLATE)
    for data in (with_objects({}), packed):
        book = read_book(data, "a.pdf")
        assert (list(book.codes), rules(book)) == ([1000, 1100, 1101], [])


def test_a_changed_content_is_refused() -> None:
    """A page whose content unpacks to another text than was packed is damaged, though both engines read it alike."""
    data = with_content(changed(compress(TABLE_TEXT)), FLATE)
    with pytest.raises(InputError) as caught:
        read_book(data, "a.pdf")
    assert str(caught.value) == f"a.pdf: {DAMAGED}"


def test_a_content_without_a_checksum_is_read() -> None:
    """Some programs leave the checksum of what they pack away: that is no damage."""
    book = read_book(with_content(compress(TABLE_TEXT)[:-4], FLATE), "a.pdf")
    assert (list(book.codes), rules(book)) == ([1000, 1100, 1101], [])


def test_a_changed_page_outside_of_the_table_is_told() -> None:
    """A damaged page that shows no table may have held a part of it: a finding says so."""
    pages = {2: b"<< /Type /Pages /Kids [6 0 R 3 0 R] /Count 2 >>", 6: page(contents=b"7 0 R")}
    packed = compress(b"0 g\n" * 99)
    data = with_objects(pages | {7: stream(packed[:-1] + bytes([packed[-1] ^ 1]), FLATE)})
    assert rules(read_book(data, "a.pdf")) == ["damaged-stream"]


def test_changed_outlines_of_letters_are_not_told() -> None:
    """Damage in the program of a font changes the looks of letters, not the text."""
    objects = {
        5: FONT.replace(b">>", b"/FontDescriptor 6 0 R >>"),
        6: b"<< /Type /FontDescriptor /FontName /Helvetica /Flags 4 /FontFile2 7 0 R >>",
        7: stream(compress(b"font" * 99)[:-9] + b"?" * 9, FLATE + b" /Length1 396"),
    }
    assert rules(read_book(with_objects(objects), "a.pdf")) == []


def test_rows_in_a_font_that_one_engine_cannot_read_are_told() -> None:
    """The codes of a page of which pdfplumber reads no letter, but for a line, are in doubt, each by its name."""
    rows = b"BT /G 10 Tf 1 0 0 1 100 500 Tm (1102) Tj 1 0 0 1 150 500 Tm (Busy) Tj ET BT /F 10 Tf 40 100 Td (45) Tj ET"
    second = page(contents=b"7 0 R").replace(b"/F 5 0 R", b"/F 5 0 R /G 8")
    pages = {2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>", 6: second, 7: stream(rows)}
    book = read_book(with_objects(pages), "a.pdf")
    assert [(finding.rule, finding.message) for finding in book.findings] == [
        ("doubtful-code", "1102 was read as a code, and is none in a second reading by another library")
    ]


def test_a_code_in_the_margin_is_told() -> None:
    """A code that stands where a page number could, and has no text, is in doubt."""
    book = read_book(with_content(TABLE_TEXT + b"BT /F 10 Tf 10 10 Td (1102) Tj ET"), "a.pdf")
    assert [(item.rule, item.code, item.severity) for item in book.findings if item.about == "reading"] == [
        ("doubtful-code", 1102, "error")
    ]


def test_a_page_that_pdfminer_cannot_read_is_damaged() -> None:
    """Where pypdfium2 sees no text and pdfminer raises, the PDF is damaged."""
    data = with_content(TABLE_TEXT, b"/Filter /PlateDecode")
    with pytest.raises(InputError, match=r"^a\.pdf, page 1: the PDF is damaged \(.*\[damaged-pdf]$"):
        read_book(data, "a.pdf")


@pytest.mark.parametrize(
    "content",
    [
        b"null",
        b"<< /Length 4 >>",
        b"<< >>\nstream\nBT ET\nendstream",
        stream(compress(TABLE_TEXT)),
        stream(compress(TABLE_TEXT), b"/F\0\0ter /FlateDecode"),
    ],
)
def test_a_content_that_is_none_is_told(content: bytes) -> None:
    """A page whose content is not there, or no stream, is an empty page to both engines: a finding names it."""
    pages = {2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>", 6: page(contents=b"7 0 R"), 7: content}
    book = read_book(with_objects(pages), "a.pdf")
    assert [(finding.rule, finding.page) for finding in book.findings] == [("damaged-stream", 2)]


@pytest.mark.parametrize("content", [b"null", b"<< /Length 9 /Filter /BlateDecode >>\nstream\nBT ET BT \nendstream"])
def test_a_page_of_the_table_without_its_content_is_damaged(content: bytes) -> None:
    """Rows are lost with it, and both engines take the page for an empty one."""
    pages = {2: b"<< /Type /Pages /Kids [3 0 R 6 0 R 8 0 R] /Count 3 >>", 6: page(contents=b"7 0 R"), 7: content}
    rows = b"BT /F 10 Tf 1 0 0 1 100 500 Tm (1003) Tj 1 0 0 1 150 500 Tm (Busy) Tj ET"
    last = {8: page(contents=b"9 0 R"), 9: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(rows), rows)}
    with pytest.raises(InputError, match=r"^a\.pdf, page 2: the PDF is damaged \(the content of the page"):
        read_book(with_objects(pages | last), "a.pdf")


@pytest.mark.parametrize(
    ("usual", "is_seen"),
    [(b"/OFF [6 0 R]", False), (b"/BaseState /OFF", False), (b"/BaseState /OFF /ON [6 0 R]", True)],
)
def test_text_in_a_layer_that_is_off_is_not_read(usual: bytes, is_seen: bool) -> None:
    """Nobody sees it: it was read into the text of a code without a word. Where a layer is on, it is text as other."""
    layers = b"/OCProperties << /OCGs [6 0 R] /D << %s >> >>" % usual
    text = TABLE_TEXT + b" /OC /L BDC BT /F 10 Tf 1 0 0 1 300 500 Tm (Draft) Tj ET EMC"
    catalog = b"<< /Type /Catalog /Pages 2 0 R %s >>" % layers
    within = {1: catalog, 3: page(more=b"/Properties << /L 6 0 R >>"), 6: b"<< /Type /OCG /Name (Notes) >>"}
    sheets = read_pdf(with_objects(within | {4: stream(text)}), "a.pdf", ReadOptions())
    assert ("Draft" in [word.text for word in sheets.words]) is is_seen
    assert [item.rule for item in sheets.findings] == ([] if is_seen else ["hidden-text"])


def test_text_without_a_height_beside_a_line_is_read() -> None:
    """A matrix may leave a text no height: nobody sees it, and no line strikes it out."""
    flat = b" BT /F 10 Tf 1 0 0 0 150 300 Tm (Flat) Tj ET 140 300 m 200 300 l S"
    book = read_book(with_content(TABLE_TEXT + flat), "a.pdf")
    assert rules(book) == [*rules(read_book(with_content(TABLE_TEXT), "a.pdf")), "hidden-text"]
