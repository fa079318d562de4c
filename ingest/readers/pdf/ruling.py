"""The rules of a page, from what is drawn on it: borders and edges of boxes, no lines that belong to a text."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.readers.pdf.drawn import THIN, Shape
from ingest.readers.pdf.placing import Placed
from ingest.readers.pdf.upright import Box
from ingest.readers.pdf.visibility import is_white

_SHORTEST: Final = 6.0
_SAME: Final = 1.0
"""How far apart, in points, two lines are at most that are one."""

_STRUCK: Final = (0.12, 0.5)
_UNDERLINED: Final = (-0.2, 0.0)
"""How far above the base line a line strikes out or underlines, in letter sizes."""

_UNDERLINED_LOW: Final = -0.35
"""How far below the base line some fonts have the line that underlines; a rule between rows may be drawn there too."""

_FITS: Final = 0.5
_FITS_BELOW: Final = 0.32
_FITS_LOW: Final = 0.05
_LETTER: Final = 0.8
"""How near to the ends of words such a line begins and ends, in letter sizes, and how wide a letter is."""

_ONE_LINE: Final = 0.1
_PARTED: Final = 0.6
"""How wide the gaps of an underline are at most, where letters reach below it, in letter sizes."""

_MOST_OF_IT: Final = 0.6

_GROUND: Final = 1.4
_PADDING: Final = 0.45
"""How high the ground of words is at most, and how far it reaches beyond them, in letter sizes."""


def rules_of(shapes: Iterable[Shape], words: Sequence[Placed]) -> list[Box]:
    """The rules of a page, each once, by height; the words that are struck out are told so."""
    level = sorted((word for word in words if word.is_level), key=lambda word: word.base)
    bases = [word.base for word in level]
    reach = max((word.size for word in level), default=0.0)
    boxes = [shape for shape in shapes if not (shape.is_picture or shape.is_round or is_white(shape.color))]
    lines = {line for shape in boxes if not _marks_words(shape, level, bases) for line in _lines_of(shape)}
    found = _distinct(lines)
    wholes = _wholes(found, _PARTED * reach)
    return [
        line
        for line in found
        if max(line[2] - line[0], line[3] - line[1]) >= _SHORTEST
        and not _belongs_to_text(wholes.get(line, line), _near(line, level, bases, reach))
    ]


def _wholes(lines: Iterable[Box], gap: float) -> dict[Box, Box]:
    """Each line with what it is a piece of: lines that run across at one height, with no more than a gap between.

    What underlines a word leaves out the letters that reach below it.
    """
    level = [line for line in lines if line[3] - line[1] <= _SAME]
    runs: list[list[Box]] = []
    for line in sorted(level, key=lambda line: (round(line[1]), line[0])):
        last = runs[-1][-1] if runs else None
        if last is not None and abs(last[1] - line[1]) < _ONE_LINE and line[0] - last[2] <= gap:
            runs[-1].append(line)
        else:
            runs.append([line])
    return {line: (run[0][0], line[1], max(other[2] for other in run), line[3]) for run in runs for line in run}


def _marks_words(shape: Shape, words: Sequence[Placed], bases: Sequence[float]) -> bool:
    """Whether a box is the ground of some words of a line, such as a name of a program: no higher or wider than they.

    All words are given, with their base lines, in order.
    """
    left, top, right, bottom = shape.box
    if shape.is_framed or bottom - top <= THIN or right - left <= THIN:
        return False
    inside = [
        word
        for word in words[bisect_left(bases, top) : bisect_right(bases, bottom)]
        if left - _SAME <= word.box[0] and word.box[2] <= right + _SAME
    ]
    size = max((word.size for word in inside), default=0.0)
    return (
        bottom - top <= _GROUND * size
        and min((word.box[0] for word in inside), default=right) - left <= _PADDING * size
        and right - max((word.box[2] for word in inside), default=left) <= _PADDING * size
    )


def _lines_of(shape: Shape) -> Iterator[Box]:
    """The straight lines that a shape is seen as: itself, or its edges. A filled box parts what is above and below.

    What runs across may be short: a piece of an underline.
    """
    left, top, right, bottom = shape.box
    if bottom - top <= THIN:
        yield left, (top + bottom) / 2, right, (top + bottom) / 2
    elif right - left <= THIN:
        if bottom - top >= _SHORTEST:
            yield (left + right) / 2, top, (left + right) / 2, bottom
    elif right - left >= _SHORTEST and bottom - top >= _SHORTEST:
        yield left, top, right, top
        yield left, bottom, right, bottom
        if shape.is_framed:
            yield left, top, left, bottom
            yield right, top, right, bottom


def _distinct(lines: Iterable[Box]) -> list[Box]:
    """Lines, each once: drawn again beside itself, or as a part of another, it is one."""
    kept: list[Box] = []
    near: defaultdict[tuple[bool, int], list[Box]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (round(line[1]), line[0], -line[2], -line[3])):
        is_upright = line[3] - line[1] > _SAME
        place = round(line[0] if is_upright else line[1])
        x0, y0, x1, y1 = line
        for left, top, right, bottom in near[is_upright, place]:
            if left - _SAME <= x0 and top - _SAME <= y0 and right + _SAME >= x1 and bottom + _SAME >= y1:
                break
        else:
            kept.append(line)
            for key in (place - 1, place, place + 1):
                near[is_upright, key].append(line)
    return kept


def _near(line: Box, words: Sequence[Placed], bases: Sequence[float], reach: float) -> Sequence[Placed]:
    """The words whose base lines, all of them given in order, are near a line that runs across; none if it does not."""
    _, y, _, bottom = line
    if bottom - y > _SAME:
        return ()
    return words[bisect_left(bases, y - reach) : bisect_right(bases, y + reach)]


def _belongs_to_text(line: Box, near: Iterable[Placed]) -> bool:
    """Whether a line strikes words out, which are told so, or underlines them."""
    left, y, right, _ = line
    struck: list[Placed] = []
    underlined: list[Placed] = []
    low: list[Placed] = []
    for word in near:
        height = (word.base - y) / word.size if word.size else math.inf
        if _STRUCK[0] <= height <= _STRUCK[1]:
            kind = struck
        elif _UNDERLINED[0] <= height <= _UNDERLINED[1]:
            kind = underlined
        elif _UNDERLINED_LOW <= height < _UNDERLINED[0]:
            kind = low
        else:
            continue
        if _runs_along(left, right, word):
            kind.append(word)
    if struck and _fits(left, right, struck, _FITS):
        for word in struck:
            word.is_struck = True
        return True
    is_below = bool(underlined) and _fits(left, right, underlined, _FITS_BELOW)
    return is_below or _lies_below(left, right, sorted(low, key=lambda word: word.box[0]))


def _lies_below(left: float, right: float, words: Sequence[Placed]) -> bool:
    """Whether a line begins where the first of some words does and ends where the last does, and no further out.

    Its first or last letter may reach below it. Words of several columns are none that one line underlines.
    """
    if not words:
        return False
    size = max(word.size for word in words)
    are_together = all(word.box[0] - before.box[2] <= size for before, word in pairwise(words))
    inner = (left - words[0].box[0], words[-1].box[2] - right)
    return are_together and all(-_FITS_LOW * size <= room <= _LETTER * size for room in inner)


def _runs_along(left: float, right: float, word: Placed) -> bool:
    """Whether a line from left to right covers most of a word."""
    begin, _, end, _ = word.box
    return min(right, end) - max(left, begin) >= _MOST_OF_IT * (end - begin)


def _fits(left: float, right: float, words: Sequence[Placed], slack: float) -> bool:
    """Whether a line begins and ends where some words do."""
    allowed = slack * max(word.size for word in words)
    return (
        min(abs(word.box[0] - left) for word in words) <= allowed
        and min(abs(word.box[2] - right) for word in words) <= allowed
    )
