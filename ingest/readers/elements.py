"""XML with tables in it: DocBook, TEI, JATS, FictionBook, Word and Excel as one XML file, and lists of records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Final
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from ingest.document.cleaning import clean
from ingest.document.fragments import PLAIN, Fragments, Style
from ingest.document.laying import lay_out
from ingest.document.options import ReadOptions
from ingest.readers.flow import Break, Grid, GridCell, Piece, Stream, blocks_of, known_line, layout_of
from ingest.readers.missing import without_missing
from ingest.readers.spans import SpanningCell, placed
from model import Fault, InputError

_PACKAGE: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_NAMELESS: Final = "nameless"
_EXCEL: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_ROWS: Final = frozenset({"row", "tr", "strow", "sthead"})
_PARTS: Final = frozenset({"thead", "tbody", "tfoot", "tgroup"})
_CELLS: Final = frozenset({"entry", "cell", "td", "th", "tc", "stentry"})
_INLINE: Final = frozenset("r t data font b i u s em strong span sub sup emphasis hi".split())
_RUNS: Final = frozenset({"r", "rpr"})
_LINE_ENDS: Final = frozenset({"br", "lb", "linebreak"})
_NOT_TEXT: Final = frozenset(
    "binary bindata styles fonts lists docsuppdata documentproperties officedocumentsettings excelworkbook"
    " worksheetoptions worksheetproperties rpr ppr tblpr trpr tcpr sectpr instrtext vanish teiheader colspec".split()
)
_NO_RECORDS: Final = _INLINE | _CELLS | {"p", "para", "simpara", "col", "column", "colspec"}
_RAISED: Final = frozenset({"sup", "superscript"})
_STRUCK: Final = frozenset({"s", "strike", "del"})
_SAYS_STRUCK: Final = frozenset({"strikethrough", "line-through"})
_OFF: Final = frozenset({"off", "0", "false"})
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_COUNT: Final = re.compile(r"[0-9]{1,3}")
_FEWEST_RECORDS: Final = 2
_ADVICE: Final = "save it anew with the program that wrote it, or give the document itself"


def read_xml(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """XML as fragments: rows of cells by the names that DocBook, TEI, HTML and Office give them, records, and lines.

    Records are elements of one name beside each other that hold several values, as elements or attributes; the names of
    these head a table. A Word document saved as one XML file is read as the DOCX that it holds.

    Raises
    ------
    InputError
        `damaged-xml`, `unsafe-xml` (a document type with entities of its own), `no-text`, or what the reader of DOCX
        raises.
    """
    root = _parsed(data, place, options)
    if root.tag == _PACKAGE + "package":
        from ingest.readers.package import read_package

        return read_package(_archive(root), place, options)
    blocks = without_missing(blocks_of(_stream(root)), Counter())
    if not blocks:
        raise InputError(Fault("no-text", f"XML without text; {_ADVICE}", place))
    words, rules = lay_out(blocks)
    encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    return Fragments(words, rules, layout_of(blocks), "xml", encoding)


def _parsed(data: bytes, place: str, options: ReadOptions) -> etree._Element:
    # A page may say an id twice; but where a type is declared, it would be loaded to learn which attributes are ids.
    is_typed = b"<!DOCTYPE" in data.replace(b"\0", b"")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        encoding=options.encoding,
        collect_ids=is_typed,
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        message = f"begins as XML and is none, or is cut off; {_ADVICE}"
        raise InputError(Fault("damaged-xml", message, f"{place}, line {error.lineno}")) from error
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _ in document_type.iterentities()):
        raise InputError(Fault("unsafe-xml", f"holds a document type with declarations of its own; {_ADVICE}", place))
    return root


def _archive(root: etree._Element) -> bytes:
    """The archive of a Word document that was saved as one XML file (ECMA-376, part 2, as Word flattens it)."""
    parts = {"[Content_Types].xml": _content_types(root)}
    for part in root.iterchildren(_PACKAGE + "part"):
        content = next((data[0] for data in part.iterchildren(_PACKAGE + "xmlData") if len(data)), None)
        # What is no XML, such as a picture, is not read, but must be there.
        data = b"" if content is None else etree.tostring(content, encoding="utf-8", xml_declaration=True)
        parts[part.get(_PACKAGE + "name", "").lstrip("/") or _NAMELESS] = data
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _content_types(root: etree._Element) -> bytes:
    """The types of the parts, which a flat file says at each of them."""
    types = etree.Element(_TYPES + "Types")
    for part in root.iterchildren(_PACKAGE + "part"):
        name, kind = part.get(_PACKAGE + "name", ""), part.get(_PACKAGE + "contentType", "")
        etree.SubElement(types, _TYPES + "Override", PartName=name, ContentType=kind)
    return etree.tostring(types, encoding="utf-8", xml_declaration=True)


def _name(element: etree._Element) -> str:
    """The name of an element in small letters, without its namespace; none for what is no element."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _stream(element: etree._Element, style: Style = PLAIN) -> Stream:
    """What stands in an element, in order; what a table holds beside its rows, such as its title, stands before it."""
    if rows := list(_rows(element)):
        for child in element:
            if not _is_row(child) and _name(child) not in _PARTS | _NOT_TEXT:
                yield from (Break.BLOCK, *_stream(child), Break.BLOCK)
        columns = {item.get("colname"): index for index, item in enumerate(_specified(element))}
        cells = [_cells(row, columns) for row in rows]
        # Excel says the columns itself, and counts those that cells above take.
        placed_cells = cells if etree.QName(element).namespace == _EXCEL else placed(cells)
        yield Grid(
            [GridCell(_stream(cell.content), cell.column, cell.columns, cell.rows) for cell in row]
            for row in placed_cells
        )
    elif records := _records(element):
        yield Grid(records)
    else:
        yield from _texts(element, style)


