"""Rows that a converter wrote as lines between the tables that it wrote the others into: all of them are lines then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.shapes import code_shape, label_shapes

_FEWEST: Final = 2
_BLANK: Final = 0.3


def with_rows_as_lines(fragments: Fragments) -> Fragments:
    """The same fragments without cells, if rows stand in tables and as lines between them, in one order.

    Examples
    --------
    >>> from ingest.document.fragments import Cell, Line, Table
    >>> from ingest.document.laying import lay_out
    >>> from model import Span
    >>> line = lambda text, number: Line.of(text, Span(line=number))
    >>> table = lambda texts, number: Table((tuple(Cell((line(t, number),), c) for c, t in enumerate(texts)),))
    >>> blocks = [table(("1xxx", "1000", "Да"), 1), line("1001 Нет", 2), line("11xx 1100 Ждет", 3)]
    >>> blocks += [table(("", "1101", "Занято"), 4)]
    >>> words, _ = lay_out(blocks)
    >>> found = with_rows_as_lines(Fragments(words, (), "grid", "markdown"))
    >>> found.layout, [word.x0 for word in found.words][:3], {word.cell for word in found.words}
    ('text', [0.0, 5.0, 10.0], {None})
    """
    words = fragments.words
    if fragments.layout == "page" or not fragments.holds_cells or all(map(attrgetter("cell"), words)):
        return fragments
    rows = list(_rows(words))
    inside = [place for place, (_, is_loose) in enumerate(rows) if not is_loose]
    between = rows[inside[0] : inside[-1] + 1] if inside else []
    loose = sum(is_loose for _, is_loose in between)
    is_in_order = all(before < number for (before, _), (number, _) in pairwise(between))
    if loose < _FEWEST or not is_in_order or not _are_lines(words):
        return fragments
    return replace(fragments, words=tuple(_without_cells(words)), layout="text")


def _rows(words: Sequence[Word]) -> Iterator[tuple[int, bool]]:
    """The codes that begin rows, behind a label or not, and whether each stands in no cell."""
    for _, group in groupby(words, key=attrgetter("sheet", "line")):
        line = list(group)[:2]
        shapes = [code_shape(word.text) for word in line]
        number = shapes[0] or (shapes[1] if len(line) > 1 and label_shapes(line[0].text) else None)
        if number is not None:
            yield int(number.text), line[0].cell is None


def _are_lines(words: Sequence[Word]) -> bool:
    """Whether each row of cells is one line."""
    cells = ((word.cell, word.line) for word in words if word.cell is not None)
    places = {(cell.table, cell.row, line) for cell, line in cells}
    return len(places) == len({place[:2] for place in places})


def _without_cells(words: Sequence[Word]) -> Iterator[Word]:
    """The words as those of a text with single blanks."""
    before: Word | None = None
    for word in words:
        is_behind = before is not None and (before.sheet, before.line) == (word.sheet, word.line)
        begin = before.x1 + 1 if before is not None and is_behind else 0.0
        placed = word
        if word.cell is not None:
            gap = _BLANK if is_behind else word.gap
            placed = word._replace(cell=None, x0=begin, x1=begin + len(word.text), gap=gap)
        yield placed
        before = placed
