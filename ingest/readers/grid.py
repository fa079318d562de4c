"""What DOCX and HTML have in common: a stream of text, breaks and tables, turned into rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import chain
from typing import Final, TypeAlias

from ingest.document.cleaning import clean
from ingest.document.header import is_header
from ingest.document.rows import Cell, Gap, Row
from ingest.table.heads import Head, parse_head
from ingest.table.prose import begins_small
from model import Span

_LAYOUT_SEPARATOR: Final = re.compile(r"\s{2,}|\t")
_VERSION: Final = re.compile(r"(?:\bAPI\s+)?\bv(?:ersion)?\.?\s*\d+(?:\.\d+)+(?:\s*\([\d./-]+\))?", re.IGNORECASE)
_LONGEST_INTERRUPTION: Final = 3
"""How many lines may stand between two parts of one table."""


class Break(Enum):
    """The end of a line, or of a block such as a paragraph."""

    LINE = auto()
    BLOCK = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of visible text, the line that it stands on, and what furniture the document declares it to be."""

    text: str
    line: int | None
    furniture: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: how many columns its first row covers, and its rows, each a sequence of cells.

    A merged cell is in the row where it starts, and in no other.
    """

    width: int
    rows: Iterable[Sequence[Stream]]


Stream: TypeAlias = Iterable[Piece | Break | Table]
"""The visible text of a document or a cell, in reading order."""


@dataclass(frozen=True, slots=True)
class _Line:
    pieces: tuple[Piece, ...]
    gap: Gap

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def first(self) -> Piece:
        """The first piece that can be seen."""
        return next(piece for piece in self.pieces if clean(piece.text))


def rows_of(stream: Stream) -> tuple[Row, ...]:
    """The rows of a document: a line outside a table is a row, with a cell between tabs or runs of spaces.

    In a table, every line of a cell is a cell of its own (reading rule 4). A table inside a cell comes after the row,
    as a table of its own. A table that goes on with the one before it, as after the end of a page, has its number.
    """
    grid = _Grid()
    grid.add(stream)
    return tuple(_joined(grid.rows, grid.widths))


def printed_version(texts: Iterable[str]) -> str | None:
    """The version of the edition that running heads print, or None.

    Examples
    --------
    >>> printed_version(["API", "mango-office.ru | API v 1.10 (24.12.2017)"])
    'API v 1.10 (24.12.2017)'
    """
    matches = map(_VERSION.search, map(clean, texts))
    return next((match[0] for match in matches if match), None)


def _lines(stream: Stream) -> Iterator[_Line | Table]:
    """The lines that are not blank, and the tables between them."""
    pieces: list[Piece] = []
    gap = Gap.BLANK
    for item in chain(stream, (Break.BLOCK,)):
        if isinstance(item, Piece):
            pieces.append(item)
            continue
        line = _Line(tuple(pieces), gap)
        pieces.clear()
        is_visible = bool(clean(line.text))
        if is_visible:
            yield line
        gap = Gap.NONE if is_visible and item is Break.LINE else Gap.BLANK
        if isinstance(item, Table):
            yield item


def _paragraph_row(line: _Line) -> Row:
    span = Span(line=line.first.line)
    cells = (Cell.read(text, span) for text in _LAYOUT_SEPARATOR.split(line.text))
    return Row(tuple(cell for cell in cells if cell.text), gap=line.gap, furniture=line.first.furniture)


def _cells(lines: Iterable[_Line]) -> Iterator[Cell]:
    """The lines of one cell. After a line of text a number at the start of a line is a number inside that text."""
    goes_on_as_text = False
    for line in lines:
        cell = Cell.read(line.text, Span(line=line.first.line), is_text=goes_on_as_text)
        yield cell
        goes_on_as_text = goes_on_as_text or not _is_coded(parse_head(Row((cell,))))


def _is_coded(head: Head) -> bool:
    return bool(head.labels) or head.code is not None


@dataclass
class _Grid:
    """The rows so far. `widths` has the number of columns of each table, by the number of the table."""

    rows: list[Row] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)

    def add(self, stream: Stream) -> None:
        for item in _lines(stream):
            if isinstance(item, Table):
                self._add_table(item)
            else:
                self.rows.append(_paragraph_row(item))

    def _add_table(self, table: Table) -> None:
        number = len(self.widths)
        self.widths.append(table.width)
        gap = Gap.BLANK
        for cells in table.rows:
            contents = [list(_lines(cell)) for cell in cells]
            texts = [_cells(item for item in content if isinstance(item, _Line)) for content in contents]
            if row := tuple(chain.from_iterable(texts)):
                self.rows.append(Row(row, gap=gap, table=number))
                gap = Gap.NONE
            for item in chain.from_iterable(contents):
                if isinstance(item, Table):
                    self._add_table(item)


def _joined(rows: Sequence[Row], widths: Sequence[int]) -> Iterator[Row]:
    """The rows, with one number for a table and the parts that go on with it."""
    numbers: dict[int, int] = {}
    last_codes: dict[int, int] = {}
    previous: Row | None = None
    interruption = 0
    for index, row in enumerate(rows):
        if row.table is None:
            interruption += row.furniture is None
            yield row
            continue
        if row.table not in numbers:
            numbers[row.table] = row.table
            if previous is not None and previous.table is not None and interruption <= _LONGEST_INTERRUPTION:
                opening = [item for item in rows[index : index + 2] if item.table == row.table]
                has_same_width = widths[row.table] == widths[previous.table]
                if has_same_width and _goes_on(previous, last_codes.get(previous.table), opening):
                    numbers[row.table] = previous.table
        number = numbers[row.table]
        previous, interruption = replace(row, table=number), 0
        if (head := parse_head(row)).code:
            last_codes[number] = head.number
        yield previous


def _goes_on(previous: Row, last_code: int | None, opening: Sequence[Row]) -> bool:
    """Whether a table that opens with these rows goes on with the one before: no header, and the next code or class.

    The first row may be the rest of a description that the end of a page has cut.
    """
    rows = opening[1:] if begins_small(opening[0].text) else opening
    head = parse_head(rows[0]) if rows else Head(previous)
    if not _is_coded(head):
        return False
    number = head.number if head.code else head.patterns[0].zero_code
    return is_header(previous) if last_code is None else number >= last_code
