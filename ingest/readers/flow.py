"""What documents with paragraphs and cells have in common: a stream of text, breaks and tables, turned into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import chain, groupby
from typing import Final, TypeAlias

from ingest.document.cleaning import clean
from ingest.document.fragments import PLAIN, Block, Cell, Layout, Line, Run, Style, Table
from model import Finding, Span
from model.rules import HIDDEN_TEXT

_VERSION: Final = re.compile(r"(?:\bAPI\s+)?\bv(?:ersion)?\.?\s*\d+(?:\.\d+)+(?:\s*\([\d./-]+\))?", re.IGNORECASE)


_LAST_LINE: Final = 65_534
"""libxml2 counts the lines of a file no further."""

_LONGEST_SHOWN: Final = 60


class Break(Enum):
    """The end of a line, or of a block such as a paragraph."""

    LINE = auto()
    BLOCK = auto()
    EMPTY = auto()
    """A paragraph with nothing in it: beside others in a row it keeps a line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of visible text, the line that it stands on, its style, and what furniture it is declared to be."""

    text: str
    line: int | None
    style: Style = PLAIN
    furniture: str | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table: the column where it begins, what it spans, and what stands in it."""

    stream: Stream
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, each the cells that begin in it, by column; apart is what stands in a box of its own."""

    rows: Iterable[Sequence[GridCell]]
    is_apart: bool = False


Stream: TypeAlias = Iterable["Piece | Break | Grid"]
"""The visible text of a document or a cell, in reading order."""


def known_line(line: int) -> int | None:
    """A line of a file that libxml2 has read, None where it stopped counting."""
    return line if line <= _LAST_LINE else None


def blocks_of(stream: Stream, *, keeps_empty: bool = False) -> Iterator[Block]:
    """The lines and tables of a stream; lines that are empty only where they are asked for, as in cells.

    A table inside a cell, of more cells than one, is a table of its own, behind the row of that cell, and the table
    around it goes on behind it. Where a row is nothing but such a cell, as in tables that only lay out a page, what is
    in the cell stands in order.
    """
    pieces: list[Piece] = []
    is_apart = True
    for item in chain(stream, (Break.BLOCK,)):
        if isinstance(item, Piece):
            pieces.append(item)
            continue
        line = _line(pieces, is_apart=is_apart)
        pieces = []
        if line is not None:
            yield line
        elif keeps_empty and (item is Break.LINE or item is Break.EMPTY):
            yield Line((), Span())
        is_apart = line is None if item is Break.LINE else True
        if isinstance(item, Grid):
            yield from _tables(item)


def joined_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs that hold text, those of one style that follow each other put together: they are one to the eye."""
    together: list[Run] = []
    for run in runs:
        if together and together[-1].style == run.style:
            together[-1] = Run(together[-1].text + run.text, run.style)
        elif run.text:
            together.append(run)
    return tuple(together)


def is_empty(block: Block) -> bool:
    """Whether a block is an empty line."""
    return isinstance(block, Line) and not block.runs


