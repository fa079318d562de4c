"""DOCX: the body of a Word document, as fragments. Nothing outside the file is ever opened."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final

import docx

from ingest.document.cleaning import SOFT_HYPHEN
from ingest.document.edition_labels import Labels
from ingest.document.fragments import PLAIN, Fragments, Line, Style
from ingest.document.laying import lay_out
from ingest.document.options import ReadOptions
from ingest.readers.archive import SAVE_ANEW, checked_package, damaged, unsafe
from ingest.readers.flow import (
    Break,
    Grid,
    GridCell,
    Piece,
    Stream,
    blocks_of,
    hidden_findings,
    layout_of,
    printed_version,
)
from ingest.readers.missing import without_missing
from ingest.readers.numbering import Numbering, UnknownNumberError, W
from ingest.readers.package_parts import (
    COUNT,
    NOT_TEXT,
    Styles,
    count_of,
    heights_of,
    instructions,
    is_prompt,
    is_white_on_paper,
    nearest,
    placed_cells,
    properties,
    related,
    roots,
    said_by,
    sign_of,
    xml,
)
from ingest.readers.runs import are_lines, begins_line
from model import Fault, InputError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXTS: Final = frozenset({W + "t", _MATH_TEXT})
_CHARACTERS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "noBreakHyphen": "-",
    W + "softHyphen": SOFT_HYPHEN,
}
_SIGN: Final = W + "sym"
_LEAVES: Final = _TEXTS.union(_CHARACTERS, [_SIGN])
_LINE_ENDS: Final = frozenset({W + "br", W + "cr"})
_BOX: Final = W + "txbxContent"
"""What stands in a text box: that floats over the page, wherever it is anchored."""

_OFF: Final = (None, "0", "false", "off")
"""What a document says of a property that a text does not have, such as being hidden."""

_RAISED: Final = re.compile(r"[1-9][0-9]{0,3}")
_AS_TEXT: Final = "turn them into text in Word (ActiveDocument.ConvertNumbersToText), or give a PDF"

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_package(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A Word document as fragments: its body without headers and footers, in reading order.

    Text that is deleted or hidden is not there, inserted text is, and so are the numbers that Word writes by itself. A
    place is the number of the paragraph or table row, counted from 1 over the whole document.

    Raises
    ------
    InputError
        `encrypted`, `old-word-format`, `damaged-docx`, `no-word-document`, `unsafe-xml`, `too-large`, `no-text`, or
        `automatic-numbers` (cells are numbered by Word in a way that is not known).
    """
    _check_format(data, place)
    document = _open(checked_package(data, place, options), place)
    styles, numbering = (roots(document, kind) for kind in ("STYLES", "NUMBERING"))
    body = _Body(Styles.read(styles), Numbering.read(numbering), are_lines(document.element))
    blocks = without_missing(blocks_of(body.stream(document.element)), Counter())
    if body.unknown:
        numbers = ", ".join(map(str, body.unknown[:5]))
        message = f"cells are numbered automatically (rows {numbers}) in a way that is not known; {_AS_TEXT}"
        raise InputError(Fault("automatic-numbers", message, place))
    if not blocks:
        raise InputError(Fault("no-text", "the document has no text; are its pages pictures?", place))
    words, rules = lay_out(blocks)
    findings = tuple(hidden_findings(body.hidden))
    return Fragments(words, rules, layout_of(blocks), "docx", None, _labels(document, body), findings)


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
        "".join(run.text for run in block.runs)
        for kind in (TYPES.HEADER, TYPES.FOOTER)
        for part in related(document.part.rels, kind)
        for block in blocks_of(body.stream(xml(part)))
        if isinstance(block, Line)
    ]
    of_package = document.part.package.rels
    core = properties(related(of_package, TYPES.CORE_PROPERTIES))
    extended = properties(related(of_package, TYPES.EXTENDED_PROPERTIES))
    return Labels(
        printed_version=printed_version(heads),
        title=core.get("title"),
        author_tool=extended.get("Application"),
        created=core.get("created"),
        modified=core.get("modified"),
    )


