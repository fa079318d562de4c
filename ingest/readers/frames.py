"""What pandas writes beside the cells of a frame: the numbers of its columns above them, and those of its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.cleaning import visible
from ingest.document.fragments import Block, Cell, Table

_FEWEST: Final = 2
_NAMED: Final = re.compile(r"Unnamed: \d+(?:_level_\d+)?")


def without_indices(blocks: Iterable[Block], markup: Counter[int]) -> Iterator[Block]:
    """Blocks, the tables without the numbers of their columns and rows, if the first row is nothing but `0, 1, 2 …`.

    Tools that find tables have no names for columns, and write them so; where such a row comes again another table
    begins. Where the first row of a table was taken for its names, its empty cells were named `Unnamed: 0`.
    `markup` counts what was taken off.
    """
    for block in (_without_names(block, markup) if isinstance(block, Table) else block for block in blocks):
        if isinstance(block, Table) and block.rows and _numbered_columns(block.rows[0]):
            begins = [index for index, row in enumerate(block.rows) if _numbered_columns(row)]
            for begin, end in pairwise([*begins, len(block.rows)]):
                yield from _without_index(block.rows[begin:end], markup)
        else:
            yield block


def _without_names(table: Table, markup: Counter[int]) -> Table:
    named = [cell for row in table.rows for cell in row if _is_name(cell)]
    _count(named, markup)
    return Table(tuple(tuple(cell for cell in row if not _is_name(cell)) for row in table.rows)) if named else table


def _is_name(cell: Cell) -> bool:
    """Whether a cell holds the name that an empty one was given."""
    return len(cell.lines) == 1 and _NAMED.fullmatch(cell.text) is not None


def _count(taken: Iterable[Cell], markup: Counter[int]) -> None:
    for line in (line for cell in taken for line in cell.lines):
        markup[line.span.line or 0] += sum(visible(run.text) for run in line.runs)


def _numbered_columns(row: Sequence[Cell]) -> tuple[int, ...]:
    """The columns of a row of nothing but their numbers, side by side; none for any other row."""
    numbers = [(cell.column, cell.text) for cell in row if cell.text]
    if len(numbers) < _FEWEST:
        return ()
    columns = tuple(column for column, _ in numbers)
    is_numbered = [text for _, text in numbers] == [str(number) for number in range(len(numbers))]
    return columns if is_numbered and columns == tuple(range(columns[0], columns[0] + len(columns))) else ()


def _without_index(rows: Sequence[tuple[Cell, ...]], markup: Counter[int]) -> Iterator[Table]:
    first = _numbered_columns(rows[0])[0]
    has_index = first > 0 and _are_numbered(rows[1:], first - 1)
    taken = [*rows[0], *(cell for row in rows[1:] for cell in row if has_index and cell.column < first)]
    _count(taken, markup)
    if len(rows) > 1:
        yield Table(tuple(tuple(cell for cell in row if not has_index or cell.column >= first) for row in rows[1:]))


def _are_numbered(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether rows begin with their numbers, up to a column; a line more of a row has none."""
    firsts = [[text for cell in row if cell.column <= column and (text := cell.text)] for row in rows]
    numbers = [first for first in firsts if len(first) == 1 and first[0].isdecimal()]
    return bool(numbers) and len(numbers) == sum(map(bool, firsts))
