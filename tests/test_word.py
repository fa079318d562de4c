"""DOCX: every way to draw a code table gives the same code book; what is not shown is not read; errors are clear."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table, _Cell
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document.fragments import Fragments
from ingest.document.inputs import listed_inputs
from ingest.document.options import ReadOptions
from ingest.pipeline import ingest, read_book
from ingest.readers.package import read_package
from ingest.readers.package_parts import _inherited
from model import InputError
from tests.books import Sample, samples
from tests.effort import share_of
from tests.grids import COLUMNS, GridRow, grid_parts
from tests.readers.seen import rows as rows_in

NO_OPTIONS = ReadOptions()
UNPACK = "unpack it and name the document in it"
SAVE_ANEW = "open it in Word or LibreOffice and save it as .docx anew"


def saved(document: WordDocument) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_body(content: str) -> bytes:
    """A document whose body is a piece of WordprocessingML."""
    document = docx.Document()
    body = parse_xml(f"<w:body {nsdecls('w', 'm')} xmlns:mc='{MC}'>{content}</w:body>")
    for element in list(body):
        document.element.body.insert_element_before(element, "w:sectPr")
    return saved(document)


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def read(data: bytes) -> Fragments:
    """A document as the reader sees it."""
    return read_package(data, "codes.docx", NO_OPTIONS)


def rows_of(data: bytes) -> list[list[str]]:
    """The texts of the cells of each row of a document."""
    return rows_in(read(data))


def changed(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """A package with some members replaced, added or (None) taken out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        members = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def written(sample: Sample, random_: random.Random) -> bytes:
    """A document with the code book as a table in one of the ways in which people and programs write one."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "vendor.example | API v 1.9"
    document.add_heading("Запрос")
    other = document.add_table(0, 3)
    for texts in (["№", "Параметр", "Описание"], ["1", "result", "1000 - выполнено; 5XXX - исключение"]):
        for cell, text in zip(_new_row(other), texts, strict=True):
            cell.text = text
    document.add_paragraph("Код 2219 читается как 2210 (класс 221x), 1090 — как 1000 (класс 1xxx).")
    is_one_table, repeats_header = random_.random() < 0.5, random_.random() < 0.5
    table = document.add_table(0, COLUMNS)
    for number, part in enumerate(grid_parts(sample, random_)):
        if number and not is_one_table:
            document.add_paragraph(random_.choice(("", "45", "vendor.example | API v 1.9")))
            table = document.add_table(0, COLUMNS)
        if number == 0 or repeats_header:
            _add_header(table)
        _add_rows(table, part, random_)
    document.add_heading("Примеры")
    document.add_paragraph('"disconnect_reason" : "1120"')
    return saved(document)


def _new_row(table: Table) -> tuple[_Cell, ...]:
    cells: tuple[_Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]  # python-docx types all but this
    return cells


def _add_header(table: Table) -> None:
    cells = _new_row(table)
    cells[0].merge(cells[2]).text = "Класс"
    cells[3].text, cells[4].text = "Код", "Описание"


def _add_rows(table: Table, part: list[GridRow], random_: random.Random) -> None:
    grid = [_new_row(table) for _ in part]
    for index, row in enumerate(part):
        for cell in row:
            top = grid[index][cell.column]
            merged = top.merge(grid[index + cell.rows - 1][cell.column]) if cell.rows > 1 else top
            if random_.random() < 0.5:
                merged.text = "\n".join(cell.lines)
            else:
                merged.text, *others = cell.lines or [""]
                for line in others:
                    merged.add_paragraph(line)


@settings(max_examples=share_of(40))
@given(samples(), st.randoms(use_true_random=False))
def test_a_printed_code_book_is_read_back(sample: Sample, random_: random.Random) -> None:
    """However a code book is drawn in Word, with merged cells and in parts, it is read back, or refused in doubt."""
    book = read_book(written(sample, random_), "codes.docx")
    # Texts are words in any order: whose a line is that stands by itself cannot always be told.
    is_doubted = any(finding.is_doubt for finding in book.findings)
    assert is_doubted or book.content() == sample.book.content()
    assert book.edition.account.unaccounted == 0


def test_the_document_of_the_samples_gives_the_book_of_the_text(shared: Path) -> None:
    """The sample document gives the same code book as the text that it was made from, and its edition."""
    book = ingest(shared / "documents/rendered/result-codes.word.docx")
    assert book.content() == ingest(shared / "documents/result-codes.txt").content()
    assert (book.edition.printed_version, book.edition.author_tool) == ("API v 1.9", "Microsoft Macintosh Word")


def cell(content: str, properties: str = "") -> str:
    """A table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def text(*words: str) -> str:
    """A paragraph, a run for each word."""
    return "<w:p>" + "".join(f"<w:r><w:t xml:space='preserve'>{word}</w:t></w:r>" for word in words) + "</w:p>"


