"""Labels that a copy glued to the end of a text: those of merged cells stand on any line of their rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes
from model import ClassPattern
from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS

_GLUED: Final = re.compile(rf"(.*[^\W\d_][.)]?)(\d{{1,3}}[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]{{1,3}})")
_SPACE: Final = 0.3
_SEVERAL: Final = 2


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
