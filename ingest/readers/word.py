"""DOCX: the body of a Word document, as rows. Nothing outside the file is ever opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

import docx

from ingest.document.cleaning import SOFT_HYPHEN, clean
from ingest.document.rows import Document, Labels, ReadOptions
from ingest.readers.archive import SAVE_ANEW, checked_package, damaged, unsafe
from ingest.readers.grid import Break, Piece, Stream, Table, printed_version, rows_of
from model import Fault, InputError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.part import Part
    from docx.opc.rel import Relationships
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTS: Final = frozenset({_W + "t", _MATH_TEXT})
_CHARACTERS: Final = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "noBreakHyphen": "-",
    _W + "softHyphen": SOFT_HYPHEN,
}
_LINE_ENDS: Final = frozenset({_W + "br", _W + "cr"})
_NOT_TEXT: Final = frozenset(
    {_FALLBACK, *(_W + name for name in "del moveFrom rPr pPr tblPr tblGrid trPr tcPr sectPr sdtPr rt".split())}
)
"""Deleted text and properties; a fallback repeats what stands beside it."""

_CONTINUED: Final = ("on", "continue")
_SHOWN: Final = (None, "0", "false", "off")
"""What a document says of hiding a text that is shown."""

_COUNT: Final = re.compile(r"[0-9]{1,4}")
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_word(data: bytes, place: str, options: ReadOptions) -> Document:
    """The rows of a Word document: its body without headers and footers, in reading order.

    Text that is deleted or hidden is not there, inserted text is. A place is the number of the paragraph or table
    row, counted from 1 over the whole document.

    Raises
    ------
    InputError
        `encrypted`, `old-word-format`, `damaged-docx`, `no-word-document`, `unsafe-xml`, `too-large` or `no-text`.
    """
    _check_format(data, place)
    document = _open(checked_package(data, place, options), place)
    body = _Body(_hidden_styles(document))
    rows = rows_of(body.stream(document.element))
    if not rows:
        raise InputError(Fault("no-text", "the document has no text; are its pages pictures?", place))
    return Document(rows, "docx", None, _labels(document, body))


def _check_format(data: bytes, place: str) -> None:
    """Refuse the files of Office that are no DOCX."""
    if not data.startswith(_OLD_OFFICE):
        return
    if _ENCRYPTED in data:
        message = "encrypted with a password; open it in Word and save it without one"
        raise InputError(Fault("encrypted", message, place))
    message = f"not .docx but a file of the old Office, such as .doc; {SAVE_ANEW}"
    raise InputError(Fault("old-word-format", message, place))


def _open(package: bytes, place: str) -> WordDocument:
    from docx.opc.part import XmlPart

    try:
        document = docx.Document(BytesIO(package))
    except MemoryError:
        raise
    except Exception as error:  # python-docx raises KeyError, ValueError and more for a bad package
        raise InputError(damaged(place)) from error
    # An encoding that hides the declaration from a search does not hide it from the parser.
    parts = (part for part in document.part.package.iter_parts() if isinstance(part, XmlPart))
    faults = [unsafe(part.partname.lstrip("/"), place) for part in parts if _has_type(part.element)]
    if faults:
        raise InputError(*faults)
    return document


def _has_type(element: _Element) -> bool:
    return element.getroottree().docinfo.internalDTD is not None


def _labels(document: WordDocument, body: _Body) -> Labels:
    from docx.opc.constants import RELATIONSHIP_TYPE as TYPES

    heads = [
        row.text
        for kind in (TYPES.HEADER, TYPES.FOOTER)
        for part in _related(document.part.rels, kind)
        for row in rows_of(body.stream(_xml(part)))
    ]
    of_package = document.part.package.rels
    core = _properties(_related(of_package, TYPES.CORE_PROPERTIES))
    extended = _properties(_related(of_package, TYPES.EXTENDED_PROPERTIES))
    return Labels(
        printed_version=printed_version(heads),
        title=core.get("title"),
        author_tool=extended.get("Application"),
        created=core.get("created"),
        modified=core.get("modified"),
    )


def _related(relationships: Relationships, kind: str) -> list[Part]:
    inside = (relationship for relationship in relationships.values() if not relationship.is_external)
    return [relationship.target_part for relationship in inside if relationship.reltype == kind]


def _xml(part: Part) -> _Element:
    """The root of a part, an empty one if it cannot be parsed: the parts read by this hold labels, no rows."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root: _Element | None = etree.fromstring(part.blob, parser)
    return etree.Element("empty") if root is None else root


def _properties(parts: Iterable[Part]) -> dict[str, str]:
    """The texts of the elements of some parts, by their names."""
    elements = (element for part in parts for element in _xml(part).iter("*"))
    texts = ((str(element.tag).rpartition("}")[2], clean(element.text or "")) for element in elements)
    return {name: text for name, text in texts if text}