def runs(*contents: str) -> str:
    """A paragraph, a run for each piece of content."""
    return "<w:p>" + "".join(f"<w:r>{content}</w:r>" for content in contents) + "</w:p>"


A, B = "<w:t>a</w:t>", "<w:t>b</w:t>"
HIDDEN, SHOWN = "<w:rPr><w:vanish/></w:rPr>", "<w:rPr><w:vanish w:val='0'/></w:rPr>"
BOX = f"<w:txbxContent>{text('box')}</w:txbxContent>"


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (text("со", "един", "ено") + "<w:p/>" + text("так"), [["соединено"], ["так"]]),
        (runs(A + "<w:br/>" + B + "<w:tab/>" + A), [["a"], ["b", "a"]]),
        (runs(A + "<w:noBreakHyphen/>" + B + "<w:softHyphen/>" + A), [["a-ba"]]),
        (f"<w:p><w:ins><w:r>{A}</w:r></w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>", [["a"]]),
        (f"<w:p><w:moveFrom><w:r>{A}</w:r></w:moveFrom><w:moveTo><w:r>{B}</w:r></w:moveTo></w:p>", [["b"]]),
        (runs(HIDDEN + A, SHOWN + B), [["b"]]),
        (f"<w:p><w:hyperlink w:anchor='x'><w:r>{A}</w:r></w:hyperlink></w:p>", [["a"]]),
        (runs("<w:instrText>PAGE</w:instrText>" + A), [["a"]]),
        (runs(A, "<w:footnoteReference w:id='1'/>", "<w:commentReference w:id='1'/>"), [["a"]]),
        (f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{text('a')}</w:sdtContent></w:sdt>", [["a"]]),
        (
            runs(
                f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>"
            ),
            [["box"]],
        ),
    ],
)
def test_what_a_paragraph_shows(content: str, rows: list[list[str]]) -> None:
    """Rows are what Word shows: inserted text and content controls, but nothing deleted, hidden, or said twice."""
    assert rows_of(with_body(content)) == rows


RESTART, CONTINUE = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"


