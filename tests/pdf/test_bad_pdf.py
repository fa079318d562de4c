"""PDFs that cannot be read: each is refused with one clear line that names the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NoReturn

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from model import InputError
from tests.pdf.pages import TABLE, WITHOUT_PAGES, drawn, with_letters

NO_OPTIONS = ReadOptions()


def refusal(data: bytes, options: ReadOptions = NO_OPTIONS) -> str:
    """The message with which a PDF is refused."""
    with pytest.raises(InputError) as caught:
        read_book(data, "a.pdf", options=options)
    return str(caught.value)


def encrypted(user: str) -> bytes:
    """A PDF that opens with a password only."""
    return drawn(TABLE, encrypt=user)


def test_table_is_read() -> None:
    """The table that the bad cases are made from is a good one, so that they are refused for their faults alone."""
    book = read_book(drawn(TABLE), "a.pdf")
    assert [(code.code, code.description) for code in book] == [
        (1000, "Done"),
        (1100, "Call is over"),
        (1101, "No answer"),
    ]


def test_no_table() -> None:
    """A PDF without the table is refused with the headings that were looked for."""
    assert refusal(drawn([(40, 60, "1000 - command done")], [(40, 60, "Class, code and description")])) == (
        "a.pdf: no code table on pages 1-2: looked for a row with the headings "
        "Класс, Код, Описание or Class, Code, Description; "
        "if a table has others or none, name its columns: --columns class,code,description [no-table]"
    )


def test_no_table_beside_scanned_pages() -> None:
    """Where some pages have no text layer, the refusal says so: the table may be on one of them."""
    assert refusal(drawn([(40, 60, "Contents")], [], [])).endswith(
        "; 2 pages have no text layer (the first is page 2) [no-table]"
    )


def test_no_table_in_another_document(shared: Path) -> None:
    """The examples of the vendor hold codes in prose and in other tables, and no code table."""
    data = (shared / "documents" / "vpbx-php-examples-2017.pdf").read_bytes()
    assert re.fullmatch(r"a\.pdf: no code table on pages 1-\d+: looked for .* \[no-table]", refusal(data))


def test_no_text_layer() -> None:
    """A scan is refused with the advice to recognise its text."""
    assert refusal(drawn([], [])) == (
        "a.pdf, page 1: no page has a text layer: it is a scan; run text recognition (OCR) on it first [no-text-layer]"
    )


def test_password() -> None:
    """An encrypted PDF asks for its password, refuses a wrong one, and is read with the right one."""
    data = encrypted("secret")
    assert refusal(data) == "a.pdf: the PDF is encrypted; give its password [password-needed]"
    assert refusal(data, ReadOptions(password="wrong")) == (
        "a.pdf: the PDF is encrypted, and the password does not open it [wrong-password]"
    )
    assert len(read_book(data, "a.pdf", options=ReadOptions(password="secret"))) == 3


def test_no_pages() -> None:
    """A PDF without pages is refused."""
    assert refusal(WITHOUT_PAGES) == "a.pdf: the PDF has no pages; export it again [no-pages]"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_short(share: float) -> None:
    """A PDF that is cut short is refused wherever it is cut, though pdfium could mend it."""
    data = drawn(TABLE)
    assert refusal(data[: int(len(data) * share)]) == (
        "a.pdf: the PDF is cut short: its end is missing; download or export it again [damaged-pdf]"
    )


def test_damaged() -> None:
    """What is no PDF inside is refused, with the reason that pdfium gives."""
    assert refusal(b"%PDF-1.7\n1 0 obj nothing\n%%EOF") == (
        "a.pdf: the PDF is damaged (Failed to load document (PDFium: Data format error).); "
        "download or export it again [damaged-pdf]"
    )


def test_without_objects() -> None:
    """What only begins and ends as a PDF is refused, before pdfium looks for objects in all of it."""
    assert refusal(b"%PDF-1.7\nnothing\n%%EOF") == (
        "a.pdf: the PDF is damaged: it holds no objects; download or export it again [damaged-pdf]"
    )


def test_pages_that_are_not_there() -> None:
    """Pages beyond the end are refused, not passed over."""
    assert refusal(drawn(TABLE), ReadOptions(pages=range(1, 5))) == (
        "a.pdf: pages 1-4 were asked for, but the PDF has pages 1-1 [no-such-page]"
    )


def test_table_on_other_pages() -> None:
    """Pages named by hand narrow the search, and the refusal names them."""
    data = drawn(TABLE, [(40, 60, "Appendix")])
    assert refusal(data, ReadOptions(pages=range(2, 3))).startswith("a.pdf: no code table on pages 2-2: ")
    assert len(read_book(data, "a.pdf", options=ReadOptions(pages=range(1, 2)))) == 3


@pytest.mark.parametrize("letter", ["\N{REPLACEMENT CHARACTER}", "\ue123"])
def test_letters_without_meaning(letter: str) -> None:
    """A table in which a letter is U+FFFD or of private use is refused with the page and line, not read as nonsense."""
    data = with_letters(drawn((*TABLE, (150, 140, "Qqq"))), {"Q": letter})
    assert refusal(data) == (
        "a.pdf, page 1, line 5: letters of the text have no meaning: their font does not say what they are; "
        "export the PDF again with embedded Unicode fonts [unreadable-text]"
    )


def test_font_without_meaning() -> None:
    """A PDF whose fonts do not say what any letter is is refused for that, not for a missing table."""
    weasyprint = pytest.importorskip("weasyprint")
    data = weasyprint.HTML(string="<p>Класс Код Описание 1000 Действие выполнено").write_pdf(uncompressed_pdf=True)
    assert refusal(data.replace(b"/ToUnicode", b"/ToUnicodX")) == (
        "a.pdf, page 1: letters of the text have no meaning: their font does not say what they are; "
        "export the PDF again with embedded Unicode fonts [unreadable-text]"
    )


def test_engines_count_other_pages() -> None:
    """A PDF that states fewer pages than it has is refused: pypdfium2 would read no page beyond that number."""
    data = drawn(TABLE, TABLE, [(40, 60, "Appendix")])
    assert refusal(data.replace(b"/Count 3", b"/Count 2")) == (
        "a.pdf: pypdfium2 sees 2 pages and pdfminer 3; export the PDF again [engines-differ]"
    )
    assert len(read_book(data, "a.pdf")) == 3


def test_pages_that_only_one_engine_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pdfminer cannot count the pages, the document is read, and a finding says so."""

    def broken(*_: object, **__: object) -> NoReturn:
        raise KeyError("Pages")

    monkeypatch.setattr("ingest.readers.pdf.tree.PDFDocument", broken)
    book = read_book(drawn(TABLE), "a.pdf")
    assert len(book) == 3
    assert [(finding.rule, finding.message) for finding in book.findings] == [
        ("engines-differ", "pypdfium2 sees 1 pages, pdfminer cannot count them")
    ]


def test_memory_that_ends_while_pages_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lack of memory is not taken for pages that cannot be counted."""

    def broken(*_: object, **__: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr("ingest.readers.pdf.tree.PDFDocument", broken)
    with pytest.raises(MemoryError):
        read_book(drawn(TABLE), "a.pdf")
