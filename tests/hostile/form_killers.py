"""Workbooks, OpenDocuments, saved pages, JSON, positions and markup that kill: claims, entities, cycles, marks."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tests.hostile.archive_killers import archive, member
from tests.hostile.killers import BOOK, DOUBTFUL, FILE, LIMITS, URL, killer
from tests.hostile.pdf_parts import GIB, deflated
from tests.hostile.text_killers import TABLE

ROWS = [line.split("\t") for line in TABLE.splitlines()]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
NAMES = ("office", "text", "table", "style", "draw")
SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in NAMES)


def sheet_row(number: int, cells: list[str]) -> str:
    """A row of a sheet, its texts in the cells themselves."""
    written = (
        f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in enumerate(cells)
    )
    return f'<row r="{number}">{"".join(written)}</row>'


SHEET_ROWS = "".join(sheet_row(number, cells) for number, cells in enumerate(ROWS, start=1))


def sheet(more: str = "", before: str = "", after: str = "", declared: str = "") -> bytes:
    """A sheet with the table, more rows, and what stands before and after them."""
    return (
        f'<?xml version="1.0"?>{declared}<worksheet xmlns="{MAIN}">{before}<sheetData>{SHEET_ROWS}{more}</sheetData>'
        f"{after}</worksheet>"
    ).encode()


def workbook_parts(count: int = 1) -> dict[str, bytes]:
    """The parts of a workbook with so many sheets, all of them the same."""
    numbers = range(1, count + 1)
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>' for n in numbers
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet(),
    }


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of parts."""
    return archive({name: member(content) for name, content in parts.items()})


def workbook(changes: Mapping[str, bytes]) -> bytes:
    """A workbook some of whose parts are others."""
    return packed(workbook_parts() | dict(changes))


def with_sheet(content: bytes) -> bytes:
    """A workbook with a sheet."""
    return workbook({"xl/worksheets/sheet1.xml": content})


@killer("too-large")
def a_sheet_that_unpacks_to_2_gigabytes() -> bytes:
    """The sheet is 2 GiB of spaces, and says so."""
    content = deflated(b" ", 2 * GIB)[2:-4]
    parts = {name: member(part) for name, part in workbook_parts().items()}
    return archive(parts | {"xl/worksheets/sheet1.xml": (content, 2 * GIB, 0)})


@killer("damaged-workbook")
def a_sheet_that_is_more_than_it_says() -> bytes:
    """The sheet says that it is 100 bytes, and is 100 MB."""
    parts = {name: member(part) for name, part in workbook_parts().items()}
    packed_sheet, _, checksum = member(sheet() + b" " * 10**8)
    return archive(parts | {"xl/worksheets/sheet1.xml": (packed_sheet, 100, checksum)})


@killer("too-large")
def a_cell_at_the_end_of_the_sheet() -> bytes:
    """A cell as far away as one can be: room for all between would be 17 billion cells."""
    return with_sheet(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


@killer("too-large", "damaged-workbook")
def a_cell_beyond_the_end_of_the_sheet() -> bytes:
    """A row and a column that no sheet has."""
    return with_sheet(sheet('<row r="9999999"><c r="ZZZ9999999"><v>1</v></c></row>'))


@killer(BOOK)
def a_sheet_that_claims_all_columns() -> bytes:
    """Its extent, its columns and its merged cells are said to be all that there are."""
    before = '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" width="9"/></cols>'
    return with_sheet(sheet(before=before, after='<mergeCells><mergeCell ref="H9:XFD1048576"/></mergeCells>'))


@killer(BOOK, "damaged-workbook", *LIMITS)
def merged_cells_without_end() -> bytes:
    """200,000 merged cells."""
    cells = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(10, 200_010))
    return with_sheet(sheet(after=f"<mergeCells>{cells}</mergeCells>"))


