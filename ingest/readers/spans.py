"""Cells that span rows and columns, in the columns where they come to stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

Content = TypeVar("Content")


class SpanningCell(NamedTuple, Generic[Content]):
    """A cell, how many columns and rows it spans, and the column where it begins, once that is known."""

    content: Content
    columns: int = 1
    rows: int = 1
    column: int = 0


class _Span(NamedTuple):
    """Columns that a cell takes up to a row, the last one too."""

    begin: int
    end: int
    last: int


def placed(rows: Sequence[Sequence[SpanningCell[Content]]]) -> Iterator[list[SpanningCell[Content]]]:
    """The cells of each row in their columns: a cell that spans rows pushes the cells of the rows below aside.

    Examples
    --------
    >>> rows = [[SpanningCell("1xxx", rows=2), SpanningCell("1000")], [SpanningCell("1001")]]
    >>> [[(cell.content, cell.column) for cell in row] for row in placed(rows)]
    [[('1xxx', 0), ('1000', 1)], [('1001', 1)]]
    """
    spans: list[_Span] = []
    for number, row in enumerate(rows):
        spans = sorted(span for span in spans if span.last >= number)
        cells: list[SpanningCell[Content]] = []
        column, index = 0, 0
        for cell in row:
            while index < len(spans) and spans[index].begin <= column:
                column = max(column, spans[index].end)
                index += 1
            cells.append(cell._replace(column=column, rows=min(cell.rows, len(rows) - number)))
            column += cell.columns
        spans += [_Span(cell.column, cell.column + cell.columns, number + cell.rows - 1) for cell in cells]
        yield cells
