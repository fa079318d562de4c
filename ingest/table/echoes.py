"""Cells that repeat what the cells before them in their row say: a copy set a row apart, and once more in one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from ingest.document.fragments import Word
from ingest.table.shapes import code_shape, label_shapes

_USUAL: Final = 0.5
"""What part of the rows repeats its code, if it is the manner of a copy: in a few rows it may be the text itself."""


def echoes_of(words: Sequence[Word]) -> frozenset[int]:
    """The words that repeat the label and the code of their row at the begin of its text, in tables of a format.

    Examples
    --------
    >>> from ingest.document.fragments import Cell, Line, Table, lay_out
    >>> from model import Span
    >>> cells = ("1xxx", "1000", "1xxx 1000 Успешно")
    >>> row = tuple(Cell((Line.of(text, Span()),), column) for column, text in enumerate(cells))
    >>> words, _ = lay_out([Table((row,))])
    >>> [(index, words[index].text) for index in sorted(echoes_of(words))]
    [(2, '1xxx'), (3, '1000')]
    """
    rows, found = 0, []
    for cells in _rows(words):
        code = next((words[cell[0]].text for cell in cells if len(cell) == 1 and code_shape(words[cell[0]].text)), None)
        rows += code is not None
        found += [echo for cell in cells if len(cell) > 1 and (echo := _echo(words, cell, code))]
    return frozenset(index for echo in found for index in echo) if len(found) > _USUAL * rows else frozenset()


def _rows(words: Sequence[Word]) -> Iterator[list[list[int]]]:
    """The rows of the tables: the indices of the words of each cell."""
    inside = [(word.cell.table, word.cell.row, word.cell.column, i) for i, word in enumerate(words) if word.cell]
    for _, row in groupby(sorted(inside), key=lambda place: place[:2]):
        yield [[index for *_, index in cell] for _, cell in groupby(row, key=lambda place: place[2])]


def _echo(words: Sequence[Word], cell: Sequence[int], code: str | None) -> Sequence[int]:
    """The words at the begin of a cell that are labels and the code of the row; none if others follow."""
    place = next((place for place, index in enumerate(cell) if not label_shapes(words[index].text)), len(cell))
    is_again = place + 1 < len(cell) and words[cell[place]].text == code
    return cell[: place + 1] if is_again else ()
