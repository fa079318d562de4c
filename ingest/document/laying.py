"""Lines and tables of a format laid out as words on one long sheet."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from sys import intern
from typing import Final

from ingest.document.cleaning import PLAIN_LINE, UNCHANGED, clean, normalised, parts
from ingest.document.fragments import STRIPE, TAB, Block, Cell, CellPlace, Line, Rule, Word

_SPACE: Final = 0.3
_LETTER: Final = 0.8
_UNSEEN: Final = re.compile("[\u200b\u2060\ufeff\u180e]")
_PLACES: Final = tuple(map(float, range(1024)))  # of characters on a line: nearly all words stand at these


def lay_out(blocks: Iterable[Block]) -> tuple[tuple[Word, ...], tuple[Rule, ...]]:
    """The words of lines and tables on one long sheet, and the rules above, between and below the rows of the tables.

    Examples
    --------
    >>> from ingest.document.fragments import Table
    >>> from model import Span
    >>> table = Table(((Cell((Line.of("1xxx", Span(line=1)),), 0), Cell((Line.of("1000", Span(line=1)),), 1)),))
    >>> words, rules = lay_out([Line.of("Коды:", Span(line=1)), table])
    >>> [(word.text, word.line, word.x0) for word in words]
    [('Коды:', 0, 0.0), ('1xxx', 1, 0.0), ('1000', 1, 10000.0)]
    >>> [rule.y0 for rule in rules]
    [2.5, 3.5]
    """
    words: list[Word] = []
    rules: list[Rule] = []
    base, line, table = 0.0, 0, 0
    for block in blocks:
        if isinstance(block, Line):
            base += 2 if block.blank_before else 1
            before = len(words)
            words += _words(block, line, base, 0.0, None)
            line += len(words) > before
            continue
        base += 2
        width = STRIPE * max((cell.column + cell.columns for row in block.rows for cell in row), default=1)
        rules.append(Rule(0, 0.0, base - 0.5, width, base - 0.5))
        for number, row in enumerate(block.rows):
            height = max((len(cell.lines) for cell in row), default=0)
            words += _row_words(row, height, line, base, table, number)
            base, line = base + max(height, 1), line + height
            rules.append(Rule(0, 0.0, base - 0.5, width, base - 0.5))
        table += 1
    return tuple(words), tuple(rules)


def _row_words(row: Sequence[Cell], height: int, line: int, base: float, table: int, number: int) -> Iterator[Word]:
    """The words of a row of cells, line by line over all its cells."""
    for index in range(height):
        for cell in row:
            if index < len(cell.lines):
                place = CellPlace(table, number, cell.column, cell.rows, cell.columns)
                yield from _words(cell.lines[index], line + index, base + index, cell.column * STRIPE, place)


def _words(line: Line, number: int, base: float, left: float, cell: CellPlace | None) -> Iterable[Word]:
    """The words of a line: set apart by white space and where the style changes. Nearly all are plain, in one style."""
    if len(line.runs) != 1 or not PLAIN_LINE.fullmatch(line.runs[0].text):
        return _styled_words(line, number, base, left, cell)
    ((whole, style),), span, _, name = line
    are_shared = not left and len(whole) < len(_PLACES)
    is_even = "\t" not in whole and "  " not in whole and whole[:1] != " "  # one blank before each word but the first
    found, end = list[Word](), -1 if is_even else 0
    for text in whole.split():
        i = end + 1 if is_even else whole.index(text, end)
        gap = math.inf if not found else _SPACE if is_even else _room(whole[end:i])
        end = i + len(text)
        x0, x1 = (_PLACES[i], _PLACES[end]) if are_shared else (left + i, left + end)
        # What is said again is one text in memory; a call would take longer than the tuple that a word is.
        made = (intern(text), span, 0, number, x0, x1, base, _LETTER, gap, cell, style, name, UNCHANGED, i)
        found.append(tuple.__new__(Word, made))
    return found


def _styled_words(line: Line, number: int, base: float, left: float, cell: CellPlace | None) -> Iterator[Word]:
    whole = "".join([run.text for run in line.runs])
    column, end = 0, None
    for run in line.runs:
        for begin, text in parts(run.text):
            x0, x1 = left + column + begin, left + column + begin + len(text)
            start, said, style = column + begin, intern(clean(text)), run.style
            gap = math.inf if end is None else _room(whole[end:start])
            fields = (said, line.span, 0, number, x0, x1, base, _LETTER, gap, cell, style, line.furniture)
            yield Word(*fields, normalised(text), start)
            end = start + len(text)
        column += len(run.text)


def _room(between: str) -> float:
    """The room that what stands between two words of a line takes, in letter heights."""
    return TAB if "\t" in between else _SPACE * len(_UNSEEN.sub("", between))