@dataclass
class _Body:
    """The walk over a body.

    `line` is the number of the paragraph or table row where it is, `unknown` has the rows with numbers not known,
    `hidden` the texts that are not shown, each with its line, `instructions` the runs in those of fields.
    """

    styles: Styles
    numbering: Numbering
    runs_are_lines: bool
    line: int = 0
    unknown: list[int] = field(default_factory=list)
    hidden: list[tuple[str, int | None]] = field(default_factory=list)
    instructions: frozenset[_Element] = frozenset()

    def stream(self, element: _Element, is_in_row: bool = False, style: Style = PLAIN) -> Stream:
        """What is to be seen in an element, in order."""
        for child in element:
            tag = child.tag
            if tag in _LEAVES:
                yield Piece(self._letters(child), self.line, style)
                yield from self._inside_text(child, style)
            elif tag in _LINE_ENDS:
                yield Break.LINE
            elif tag == W + "p":
                yield from self._paragraph(child, is_in_row)
            elif tag == W + "tbl":
                yield Grid(self._rows(child))
            elif tag == W + "r":
                yield from self._run(child, is_in_row)
            elif tag not in NOT_TEXT and not self._is_prompt(child):
                inside = self.stream(child, is_in_row, style)
                is_apart = tag == _BOX and is_in_row and _is_beside_text(child)
                yield from [Grid([[GridCell(inside, 0)]], is_apart=True)] if is_apart else inside

    def _run(self, run: _Element, is_in_row: bool) -> Stream:
        if self.styles.of_run(run, "rPr/vanish") not in _OFF or is_white_on_paper(run):
            self._hide(run)
            return
        if run in self.instructions:
            return
        if self.runs_are_lines and begins_line(run):
            yield Break.LINE
        yield from self.stream(run, is_in_row, self._style(run))

    def _hide(self, element: _Element) -> None:
        self.hidden += [(text.text or "", self.line) for text in element.iter(*_TEXTS)]

    def _is_prompt(self, element: _Element) -> bool:
        """Whether an element is a prompt of a form: what it says is told."""
        is_it = element.tag == W + "sdt" and is_prompt(element)
        if is_it:
            self._hide(element)
        return is_it

    def _letters(self, leaf: _Element) -> str:
        """The letters of a text, a character or a sign; where that is a picture, what is left out is told."""
        if leaf.tag != _SIGN:
            return _CHARACTERS.get(str(leaf.tag), leaf.text or "")
        letter = sign_of(leaf)
        if letter is None:
            self.hidden.append((f"{leaf.get(W + 'font', '')} {leaf.get(W + 'char', '')}", self.line))
        return letter or ""

    def _inside_text(self, text: _Element, style: Style) -> Stream:
        """What goes on behind a break that stands inside a text: the standard knows none there, MuPDF writes it."""
        for child in text:
            if child.tag in _LINE_ENDS:
                yield Break.LINE
            yield Piece(child.tail or "", self.line, style)

    def _paragraph(self, paragraph: _Element, is_in_row: bool) -> Stream:
        if not is_in_row:
            self.line += 1
        yield Break.BLOCK
        around, self.instructions = self.instructions, frozenset(instructions(paragraph))
        if number := self._number(paragraph, is_in_row):
            yield Piece(number, self.line)
        yield from self.stream(paragraph, is_in_row)
        self.instructions = around
        yield Break.BLOCK if self._has_text(paragraph) else Break.EMPTY

    def _has_text(self, paragraph: _Element) -> bool:
        return next(paragraph.iter(*_TEXTS), None) is not None or said_by(paragraph, "pPr/numPr/numId") is not None

    def _number(self, paragraph: _Element, is_in_row: bool) -> str:
        """The number that Word writes before a paragraph."""
        style = said_by(paragraph, "pPr/pStyle") or ""
        own = said_by(paragraph, "pPr/numPr/numId")
        identifier = own or self.styles.of_style(style, "pPr/numPr/numId")
        if identifier in {None, "0"}:
            return ""
        level = said_by(paragraph, "pPr/numPr/ilvl") or self.styles.of_style(style, "pPr/numPr/ilvl") or "0"
        try:
            return self.numbering.text(identifier or "", int(level) if COUNT.fullmatch(level) else 0)
        except UnknownNumberError:
            if is_in_row:
                self.unknown.append(self.line)
            return ""

    def _style(self, run: _Element) -> Style:
        """How a run is set."""
        said = self.styles.of_run
        is_raised = said(run, "rPr/vertAlign") == "superscript" or bool(
            _RAISED.fullmatch(said(run, "rPr/position") or "")
        )
        is_struck = said(run, "rPr/strike") not in _OFF or said(run, "rPr/dstrike") not in _OFF
        return Style(is_raised, is_struck) if is_raised or is_struck else PLAIN

    def _rows(self, table: _Element) -> Iterator[list[GridCell]]:
        shown = [row for row in nearest(table, W + "tr") if row.find(f"{W}trPr/{W}del") is None]
        placed = [list(placed_cells(row)) for row in shown]
        heights = heights_of(placed)
        for number, cells in enumerate(placed):
            self.line += 1
            yield [
                GridCell(self.stream(cell, True), column, count_of(cell, "tcPr/gridSpan", 1), heights[number, column])
                for column, cell in cells
                if (number, column) in heights
            ]


def _is_beside_text(box: _Element) -> bool:
    """Whether a text box is anchored in a cell that has text of its own: it is none of it."""
    cell = next(box.iterancestors(W + "tc"), None)
    texts = () if cell is None else cell.iter(*_TEXTS)
    return any(text.text and next(text.iterancestors(_BOX), None) is None for text in texts)
