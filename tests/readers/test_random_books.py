"""A hundred random books in each form that another program writes, in one document: every table reads back equal.

One run of a program for all of them: the programs take longer to start than to write.
"""

from __future__ import annotations

import base64
import html
import io
import itertools
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.readers.random_books import BOOKS, HEADER, Rows, random_samples, rows_of, table_of
from tests.readers.seen import read, tables, unaccounted
from tests.readers.test_office import binary_workbook

MARKUP = "mediawiki asciidoc dokuwiki jira latex rst gfm markdown org textile xwiki markdown_mmd html"
XML = "docbook docbook5 jats tei fb2 opendocument"
OFFICE = "docx pptx odt rtf epub ipynb"
PIECES = "docbook docbook5 jats tei opendocument rtf html"
"""What a document holds without its root, or the declarations in it, as somebody copies it out."""
BY_PANDOC = pytest.mark.skipif(shutil.which("pandoc") is None, reason="Pandoc is not installed")
BY_LIBREOFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
BY_GNUMERIC = pytest.mark.skipif(shutil.which("ssconvert") is None, reason="Gnumeric is not installed")
pytestmark = pytest.mark.slow


@cache
def _books() -> list[Rows]:
    """The printed rows of the books."""
    return [rows_of(sample) for sample in random_samples()]


def _page() -> str:
    """All books as tables of one page, a heading before each."""
    return "".join(f"<h2>Книга {number}</h2>{table_of(rows)}" for number, rows in enumerate(_books()))


def _by_pandoc(form: str, folder: Path, *options: str, page: str = "") -> bytes:
    target = folder / f"books.{form}"
    command = ["pandoc", *options, "-f", "html", "-t", form, "-o", str(target)]
    subprocess.run(command, input=page or _page(), text=True, check=True, capture_output=True)
    return target.read_bytes()


def _linked(page: str) -> str:
    """The same page, with a target before each code and a link behind it, and with texts of letters alone as links."""
    numbers = itertools.count()
    targets = lambda match: f'<td><a id="c{next(numbers)}"></a><a href="#c">{match[1]}</a></td>'  # noqa: E731
    page = re.sub(r"<td>(\d{4})</td>", targets, page)
    return re.sub(
        r"<td>([^\W\d_][^\W\d_ ]+(?: [^\W\d_]+)*)</td>", r'<td><a href="https://a.ru/codes">\1</a></td>', page
    )


def _joined(found: Sequence[dict[int, str]]) -> Rows:
    """The rows of a table, the lines of a cell joined; a row with a text alone goes on with the row before."""
    rows: Rows = []
    for row in found:
        texts = [row.get(column, "").replace("/", " ") for column in range(len(HEADER))]
        if rows and texts[2] and not texts[0] and not texts[1]:
            rows[-1][2] = f"{rows[-1][2]} {texts[2]}".strip()
        else:
            rows.append(texts)
    return rows


def _wanted(rows: Rows) -> Rows:
    return _joined([dict(enumerate(row)) for row in [HEADER, *rows] if any(row)])


def _differing(data: bytes) -> list[tuple[int, Rows, Rows]]:
    """The books that did not come back: number, what stands there, what was written."""
    found = [_joined(table) for table in tables(read(data))]
    assert len(found) == BOOKS
    pairs = ((got, _wanted(rows)) for got, rows in zip(found, _books(), strict=True))
    return [(number, got, wanted) for number, (got, wanted) in enumerate(pairs) if got != wanted]


@BY_PANDOC
@pytest.mark.parametrize("form", [*MARKUP.split(), *XML.split(), *OFFICE.split()])
def test_books_of_pandoc(form: str, tmp_path: Path) -> None:
    """Every mark that Pandoc escapes, and every file of an office that it writes."""
    data = _by_pandoc(form, tmp_path, "-s")
    assert not _differing(data)[:1]
    assert unaccounted(read(data)) == {}


