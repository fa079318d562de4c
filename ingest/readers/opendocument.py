"""OpenDocument: texts and workbooks (ODT, ODS, also as one flat XML file), by their XML (OASIS ODF 1.3, part 3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from lxml import etree

from ingest.document.cleaning import clean
from ingest.document.edition_labels import Labels
from ingest.document.fragments import PLAIN, Fragments, Style
from ingest.document.laying import lay_out
from ingest.document.options import ReadOptions
from ingest.readers.archive import MANIFEST, Kind, checked_archive
from ingest.readers.boxes import read_boxes
from ingest.readers.cell_values import number_of
from ingest.readers.drawings import placed_in_drawing
from ingest.readers.flow import Break, Grid, GridCell, Piece, Stream, blocks_of, hidden_findings, layout_of
from ingest.readers.missing import without_missing
from model import Fault, Finding, InputError, Span
from model.rules import HIDDEN_CELLS

_OPEN: Final = Kind("damaged-opendocument", "an OpenDocument", "open it in LibreOffice and save it anew")
_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT: Final = _URN + "text:1.0}"
_TABLE: Final = _URN + "table:1.0}"
_OFFICE: Final = _URN + "office:1.0}"
_STYLE: Final = _URN + "style:1.0}"
_ROW: Final = _TABLE + "table-row"
_CELLS: Final = frozenset({_TABLE + "table-cell", _TABLE + "covered-table-cell"})
_NOT_TEXT: Final = frozenset(
    {
        *(_TEXT + name for name in ("tracked-changes", "note", "hidden-text", "ruby-text", "sequence-decls")),
        *(_TEXT + name for name in ("variable-decls", "user-field-decls", "number")),
        *(_OFFICE + name for name in ("annotation", "annotation-end", "forms", "scripts", "event-listeners")),
        *(_TABLE + name for name in ("shapes", "calculation-settings", "content-validations", "tracked-changes")),
        "{http://www.w3.org/2000/svg}title",
        "{http://www.w3.org/2000/svg}desc",
    }
)
_COUNT: Final = re.compile(r"[0-9]{1,7}")
_MOST_CELLS: Final = 1_000_000
_MOST_SPACES: Final = 1_000


def read_opendocument(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """An OpenDocument as fragments: its body, without what is deleted; of a workbook hidden rows too, with a finding.

    A place is the number of the paragraph or table row over the whole document; in a workbook the row of the sheet, and
    the number of the sheet as a page where there are several.

    Raises
    ------
    InputError
        `encrypted`, `damaged-opendocument`, `too-large`, `unsafe-xml`, `no-text`, or `automatic-numbers`.
    """
    parts = _parts(data, place, options)
    roots = [_parsed(part, place) for part in parts]
    body = next((found for root in roots for found in root.iter(_OFFICE + "body")), None)
    if body is None:
        raise InputError(_OPEN.damaged(place))
    if placed := placed_in_drawing(body):
        found = read_boxes(placed, "odt" if body.find(_OFFICE + "drawing") is None else "odg", None)
        return replace(found, labels=replace(_labels(roots), pages=found.labels.pages))
    sheets = body.find(_OFFICE + "spreadsheet")
    walk = _Walk(_styles(roots), is_workbook=sheets is not None, place=place)
    blocks = without_missing(blocks_of(walk.stream(body if sheets is None else sheets)), Counter())
    if walk.numbered:
        rows = ", ".join(map(str, walk.numbered[:5]))
        message = f"cells are numbered automatically (rows {rows}); turn the numbers into text, or give a PDF"
        raise InputError(Fault("automatic-numbers", message, place))
    if not blocks:
        raise InputError(Fault("no-text", "the document has no text; are its pages pictures?", place))
    words, rules = lay_out(blocks)
    form = "odt" if sheets is None else "ods"
    return Fragments(words, rules, layout_of(blocks), form, None, _labels(roots), tuple(walk.findings))


def _parts(data: bytes, place: str, options: ReadOptions) -> list[bytes]:
    """The parts that are read: content, styles, what it says of itself; of a flat file all of it."""
    if not data.startswith(b"PK"):
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise InputError(_OPEN.unsafe("it", place))
        return [data]
    with ZipFile(BytesIO(checked_archive(data, place, options, _OPEN))) as archive:
        names = set(archive.namelist())
        if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
            message = "encrypted with a password; open it in LibreOffice and save it without one"
            raise InputError(Fault("encrypted", message, place))
        if "content.xml" not in names:
            raise InputError(_OPEN.damaged(place))
        return [archive.read(name) for name in ("content.xml", "styles.xml", "meta.xml") if name in names]


def _parsed(part: bytes, place: str) -> etree._Element:
    parser = _parser()
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        if not _is_of_unknown_prefix(parser):
            raise InputError(_OPEN.damaged(place)) from error
        root = etree.fromstring(part, _parser(recover=True))
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(_OPEN.unsafe("it", place))
    return root


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=recover)


def _is_of_unknown_prefix(parser: etree.XMLParser) -> bool:
    """Whether nothing is wrong but prefixes that nobody declared: mutool writes such.

    The parser is asked: the log of an error holds what other parsers found before.
    """
    kinds = {item.type for item in parser.error_log}
    return kinds == {etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE}


def _labels(roots: Iterable[etree._Element]) -> Labels:
    meta = next((found for root in roots for found in root.iter(_OFFICE + "meta")), None)
    texts = {} if meta is None else {etree.QName(item).localname: clean(item.text or "") for item in meta.iter("*")}
    return Labels(
        title=texts.get("title") or None,
        author_tool=texts.get("generator") or None,
        created=texts.get("creation-date") or None,
        modified=texts.get("date") or None,
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What the styles say: how texts of a style are set, which hide their texts, and which lists are numbered."""

    styles: dict[str, Style] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    numbered: set[str] = field(default_factory=set)