@killer("unsafe-xml")
def entities_in_a_sheet() -> bytes:
    """Entities of entities."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return with_sheet(sheet("<row><c><v>&l11;</v></c></row>", declared=f'<!DOCTYPE x [<!ENTITY l0 "x">{laughs}]>'))


@killer("unsafe-xml", reaches=True)
def an_entity_of_a_workbook_from_outside(url: str = URL, file: str = FILE) -> bytes:
    """Entities that are a file and an address."""
    declared = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{file}"><!ENTITY b SYSTEM "{url}">]>'
    return with_sheet(sheet("<row><c><v>&a;&b;</v></c></row>", declared=declared))


@killer(BOOK, reaches=True)
def links_of_a_workbook(url: str = URL, file: str = FILE) -> bytes:
    """Relationships that lead out of the workbook."""
    related = "".join(
        f'<Relationship Id="x{n}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for n, (kind, target) in enumerate((("externalLink", url), ("hyperlink", f"file://{file}"), ("image", url)))
    )
    parts = workbook_parts()
    name = "xl/_rels/workbook.xml.rels"
    return packed(parts | {name: parts[name].replace(b"</Relationships>", related.encode() + b"</Relationships>")})


@killer(BOOK, "damaged-workbook", "damaged-docx")
def a_workbook_in_a_circle() -> bytes:
    """The sheet is said to be the workbook itself."""
    parts = workbook_parts()
    name = "xl/_rels/workbook.xml.rels"
    more = b'<Relationship Id="r9" Type="x" Target="workbook.xml"/></Relationships>'
    return packed(parts | {name: parts[name].replace(b"</Relationships>", more)})


@killer("damaged-workbook")
def a_workbook_without_its_list_of_sheets() -> bytes:
    """The part that lists the sheets is not there."""
    return packed({name: part for name, part in workbook_parts().items() if name != "xl/workbook.xml"})


@killer("damaged-workbook", "no-text")
def a_workbook_of_chance() -> bytes:
    """The list of the sheets is no list: bytes that mean nothing, under the name that binary workbooks have."""
    return packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": bytes(range(256)) * 1_000})


@killer("conflicting-code", "damaged-workbook", BOOK, *LIMITS)
def a_sheet_five_hundred_times() -> bytes:
    """500 sheets, all of them the same part."""
    return packed(workbook_parts(500))


@killer("damaged-workbook", "reader-died", "reader-failed", BOOK, *LIMITS)
def a_long_text_in_many_cells() -> bytes:
    """A text of 1 MB that 5,000 cells share: each gets it."""
    strings = f'<sst xmlns="{MAIN}"><si><t>{"a" * 10**6}</t></si></sst>'.encode()
    parts = workbook_parts()
    name = "xl/_rels/workbook.xml.rels"
    more = f'<Relationship Id="s1" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'.encode()
    cells = "".join(f'<row r="{n}"><c r="H{n}" t="s"><v>0</v></c></row>' for n in range(10, 5_010))
    return packed(
        parts
        | {name: parts[name].replace(b"</Relationships>", more), "xl/sharedStrings.xml": strings}
        | {"xl/worksheets/sheet1.xml": sheet(cells)}
    )


@killer("damaged-workbook", BOOK)
def texts_of_a_workbook_that_are_not_there() -> bytes:
    """Cells whose texts are said to be the four billionth."""
    return with_sheet(sheet('<row r="9"><c r="H9" t="s"><v>4294967295</v></c></row>'))


@killer("old-word-format", "damaged-workbook", "reader-died", *LIMITS)
def an_old_workbook_in_a_circle() -> bytes:
    """A file of the old Office whose table of sectors leads to itself, with the name of a workbook in it."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<LLLLLLLLL", 0, 1, 0, 0, 4096, 0, 1, 0, 1) + struct.pack("<L", 0) * 109
    name = (
        "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 18, 2, 1) + struct.pack("<LLL", 0, 0, 0)
    )
    return head.ljust(512, b"\0") + bytes(512) + name.ljust(512, b"\0")


def opendocument(body: str, declared: str = "", kind: str = "text") -> bytes:
    """An OpenDocument with a body."""
    content = (
        f'<?xml version="1.0"?>{declared}<office:document-content {SPACES}><office:body>{body}</office:body>'
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def open_table(more: str = "") -> str:
    """The table in OpenDocument, with more rows."""
    cells = ("".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row) for row in ROWS)
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return f"<table:table>{rows}{more}</table:table>"


