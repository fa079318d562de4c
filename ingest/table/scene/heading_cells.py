"""Headings of a page that nearly touch, told apart by the cells below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.lines import APART, Line
from ingest.table.scene.shapes import code_shape

_SAME: Final = 1.0
"""How far, in points, a heading and the cells below it begin from each other."""

_ROWS: Final = 12
"""So many lines below are asked."""

_FEWEST: Final = 3


def apart_over_cells(words: Sequence[Word], lines: Sequence[Line], could_be: Sequence[bool]) -> Sequence[Word]:
    """The same words; those of headings have room before them where a column of cells begins below them."""
    found = list(words)
    for line in lines:
        if not could_be[line.number]:
            continue
        rows = _rows_below(words, lines, line, could_be)
        for index in range(line.begin + 1, line.end) if len(rows) >= _FEWEST else ():
            if words[index].gap < APART and _begins_a_column(words, rows, words[index - 1].x0, words[index].x0):
                found[index] = words[index]._replace(gap=APART)
    return found


def _rows_below(words: Sequence[Word], lines: Sequence[Line], head: Line, could_be: Sequence[bool]) -> list[Line]:
    """The lines with a code of the next ones on the page, up to the next headings; none where nothing has a place."""
    if words[head.begin].span.box is None:
        return []
    below = lines[head.number + 1 : head.number + 1 + _ROWS]
    rows = [line for line in below if line.sheet == head.sheet and not could_be[line.number]]
    return [line for line in rows if any(code_shape(words[index].text) for index in line.indices)]


def _begins_a_column(words: Sequence[Word], rows: Sequence[Line], before: float, edge: float) -> bool:
    """Whether in most rows a word begins at an edge, and another below the heading before it."""
    begun = [[words[index].x0 for index in row.indices if words[index].x0 > before - _SAME] for row in rows]
    parted = [any(abs(x - edge) <= _SAME for x in found) and found[0] < edge - _SAME for found in begun if found]
    return 2 * sum(parted) > len(rows)
