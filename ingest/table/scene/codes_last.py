"""Codes behind their texts, in a copy without columns: they are read as if they stood before them.

Such a copy has the cells of a row one after the other, or the words of a line: a code ends its row, or the first line
of it, and what stands right above it, or right below, begins as lines inside texts do.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import APART, Line
from ingest.table.scene.shapes import code_shape, label_shapes, row_number
from ingest.table.scene.wording import begins_small
from model import ClassPattern

_SPACE: Final = 0.3
_FEWEST: Final = 3
_SELDOM: Final = 0.1


def with_codes_first(
    fragments: Fragments, lines: Sequence[Line], headings: Sequence[Headings], furniture: Collection[int]
) -> Fragments:
    """The same fragments, with each code before its text, if the headings say that codes stand last, and all do.

    Where one line says that codes end rows, and another that they end the first lines of rows, nothing is moved. A code
    alone on its line ends its row.
    """
    if fragments.layout != "text" or not _are_headed_last(fragments.words, lines, headings[0]):
        return fragments
    if fragments.holds_cells:
        return fragments
    parts = list(_parts(lines, headings, furniture))
    declared = {label for part in parts for line in part for label in _labels(fragments.words, line)}
    coded = _rising(
        fragments.words, [line for part in parts for line in part if _ends_with_code(fragments.words, line, declared)]
    )
    inner = [line for part in parts for line in part if coded and line.number < coded[-1].number]
    begun = sum(_begins_with_code(fragments.words, line) for line in inner)
    if len(coded) < _FEWEST or begun > _SELDOM * len(coded):
        return fragments
    ends = {line.number for line in coded}
    pairs = [pair for part in parts for pair in pairwise(part)]
    below = any(_goes_on(fragments.words, line) for above, line in pairs if above.number in ends)
    amid = any(_goes_on(fragments.words, line) for above, line in pairs if above.number not in ends)
    are_last = any(line.end - line.begin == 1 for line in coded)
    if below and amid and not are_last:
        return fragments
    moves = {line.end - 1: line for line in coded}
    if are_last or not below:
        moves = {code: first for part in parts for code, first in _rows(fragments.words, part, ends)}
    return replace(fragments, words=tuple(_moved(fragments.words, lines, moves)))


def _are_headed_last(words: Sequence[Word], lines: Sequence[Line], part: Headings) -> bool:
    """Whether the heading of the codes is the last, right behind that of the descriptions."""
    named = [role_of_word(words[index].text) for line in lines[part.begin : part.end] for index in line.indices]
    return [role for role in named if role][-2:] == ["description", "code"]


def _parts(lines: Sequence[Line], headings: Sequence[Headings], furniture: Collection[int]) -> Iterator[list[Line]]:
    """The lines below each of the headings, without furniture."""
    begins = [*(item.begin for item in headings), len(lines)]
    for item, end in zip(headings, begins[1:], strict=True):
        yield [line for line in lines[item.end : end] if line.number not in furniture]


def _begins_with_code(words: Sequence[Word], line: Line) -> bool:
    first = next((words[index] for index in line.indices if not label_shapes(words[index].text)), None)
    return first is not None and first is not words[line.end - 1] and code_shape(first.text) is not None


def _ends_with_code(words: Sequence[Word], line: Line, declared: Collection[ClassPattern]) -> bool:
    last = words[line.end - 1]
    is_behind = last.gap < APART or line.end - line.begin == 1
    shape = code_shape(last.text) if is_behind else None
    return shape is not None and any(label in declared for label in ClassPattern.all_of(int(shape.text)))


def _labels(words: Sequence[Word], line: Line) -> list[ClassPattern]:
    """The labels that begin a line, behind the number of its row or not."""
    is_numbered = line.end - line.begin > 1 and row_number(words[line.begin].text) is not None
    return [ClassPattern(shape.text) for shape in label_shapes(words[line.begin + is_numbered].text)]


def _rising(words: Sequence[Word], coded: Sequence[Line]) -> list[Line]:
    """The most of some lines whose codes rise: lines of prose end with numbers too."""
    numbers = [words[line.end - 1].text for line in coded]
    lasts: list[int] = []
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        place = bisect_left(lasts, number, key=numbers.__getitem__)
        before.append(lasts[place - 1] if place else None)
        lasts[place : place + 1] = [at]
    run: list[Line] = []
    last = lasts[-1] if lasts else None
    while last is not None:
        run.append(coded[last])
        last = before[last]
    return run[::-1]


def _goes_on(words: Sequence[Word], line: Line) -> bool:
    """Whether a line begins as lines inside texts do."""
    return begins_small(words[line.begin].text) and not label_shapes(words[line.begin].text)


def _rows(words: Sequence[Word], part: Sequence[Line], ends: Collection[int]) -> Iterator[tuple[int, Line]]:
    """The codes of a part, each with the first line of its row: behind the code before, or with a label behind that."""
    first: Line | None = None
    for line in part:
        first = line if first is None or _labels(words, line) else first
        if line.number in ends:
            yield line.end - 1, first
            first = None


def _moved(words: Sequence[Word], lines: Sequence[Line], moves: Mapping[int, Line]) -> Iterator[Word]:
    """The words in their order, codes right behind the number and the labels that begin the line that each is moved to.

    A line that held nothing but its code is none any more.
    """
    codes = {line.number: words[index] for index, line in moves.items()}
    numbered = sum(row_number(words[line.begin].text) is not None for line in moves.values())
    are_numbered = numbered > (1 - _SELDOM) * len(moves)
    gone = 0
    for line in lines:
        kept = [words[index] for index in line.indices if index not in moves]
        code = codes.get(line.number)
        gone += not kept and code is None
        if code is not None:
            is_numbered = are_numbered and row_number(words[line.begin].text) is not None
            kept = _with_code(kept, code, words[line.begin], is_numbered=is_numbered)
        yield from (word._replace(base=word.base - gone) for word in kept)


def _with_code(line: Sequence[Word], code: Word, first: Word, *, is_numbered: bool) -> list[Word]:
    """The words of a line with a code behind its number and its labels; `first` was the first of them."""
    count = next((at for at, word in enumerate(line) if at >= is_numbered and not label_shapes(word.text)), len(line))
    above, rest = line[:count], line[count:]
    begin = rest[0].x0 if rest else above[-1].x1 + 1 if above else first.x0
    room = len(code.text) + 1
    gap = _SPACE if above else math.inf
    put = code._replace(line=first.line, base=first.base, x0=begin, x1=begin + room - 1, gap=gap)
    moved = [word._replace(x0=word.x0 + room, x1=word.x1 + room) for word in rest]
    behind = [word._replace(gap=_SPACE) for word in moved[:1]] + moved[1:]
    return [*above, put, *behind]
