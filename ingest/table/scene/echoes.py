"""Cells that repeat what the cells before them in their row say: a copy set a row apart, and once more in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final, TypeAlias

from ingest.document.cleaning import UNCHANGED
from ingest.document.fragments import Fragments, Word
from ingest.table.scene.shapes import WILDCARD, code_shape, heads_row, label_shapes
from model.pattern import CODE_DIGITS

Row: TypeAlias = list[list[int]]
"""A row of a table: the indices of the words of each cell."""

_LABELS: Final = rf"[0-9]{{1,3}}{WILDCARD}{{1,3}}"
_GLUED: Final = re.compile(rf"(?:{_LABELS})*(?P<code>[0-9]{{{CODE_DIGITS}}})(?=\w|[«\"(]|$)")
_PIECES: Final = re.compile(rf"(?:^|(?<={WILDCARD}))(?:{_LABELS}|[0-9]{{{CODE_DIGITS}}})|.+")
_USUAL: Final = 0.5
"""What part of the rows repeats its code, if it is the manner of a copy: in a few rows it may be the text itself."""


def echoes_of(words: Sequence[Word]) -> frozenset[int]:
    """The words that repeat the label and the code of their row at the begin of its text, in tables of a format.

    A cell over several columns may be written into each of them: it is read once.

    Examples
    --------
    >>> from ingest.document.fragments import Cell, Line, Table
    >>> from ingest.document.laying import lay_out
    >>> from model import Span
    >>> cells = ("1xxx", "1000", "1xxx 1000 Успешно")
    >>> row = tuple(Cell((Line.of(text, Span()),), column) for column, text in enumerate(cells))
    >>> words, _ = lay_out([Table((row,))])
    >>> [(index, words[index].text) for index in sorted(echoes_of(words))]
    [(2, '1xxx'), (3, '1000')]
    """
    rows = list(_rows(words))
    coded = list(_coded(words, rows))
    found = [echo for code, cells in coded for cell in cells if len(cell) > 1 and (echo := _echo(words, cell, code))]
    usual = found if len(found) > _USUAL * len(coded) else []
    return frozenset(index for echo in (*usual, *_spread(words, rows)) for index in echo)


def _spread(words: Sequence[Word], rows: Iterable[Row]) -> Iterator[list[int]]:
    """The cells that say, word for word, what the cell before them does: a code or label, and more."""
    for before, cell in (pair for row in rows for pair in pairwise(row)):
        texts = [words[index].text for index in cell]
        if len(texts) > 1 and heads_row(texts[0]) and texts == [words[index].text for index in before]:
            yield cell


def with_echoes_parted(fragments: Fragments) -> Fragments:
    """The same fragments, with a code that is repeated right before its text, `1000Успешно`, as a word of its own.

    A copy may set some of them apart and some not: all that are repeated say that it is its manner.
    """
    words = fragments.words
    rows = list(_coded(words, _rows(words)))
    glued = {
        index
        for code, cells in rows
        for cell in cells
        if [words[index].text for index in cell] != [code]
        for index in [next((index for index in cell if not label_shapes(words[index].text)), cell[0])]
        if (match := _GLUED.match(words[index].text)) and match["code"] == code
    }
    if not rows or len(glued) <= _USUAL * len(rows):
        return fragments
    parted = [part for index, word in enumerate(words) for part in (_parted(word) if index in glued else [word])]
    return replace(fragments, words=tuple(parted))


def _parted(word: Word) -> Iterator[Word]:
    """The labels and the code that a word begins with, and its rest."""
    step = (word.x1 - word.x0) / len(word.text)
    begin = 0
    for piece in _PIECES.findall(word.text):
        end, offset = begin + len(piece), word.offset + begin
        kept = word.normalised if end == len(word.text) else UNCHANGED
        gap = 0.0 if begin else word.gap
        left = word.x0 + begin * step
        yield word._replace(text=piece, x0=left, x1=word.x0 + end * step, gap=gap, normalised=kept, offset=offset)
        begin = end


def _coded(words: Sequence[Word], rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """The rows with a cell that holds a code alone: the code, and the indices of the words of each cell."""
    for cells in rows:
        alone = (words[cell[0]].text for cell in cells if len(cell) == 1)
        code = next((text for text in alone if code_shape(text)), None)
        if code is not None:
            yield code, cells


def _rows(words: Sequence[Word]) -> Iterator[Row]:
    """The rows of the tables: the indices of the words of each cell."""
    cells = map(attrgetter("cell"), words)  # in many documents none has one
    inside = [(cell.table, cell.row, cell.column, index) for index, cell in enumerate(cells) if cell]
    for _, row in groupby(sorted(inside), key=lambda place: place[:2]):
        yield [[index for *_, index in cell] for _, cell in groupby(row, key=lambda place: place[2])]


def _echo(words: Sequence[Word], cell: Sequence[int], code: str) -> Sequence[int]:
    """The words at the begin of a cell that are labels and the code of the row; none if others follow."""
    place = next((place for place, index in enumerate(cell) if not label_shapes(words[index].text)), len(cell))
    is_again = place + 1 < len(cell) and words[cell[place]].text == code
    return cell[: place + 1] if is_again else ()
