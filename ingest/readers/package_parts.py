"""The parts of a Word document: its styles and numbers, signs, tables, and what nobody sees on its pages.

ECMA-376, part 1: 17.3.3.30 (signs), 17.4 (tables), 17.7 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ingest.document.cleaning import clean
from ingest.readers.numbering import W

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.part import Part
    from docx.opc.rel import Relationships
    from lxml.etree import _Element

_VALUE: Final = W + "val"
_PROPERTIES: Final = (
    *("rPr/vanish", "rPr/strike", "rPr/dstrike", "rPr/vertAlign", "rPr/position"),
    *("pPr/numPr/numId", "pPr/numPr/ilvl"),
)
_NUMBER: Final = re.compile(r"[0-9a-fA-F]{2,4}")
_PRIVATE: Final = range(0xF000, 0xF100)
"""Where Word puts the 256 places of a font of signs."""

_SURROGATES: Final = range(0xD800, 0xE000)
_LOW: Final = (
    "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\N{OVERLINE}αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"  # noqa: RUF001
)
_HIGH: Final = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"  # noqa: RUF001
_SYMBOL: Final = {0x21 + place: sign for place, sign in enumerate(_LOW)} | {
    0xA0 + place: sign for place, sign in enumerate(_HIGH)
}
"""The encoding of the font Symbol, as Adobe gives it; its brackets in parts apart."""

FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOT_TEXT: Final = frozenset(
    {FALLBACK, *(W + name for name in "del moveFrom rPr pPr tblPr tblGrid trPr tcPr sectPr sdtPr rt".split())}
)
"""Deleted text and properties; a fallback repeats what stands beside it."""

_CONTINUED: Final = ("on", "continue")
COUNT: Final = re.compile(r"[0-9]{1,4}")
"""A number of columns, rows or levels."""

_OFF: Final = (None, "0", "false", "off")
_WHITE: Final = "FFFFFF"
_NO_GROUND: Final = frozenset({None, "auto", _WHITE})
_AROUND: Final = {W + "p": "pPr/shd", W + "tc": "tcPr/shd", W + "tbl": "tblPr/shd"}
_OF_TABLE: Final = frozenset({None, "TableGrid", "TableNormal"})
"""The styles of tables that give no cell a ground of its own."""


@dataclass(frozen=True, slots=True)
class Styles:
    """What the styles of a document say, by themselves or by the style that they build on: of each property, by id."""

    said: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, roots: Iterable[_Element]) -> Styles:
        """The styles of the parts that declare them."""
        styles = [style for root in roots for style in root.iter(W + "style")]
        bases = {style.get(W + "styleId", ""): said_by(style, "basedOn") for style in styles}
        own = {name: {style.get(W + "styleId", ""): said_by(style, name) for style in styles} for name in _PROPERTIES}
        return cls({name: _inherited(bases, values) for name, values in own.items()})

    def of_run(self, run: _Element, name: str) -> str | None:
        """A property of a run: its own, else that of its style or of its paragraph's; None if nothing says it."""
        own = said_by(run, name)
        if own is not None or not self.said.get(name):
            return own
        paragraph = next(run.iterancestors(W + "p"), run)
        styles = (said_by(run, "rPr/rStyle"), said_by(paragraph, "pPr/pStyle"))
        return next((found for style in styles if style and (found := self.of_style(style, name)) is not None), None)

    def of_style(self, style: str, name: str) -> str | None:
        """A property of a style."""
        return self.said.get(name, {}).get(style)


def _inherited(bases: Mapping[str, str | None], values: Mapping[str, str | None]) -> dict[str, str]:
    """The value of each style: its own, or that of the nearest of those that it builds on; none in a ring of them."""
    found: dict[str, str | None] = {style: value for style, value in values.items() if value is not None}
    for start in bases if found else ():
        path: list[str] = []
        style = start
        while style in bases and style not in found:
            found[style] = None
            path.append(style)
            style = bases[style] or ""
        found.update(dict.fromkeys(path, found.get(style)))
    return {style: value for style, value in found.items() if value is not None}


def said_by(element: _Element, path: str) -> str | None:
    """The value of a property, `on` where it has none; None if there is no such property."""
    found = element.find(_qualified(path))
    return None if found is None else found.get(_VALUE, "on")


@cache
def _qualified(path: str) -> str:
    """A path with the namespace of Word before each step: few paths are asked for, each at every run."""
    return "/".join(W + step for step in path.split("/"))


def related(relationships: Relationships, kind: str) -> list[Part]:
    """The parts inside a package that are related to it, or to one of its parts, as some kind."""
    inside = (relationship for relationship in relationships.values() if not relationship.is_external)
    return [relationship.target_part for relationship in inside if relationship.reltype == kind]


