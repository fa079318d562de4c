"""Code books laid out as tables with merged cells, for the formats that have them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tests.books import PrintedRow, Sample, printed_label, wrapped


class GridCell(NamedTuple):
    """A cell: the column where it starts, its lines, and how many rows it covers."""

    column: int
    lines: list[str]
    rows: int = 1


GridRow = list[GridCell]
COLUMNS = 5
"""Three columns of labels, the code, the description."""


def grid_parts(sample: Sample, random_: random.Random) -> list[list[GridRow]]:
    """The rows of a table in one to three parts, as pages divide it; no merged cell reaches from one into the next."""
    count = len(sample.rows)
    cuts = sorted({0, count, *(random_.randint(1, count) for _ in range(random_.randrange(3)))})
    return [list(_grid_rows(sample.rows[start:end], random_)) for start, end in pairwise(cuts)]


def _grid_rows(rows: Sequence[PrintedRow], random_: random.Random) -> Iterator[GridRow]:
    free_from = [0] * 3
    for index, row in enumerate(rows):
        cells: GridRow = []
        for column in range(3):
            if index >= free_from[column]:
                is_here = row.label is not None and row.label.level == column + 1
                extent = _extent(rows, index, column) if random_.random() < 0.9 else 1
                cells.append(GridCell(column, [printed_label(row.label, random_)] if is_here else [], extent))
                free_from[column] = index + extent
        cells.append(GridCell(3, [] if row.code is None else [f"{row.code:04d}"]))
        cells.append(GridCell(4, wrapped(row.text, random_) if row.text else []))
        yield cells


def _extent(rows: Sequence[PrintedRow], index: int, column: int) -> int:
    """How many rows a cell can cover: those down to the next label of its level or above."""
    labels = [row.label for row in rows[index + 1 :]]
    ends = (n for n, label in enumerate(labels, start=1) if label is not None and label.level <= column + 1)
    return next(ends, len(labels) + 1)
