"""The rows and cells of a table of Word, and how far each cell goes (ECMA-376, part 1, section 17.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ingest.readers.numbering import W
from ingest.readers.styles import said_by

if TYPE_CHECKING:
    from lxml.etree import _Element

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOT_TEXT: Final = frozenset(
    {_FALLBACK, *(W + name for name in "del moveFrom rPr pPr tblPr tblGrid trPr tcPr sectPr sdtPr rt".split())}
)
"""Deleted text and properties; a fallback repeats what stands beside it."""

_CONTINUED: Final = ("on", "continue")
COUNT: Final = re.compile(r"[0-9]{1,4}")
"""A number of columns, rows or levels."""


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