@pytest.mark.parametrize(
    ("table_rows", "rows"),
    [
        # A cell that goes on with one above is the same cell, whatever stands in it; one with nothing above is not.
        (
            [cell(text("1"), RESTART) + cell(text("2")), cell(text("1"), CONTINUE) + cell(text("3"))],
            [["1", "2"], ["3"]],
        ),
        ([cell(text("1"), CONTINUE) + cell(text("2"))], [["1", "2"]]),
        ([cell(text("1"), RESTART), cell(text("2"), RESTART), cell(text("3"))], [["1"], ["2"], ["3"]]),
        # A text box floats over the page: it is no part of the text of the cell where it is anchored.
        ([cell(text("1")) + cell(runs("<w:t>2</w:t>", BOX)), cell(runs(BOX))], [["1", "2"], ["box"], ["box"]]),
        # Equal texts in cells that are not merged are two cells.
        ([cell(text("1")) + cell(text("1")), cell(text("1"))], [["1", "1"], ["1"]]),
        (
            [
                cell(text("1"), "<w:gridSpan w:val='2'/>") + cell(text("2"), RESTART),
                cell(text("3")) + cell(text("4")) + cell(text("x"), CONTINUE),
            ],
            [["1", "2"], ["3", "4"]],
        ),
        ([cell(text("1"), "<w:hMerge w:val='restart'/>") + cell(text("x"), "<w:hMerge/>")], [["1"]]),
        (
            [
                cell(text("1")),
                "<w:trPr><w:del/></w:trPr>" + cell(text("x")),
                "<w:trPr><w:ins/></w:trPr>" + cell(text("2")),
            ],
            [["1"], ["2"]],
        ),
        (
            [cell(text("1") + f"<w:tbl><w:tr>{cell(text('2'))}</w:tr></w:tbl>" + text("3")) + cell(text("4"))],
            [["1", "2", "3", "4"]],
        ),
        ([f"<w:sdt><w:sdtContent>{cell(text('1'))}</w:sdtContent></w:sdt>" + cell(text("2"))], [["1", "2"]]),
    ],
)
def test_what_a_table_shows(table_rows: list[str], rows: list[list[str]]) -> None:
    """A merged cell stands once, where it starts; deleted rows are gone; a table in a cell comes after the row."""
    assert rows_of(with_body("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in table_rows) + "</w:tbl>")) == rows


CONVERTED = [
    ("1xxx", ("1000",), ("Запрос принят, ответ в поле", "error_text")),
    ("11xx", ("1100",), ("Услуга отключена, обратитесь", "к менеджеру", "«Про»")),
    ("", ("1101",), ("Не найдено поле order_id", "и user_id")),
]
"""Rows as converters of PDF write them: a run for each line of a cell."""


PARTED = [
    ("1xxx", ("1000",), ("Сбой оператор", "а")),
    ("", ("1001",), ("Нет данных работ", "ы")),
    ("", ("1002",), ("Следующий рас", "четный день")),
]


def converted(rows: list[tuple[str, tuple[str, ...], tuple[str, ...]]], attribute: str = "") -> bytes:
    """A document with the headings and these rows."""
    named = [("Класс", ("Код",), ("Описание",)), *rows]
    lines = "".join(
        f"<w:tr>{cell(text(label))}{cell(text(*code))}{cell(text(*words))}</w:tr>" for label, code, words in named
    )
    return with_body(f"<w:tbl>{lines}</w:tbl>".replace("<w:p>", f"<w:p {attribute}>"))


def test_runs_that_a_converter_made_of_lines_are_lines() -> None:
    """Words at the ends of lines are not glued together; the parts of a code that were set alike are one."""
    book = read_book(converted([*CONVERTED, ("", ("11", "02"), ("Нет прав",))]), "codes.docx")
    assert [item.description for item in book] == [*(" ".join(words) for _, _, words in CONVERTED), "Нет прав"]


@pytest.mark.parametrize(
    ("rows", "attribute"),
    [
        (CONVERTED, "w:rsidR='00A1'"),  # Word parted the runs, at its revisions
        ([*CONVERTED, ("", ("1102",), ("Вызов поте", "рян"))], ""),  # within a word no line ends
        (
            [*CONVERTED, ("", ("1102",), ("Вызов ", "переведен ", "на группу"))],
            "",
        ),  # a blank says that runs say nothing
        (PARTED, ""),  # all borders are within words, though their pieces are words too
    ],
)
def test_runs_that_are_no_lines(rows: list[tuple[str, tuple[str, ...], tuple[str, ...]]], attribute: str) -> None:
    """Runs go on with each other as they stand."""
    assert [row[-1] for row in rows_of(converted(rows, attribute))[1:]] == ["".join(words) for _, _, words in rows]


def test_text_hidden_by_a_style_is_not_read() -> None:
    """A style hides its text, and so does one that builds on it, unless that one shows it again."""
    document = docx.Document()
    for name, base, hidden in (("Secret", None, True), ("Child", "Secret", None), ("Shown", "Child", False)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base] if base else None
        style.font.hidden = hidden
        document.add_paragraph(name, style=style)
    assert rows_of(saved(document)) == [["Shown"]]


def test_places_are_numbers_of_paragraphs_and_rows() -> None:
    """A place is the number of the paragraph or table row, the empty ones counted, those in cells not."""
    table = "<w:tbl>" + f"<w:tr>{cell(text('b') + text('c'))}</w:tr>" * 2 + "</w:tbl>"
    document = read(with_body(text("a") + "<w:p/>" + table + text("d")))
    assert [word.span.line for word in document.words] == [1, 3, 3, 4, 4, 5]


def test_labels_come_from_the_properties() -> None:
    """Title and dates are those of the core properties; what is missing is None, never made up."""
    document = docx.Document()
    document.add_paragraph("a")
    document.core_properties.title = " API\n ВАТС "
    labels = read(saved(document)).labels
    assert (labels.title, labels.created, labels.printed_version) == ("API ВАТС", "2013-12-23T23:15:00Z", None)
    bare = changed(
        saved(document), {"docProps/core.xml": None, "docProps/app.xml": None, "_rels/.rels": BARE_RELATIONS}
    )
    labels = read(bare).labels
    assert (labels.title, labels.author_tool, labels.created, labels.modified) == (None, None, None, None)


def test_damaged_properties_do_not_hinder() -> None:
    """A part that holds labels only may be damaged: the labels are missing, the rows are read."""
    document = read(changed(GOOD, {"docProps/app.xml": b"\xff"}))
    assert (document.words[0].text, document.labels.author_tool) == ("a", None)


BARE_RELATIONS = (
    b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' Type="
    b"'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/>"
    b"</Relationships>"
)
GOOD = with_body(text("a"))
DOCTYPE = b"<?xml version='1.0'?><!DOCTYPE w [<!ENTITY e 'boo'>]><w>&e;</w>"
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


def encrypted_member(data: bytes) -> bytes:
    """A package whose members say that they are encrypted."""
    flags_of = {b"PK\x03\x04": 6, b"PK\x01\x02": 8}
    content = bytearray(data)
    for mark, offset in flags_of.items():
        start = content.find(mark)
        while start >= 0:
            content[start + offset] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (
            OLD_OFFICE + b"WordDocument",
            [f"not .docx but a file of the old Office, such as .doc; {SAVE_ANEW} [old-word-format]"],
        ),
        (
            OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
            ["encrypted with a password; open it in Word and save it without one [encrypted]"],
        ),
        (encrypted_member(GOOD), ["the archive is encrypted; unpack it and save it without a password [encrypted]"]),
        (GOOD[:-100], [f"damaged, or not a Word document; {SAVE_ANEW} [damaged-docx]"]),
        (GOOD[:300] + b"\0" * 300 + GOOD[600:], [f"damaged, or not a Word document; {SAVE_ANEW} [damaged-docx]"]),
        (changed(GOOD, {"word/document.xml": b"<w"}), [f"damaged, or not a Word document; {SAVE_ANEW} [damaged-docx]"]),
        (changed(GOOD, {"word/document.xml": None}), [f"damaged, or not a Word document; {SAVE_ANEW} [damaged-docx]"]),
        (
            changed(GOOD, {"[Content_Types].xml": None}),
            [f"a ZIP archive, but none of these: {listed_inputs()}; {UNPACK} [no-word-document]"],
        ),
        (
            changed(GOOD, {"word/document.xml": DOCTYPE, "docProps/app.xml": DOCTYPE.decode().encode("utf-16")}),
            [
                f"docProps/app.xml holds a document type or entity declaration; {SAVE_ANEW} [unsafe-xml]",
                f"word/document.xml holds a document type or entity declaration; {SAVE_ANEW} [unsafe-xml]",
            ],
        ),
        (with_body("<w:p/>"), ["the document has no text; are its pages pictures? [no-text]"]),
    ],
    # Not the bytes: an archive holds the time at which it was packed, and workers of a parallel run name tests alike.
    ids=[
        "of the old Office",
        "with a password",
        "encrypted",
        "cut",
        "damaged",
        "broken XML",
        "without its document",
        "of another kind",
        "with declarations",
        "without a text",
    ],
)
def test_documents_that_cannot_be_read(data: bytes, faults: list[str]) -> None:
    """What is wrong with a file is said, all of it, and what to do; nothing in it is trusted before."""
    with pytest.raises(InputError) as caught:
        read(data)
    assert sorted(str(caught.value).splitlines()) == [f"codes.docx: {fault}" for fault in faults]


