"""What pandas writes beside the cells of a frame: the numbers of its columns above them, and those of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.document.cleaning import visible
from ingest.document.fragments import Cell, Table


def without_index(table: Table, markup: Counter[int]) -> Table:
    """A table without the numbers of its columns and rows, where its first row is nothing but `0, 1, 2 …`.

    Tools that find tables have no names for columns, and write them so. `markup` counts what was taken off.
    """
    if len(table.rows) < 2:
        return table
    header = [(cell.column, _text(cell)) for cell in table.rows[0] if _text(cell)]
    if len(header) < 2 or [text for _, text in header] != [str(number) for number in range(len(header))]:
        return table
    columns = [column for column, _ in header]
    if columns != list(range(columns[0], columns[0] + len(columns))):
        return table
    rows = table.rows[1:]
    has_index = columns[0] > 0 and all(_is_numbered(row, columns[0] - 1) for row in rows)
    taken = [*table.rows[0], *(cell for row in rows for cell in row if has_index and cell.column < columns[0])]
    for line in (line for cell in taken for line in cell.lines):
        markup[line.span.line or 0] += sum(visible(run.text) for run in line.runs)
    if not has_index:
        return Table(rows)
    return Table(tuple(tuple(cell for cell in row if cell.column >= columns[0]) for row in rows))


def _is_numbered(row: Sequence[Cell], column: int) -> bool:
    """Whether a row begins with a number of its own, in a column."""
    first = [_text(cell) for cell in row if cell.column <= column]
    return len(first) == 1 and first[0].isdigit()


def _text(cell: Cell) -> str:
    return "".join(run.text for line in cell.lines for run in line.runs).strip()
