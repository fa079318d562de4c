"""Labels that stand in the cell of another: above the code of their row, or glued to the end of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes
from model import ClassPattern
from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS

_SPACE_IN_CELL: Final = 0.25
"""The room of a space, in letter heights."""
_GLUED: Final = re.compile(rf"(.*[^\W\d_][.)]?)(\d{{1,3}}[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]{{1,3}})")
_SPACE: Final = 0.3
_SEVERAL: Final = 2


def with_labels_beside_codes(fragments: Fragments) -> Fragments:
    """The same fragments, with the label of a class on the line of the code that stands below it in the same cell.

    Only where that leaves the cell as many lines as others in its row have, or more: else the label may have a line of
    another cell beside it, such as the title of its class.

    Examples
    --------
    >>> from ingest.document.fragments import Cell, Line, Table
    >>> from ingest.document.laying import lay_out
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
        first = line[0]._replace(gap=_SPACE_IN_CELL) if is_below else line[0]
        found += [word._replace(line=word.line - moved, base=word.base - moved) for word in [first, *line[1:]]]
    return found


def with_labels_parted(fragments: Fragments, lines: Sequence[Line]) -> Fragments:
    """The same fragments, with labels apart from the words before them, in a copy without columns.

    Such a label ends its line, or a code stands behind it; it is of the class of the code before it or behind it, and
    is printed nowhere else. Others stand on lines of their own.
    """
    words = fragments.words
    if fragments.layout != "text":
        return fragments
    alone = sum(line.end - line.begin == 1 and bool(label_shapes(line.text)) for line in lines)
    if alone < _SEVERAL or any(word.cell is not None for word in words):
        return fragments
    printed = {pattern for word in words for pattern in _patterns(word.text)}
    begun = [(line.number, code) for line in lines for code in _code(words[line.begin : line.end])]
    found: list[Word] = []
    for line in lines:
        for index in line.indices:
            word = words[index]
            match = _GLUED.fullmatch(word.text)
            patterns = set(_patterns(match[2])) if match else set()
            codes = _near(words, line, index, begun) if patterns and not patterns & printed else ()
            is_one = any(pattern.holds(code) for pattern in patterns for code in codes)
            found += _parted(word, len(match[1])) if match and is_one else [word]
    return replace(fragments, words=tuple(found)) if len(found) > len(words) else fragments


def _patterns(text: str) -> list[ClassPattern]:
    return [ClassPattern(shape.text) for shape in label_shapes(text)]


def _near(words: Sequence[Word], line: Line, index: int, begun: Sequence[tuple[int, int]]) -> list[int]:
    """The code right behind a word; at the end of a line, those of the nearest lines that codes begin."""
    if index + 1 < line.end:
        return _code(words[index + 1 : line.end])
    place = bisect_right(begun, line.number, key=itemgetter(0))
    return [code for _, code in begun[max(0, place - 1) : place + 1]]


def _code(words: Sequence[Word]) -> list[int]:
    """The code that begins words, behind labels or not."""
    first = next((word for word in words if not label_shapes(word.text)), None)
    shape = code_shape(first.text) if first else None
    return [] if shape is None else [int(shape.text)]


def _parted(word: Word, length: int) -> list[Word]:
    """A word as two, the first so long."""
    middle = word.x0 + length
    label = word._replace(text=word.text[length:], offset=word.offset + length, x0=middle, gap=_SPACE)
    return [word._replace(text=word.text[:length], x1=middle), label]