def test_a_small_file_that_unpacks_to_a_large_one_is_refused() -> None:
    """What a document unpacks to is limited by its own size, and by the limit of the user."""
    with pytest.raises(
        InputError, match=r"unpacks to 12,\d{3},\d{3} bytes, more than the 10,000,000 allowed \[too-large\]$"
    ):
        read(changed(GOOD, {"word/zeros.xml": b"0" * 12_000_000}))
    with pytest.raises(InputError, match=r"more than the 5,000 allowed \[too-large\]$"):
        read_package(GOOD, "codes.docx", ReadOptions(max_decompressed=5_000))


def test_an_archive_that_unpacks_to_more_than_it_says_is_refused() -> None:
    """A member of which the archive tells only the first bytes, with their checksum, is never unpacked whole."""
    data = changed(GOOD, {"word/extra.xml": b"<a>" + b" " * 100_000})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        checksum = package.getinfo("word/extra.xml").CRC
    claim = struct.pack("<L", zlib.crc32(b"<a>")), struct.pack("<L", 3)
    lying = data.replace(struct.pack("<L", checksum), claim[0]).replace(struct.pack("<L", 100_003), claim[1])
    with zipfile.ZipFile(io.BytesIO(lying)) as package:
        assert package.read("word/extra.xml") == b"<a>"
    with pytest.raises(InputError, match=r"^codes\.docx: damaged, or not a Word document; .* \[damaged-docx]$"):
        read(lying)


