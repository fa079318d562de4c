"""Workbooks and OpenDocument: written by openpyxl, LibreOffice and Pandoc, or by hand where it is about a detail."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from model import InputError
from tests.readers.seen import lines, read, tables

SHARED = Path(__file__).parents[2].parent / "shared" / "documents"
BY_LIBREOFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
BY_PANDOC = pytest.mark.skipif(shutil.which("pandoc") is None, reason="Pandoc is not installed")


def _workbook() -> bytes:
    """Two sheets, one hidden; a title, merged labels, codes as numbers, text, dates and formulas, hidden rows."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "Коды результатов"
    for row in (
        ["Класс", "Код", "Описание"],
        ["1xxx", 1000, "Одно и\nдругое"],
        [None, 1001.0, "Да"],
        ["11xx", "1100", "Нет"],
        [None, datetime(1903, 1, 5), "Дата"],  # noqa: DTZ001 - a number in the format of a date has no zone
        [None, True, datetime(2024, 1, 5)],  # noqa: DTZ001
    ):
        sheet.append([None, *row])
    sheet.merge_cells("B4:B5")
    sheet["C5"].number_format = "#,##0.00"
    sheet["C7"].number_format = "yyyy"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True
    hidden = book.create_sheet("Старые")
    hidden.append(["9xxx", 9000, "x"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


ROWS = [
    {1: "Коды результатов"},
    {1: "Класс", 2: "Код", 3: "Описание"},
    {1: "1xxx", 2: "1000", 3: "Одно и/другое"},
    {2: "1001", 3: "Да"},
    {1: "11xx", 2: "1100", 3: "Нет"},
]


def test_a_workbook() -> None:
    """Numbers are read as they are, merged cells span, and what is hidden is read and told."""
    found = read(_workbook())
    assert tables(found) == [
        [*ROWS, {2: "1101", 3: "Дата"}, {2: "TRUE", 3: "2024-01-05"}],
        [{0: "9xxx", 1: "9000", 2: "x"}],
    ]
    assert (found.format, found.layout) == ("xlsx", "grid")
    label = next(word for word in found.words if word.text == "1xxx")
    assert label.cell is not None
    assert (label.cell.rows, label.span.page, label.span.line) == (2, 1, 4)
    assert [(finding.rule, finding.message) for finding in found.findings] == [
        ("hidden-cells", "sheet1.xml has hidden rows and columns"),
        ("hidden-cells", "the sheet «Старые» is hidden"),
    ]


@BY_LIBREOFFICE
@pytest.mark.slow
@pytest.mark.parametrize("form", ["xls", "ods", "fods"])
def test_workbooks_of_libreoffice(form: str, tmp_path: Path) -> None:
    """The same workbook, saved by another program in another format."""
    (tmp_path / "book.xlsx").write_bytes(_workbook())
    _convert(tmp_path / "book.xlsx", form)
    found = read((tmp_path / f"book.{form}").read_bytes())
    assert tables(found)[0][: len(ROWS)] == ROWS
    assert tables(found)[1] == [{0: "9xxx", 1: "9000", 2: "x"}]
    assert found.format == form.removeprefix("f")


def test_numbers_of_a_sheet_in_other_formats() -> None:
    """A code that a format shows as a date or a percentage is the number that its cell holds; a date stays one."""
    cells = (
        '<table:table-cell office:value-type="percentage" office:value="1000"><text:p>100000%</text:p>',
        '<table:table-cell office:value-type="date" office:date-value="1903-01-05"><text:p>5 янв</text:p>',
        '<table:table-cell office:value-type="date" office:date-value="2018-10-01"><text:p>01.10.2018</text:p>',
    )
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    row = "".join(f"{cell}</table:table-cell>" for cell in cells)
    sheet = f"<table:table><table:table-row>{row}</table:table-row></table:table>"
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    found = read(f"<office:document {spaces}>{body}</office:document>".encode())
    assert tables(found) == [[{0: "1000", 1: "1101", 2: "01.10.2018"}]]


def _convert(source: Path, form: str) -> None:
    profile = f"-env:UserInstallation=file://{source.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)


PAGE = (
    "<h1>Коды</h1><table><tr><th>Класс</th><th>Код</th><th>Описание</th></tr>"
    "<tr><td>1xxx</td><td>1000<sup>2)</sup></td><td>Одно<br>и другое</td></tr>"
    "<tr><td></td><td>1001</td><td><s>Да</s> a_b &lt;x&gt;</td></tr></table><p>Далее.</p>"
)


@BY_PANDOC
@pytest.mark.parametrize("form", ["odt", "docx", "rtf"])
def test_texts_of_pandoc(form: str, tmp_path: Path) -> None:
    """Paragraphs, cells, raised and struck text."""
    subprocess.run(
        ["pandoc", "-s", "-f", "html", "-o", str(tmp_path / f"codes.{form}")], input=PAGE, text=True, check=True
    )
    found = read((tmp_path / f"codes.{form}").read_bytes())
    assert tables(found) == [
        [
            {0: "Класс", 1: "Код", 2: "Описание"},
            {0: "1xxx", 1: "1000 2)", 2: "Одно/и другое"},
            {1: "1001", 2: "Да a_b <x>"},
        ]
    ]
    assert [word.text for word in found.words if word.style.is_raised] == ["2)"]
    assert [word.text for word in found.words if word.style.is_struck] == ["Да"]
    assert lines(found) == ["Коды", "Далее."]


@BY_LIBREOFFICE
@pytest.mark.slow
@pytest.mark.parametrize("name", ["nested-labels.docx", "tracked-changes.docx"])
def test_texts_of_libreoffice(name: str, tmp_path: Path) -> None:
    """A document of Word saved as ODT has the same cells: merged ones, and of changes only the new wording."""
    source = SHARED / "forms" / name
    if not source.exists():
        pytest.skip("the documents are not here")
    shutil.copy(source, tmp_path / name)
    _convert(tmp_path / name, "odt")
    assert tables(read((tmp_path / name).with_suffix(".odt").read_bytes())) == tables(read(source.read_bytes()))


def _opendocument(body: str) -> bytes:
    names = {"office": "office", "text": "text", "table": "table", "style": "style"}
    names |= {"draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items())
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def test_cells_that_say_to_be_many_are_refused() -> None:
    """A workbook that claims more cells than any table has."""
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>1000</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    body = f"<office:spreadsheet><table:table>{row}</table:table></office:spreadsheet>"
    with pytest.raises(InputError, match="too-large"):
        read(_opendocument(body))


def test_a_prefix_that_nobody_declared_is_no_damage() -> None:
    """Mutool writes properties of Word into an OpenDocument; what is damaged besides is damage."""
    body = "<office:text><text:p><w:pPr><w:jc w:val='both'/></w:pPr>1000 Да</text:p></office:text>"
    with pytest.raises(InputError, match="damaged-opendocument"):
        read(_opendocument(body.replace("</text:p>", "")))
    assert lines(read(_opendocument(body))) == ["1000 Да"]


def _boxes() -> str:
    """Two lines of a table, each word in a box of its own on the second page."""
    texts = [(1.5, "Класс"), (3.0, "Код"), (4.5, "Описание"), (1.5, "1xxx"), (3.0, "1000"), (4.5, "Да<text:s/>нет")]
    return "".join(
        f'<draw:frame text:anchor-page-number="2" svg:x="{left}cm" svg:y="{1 + number // 3}cm" svg:width="1cm"'
        f' svg:height="0.4cm"><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>'
        for number, (left, text) in enumerate(texts)
    )


def drawing() -> bytes:
    """A drawing of two pages, the first of them empty."""
    boxes = _boxes().replace("text:anchor-page-number", "draw:z-index")
    return _opendocument(f"<office:drawing><draw:page/><draw:page>{boxes}</draw:page></office:drawing>")


@pytest.mark.parametrize("form", ["odt", "odg"])
def test_texts_in_boxes_at_places(form: str) -> None:
    """As LibreOffice saves a PDF that was opened in it: the pages of a drawing, or boxes that say their page."""
    text = f"<office:text>{_boxes()}<text:p/></office:text>"
    found = read(_opendocument(text) if form == "odt" else drawing())
    assert (found.layout, found.format, found.labels.pages) == ("page", form, 2)
    assert [(word.text, word.line, word.span.page) for word in found.words][3:] == [
        *(("1xxx", 1, 2), ("1000", 1, 2)),
        *(("Да", 1, 2), ("нет", 1, 2)),
    ]
    # A text with a box in it is a text.
    whole = read(_opendocument(text.replace("<text:p/>", "<text:p>Много другого текста на этой странице</text:p>")))
    assert whole.layout != "page"


def test_formulas_without_a_value_are_told() -> None:
    """A program that does not reckon wrote them: the codes were not there, and nothing said why."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Класс", "Код", "Описание"], ["1xxx", "=1000+0", "Да"], [None, "=B2+1", "Нет"]):
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    (finding,) = read(buffer.getvalue()).findings
    message = "2 formulas have no stored value, the first in B2; open the workbook in Excel or LibreOffice and save it"
    assert (finding.rule, finding.message) == ("unaccounted-text", f"{message} anew")


def test_hidden_rows_of_an_opendocument_are_told() -> None:
    """They are read as all others."""
    row = '<table:table-row table:visibility="collapse"><table:table-cell><text:p>1000</text:p></table:table-cell>'
    body = f"<office:spreadsheet><table:table>{row}</table:table-row></table:table></office:spreadsheet>"
    found = read(_opendocument(body))
    assert tables(found) == [[{0: "1000"}]]
    assert [(finding.rule, finding.span.line) for finding in found.findings] == [("hidden-cells", 1)]


def test_hidden_text_is_not_read_and_told() -> None:
    """Hidden spans of ODT, hidden runs of RTF: what nobody sees is no text, and does not go without a word."""
    look = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    body = f'{look}<office:text><text:p>a<text:span text:style-name="H">1000</text:span> b</text:p></office:text>'
    rich = rb"{\rtf1\ansi a{\v 1000}{\deleted 1001} b\par}"
    for data in (_opendocument(body), rich):
        found = read(data)
        assert lines(found) == ["a b"]
        assert [(item.rule, item.message) for item in found.findings] == [("hidden-text", "«1000» is hidden")]


def _record(kind: int, data: bytes = b"") -> bytes:
    """A record of a binary workbook: its kind and its length, seven bits a byte (MS-XLSB, 2.1.4)."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    return head + size + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_workbook(rows: list[list[str | float | None]]) -> bytes:
    """An XLSB with one sheet, as no program here writes one."""
    cells = b""
    for number, row in enumerate(rows):
        cells += _record(0, struct.pack("<I", number) + bytes(21))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, float):
                cells += _record(5, place + struct.pack("<d", value))
            elif value is not None:
                cells += _record(6, place + _wide(value))
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, 2)
    sheet = _record(0x81) + _record(0x94, extent) + _record(0x91) + cells + _record(0x92) + _record(0x82)
    bundle = _record(0x9C, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Коды"))
    book = _record(0x83) + _record(0x8F) + bundle + _record(0x90) + _record(0x84)
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{relations}">'
            f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>',
        )
    return buffer.getvalue()


def test_abinary_workbook() -> None:
    """Codes are numbers, texts stand in their cells."""
    found = read(binary_workbook([["Класс", "Код", "Описание"], ["1xxx", 1000.0, "Да"], [None, 1001.0, "Нет"]]))
    assert found.format == "xlsb"
    assert tables(found) == [
        [{0: "Класс", 1: "Код", 2: "Описание"}, {0: "1xxx", 1: "1000", 2: "Да"}, {1: "1001", 2: "Нет"}]
    ]


def test_cells_of_a_binary_workbook_that_name_no_column() -> None:
    """Behind another cell some programs leave the column out: the library passed over all such cells."""
    short, number = b"\x10" + bytes([12]), struct.pack("<d", 1000.0)
    whole = _record(5, struct.pack("<II", 1, 0) + number)
    data = _repacked(binary_workbook([["1xxx", 1000.0, "Да"]]), whole, short + bytes(4) + number)
    assert tables(read(data)) == [[{0: "1xxx", 1: "1000", 2: "Да"}]]


def _repacked(data: bytes, old: bytes, new: bytes) -> bytes:
    """An archive with other bytes in its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as written:
        for name in archive.namelist():
            written.writestr(name, archive.read(name).replace(old, new))
    return buffer.getvalue()


@pytest.mark.parametrize("first", ["mimetype", "META-INF/manifest.xml"])
def test_parts_of_an_opendocument_in_another_order(first: str) -> None:
    """Programs write another part first, and declare the type of the list of parts, which nobody parses."""
    manifest = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><a/>'
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest}
    with zipfile.ZipFile(io.BytesIO(_opendocument("<office:text><text:p>1000 Да</text:p></office:text>"))) as archive:
        parts["content.xml"] = archive.read("content.xml").decode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name in sorted(parts, key=lambda name: name != first):
            written.writestr(name, parts[name])
    assert lines(read(buffer.getvalue())) == ["1000 Да"]


@pytest.mark.parametrize("behind", [b"\x10xl/\x15", binary_workbook([["Класс"]])], ids=["letters", "a workbook"])
def test_what_stands_in_a_part_is_no_name(behind: bytes) -> None:
    """A DOCX is one, whatever letters the packed bytes of a picture hold, and with a workbook inside."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Успех")
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/media/image1.bin", behind)
    assert read(buffer.getvalue()).format == "docx"


def test_struck_cells_of_a_workbook_are_told() -> None:
    """They are read as all others, and empty ones are nothing to tell."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("Класс", "Код", "Описание"), ("1xxx", 1000, "Да"), (None, 1001, "Нет")):
        sheet.append(row)
    for place in ("B3", "C3", "D4"):
        sheet[place].font = openpyxl.styles.Font(strike=True)
    buffer = io.BytesIO()
    book.save(buffer)
    found = read(buffer.getvalue())
    assert tables(found)[0][2] == {1: "1001", 2: "Нет"}
    assert [(item.rule, item.message, item.span.line) for item in found.findings] == [
        ("struck-out", "B3, C3 of the workbook: struck out", 3)
    ]