@BY_PANDOC
@pytest.mark.parametrize("form", [*MARKUP.split(), "docbook", "docx", "odt"])
def test_books_of_pandoc_with_links(form: str, tmp_path: Path) -> None:
    """As web pages have them: what they point at, and from where, is no part of a text."""
    data = _by_pandoc(form, tmp_path, "-s", page=_linked(_page()))
    assert not _differing(data)[:1]
    assert unaccounted(read(data)) == {}


@BY_PANDOC
@pytest.mark.parametrize("form", PIECES.split())
def test_books_in_a_piece_of_a_document(form: str, tmp_path: Path) -> None:
    """As Pandoc writes it without `-s`: what stands in a document, and nothing around it."""
    data = _by_pandoc(form, tmp_path)
    assert not data.lstrip().startswith((b"<?xml", b"{\\rtf"))
    assert not _differing(data)[:1]
    assert unaccounted(read(data)) == {}


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for number, rows in enumerate(_books()):
        sheet = book.create_sheet(f"Книга {number}")
        for row in [HEADER, *rows]:
            sheet.append([int(cell) if cell.isdigit() and not cell.startswith("0") else cell or None for cell in row])
    book.remove(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_books_of_openpyxl() -> None:
    """A sheet for each, codes as numbers."""
    assert not _differing(_workbook())[:1]


@BY_LIBREOFFICE
@pytest.mark.parametrize("form", ["xls", "ods", "fods"])
def test_books_of_libreoffice(form: str, tmp_path: Path) -> None:
    """The same sheets, written by an office."""
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "books.xlsx"
    source.write_bytes(_workbook())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert not _differing((tmp_path / f"books.{form.partition(':')[0]}").read_bytes())[:1]


WRITER = "odt fodt docx rtf xhtml"


@BY_LIBREOFFICE
@pytest.mark.parametrize("form", WRITER.split())
def test_books_of_the_writer_of_libreoffice(form: str, tmp_path: Path) -> None:
    """All books as tables of one page, which it opens as a text and saves in another form."""
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "books.html"
    source.write_text(f'<html><head><meta charset="utf-8"></head><body>{_page()}</body></html>', encoding="utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=240)
    assert not _differing((tmp_path / f"books.{form}").read_bytes())[:1]


@BY_GNUMERIC
@pytest.mark.parametrize(
    ("form", "exporter"),
    [
        ("xls", "Gnumeric_Excel:excel_biff8"),
        ("xlsx", "Gnumeric_Excel:xlsx"),
        ("ods", "Gnumeric_OpenCalc:odf"),
        ("html", "Gnumeric_html:html40"),
        ("csv", "Gnumeric_stf:stf_csv"),
    ],
)
def test_books_of_gnumeric(form: str, exporter: str, tmp_path: Path) -> None:
    """The same sheets, written by another program; of separated values it writes one."""
    source, target = tmp_path / "books.xlsx", tmp_path / f"saved.{form}"
    source.write_bytes(_workbook())
    command = ["ssconvert", "-S"] if form == "csv" else ["ssconvert"]
    subprocess.run([*command, "-T", exporter, str(source), str(target)], check=True, capture_output=True, timeout=240)
    if form != "csv":
        assert not _differing(target.read_bytes())[:1]
        return
    parts = [Path(f"{target}.{number}").read_bytes() for number in range(BOOKS)]
    assert not _differing_apart(parts)[:1]


def _differing_apart(documents: Sequence[bytes]) -> list[tuple[int, Rows, Rows]]:
    """The books that did not come back, each in a document of its own."""
    found = [_joined([row for table in tables(read(data)) for row in table]) for data in documents]
    pairs = ((got, _wanted(rows)) for got, rows in zip(found, _books(), strict=True))
    return [(number, got, wanted) for number, (got, wanted) in enumerate(pairs) if got != wanted]


def test_books_in_binary_workbooks() -> None:
    """As the specification of XLSB says (MS-XLSB): nothing that can be had here writes one."""
    books = [
        [[float(cell) if cell.isdigit() and not cell.startswith("0") else cell or None for cell in row] for row in rows]
        for rows in ([HEADER, *rows] for rows in _books())
    ]
    assert not _differing_apart([binary_workbook(rows) for rows in books])[:1]


def test_books_in_xml_spreadsheets() -> None:
    """As Excel 2002 and 2003 save them (XML Spreadsheet Reference): codes as numbers, empty cells left out."""

    def cell(place: int, text: str) -> str:
        kind = "Number" if text.isdigit() and not text.startswith("0") else "String"
        return f'<Cell ss:Index="{place}"><Data ss:Type="{kind}">{html.escape(text)}</Data></Cell>'

    def sheet(number: int, rows: Rows) -> str:
        said = ("".join(cell(place, text) for place, text in enumerate(row, start=1) if text) for row in rows)
        body = "".join(f"<Row>{cells}</Row>" for cells in said)
        return f'<Worksheet ss:Name="Книга {number}"><Table>{body}</Table></Worksheet>'

    name = "urn:schemas-microsoft-com:office:spreadsheet"
    sheets = "".join(sheet(number, [HEADER, *rows]) for number, rows in enumerate(_books()))
    head = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    assert not _differing(f'{head}<Workbook xmlns="{name}" xmlns:ss="{name}">{sheets}</Workbook>'.encode())[:1]


def test_books_in_saved_pages() -> None:
    """MHTML as the specification says (RFC 2045, RFC 2557), its page in lines of 76 letters."""
    page = base64.encodebytes(f"<html><body>{_page()}</body></html>".encode())
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; type="text/html"\r\n\r\n--b\r\n'
        'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    assert not _differing(head.encode() + page + b"\r\n--b--\r\n")[:1]


def test_books_in_the_storage_of_confluence() -> None:
    """As the specification of the storage format says: tables in macros that fold them, with texts in paragraphs."""
    macro = (
        '<ac:structured-macro ac:name="expand" ac:schema-version="1" ac:macro-id="a"><ac:parameter ac:name="title">'
        "Книга</ac:parameter><ac:rich-text-body>{}</ac:rich-text-body></ac:structured-macro><p>&nbsp;</p>"
    )
    code = (
        '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[if (a < b) return;]]></ac:plain-text-body>'
        "</ac:structured-macro>"
    )
    tables = (table_of(rows).replace("<td>", "<td><p>").replace("</td>", "<br/></p></td>") for rows in _books())
    assert not _differing(f"<p>Коды</p>{code}{''.join(map(macro.format, tables))}".encode())[:1]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_books_in_separated_values(separator: str) -> None:
    """As the specification says (RFC 4180), every field in quotes."""
    books = (
        "".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in [HEADER, *rows])
        for rows in _books()
    )
    assert not _differing_apart([book.encode() for book in books])[:1]


@pytest.mark.parametrize(
    "form", "grid pipe psql presto fancy_grid heavy_grid rounded_grid orgtbl jira mediawiki html latex".split()
)
def test_books_of_tabulate(form: str) -> None:
    """Tables drawn with letters, and marks that tabulate writes."""
    from tabulate import tabulate

    written = (tabulate(rows, HEADER, tablefmt=form, disable_numparse=True) for rows in _books())
    assert not _differing("\n\nПроза между двумя книгами.\n\n".join(map(str, written)).encode())[:1]


def test_books_of_pandas() -> None:
    """A page of tables as pandas writes them."""
    import pandas

    frames = (pandas.DataFrame(rows, columns=HEADER) for rows in _books())
    with pandas.option_context("display.max_colwidth", None):
        page = "".join(frame.to_html(index=False) for frame in frames)
    assert not _differing(f"<html><body>{page}</body></html>".encode())[:1]


@pytest.mark.parametrize("orient", ["split", "records", "values"])
def test_books_of_pandas_in_json(orient: str) -> None:
    """A frame for each, in a list: the rows as lists, or as objects by the names of the columns."""
    import pandas

    frames = [pandas.DataFrame(rows, columns=HEADER) for rows in _books()]
    if orient == "values":
        frames = [pandas.DataFrame([HEADER, *rows]) for rows in _books()]
    written = ",".join(frame.to_json(orient=orient, force_ascii=False) for frame in frames)  # type: ignore[call-overload]
    assert not _differing(f"[{written}]".encode())[:1]
