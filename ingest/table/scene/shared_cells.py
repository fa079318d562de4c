"""Labels on a line of their own above the code in its cell: they are read as if they stood beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.shapes import code_shape, label_shapes

_SPACE: Final = 0.25
"""The room of a space, in letter heights."""


def with_labels_beside_codes(fragments: Fragments) -> Fragments:
    """The same fragments, with the label of a class on the line of the code that stands below it in the same cell.

    Only where that leaves the cell as many lines as others in its row have, or more: else the label may have a line of
    another cell beside it, such as the title of its class.

    Examples
    --------
    >>> from ingest.document.fragments import Cell, Line, Table, lay_out
    >>> from model import Span
    >>> cells = (("1xxx", "1000"), ("Успешно",))
    >>> row = tuple(Cell(tuple(Line.of(text, Span()) for text in cell), place) for place, cell in enumerate(cells))
    >>> fragments = Fragments(lay_out([Table((row,))])[0], (), "grid", "HTML")
    >>> [(word.text, word.line) for word in with_labels_beside_codes(fragments).words]
    [('1xxx', 0), ('1000', 0), ('Успешно', 0)]
    """
    if fragments.layout == "page":
        return fragments
    rows = groupby(fragments.words, key=_row)
    words = tuple(word for row, found in rows for word in (found if row is None else _laid_anew(list(found))))
    return fragments if words == fragments.words else replace(fragments, words=words)


def _row(word: Word) -> tuple[int, int] | None:
    return None if word.cell is None else (word.cell.table, word.cell.row)


def _laid_anew(row: Sequence[Word]) -> Sequence[Word]:
    """The words of a row, its labels beside their codes."""
    by_column = sorted(row, key=lambda word: word.cell.column if word.cell else 0)
    cells = [list(words) for _, words in groupby(by_column, key=lambda word: word.cell)]
    joined = [_joined(words) for words in cells]
    last = max(words[-1].line for words in joined)
    if any(words[-1].line < last for before, words in zip(cells, joined, strict=True) if words != before):
        return row
    return sorted((word for words in joined for word in words), key=lambda word: word.line)


def _joined(words: Sequence[Word]) -> list[Word]:
    """The words of a cell, a line of labels alone put before the code that begins the next one; the rest moves up."""
    found: list[Word] = []
    moved = 0
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    for before, line in zip([[], *lines], lines, strict=False):
        is_code = bool(before) and line[0].line == before[0].line + 1 and code_shape(line[0].text) is not None
        is_below = is_code and all(label_shapes(word.text) for word in before)
        moved += is_below
        first = line[0]._replace(gap=_SPACE) if is_below else line[0]
        found += [word._replace(line=word.line - moved, base=word.base - moved) for word in [first, *line[1:]]]
    return found