def _hidden_styles(document: WordDocument) -> frozenset[str]:
    """The ids of the styles that hide their text, by themselves or by the style that they build on."""
    from docx.opc.constants import RELATIONSHIP_TYPE as TYPES

    styles = [style for part in _related(document.part.rels, TYPES.STYLES) for style in _xml(part).iter(_W + "style")]
    bases = {style.get(_W + "styleId", ""): _value(style, "basedOn") for style in styles}
    hides = {style.get(_W + "styleId", ""): _value(style, "rPr/vanish") for style in styles}
    return frozenset(style for style, value in _inherited(bases, hides).items() if value not in _SHOWN)


def _inherited(bases: Mapping[str, str | None], values: Mapping[str, str | None]) -> dict[str, str | None]:
    """The value of each style: its own, or that of the nearest of those that it builds on; None in a ring of them."""
    found: dict[str, str | None] = {style: value for style, value in values.items() if value is not None}
    for start in bases:
        path: list[str] = []
        style = start
        while style in bases and style not in found:
            found[style] = None
            path.append(style)
            style = bases[style] or ""
        found.update(dict.fromkeys(path, found.get(style)))
    return found


def _value(element: _Element, path: str) -> str | None:
    """The value of a property, `on` where it has none; None if there is no such property."""
    found = element.find("/".join(_W + step for step in path.split("/")))
    return None if found is None else found.get(_W + "val", "on")


@dataclass
class _Body:
    """The walk over a body. `line` is the number of the paragraph or table row where it is."""

    hidden_styles: frozenset[str]
    line: int = 0

    def stream(self, element: _Element, is_in_row: bool = False) -> Stream:
        """What is to be seen in an element, in order."""
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                yield Piece(child.text or "", self.line)
            elif tag in _CHARACTERS:
                yield Piece(_CHARACTERS[tag], self.line)
            elif tag in _LINE_ENDS:
                yield Break.LINE
            elif tag == _W + "p":
                yield from self._paragraph(child, is_in_row)
            elif tag == _W + "tbl":
                yield Table(_width(child), self._rows(child))
            elif tag not in _NOT_TEXT and not (tag == _W + "r" and self._is_hidden(child)):
                yield from self.stream(child, is_in_row)

    def _paragraph(self, paragraph: _Element, is_in_row: bool) -> Stream:
        if not is_in_row:
            self.line += 1
        yield Break.BLOCK
        yield from self.stream(paragraph, is_in_row)
        yield Break.BLOCK

    def _is_hidden(self, run: _Element) -> bool:
        """Whether a run is hidden: by itself, else by its style or that of its paragraph."""
        own = _value(run, "rPr/vanish")
        if own is not None or not self.hidden_styles:
            return own not in _SHOWN
        paragraph = next(run.iterancestors(_W + "p"), run)
        styles = {_value(run, "rPr/rStyle"), _value(paragraph, "pPr/pStyle")}
        return not self.hidden_styles.isdisjoint(styles)

    def _rows(self, table: _Element) -> Iterator[list[Stream]]:
        open_columns: frozenset[int] = frozenset()
        for row in _nearest(table, _W + "tr"):
            self.line += 1
            if row.find(f"{_W}trPr/{_W}del") is None:
                placed = list(_placed_cells(row))
                yield [self.stream(cell, True) for column, cell in placed if not _is_merged(cell, column, open_columns)]
                open_columns = frozenset(column for column, cell in placed if _value(cell, "tcPr/vMerge"))


def _nearest(element: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, behind content controls and change marks too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _NOT_TEXT:
            yield from _nearest(child, tag)


def _placed_cells(row: _Element) -> Iterator[tuple[int, _Element]]:
    """The cells of a row, each with the column of the table's grid that it starts in."""
    column = _count(row, "trPr/gridBefore", 0)
    for cell in _nearest(row, _W + "tc"):
        yield column, cell
        column += _count(cell, "tcPr/gridSpan", 1)


def _is_merged(cell: _Element, column: int, open_columns: Collection[int]) -> bool:
    """Whether a cell is no cell of its own: the rest of a merged one, or deleted."""
    if _value(cell, "tcPr/cellDel") is not None or _value(cell, "tcPr/hMerge") in _CONTINUED:
        return True
    return _value(cell, "tcPr/vMerge") in _CONTINUED and column in open_columns


def _width(table: _Element) -> int:
    """How many columns of the grid the first row covers."""
    row = next(_nearest(table, _W + "tr"), table)
    cells = sum(_count(cell, "tcPr/gridSpan", 1) for cell in _nearest(row, _W + "tc"))
    return _count(row, "trPr/gridBefore", 0) + cells + _count(row, "trPr/gridAfter", 0)


def _count(element: _Element, path: str, missing: int) -> int:
    value = _value(element, path) or ""
    return int(value) if _COUNT.fullmatch(value) else missing