def _styles(roots: Iterable[etree._Element]) -> _Look:
    look = _Look()
    for element in (item for root in roots for item in root.iter(_STYLE + "style", _TEXT + "list-style")):
        name = element.get(_STYLE + "name", "")
        if element.tag == _TEXT + "list-style":
            numbers = (level.get(_STYLE + "num-format") for level in element.iter(_TEXT + "list-level-style-number"))
            if any(numbers):
                look.numbered.add(name)
            continue
        for said in element.iter(_STYLE + "text-properties"):
            position = said.get(_STYLE + "text-position", "")
            is_raised = position.startswith("super") or re.match(r"[1-9]\d*%", position) is not None
            is_struck = said.get(_STYLE + "text-line-through-style", "none") != "none"
            if is_raised or is_struck:
                look.styles[name] = Style(is_raised, is_struck)
            if said.get(_TEXT + "display") == "none":
                look.hidden.add(name)
        if any(said.get(_TABLE + "display") == "false" for said in element.iter(_STYLE + "table-properties")):
            look.hidden.add(name)
    return look


@dataclass
class _Walk:
    """The walk over a body. `line` and `page` are the place where it is."""

    look: _Look
    is_workbook: bool
    place: str
    line: int = 0
    cells: int = 0
    numbered: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def stream(self, element: etree._Element, style: Style = PLAIN, is_in_cell: bool = False) -> Stream:
        """What is to be seen in an element, in order."""
        if element.text:
            yield Piece(element.text, self.line, style)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _NOT_TEXT:
                yield from self._child(child, style, is_in_cell)
            if child.tail:
                yield Piece(child.tail, self.line, style)

    def _child(self, child: etree._Element, style: Style, is_in_cell: bool) -> Stream:
        simple = _SIMPLE.get(str(child.tag))
        name = child.get(_TEXT + "style-name", "")
        if simple:
            yield simple(child, self.line, style)
        elif child.tag in {_TEXT + "p", _TEXT + "h"}:
            yield from self._paragraph(child, style, is_in_cell)
        elif child.tag == _TABLE + "table":
            self._begin_sheet(child)
            yield Grid(self._rows(child))
        elif child.tag == _TEXT + "span":
            if name not in self.look.hidden:
                yield from self.stream(child, self.look.styles.get(name, style), is_in_cell)
            else:
                self._tell_hidden(child)
        else:
            if child.tag == _TEXT + "list" and is_in_cell and name in self.look.numbered:
                self.numbered.append(self.line)
            yield from self.stream(child, style, is_in_cell)

    def _paragraph(self, paragraph: etree._Element, style: Style, is_in_cell: bool) -> Stream:
        if not is_in_cell:
            self.line += 1
        name = paragraph.get(_TEXT + "style-name", "")
        yield Break.BLOCK
        if name not in self.look.hidden:
            yield from self.stream(paragraph, self.look.styles.get(name, style), is_in_cell)
        else:
            self._tell_hidden(paragraph)
        yield Break.BLOCK if len(paragraph) or paragraph.text else Break.EMPTY

    def _tell_hidden(self, element: etree._Element) -> None:
        self.findings += hidden_findings([("".join(element.itertext()), self.line)])

    def _begin_sheet(self, table: etree._Element) -> None:
        if not self.is_workbook:
            return
        self.line = 0
        if table.get(_TABLE + "style-name", "") in self.look.hidden:
            name = table.get(_TABLE + "name", "")
            self.findings.append(HIDDEN_CELLS.finding(f"the sheet «{name}» is hidden", Span()))

    def _rows(self, table: etree._Element) -> Iterator[list[GridCell]]:
        for row in _nearest(table, {_ROW}):
            times, is_filled = _count(row, "number-rows-repeated"), any(map(_is_filled, row))
            if not is_filled:
                # Workbooks fill their sheets with empty rows: one is as good as many.
                self.line += times - 1
                times = 1
            self._claim(times * sum(_count(cell, "number-columns-repeated") for cell in row if _is_filled(cell)))
            if is_filled and row.get(_TABLE + "visibility") in {"collapse", "filter"}:
                self.findings.append(HIDDEN_CELLS.finding("a row is hidden", Span(line=self.line + 1)))
            for _ in range(times):
                self.line += 1
                yield list(self._cells(row))

    def _cells(self, row: etree._Element) -> Iterator[GridCell]:
        """The cells that begin in a row: what a merged one covers stands in its row too, and takes its column."""
        column = 0
        for cell in _nearest(row, _CELLS):
            times = _count(cell, "number-columns-repeated")
            if _is_filled(cell) and cell.tag == _TABLE + "table-cell":
                columns, rows = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
                for index in range(times):
                    yield GridCell(self._content(cell), column + index, columns, rows)
            column += times

    def _claim(self, cells: int) -> None:
        self.cells += cells
        if self.cells > _MOST_CELLS:
            message = f"a table of more than {_MOST_CELLS:,} cells; delete what is not of the code table"
            raise InputError(Fault("too-large", message, self.place))

    def _content(self, cell: etree._Element) -> Stream:
        value = cell.get(_OFFICE + "value") or cell.get(_OFFICE + "date-value") or ""
        style = self.look.styles.get(cell.get(_TABLE + "style-name", ""), PLAIN)
        if self.is_workbook and (number := number_of(cell.get(_OFFICE + "value-type"), value)):
            yield Piece(number, self.line, style)
            return
        yield from self.stream(cell, style, True)


def _nearest(element: etree._Element, tags: Collection[str]) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, in groups and headers of them too, but not in a table within."""
    for child in element:
        if child.tag in tags:
            yield child
        elif isinstance(child.tag, str) and child.tag.startswith(_TABLE) and child.tag != _TABLE + "table":
            yield from _nearest(child, tags)


def _is_filled(cell: etree._Element) -> bool:
    return len(cell) > 0 or cell.get(_OFFICE + "value") is not None


def _count(element: etree._Element, name: str) -> int:
    said = element.get(_TABLE + name, "1")
    return max(int(said), 1) if _COUNT.fullmatch(said) else 1


def _spaces(element: etree._Element, line: int, style: Style) -> Piece:
    said = element.get(_TEXT + "c", "1")
    return Piece(" " * (min(int(said), _MOST_SPACES) if _COUNT.fullmatch(said) else 1), line, style)


_SIMPLE: Final[dict[str, Callable[[etree._Element, int, Style], Piece | Break]]] = {
    _TEXT + "s": _spaces,
    _TEXT + "tab": lambda _, line, style: Piece("\t", line, style),
    _TEXT + "line-break": lambda *_: Break.LINE,
}