def open_text(before: str = "", after: str = "", more: str = "") -> bytes:
    """A text with the table in it."""
    return opendocument(f"<office:text>{before}{open_table(more)}{after}</office:text>")


def open_sheets(more: str) -> bytes:
    """A workbook with the table, and more rows."""
    return opendocument(f"<office:spreadsheet>{open_table(more)}</office:spreadsheet>", kind="spreadsheet")


@killer("too-large")
def an_opendocument_that_unpacks_to_2_gigabytes() -> bytes:
    """Its content is 2 GiB of spaces."""
    content = deflated(b" ", 2 * GIB)[2:-4]
    kind = b"application/vnd.oasis.opendocument.text"
    stored = archive({"content.xml": (content, 2 * GIB, 0)})
    head = struct.pack("<4sHHHHHLLLHH", b"PK\x03\x04", 20, 0, 0, 0, 33, zlib.crc32(kind), len(kind), len(kind), 8, 0)
    return head + b"mimetype" + kind + stored


@killer("unsafe-xml")
def entities_in_an_opendocument() -> bytes:
    """Entities of entities."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return opendocument("<office:text><text:p>&l11;</text:p></office:text>", f'<!DOCTYPE x [<!ENTITY l0 "x">{laughs}]>')


@killer("unsafe-xml", reaches=True)
def an_entity_of_a_flat_opendocument_from_outside(url: str = URL, file: str = FILE) -> bytes:
    """A flat file with entities that are a file and an address."""
    declared = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{file}"><!ENTITY b SYSTEM "{url}">]>'
    body = f"<office:body><office:text><text:p>&a;&b;</text:p>{open_table()}</office:text></office:body>"
    return f'<?xml version="1.0"?>{declared}<office:document {SPACES}>{body}</office:document>'.encode()


@killer(BOOK, reaches=True)
def pictures_of_an_opendocument(url: str = URL, file: str = FILE) -> bytes:
    """Pictures and objects that lie outside."""
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href='
    pictures = f'<draw:image {link}"{url}"/><draw:object {link}"file://{file}"/>'
    return open_text(after=f"<text:p><draw:frame>{pictures}</draw:frame></text:p>")


@killer("too-large")
def rows_of_an_opendocument_that_repeat() -> bytes:
    """A row that stands there two billion times, of cells that do so sixteen thousand times."""
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell>'
    return open_sheets(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


@killer(BOOK)
def empty_rows_that_repeat() -> bytes:
    """Empty rows and cells that repeat as often as can be said."""
    cell = '<table:table-cell table:number-columns-repeated="9999999"/>'
    return open_sheets(f'<table:table-row table:number-rows-repeated="9999999">{cell}</table:table-row>' * 100)


@killer(BOOK)
def a_billion_spaces() -> bytes:
    """Spaces of which an element says how many they are."""
    return open_text(after='<text:p>a<text:s text:c="1000000000"/><text:s text:c="9999999"/>b</text:p>')


@killer("damaged-opendocument", *LIMITS)
def an_opendocument_too_deep() -> bytes:
    """100,000 elements in one another."""
    return open_text(after=f"<text:p>{'<text:span>' * 10**5}a{'</text:span>' * 10**5}</text:p>")


@killer(BOOK, "damaged-opendocument")
def tables_of_an_opendocument_in_one_another() -> bytes:
    """60 tables in one another."""
    begin, end = (
        "<table:table><table:table-row><table:table-cell>",
        "</table:table-cell></table:table-row></table:table>",
    )
    return open_text(after=begin * 60 + "<text:p>a</text:p>" + end * 60)


@killer(BOOK)
def cells_that_span_millions() -> bytes:
    """Cells that span more columns and rows than there are."""
    spans = 'table:number-columns-spanned="9999999" table:number-rows-spanned="9999999"'
    row = f"<table:table-cell {spans}><text:p>a</text:p></table:table-cell>" * 9
    return open_text(after=f"<table:table><table:table-row>{row}</table:table-row></table:table>")


PAGE = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in ROWS) + "</table>"
HEADERS = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"


@killer("too-large")
def a_saved_page_of_many_parts() -> bytes:
    """100,000 parts."""
    return (HEADERS + "--x\nContent-Type: image/png\n\na\n" * 10**5 + "--x--\n").encode()


@killer(BOOK, "no-page", "reader-failed", *LIMITS)
def a_saved_page_in_saved_pages() -> bytes:
    """Parts of parts, 900 deep, and the page behind them."""
    deep = "".join(f"--{'x' * n}\nContent-Type: multipart/mixed; boundary={'x' * (n + 1)}\n\n" for n in range(1, 900))
    return (HEADERS + deep + f"--x\nContent-Type: text/html\n\n{PAGE}\n--x--\n").encode()


@killer(BOOK, reaches=True)
def a_saved_page_from_outside(url: str = URL, file: str = FILE) -> bytes:
    """A page whose parts are said to be elsewhere."""
    page = f'<base href="{url}"><img src="{url}a"><iframe src="file://{file}"></iframe>{PAGE}'
    outside = f"--x\nContent-Type: message/external-body; access-type=URL; URL={url}\n\n"
    return f"{HEADERS}{outside}--x\nContent-Type: text/html\nContent-Location: {url}\n\n{page}\n--x--\n".encode()


@killer("no-table", *LIMITS)
def json_too_deep() -> bytes:
    """A million lists in one another."""
    return b"[" * 10**6 + b"]" * 10**6


@killer("no-table")
def json_of_maps_in_maps() -> bytes:
    """Maps of one name in each other, forty deep, about texts by their numbers: what each holds was asked twice."""
    return b'{"a":' * 40 + b'{"1": "Done", "2": "Over"}' + b"}" * 40


@killer("no-text", *LIMITS)
def trees_of_json_that_are_none() -> bytes:
    """Objects that hold lists of such, forty deep and wide, and at the bottom one that holds anything else."""
    leaves = ", ".join('{"code": 1000, "text": "a", "of": []}' for _ in range(20_000))
    return ('[{"code": 1000, "text": "a", "of": ' * 40 + f'[{leaves}, {{"of": 5}}]' + "}]" * 40).encode()


@killer(BOOK, *LIMITS)
def links_over_lines_that_nothing_closes() -> bytes:
    """Links that begin on each of many lines of a cell, in the markup of each form that lets them go on."""
    grid = "+---+---+\n| a | b |\n+===+===+\n" + "| a | `b <c [d](e |\n" * 2_000 + "+---+---+\n"
    tabular = "\\begin{tabular}{ll}\na & \\href{b}{c\n" + "\\href{b}{c\n" * 5_000 + "\\end{tabular}\n"
    return mark_killer(f"{grid}\n|===\n|a |b\n\n|a |" + "https://a[b\n" * 10_000 + f"|===\n\n{tabular}")


@killer(BOOK)
def lists_of_definitions_by_the_thousand() -> bytes:
    """A thousand of four terms, and one of five thousand, beside the table."""
    term = "<dt>a</dt><dd>b</dd>"
    lists = "".join(f"<dl>{term.replace('a', str(number)) * 2}{term}{term}</dl>" for number in range(1_000))
    return f"<html><body>{lists}<dl>{term * 5_000}</dl>{PAGE}</body></html>".encode()


@killer("no-text", "no-table", *LIMITS)
def json_of_other_names() -> bytes:
    """3,000 objects, each with 100 names of its own: as rows they would be a billion cells."""
    records = [{f"n{row * 100 + name}": "a" for name in range(100)} for row in range(3_000)]
    return json.dumps(records).encode()


@killer(BOOK, *LIMITS)
def json_with_a_number_without_end() -> bytes:
    """A number of a million digits beside the table."""
    return json.dumps([*ROWS]).replace("]]", '], ["a", ' + "9" * 10**6 + "]]").encode()


@killer(BOOK, "damaged-tsv", "no-table")
def words_at_places_that_are_none() -> bytes:
    """Words whose boxes are endless, no numbers, or on page two billion."""
    head = "level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    lines = (f"5\t{page}\t0\t0\t0\t0\t{left}\t1\t1\t{left}\t9\ta\n" for page, left in ((1, "inf"), (2**31, "1e308")))
    return (head + "".join(lines)).encode()


@killer("layout-dump", "no-table", "no-text", *LIMITS)
def words_of_one_place() -> bytes:
    """100,000 words at the same place of a page."""
    word = '<word xMin="1" yMin="1" xMax="2" yMax="2">a</word>'
    return f"<!DOCTYPE html><html><body><doc><page>{word * 10**5}</page></doc></body></html>".encode()


def mark_killer(text: str) -> bytes:
    """The table, and a text after it."""
    return (TABLE + "\nEnd.\n\n" + text).encode()


@killer("too-large")
def templates_of_a_wiki_in_one_another() -> bytes:
    """A cell of a wiki with 100,000 templates, links and comments that nothing closes."""
    return mark_killer("{|\n! a !! b\n|-\n| " + "{{a|" * 10**5 + " || " + "[[" * 10**5 + "<!--" * 10**5 + "\n|}\n")


@killer(BOOK, *LIMITS)
def cells_of_a_wiki_that_span_thousands() -> bytes:
    """3,000 cells of a wiki in as many rows, each of which spans 9,999 rows and columns."""
    cells = "|-\n| rowspan=9999 colspan=9999 | a\n" * 3_000
    return mark_killer("{|\n! a !! b\n" + cells + "|}\n")


@killer(BOOK, *LIMITS)
def cells_of_asciidoc_that_repeat() -> bytes:
    """Cells that stand there hundreds of times, and span thousands of rows."""
    return mark_killer('[cols="999*"]\n|===\n' + "999*|a .9999+|b 999.9999+|c\n" * 1_000 + "|===\n")


@killer(BOOK, *LIMITS)
def bars_without_end() -> bytes:
    """Lines of a million bars, in all the ways that wikis have."""
    return mark_killer(
        "\n\n".join(f"{mark * 10**6}\n{mark * 10**6}" for mark in ("|", "||", "^|", "|_. ", "|= ", "! "))
    )


@killer(BOOK, *LIMITS)
def brackets_of_a_wiki_that_nothing_closes() -> bytes:
    """Marks that open, and nothing that closes them, in a row of every wiki."""
    opened = (
        "((",
        "[[",
        "{{",
        "{{{",
        "[STRIKEOUT:",
        "footnote:[",
        "http://",
        "<nowiki>",
        "{color:",
        "^{",
        "\\[",
        ":sup:`",
    )
    rows = (f"|= a |= b\n| {mark * 20_000} | c\n" for mark in opened)
    others = (f"^ a ^ b ^\n| {mark * 20_000} | c |\n" for mark in opened)
    return mark_killer("\n".join([*rows, *others]))


@killer(BOOK)
def blanks_within_a_heading() -> bytes:
    """Signs that end a heading may stand behind each of them."""
    return mark_killer("| a | b |\n| --- | --- |\n| c | d |\n\n# e" + " " * 100_000 + "f\n")


@killer(BOOK, *LIMITS)
def braces_of_latex() -> bytes:
    """A table of LaTeX with a million braces, and cells that span thousands."""
    body = "{" * 10**5 + "\\multicolumn{9999}{l}{a} & \\multirow{9999}{*}{b} \\\\\n" * 1_000
    return mark_killer("\\begin{tabular}{" + "l" * 10**5 + "}\n" + body + "\\end{tabular}\n")


@killer(BOOK, *LIMITS)
def a_drawing_of_many_corners() -> bytes:
    """A table drawn with 3,000 corners a line, 300 lines."""
    rule, row = "+-" * 3_000 + "+\n", "|a" * 3_000 + "|\n"
    return mark_killer(rule + row * 300 + rule)


@killer(BOOK, *LIMITS)
def a_drawing_without_rules() -> bytes:
    """A table drawn with a rule above and 100,000 lines."""
    return mark_killer("+---+---+\n" + "| a | b |\n" * 10**5 + "+---+---+\n")


@killer(BOOK, *LIMITS)
def lists_of_restructured_text_in_one_another() -> bytes:
    """A list of 100,000 beginnings of lists, and rules that nothing closes."""
    return mark_killer(
        ".. list-table::\n\n   " + "* - " * 10**5 + "a\n\n" + "=== ===\n\n\n" * 20_000 + "--- ---\na\n" * 20_000
    )


@killer(BOOK, *LIMITS)
def tables_of_html_that_nothing_closes() -> bytes:
    """50,000 tables of HTML in a text, none of which is closed."""
    return mark_killer("<table><tr><td>a\n" * 50_000)


@killer(BOOK, *LIMITS)
def separators_of_all_kinds() -> bytes:
    """Lines that could be separated values in many ways, with quotes that open."""
    return mark_killer('a;b,"c;d,"e\n' * 50_000 + 'a,"b\n' * 50_001)


@killer("damaged-rtf")
def groups_of_rich_text_without_end() -> bytes:
    """A million groups in one another."""
    return b"{\\rtf1 " + b"{" * 10**6


@killer("no-table", "no-text", *LIMITS)
def cells_of_rich_text_without_rows() -> bytes:
    """Rows of many edges and few cells, and cells that no row ends."""
    edges = "".join(f"\\cellx{n}" for n in range(0, 20_000, 30))
    return ("{\\rtf1\\ansi" + f"\\trowd{edges}\\intbl a\\cell\\row" * 300 + "\\intbl a\\cell" * 10**5 + "}").encode()


@killer("too-large")
def marks_of_a_wiki_in_turn() -> bytes:
    """A cell of a wiki with two thousand marks of each kind that opens one, and nothing that closes them in order."""
    return mark_killer("{|\n! A\n|-\n| Done " + "''a '''b [[c|d]] {{e}} <ref>x " * 2_000 + "\n|}\n")


CONTAINER = b"<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>"
PAGE_ROWS = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
PAGE = f"<html><body><table>{PAGE_ROWS}</table></body></html>"


def bound(spine: str, changes: Mapping[str, bytes], before: str = "", href: str = "a.xhtml") -> bytes:
    """An electronic book with the table on its page, and parts that are added or replaced."""
    item = f"<item id='a' href='{href}' media-type='application/xhtml+xml'/>"
    package = f"{before}<package><manifest>{item}</manifest><spine>{spine}</spine></package>"
    parts = {"META-INF/container.xml": CONTAINER, "a.opf": package.encode(), "a.xhtml": PAGE.encode(), **changes}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        new.writestr("mimetype", "application/epub+zip")
        for name, content in parts.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@killer("too-large", *LIMITS)
def a_book_of_a_page_of_100_mib() -> bytes:
    """An electronic book whose page is 100 MiB of spaces, packed."""
    return bound("<itemref idref='a'/>", {"a.xhtml": b" " * (100 << 20)})


@killer(BOOK, *LIMITS)
def a_book_that_names_its_page_again_and_again() -> bytes:
    """An electronic book whose spine names the one page 100,000 times."""
    return bound("<itemref idref='a'/>" * 10**5, {})


@killer("unsafe-xml", "damaged-epub")
def a_book_of_entities() -> bytes:
    """An electronic book whose list of pages holds entities within entities."""
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'a' * 10}'>" for n in range(12))
    return bound("<itemref idref='&e11;'/>", {}, f"<!DOCTYPE package [{entities}]>")


@killer("unsafe-xml", "damaged-epub", reaches=True)
def a_book_with_a_type_elsewhere(url: str = URL, file: str = FILE) -> bytes:
    """An electronic book whose list of pages and whose page name types and entities outside."""
    declared = f"<!DOCTYPE package SYSTEM '{url}' [<!ENTITY a SYSTEM 'file://{file}'>]>"
    page = f"<!DOCTYPE html SYSTEM '{url}' [<!ENTITY a SYSTEM 'file://{file}'>]><p>&a;</p>{PAGE}"
    return bound("<itemref idref='a'/>", {"a.xhtml": page.encode()}, declared)


@killer("damaged-epub", reaches=True)
def a_book_of_pages_elsewhere(url: str = URL, file: str = FILE) -> bytes:
    """An electronic book whose page is an address, or a file outside of it."""
    return bound("<itemref idref='a'/>", {}, href=f"../../../../../..{file}?{url}")


@killer("damaged-epub")
def a_book_that_contains_itself() -> bytes:
    """An electronic book whose list of pages is its container."""
    return bound("", {"META-INF/container.xml": b"<a><rootfile full-path='META-INF/container.xml'/></a>"})


@killer(BOOK, *LIMITS)
def a_presentation_that_names_its_slide_again_and_again() -> bytes:
    """A presentation whose list names the one slide 100,000 times."""
    rows = "".join(
        f"<a:tr>{''.join(f'<a:tc><a:p><a:t>{cell}</a:t></a:p></a:tc>' for cell in row)}</a:tr>" for row in ROWS
    )
    main = "http://schemas.openxmlformats.org"
    spaces = f'xmlns:a="{main}/drawingml/2006/main" xmlns:p="{main}/presentationml/2006/main"'
    listed = "<p:sldId r:id='r1'/>" * 10**5
    parts = {
        "ppt/presentation.xml": f"<p:p {spaces} xmlns:r='{main}/officeDocument/2006/relationships'>{listed}</p:p>",
        "ppt/_rels/presentation.xml.rels": "<R><R Id='r1' Target='slides/slide1.xml'/></R>",
        "ppt/slides/slide1.xml": f"<p:sld {spaces}><a:tbl>{rows}</a:tbl></p:sld>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def notebook_killer(*cells: object) -> bytes:
    """A notebook with the table, and more cells."""
    table = "\n".join("| " + " | ".join(row) + " |" for row in [ROWS[0], ["---"] * len(ROWS[0]), *ROWS[1:]])
    shown = {"cell_type": "markdown", "source": [table]}
    return json.dumps({"cells": [shown, *cells], "nbformat": 4}).encode()


@killer(BOOK, *LIMITS)
def a_notebook_of_many_cells() -> bytes:
    """A notebook of 20,000 outputs, each a page of its own."""
    output = {"output_type": "display_data", "data": {"text/html": "<p>a"}}
    return notebook_killer({"cell_type": "code", "outputs": [output] * 20_000})


@killer("damaged-notebook", *LIMITS)
def a_notebook_of_lists_in_lists() -> bytes:
    """A notebook of 100,000 lists in one another."""
    return b'{"cells": [{"cell_type": "code", "outputs": ' + b"[" * 10**5


@killer(BOOK, reaches=True)
def a_notebook_that_shows_what_is_elsewhere(url: str = URL, file: str = FILE) -> bytes:
    """A notebook with frames, pictures and scripts from outside."""
    shown = f"<iframe src='{url}'></iframe><img src='{url}'><script src='{url}'></script><object data='file://{file}'>"
    return notebook_killer(
        {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": {"text/html": f"<p>a{shown}"}}]}
    )


def page(more: str, style: str = "") -> bytes:
    """The table as a page, one of its cells in a style, and what stands behind it."""
    rows = "".join(f"<tr><td>{line}" for line in TABLE.splitlines()).replace("\t", "<td>")
    styled = rows.replace("<td>Done", f'<td style="{style}">Done')
    return f"<!doctype html><table>{styled}</table>{more}".encode()


@killer(BOOK, DOUBTFUL)
def lines_through_a_text() -> bytes:
    """A style that begins to strike a text out, ten thousand times."""
    return page("", "text-decoration:" * 10_000)


@killer(BOOK, DOUBTFUL)
def spaces_before_what_is_important() -> bytes:
    """A style with 50,000 spaces where `!important` could stand."""
    return page("", "color: red" + " " * 50_000 + "a")


@killer(BOOK, DOUBTFUL, "no-table")
def sections_that_do_not_end() -> bytes:
    """A page of Confluence, with the beginnings of 20,000 sections whose text is kept as it is."""
    return page("<ac:link>" + "<![CDATA[" * 20_000)