def xml(part: Part) -> _Element:
    """The root of a part, an empty one if it cannot be parsed: the parts read by this hold labels, no rows."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root: _Element | None = etree.fromstring(part.blob, parser)
    return etree.Element("empty") if root is None else root


def properties(parts: Iterable[Part]) -> dict[str, str]:
    """The texts of the elements of some parts, by their names."""
    elements = (element for part in parts for element in xml(part).iter("*"))
    texts = ((str(element.tag).rpartition("}")[2], clean(element.text or "")) for element in elements)
    return {name: text for name, text in texts if text}


def roots(document: WordDocument, kind: str) -> list[_Element]:
    """The roots of the parts of some kind that the document is related to."""
    from docx.opc.constants import RELATIONSHIP_TYPE as TYPES

    return [xml(part) for part in related(document.part.rels, getattr(TYPES, kind))]


def sign_of(element: _Element) -> str | None:
    """The letter that a sign of a font stands for; None where it is a picture of that font, such as a tick."""
    said = element.get(W + "char", "")
    number = int(said, 16) if _NUMBER.fullmatch(said) else 0
    is_private = number in _PRIVATE
    if element.get(W + "font", "").casefold() == "symbol":
        return _SYMBOL.get(number & 0xFF if is_private else number)
    return None if is_private or number in _SURROGATES or number < ord(" ") else chr(number)


def nearest(element: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, behind content controls and change marks too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in NOT_TEXT:
            yield from nearest(child, tag)


def placed_cells(row: _Element) -> Iterator[tuple[int, _Element]]:
    """The cells of a row, each with the column of the table's grid that it starts in."""
    column = count_of(row, "trPr/gridBefore", 0)
    for cell in nearest(row, W + "tc"):
        yield column, cell
        column += count_of(cell, "tcPr/gridSpan", 1)


def heights_of(rows: Sequence[Sequence[tuple[int, _Element]]]) -> dict[tuple[int, int], int]:
    """How many rows each cell covers, by row and column. What goes on with another, or is deleted, is not in it."""
    heights: dict[tuple[int, int], int] = {}
    begins: dict[int, int] = {}
    for number, row in enumerate(rows):
        merged = {column: said_by(cell, "tcPr/vMerge") for column, cell in row}
        begins = {column: begin for column, begin in begins.items() if merged.get(column)}
        for column, cell in row:
            if said_by(cell, "tcPr/cellDel") is not None or said_by(cell, "tcPr/hMerge") in _CONTINUED:
                continue
            if merged[column] in _CONTINUED and column in begins:
                heights[begins[column], column] += 1
                continue
            heights[number, column] = 1
            if merged[column]:
                begins[column] = number
    return heights


def count_of(element: _Element, path: str, missing: int) -> int:
    """The number that a property says, or what holds where it is missing."""
    value = said_by(element, path) or ""
    return int(value) if COUNT.fullmatch(value) else missing


def is_prompt(control: _Element) -> bool:
    """Whether a content control shows what somebody is to write into it: no page has that when it is printed."""
    return said_by(control, "sdtPr/showingPlcHdr") not in _OFF


def is_white_on_paper(run: _Element) -> bool:
    """Whether the letters of a run are white, and nothing behind them is set in a colour."""
    if (said_by(run, "rPr/color") or "").upper() != _WHITE or _is_filled(run, "rPr/shd"):
        return False
    if said_by(run, "rPr/highlight") is not None or run.getroottree().find(f"{W}background") is not None:
        return False
    for around in run.iterancestors(*_AROUND):
        if _is_filled(around, _AROUND[str(around.tag)]) or said_by(around, "tblPr/tblStyle") not in _OF_TABLE:
            return False
    return next(run.iterancestors(W + "txbxContent"), None) is None


def _is_filled(element: _Element, path: str) -> bool:
    found = element.find("/".join(W + step for step in path.split("/")))
    return found is not None and found.get(W + "fill") not in _NO_GROUND


def instructions(paragraph: _Element) -> Iterator[_Element]:
    """The runs in the instructions of fields: the result of a field in an instruction is nowhere to be seen.

    Only fields that begin and end in the paragraph say so.
    """
    runs = [run for run in paragraph.iter(W + "r") if next(run.iterancestors(W + "p"), None) is paragraph]
    signs = [[sign.get(W + "fldCharType") for sign in run.iter(W + "fldChar")] for run in runs]
    kinds = [kind for found in signs for kind in found]
    if kinds.count("begin") < 2 or kinds.count("begin") != kinds.count("end"):
        return
    fields: list[bool] = []
    for run, found in zip(runs, signs, strict=True):
        if any(fields):
            yield run
        for kind in found:
            if kind == "begin":
                fields.append(True)
            elif fields and kind == "separate":
                fields[-1] = False
            elif fields and kind == "end":
                fields.pop()
