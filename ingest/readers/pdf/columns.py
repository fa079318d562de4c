"""The columns of a code table on a page, and its lines taken apart by them.

Columns are told from the codes themselves: left of the place where the texts begin stand labels and codes, and
nothing else. A line with anything else there is no line of the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from ingest.document.header import HEADINGS, is_heading
from ingest.readers.pdf.words import Line, Sheet, Word
from ingest.table.heads import LABEL
from ingest.table.lookalikes import as_meant

_CODE: Final = re.compile(r"[0-9]{4}")
FLUSH: Final = 2.0
"""How far, in points, the begin of a text may be from the edge of its column."""

_HEAD_LINES: Final = 3
"""How many lines of running heads can stand above a text that goes on from the page before."""

_FARTHEST_SHIFT: Final = 60.0
"""How far, in points, a table stands to the side of where it stood on the page before: for binding."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table stand, in points from the left edge.

    Parameters
    ----------
    codes
        The left and right edge of the codes.
    text
        Where descriptions begin.
    is_flush
        Whether they do begin there, one below the other.
    size
        The size of the letters.
    support
        How many codes they were told from.
    """

    codes: tuple[float, float]
    text: float
    is_flush: bool
    size: float
    support: int

    @property
    def border(self) -> float:
        """What begins left of it is a label or a code."""
        return (self.codes[1] + self.text) / 2

    def shifted(self, distance: float) -> Columns:
        """The same columns, farther to the right."""
        left, right = self.codes
        return replace(self, codes=(left + distance, right + distance), text=self.text + distance)


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of the table: labels, code and text, any of them; `odd` is what stands in the place of a code."""

    labels: tuple[Line, ...]
    code: Line | None
    text: Line | None
    is_odd: bool = False


def headers(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The headers of a page, as the ranges of its lines: the three headings may stand a little above each other."""
    index = 0
    while index < len(sheet.lines):
        length = next((count for count in (1, 2, 3) if _is_header(sheet.lines[index : index + count])), 0)
        if length:
            yield index, index + length
        index += length or 1


def _is_header(lines: Sequence[Line]) -> bool:
    if not lines or lines[-1].base - lines[0].base > 1.5 * lines[0].size:
        return False
    words = sorted((word for line in lines for word in line.words), key=lambda word: word.x0)
    return len(words) == len(HEADINGS[0]) and is_heading(" ".join(word.text for word in words))


def find_columns(header: Line, lines: Sequence[Line]) -> Columns | None:
    """The columns of the table under a header; None if no code stands under it on this page."""
    numbers = [word for line in lines for word in line.words if _CODE.fullmatch(word.text)]
    _, heading, last = sorted(header.words, key=lambda word: word.x0)
    columns = _stacks([word for word in numbers if word.x0 < last.x1])
    if not columns:
        return None
    codes = max(columns, key=lambda stack: (not _distance(stack[0], heading), len(stack)))
    begins = [begin for code in codes if (begin := _text_begin(code, lines)) is not None] or [last.x0]
    common = Counter(map(round, begins)).most_common(1)[0][0]
    flush = [begin for begin in begins if abs(begin - common) <= FLUSH]
    is_flush = len(flush) >= 0.8 * len(begins)
    edges = min(code.x0 for code in codes), max(code.x1 for code in codes)
    return Columns(edges, min(flush if is_flush else begins), is_flush, median(code.size for code in codes), len(codes))


def _stacks(words: Sequence[Word]) -> list[list[Word]]:
    """Words gathered into stacks that stand one below the other."""
    stacks: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.x0):
        if stacks and word.x0 - stacks[-1][-1].x0 <= FLUSH:
            stacks[-1].append(word)
        else:
            stacks.append([word])
    return stacks


def _distance(word: Word, heading: Word) -> float:
    return max(word.x0 - heading.x1, heading.x0 - word.x1, 0.0)


def _text_begin(code: Word, lines: Sequence[Line]) -> float | None:
    """Where the text beside a code begins: on its line, or just above or below it."""
    reach = 0.8 * code.size
    beside = (word.x0 for line in lines if abs(line.base - code.base) <= reach for word in line.words)
    return min((left for left in beside if left >= code.x1), default=None)


def follow(columns: Columns, lines: Sequence[Line]) -> Columns | None:
    """The columns on a page without a header, where the table may stand to the side; None if nothing fits them."""
    begins = [any(abs(word.x0 - columns.text) <= FLUSH for word in line.words) for line in lines]
    if sum(begins) > len(begins) / 2 or any(abs(line.x0 - columns.text) <= FLUSH for line in lines[:_HEAD_LINES]):
        return columns
    shifts: Counter[int] = Counter()
    for line in lines:
        for word, after in zip(line.words, (*line.words[1:], None), strict=True):
            shift = word.x0 - columns.codes[0]
            text = after.x0 - columns.text if after else shift
            is_near = abs(shift) <= _FARTHEST_SHIFT and abs(text - shift) <= 2 * FLUSH
            if is_near and _CODE.fullmatch(word.text) and table_line(line, columns.shifted(shift)):
                shifts[round(shift)] += 1
    if any(abs(shift) <= 2 * FLUSH for shift in shifts):
        return columns
    return columns.shifted(shifts.most_common(1)[0][0]) if shifts else None


def table_line(line: Line, columns: Columns) -> TableLine | None:
    """A line taken apart by the columns; None if it is no line of the table."""
    left = [word for word in line.words if word.x0 < columns.border]
    text = [word for word in line.words if word.x0 >= columns.border]
    labels: list[Word] = []
    while left and LABEL.fullmatch(as_meant(left[0].text)):
        labels.append(left.pop(0))
    code = left.pop(0) if left and (_CODE.fullmatch(left[0].text) or _is_odd(left, text, columns)) else None
    while code and left and LABEL.fullmatch(as_meant(left[0].text)):
        labels.append(left.pop(0))
    if left and (code or not labels):
        return None
    words = (*left, *text)
    return TableLine(
        tuple(Line((label,), line.number) for label in labels),
        Line((code,), line.number) if code else None,
        Line(words, line.number) if words else None,
        is_odd=code is not None and not _CODE.fullmatch(code.text),
    )


def _is_odd(left: Sequence[Word], text: Sequence[Word], columns: Columns) -> bool:
    """Whether what stands in the place of a code, alone before a text, has digits and is none."""
    word = left[0]
    is_there = word.x0 < columns.codes[1] and word.x1 > columns.codes[0]
    return len(left) == 1 and bool(text) and is_there and any(map(str.isdecimal, word.text))
