"""Labels in another manner than with x, in a document that prints no x: `11**`, `11..`, `11nn`, `[1100-1199]`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.lines import APART, Line, lines_of
from ingest.table.scene.shapes import code_shape, label_shapes
from ingest.table.scene.torn_ranges import with_ranges_whole
from model import ClassPattern
from model.pattern import CODE_DIGITS, LATIN_WILDCARDS

_SIGNS: Final = re.compile(r"([0-9]{1,3})([*#_?.\u2022\u00b7\u00d7nNyY-])\2{0,2}")
_RANGE: Final = re.compile(r"[\[(]?([0-9]{4})(?:[-–—…]|\.{2,3})([0-9]{4})[\])]?")
_SEVERAL: Final = 2


class _Label(NamedTuple):
    """A label as it is printed otherwise: its sign or `range`, and the pattern that it means."""

    manner: str
    pattern: ClassPattern


def with_usual_wildcards(fragments: Fragments, lines: Sequence[Line]) -> Fragments:
    """The same fragments, with the wildcard x in labels that are printed in one other manner.

    They begin a line or a cell, each has a code that it holds, and there are several, not all of three digits: a sign
    may mark a note, end the number of a row, or ask for something.
    """
    if any(map(label_shapes, fragments.said)):
        return fragments
    whole = with_ranges_whole(fragments, lines, set(_beginnings(fragments.words, lines)))
    words, lines = whole.words, lines if whole is fragments else lines_of(whole.words)
    found = {index: label for index in _beginnings(words, lines) if (label := _label(words[index].text))}
    if len({label.manner for label in found.values()}) != 1 or len(found) < _SEVERAL:
        return fragments
    printed = {int(shape.text) for word in words if (shape := code_shape(word.text))}
    patterns = {label.pattern for label in found.values()}
    are_held = all(any(pattern.holds(code) for code in printed) for pattern in patterns)
    is_class = any(pattern.level < CODE_DIGITS - 1 for pattern in patterns)
    return _relabelled(whole, found) if are_held and is_class else fragments


def _beginnings(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[int]:
    return (index for line in lines for index in line.indices if _begins(words, line, index))


def _begins(words: Sequence[Word], line: Line, index: int) -> bool:
    """Whether a word begins its line or cell."""
    word = words[index]
    return index == line.begin or word.gap >= APART or words[index - 1].cell != word.cell


def _label(text: str) -> _Label | None:
    if (match := _SIGNS.fullmatch(text)) and len(text) == CODE_DIGITS:
        return _Label(match[2], _pattern(match[1]))
    ends = match.groups() if (match := _RANGE.fullmatch(text)) else ("", "")
    for fixed in (ends[0][:level] for level in range(1, CODE_DIGITS)):
        if ends == (fixed.ljust(CODE_DIGITS, "0"), fixed.ljust(CODE_DIGITS, "9")):
            return _Label("range", _pattern(fixed))
    return None


def _pattern(fixed: str) -> ClassPattern:
    return ClassPattern(fixed.ljust(CODE_DIGITS, LATIN_WILDCARDS[0]))


def _relabelled(fragments: Fragments, labels: Mapping[int, _Label]) -> Fragments:
    """The same fragments with labels of the usual manner; what a range is longer is a mark."""
    words, markup = list(fragments.words), Counter(fragments.markup)
    for index, label in labels.items():
        word = words[index]
        words[index] = word._replace(text=str(label.pattern))
        if word.place.line is not None and len(word.text) > CODE_DIGITS:
            markup[word.place.line] += len(word.text) - CODE_DIGITS
    return replace(fragments, words=tuple(words), markup=markup)
