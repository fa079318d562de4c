"""The numbers of rows that begin the lines of a copy: they count on, wherever single blanks set the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import TAB, Word
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes, row_number

_FEWEST: Final = 3
_MOSTLY: Final = 0.9
"""What part of the lines that begin with a number and a code, and of all rows, counts on."""


def is_numbered_row(words: Sequence[Word], line: Line) -> bool:
    """Whether a line begins with a number as of a row, and a label or a code behind it."""
    if line.end - line.begin < 2 or words[line.begin].cell is not None:
        return False
    first, second = words[line.begin : line.begin + 2]
    return row_number(first.text) is not None and second.gap < TAB and _is_head(second)


def counted_rows(words: Sequence[Word], lines: Sequence[Line]) -> list[int]:
    """The words that number the rows of a copy, one more from row to row: from 0 or 1, or from 1 again.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text, lay_out
    >>> from ingest.table.scene.lines import lines_of
    >>> from model import Span
    >>> texts = ["1 1xxx 1000 Да", "2 1001 Нет за", "30 секунд", "3 1002 Занято"]
    >>> words, _ = lay_out([Text.of(text, Span(line=number)) for number, text in enumerate(texts)])
    >>> [words[index].text for index in counted_rows(words, lines_of(words))]
    ['1', '2', '3']
    """
    numbered = [line.begin for line in lines if is_numbered_row(words, line)]
    bare = sum(_is_head(words[line.begin]) and not _is_label(words, line) for line in lines)
    counted: list[int] = []
    last = -1
    for index in numbered:
        number = row_number(words[index].text)
        if number in {last + 1, 1}:
            counted.append(index)
            last = number
    is_manner = len(counted) >= max(_FEWEST, _MOSTLY * len(numbered), _MOSTLY * (bare + len(counted)))
    return counted if is_manner else []


def _is_head(word: Word) -> bool:
    return code_shape(word.text) is not None or bool(label_shapes(word.text))


def _is_label(words: Sequence[Word], line: Line) -> bool:
    """Whether a line is a label alone: where labels are the last column, one stands below the text of its row."""
    return line.end - line.begin == 1 and bool(label_shapes(words[line.begin].text))