def _texts(element: etree._Element, style: Style) -> Stream:
    """The texts in an element that is no table, and what stands between them."""
    style = _styled(element, style)
    yield _piece(element.text, element, style)
    is_mixed = any(clean(text or "") for text in (element.text, *(child.tail for child in element)))
    for child in element:
        name = _name(child)
        if not isinstance(child.tag, str):  # an entity: comments and instructions are taken out
            yield _piece(unescape(child.text or ""), element, style)
        elif name in _LINE_ENDS:
            yield Break.LINE
        elif name and name not in _NOT_TEXT:
            around = () if is_mixed or name in _INLINE else (Break.BLOCK,)
            yield from around
            yield from _stream(child, style)
            yield from around
        yield _piece(child.tail, child, style)


def _piece(text: str | None, beside: etree._Element, style: Style) -> Piece:
    """A text in or behind an element; between the runs of Word white space is no text."""
    if _name(beside) in _RUNS and not clean(text or ""):
        return Piece("", known_line(beside.sourceline or 1), style)
    return Piece(_SPACES.sub(" ", text or ""), known_line(beside.sourceline or 1), style)


def _styled(element: etree._Element, around: Style) -> Style:
    """How the texts in an element are set: by its name, what it says of its rendering, or the properties of a run."""
    names, said = {_name(element)}, set(element.attrib.values())
    for properties in (child for child in element if _name(child) == "rpr"):
        for item in properties:
            values = set(item.attrib.values())
            names |= set() if values & _OFF else {_name(item)}
            said |= values
    style = replace(around, is_raised=True) if (names | said) & _RAISED else around
    return replace(style, is_struck=True) if names & _STRUCK or said & _SAYS_STRUCK else style


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    """The rows that stand in an element or in its parts, such as head and body."""
    for child in element:
        if _is_row(child):
            yield child
        elif _name(child) in _PARTS:
            yield from _rows(child)


def _specified(table: etree._Element) -> Iterator[etree._Element]:
    return (item for part in table for item in part if _name(item) == "colspec")


def _is_row(element: etree._Element) -> bool:
    return _name(element) in _ROWS and any(_name(child) in _CELLS for child in element)


def _cells(row: etree._Element, columns: Mapping[str | None, int]) -> list[SpanningCell[etree._Element]]:
    """The cells of a row, each with its column, as if no cell above spanned rows; Excel leaves out empty ones."""
    cells: list[SpanningCell[etree._Element]] = []
    end = 0
    for cell in row:
        if _name(cell) in _CELLS or (_name(cell) not in _NOT_TEXT and clean("".join(cell.itertext()))):
            said = {etree.QName(name).localname.lower(): value for name, value in cell.attrib.items()}
            begin = max(_number(said.get("index")) - 1, end)
            cells.append(_spanning(cell, said, columns)._replace(column=begin))
            end = begin + cells[-1].columns
    return cells


def _spanning(
    cell: etree._Element, said: Mapping[str, str], columns: Mapping[str | None, int]
) -> SpanningCell[etree._Element]:
    """A cell with what it spans: as HTML, TEI, CALS (DocBook), or Excel says it."""
    wide = _number(said.get("colspan")) or _number(said.get("cols")) or _spanned(cell, said, columns)
    high = _number(said.get("rowspan")) or _number(said.get("rows")) or 1
    more = _number(said.get("morerows")) + _number(said.get("mergedown"))
    return SpanningCell(cell, wide + _number(said.get("mergeacross")), high + more)


def _spanned(cell: etree._Element, said: Mapping[str, str], columns: Mapping[str | None, int]) -> int:
    """How many columns a cell spans, by the names of the first and the last, or by the properties of a cell of Word."""
    first, last = columns.get(said.get("namest")), columns.get(said.get("nameend"))
    if first is not None and last is not None:
        return max(last - first, 0) + 1
    spans = (prop for part in cell if _name(part) == "tcpr" for prop in part if _name(prop) == "gridspan")
    return next((_number(value) for prop in spans for value in prop.attrib.values()), 1) or 1


def _number(said: str | None) -> int:
    return int(said) if said and _COUNT.fullmatch(said) else 0


def _records(element: etree._Element) -> list[Sequence[GridCell]]:
    """The records in an element as a table, below the names of their values; none if there are none."""
    records = [(child, _values(child)) for child in element if _name(child)]
    kinds = {_name(child) for child, _ in records}
    if (
        len(records) < _FEWEST_RECORDS
        or len(kinds) > 1
        or kinds & _NO_RECORDS
        or not all(len(values) > 1 for _, values in records)
    ):
        return []
    names = list(dict.fromkeys(name for _, values in records for name in values))
    rows = [(known_line(element.sourceline or 1), {name: name for name in names})]
    rows += [(known_line(child.sourceline or 1), values) for child, values in records]
    return [
        [GridCell([Piece(values[name], line)], column) for column, name in enumerate(names) if values.get(name)]
        for line, values in rows
    ]


def _values(element: etree._Element) -> dict[str, str]:
    """The values of a record by their names: its attributes, its own text and its elements; none if it is another."""
    children = [child for child in element if _name(child)]
    names = [etree.QName(child).localname for child in children]
    if any(len(child) for child in children) or len(set(names)) < len(names):
        return {}
    values = {etree.QName(name).localname: value for name, value in element.attrib.items()}
    values |= {name: clean(child.text or "") for name, child in zip(names, children, strict=True)}
    own = {etree.QName(element).localname: clean(element.text or "")} if not children else {}
    return {**own, **values} if any(own.values()) else values
