"""Plain text: lines whose cells are set apart by tabs or runs of spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ingest.document.cleaning import clean
from ingest.document.rows import Cell, Gap, Row
from model import Span

LINE_END: Final = re.compile(r"\r\n|\n|\r")
_SEPARATOR: Final = re.compile(r"\s{2,}|\t")


class Line(NamedTuple):
    """A line, or the part of one between form feeds: its text, number, page and what stands before it."""

    text: str
    number: int
    page: int | None
    gap: Gap
    column: int = 1


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank, with the gaps between them.

    A form feed ends a page, and may stand within a line. Pages are counted only where there are form feeds.
    """
    paged = "\f" in text
    page = 1
    gap = Gap.NONE
    for number, line in enumerate(LINE_END.split(text), start=1):
        column = 1
        for index, part in enumerate(line.split("\f")):
            if index:
                page, gap = page + 1, Gap.PAGE
            if clean(part):
                yield Line(part, number, page if paged else None, gap, column)
                gap = Gap.NONE
            elif not index:
                gap = max(gap, Gap.BLANK)
            column += len(part) + 1


def layout_row(line: Line) -> Row:
    """The row of a line of plain text: a cell between any two tabs or runs of spaces."""
    return Row(tuple(_cells(line)), gap=line.gap)


def layout_rows(lines: Iterable[Line]) -> Iterator[Row]:
    """The rows of the lines of a plain text."""
    return map(layout_row, lines)


def _cells(line: Line) -> Iterator[Cell]:
    start = 0
    for separator in _SEPARATOR.finditer(line.text):
        yield from _cell(line, start, separator.start())
        start = separator.end()
    yield from _cell(line, start, len(line.text))


def _cell(line: Line, start: int, end: int) -> Iterator[Cell]:
    cell = Cell.read(line.text[start:end], Span(page=line.page, line=line.number, column=line.column + start))
    if cell.text:
        yield cell