def test_a_part_that_does_not_look_like_xml_is_still_safe() -> None:
    """An entity in the main part is told, whatever the name of that part is: its text would be lost."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        main, types = package.read("word/document.xml"), package.read("[Content_Types].xml")
        relations = package.read("_rels/.rels")
    renamed = {
        "word/document.xml": None,
        "word/main.dat": main.replace(b"<w:document", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document", 1),
        "[Content_Types].xml": types.replace(b"/word/document.xml", b"/word/main.dat"),
        "_rels/.rels": relations.replace(b"word/document.xml", b"word/main.dat"),
    }
    fault = f"codes.docx: word/main.dat holds a document type or entity declaration; {SAVE_ANEW} [unsafe-xml]"
    with pytest.raises(InputError) as caught:
        read(changed(GOOD, renamed))
    assert str(caught.value) == fault


def test_styles_in_a_ring_hide_nothing() -> None:
    """Styles that build on each other in a ring end the search; one that builds on a hidden one beside it is hidden."""
    names = ("a", "b", "c", "d")
    bases = dict(zip(names, ("b", "a", "d", None), strict=True))
    assert _inherited(bases, {"d": "on"}) == {"c": "on", "d": "on"}


def test_nothing_outside_the_file_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Relations to outside targets, such as a header elsewhere, are not followed."""
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
    relations = b"<Relationship Id='rId99' Type='%s' TargetMode='External' Target='http://host.invalid/x'/>" % kind
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        old = package.read("word/_rels/document.xml.rels")
    data = changed(
        GOOD, {"word/_rels/document.xml.rels": old.replace(b"</Relationships>", relations + b"</Relationships>")}
    )
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))
    assert rows_of(data) == [["a"]]
