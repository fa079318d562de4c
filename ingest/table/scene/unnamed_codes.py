"""Headings of cells that name classes and descriptions, and leave the column of the codes without a name.

Programs write so what holds its records by their codes: JSON, and tables with an index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import Role
from ingest.table.scene.headings import Column, Headings, columns_of
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape

_FEWEST: Final = 2
_NAMED: Final[frozenset[Role]] = frozenset({"class", "description"})

_Cells = Mapping[int, Mapping[int, Sequence[Word]]]
"""The words of a table in cells, by their columns and rows."""


def headings_beside_codes(words: Sequence[Word], lines: Sequence[Line]) -> list[Headings]:
    """The first lines of tables that name classes and descriptions, if one column without a name holds codes alone."""
    found: list[Headings] = []
    tables: set[int] = set()
    for line in lines:
        cell = words[line.begin].cell
        if cell is None or cell.table in tables:
            continue
        tables.add(cell.table)
        columns = columns_of(words, [line]) if all(words[index].cell for index in line.indices) else ()
        if {column.role for column in columns} >= _NAMED and "code" not in {column.role for column in columns}:
            found += _with_codes(words, line, columns, cell.table)
    return found


def _with_codes(words: Sequence[Word], line: Line, columns: Sequence[Column], table: int) -> Iterator[Headings]:
    named = {column.cell for column in columns}
    cells = columns_below(words, line.end, table)
    coded = [at for at, rows in cells.items() if at not in named and holds_codes(rows)]
    if len(coded) == 1:
        first = next(iter(cells[coded[0]].values()))[0]
        column = Column("code", first.x0, first.x1, coded[0], 1)
        every = tuple(sorted((*columns, column), key=lambda item: item.x0))
        yield Headings(line.number, line.number + 1, every, words[line.begin].line)


def columns_below(words: Sequence[Word], begin: int, table: int) -> _Cells:
    """The words of a table from one on, by the columns and rows of their cells; they stand together."""
    cells: defaultdict[int, defaultdict[int, list[Word]]] = defaultdict(lambda: defaultdict(list))
    for word in islice(words, begin, None):
        if word.cell is None or word.cell.table != table:
            break
        cells[word.cell.column][word.cell.row].append(word)
    return cells


def holds_codes(rows: Mapping[int, Sequence[Word]]) -> bool:
    """Whether each cell of a column is a code and nothing else."""
    return len(rows) >= _FEWEST and all(len(cell) == 1 and code_shape(cell[0].text) for cell in rows.values())