def without_empty_end(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a cell up to the last that is not empty: one before that stands beside a line of another cell."""
    count = len(lines)
    while count and not lines[count - 1].runs:
        count -= 1
    return tuple(lines[:count])


def printed_version(texts: Iterable[str]) -> str | None:
    """The version of the edition that running heads print, or None.

    Examples
    --------
    >>> printed_version(["API", "mango-office.ru | API v 1.10 (24.12.2017)"])
    'API v 1.10 (24.12.2017)'
    """
    matches = map(_VERSION.search, map(clean, texts))
    return next((match[0] for match in matches if match), None)


def _line(pieces: Sequence[Piece], *, is_apart: bool) -> Line | None:
    """The line of some pieces, None if nothing is to be seen."""
    first = next((piece for piece in pieces if clean(piece.text)), None)
    if first is None:
        return None
    runs = joined_runs(Run(piece.text, piece.style) for piece in pieces)
    return Line(runs, Span(line=first.line), is_apart, first.furniture)


@dataclass
class _Rows:
    """The rows of a table up to a cell that holds tables itself."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def table(self) -> Iterator[Table]:
        """The table of the rows, if there are any; the next one begins empty."""
        if self.rows:
            yield Table(tuple(self.rows))
            self.rows = []


def _tables(grid: Grid) -> Iterator[Block]:
    found = _Rows()
    for row in grid.rows:
        contents = [(cell, list(blocks_of(_opened(cell.stream), keeps_empty=True))) for cell in row]
        filled = [content for _, content in contents if not all(map(is_empty, content))]
        has_tables = any(isinstance(block, Table) for content in filled for block in content)
        if has_tables and len(filled) == 1:
            yield from found.table()
            yield from (block for block in filled[0] if not is_empty(block))
            continue
        found.rows.append(tuple(_cell(cell, content) for cell, content in contents))
        if has_tables:
            yield from found.table()
            yield from (block for content in filled for block in content if isinstance(block, Table))
    yield from found.table()


def _opened(stream: Stream) -> list[Piece | Break | Grid]:
    """What stands in a cell, with what is in a table of one cell as its own: that is a frame, and no table.

    So is one row whose text goes on small behind it: the words of a line, which a converter parted.
    """
    items: list[Piece | Break | Grid] = [
        item if not isinstance(item, Grid) or item.is_apart else Grid(_kept(item)) for item in stream
    ]
    grids = [item for item in items if isinstance(item, Grid)]
    behind = items[items.index(grids[0]) :] if len(grids) == 1 else []
    text = clean("".join(item.text for item in behind if isinstance(item, Piece)))
    opened: list[Piece | Break | Grid] = []
    for item in items:
        row = _only_row(item)
        if len(row) == 1 or (text[:1].islower() and row and all(map(_is_one_line, row))):
            opened.append(Break.BLOCK)
            for cell in row:
                # Lists, as frames in frames would hand each piece through a generator a frame.
                opened += _opened(cell.stream)
                opened += [_SPACE] * (len(row) > 1)
            opened.append(Break.BLOCK)
        else:
            opened.append(item)
    return opened


_SPACE: Final = Piece(" ", None)


def _kept(grid: Grid) -> list[list[GridCell]]:
    """The rows of a table as they can be looked at more than once."""
    return [[replace(cell, stream=list(cell.stream)) for cell in row] for row in grid.rows]


def _only_row(item: Piece | Break | Grid) -> Sequence[GridCell]:
    """The row of a table that has one, in no box of its own; nothing of all else."""
    rows = list(item.rows) if isinstance(item, Grid) and not item.is_apart else []
    return rows[0] if len(rows) == 1 else ()


def _is_one_line(cell: GridCell) -> bool:
    """Whether a cell holds a text on one line, and no table."""
    items = list(cell.stream)
    return not any(isinstance(item, Grid) for item in items) and len(list(blocks_of(items))) == 1


def _cell(cell: GridCell, content: Sequence[Block]) -> Cell:
    lines = without_empty_end([block for block in content if isinstance(block, Line)])
    return Cell(lines, cell.column, cell.columns, cell.rows)


def hidden_findings(texts: Iterable[tuple[str, int | None]], how: str = "hidden") -> Iterator[Finding]:
    """A finding for each line with hidden texts.

    `texts` are pieces in their order, each with the number of its line; `how` says why nobody reads them as texts.

    Examples
    --------
    >>> [item.message for item in hidden_findings([("10", 3), ("00", 3), (" ", 4)])]
    ['«1000» is hidden']
    """
    for line, pieces in groupby(texts, key=lambda piece: piece[1]):
        text = clean("".join(text for text, _ in pieces)).strip()
        if text:
            shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
            yield HIDDEN_TEXT.finding(f"«{shown}» is {how}", Span(line=line))


def layout_of(blocks: Sequence[Block]) -> Layout:
    """`grid` where tables hold most of the text."""
    inside = sum(
        _length(cell.lines) for block in blocks if isinstance(block, Table) for row in block.rows for cell in row
    )
    outside = _length([block for block in blocks if isinstance(block, Line)])
    return "grid" if inside and inside >= outside else "text"


def _length(lines: Sequence[Line]) -> int:
    return sum(len(run.text) for line in lines for run in line.runs)
